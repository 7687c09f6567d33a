"""The generated programs run to their end: data, training and evaluation, on a few made-up images in place of CIFAR-10."""

import keras
import numpy as np
import pytest


def tiny_cifar():
    random = np.random.default_rng(0)

    def split(n):
        return random.integers(0, 256, (n, 32, 32, 3), "uint8"), random.integers(0, 10, (n, 1), "uint8")

    return split(40), split(8)


@pytest.mark.parametrize("index, epochs", [(0, None), (1, 2), (2, 1), (3, 1)])
def test_program(ours, monkeypatch, capsys, index, epochs):
    keras.utils.clear_session()
    monkeypatch.setattr(keras.datasets.cifar10, "load_data", tiny_cifar)
    program = ours["programs"][index]
    names = {"__name__": "__main__"}
    exec(compile(program["code"], "generated.py", "exec"), names)
    history = names["history"]
    # Early stopping with a patience of 1 may end the first program after any epoch.
    assert epochs is None or len(history.epoch) == epochs
    assert set(history.history) >= {"acc", "loss", "val_acc", "val_loss"}
    assert np.isfinite(history.history["loss"]).all()
    # 24 images make 3 batches of 8; 5 validation images are one batch.
    assert len(names["train_batches"]) == 3 and len(names["val_batches"]) == 1
    assert not set(names["train"]) & set(names["val"])
    sides = program["layers"][0]["outputShape"]
    first = keras.ops.convert_to_numpy(names["model"].layers[0](names["train_batches"][0][0]))
    assert list(first.shape[1:]) == sides[1:]


def test_standard_scale_and_augmentation(ours, monkeypatch):
    keras.utils.clear_session()
    monkeypatch.setattr(keras.datasets.cifar10, "load_data", tiny_cifar)
    names = {"__name__": "__main__"}
    exec(ours["programs"][0]["code"], names)
    (images, labels), _ = tiny_cifar()
    plain = names["Batches"](images, labels, names["mean"], names["deviation"])
    pixels = np.concatenate([plain[i][0] for i in range(len(plain))])
    np.testing.assert_allclose(pixels.mean((0, 1, 2)), 0, atol=1e-4)
    np.testing.assert_allclose(pixels.std((0, 1, 2)), 1, atol=1e-4)
    moved = names["Batches"](images, labels, names["mean"], names["deviation"], train=True)
    batch = moved[0][0]
    originals = pixels[moved.order[:8]]
    assert batch.shape == originals.shape and not np.allclose(batch, originals)
    # Without augmentation (the second program) an image comes back as it was.
    exec(ours["programs"][1]["code"], names)
    kept = names["Batches"](images, labels, train=True)
    np.testing.assert_allclose(kept[0][0], images[kept.order[:8]] / 255, atol=1e-6)
