"""Files that Keras itself has written of models that people build, as the page takes them in: whole, or refused with the reason."""

import hashlib

import keras
import numpy as np
import pytest

# Layers of LeNet-5 with the names that a person gives them.
NAMES = ["first", "pool", "second", "pool_2", "flat", "wide", "narrow", "out"]


@pytest.fixture
def code(ours):
    return next(network["code"] for network in ours["networks"] if network["id"] == "lenet5-32")


def model_of(code):
    keras.utils.clear_session()
    keras.utils.set_random_seed(3)
    names = {"__name__": "generated"}
    exec(compile(code, "generated.py", "exec"), names)
    return names["model"]


def renamed(layer, name):
    return type(layer).from_config(layer.get_config() | {"name": name})


def functional(code, names=NAMES):
    """The same network by the functional API, with other names and no optimizer."""
    layers = model_of(code).layers
    keras.utils.clear_session()
    image = x = keras.Input((32, 32, 3), name="image")
    for layer, name in zip(layers, names, strict=True):
        x = renamed(layer, name)(x)
    return keras.Model(image, x, name="mine")


def trained(model, steps):
    random = np.random.default_rng(0)
    for _ in range(steps):
        model.train_on_batch(random.random((4, 32, 32, 3), "float32"), random.integers(0, 10, 4))
    return model


def hashes(weights):
    return [hashlib.sha256(keras.ops.convert_to_numpy(weight).tobytes()).hexdigest() for weight in weights]


def taken(answer, part):
    assert answer["type"] == "imported", answer
    return [tensor["sha256"] for key, tensor in answer["tensors"].items() if key.startswith(part)]


def test_a_compiled_model_and_its_weights(code, opened, tmp_path):
    model = trained(model_of(code), 3)
    model.save(tmp_path / "mine.keras")
    model.save_weights(tmp_path / "mine.weights.h5")
    whole, weights = opened(tmp_path / "mine.keras", tmp_path / "mine.weights.h5")
    slots = [v for v in model.optimizer.variables if not v.path.endswith(("iteration", "learning_rate"))]
    for answer in (whole, weights):
        assert taken(answer, "weight/") == hashes(model.weights)
        assert taken(answer, "slot/") == hashes(slots)
        assert answer["state"]["iterations"] == 3 and answer["state"]["finished"]
        assert answer["model"]["model"] == "lenet5" and answer["model"]["notes"] == []
    assert whole["state"]["experiment"]["optimizer"] == "adam"
    assert whole["state"]["experiment"]["lr"] == pytest.approx(float(model.optimizer.learning_rate), rel=1e-6)
    # Negative control: another step, other weights.
    trained(model, 1)
    assert not set(taken(whole, "weight/")) & set(hashes(model.weights))


def test_a_session_that_was_used_before(code, opened, tmp_path):
    """Keras numbers its optimizers, adam_1; and one that was not used yet is still Adam. A rate that no run here can have is left."""
    first = model_of(code)
    first.compile("adam", loss="sparse_categorical_crossentropy")
    model = keras.models.clone_model(first)
    model.compile("adam", loss="sparse_categorical_crossentropy")
    model.save_weights(tmp_path / "unused.weights.h5")
    trained(model, 2).save_weights(tmp_path / "numbered.weights.h5")
    model.optimizer.learning_rate = 1e-12
    model.save(tmp_path / "slow.keras")
    unused, numbered, slow = opened(*(tmp_path / name for name in ("unused.weights.h5", "numbered.weights.h5", "slow.keras")))
    assert model.optimizer.name != "adam"
    for answer, iterations in ((unused, 0), (numbered, 2), (slow, 2)):
        assert answer["type"] == "imported", answer
        assert answer["state"]["experiment"]["optimizer"] == "adam"
        assert answer["state"]["iterations"] == iterations
    assert slow["state"]["experiment"]["lr"] == 1e-4


def test_functional_with_names_of_ones_own(code, opened, tmp_path):
    model = functional(code)
    model.save(tmp_path / "mine.keras")
    # With an explicit input layer, and saved after a round of Keras's own.
    keras.models.load_model(tmp_path / "mine.keras").save(tmp_path / "again.keras")
    for answer in opened(tmp_path / "mine.keras", tmp_path / "again.keras"):
        assert taken(answer, "weight/") == hashes(model.weights)
        assert answer["model"]["slots"] is False and answer["model"]["notes"] == []


def optimizer_of(kind):
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.5)
    return {
        "rmsprop": lambda: keras.optimizers.RMSprop(),
        "momentum": lambda: keras.optimizers.SGD(0.02, momentum=0.9),
        "sgd": lambda: keras.optimizers.SGD(0.02),
        "schedule": lambda: keras.optimizers.Adam(rate),
    }[kind]()


@pytest.mark.parametrize(
    "kind, slots, notes",
    [
        ("momentum", True, []),
        ("sgd", True, []),
        ("rmsprop", False, ["optimizer-left"]),
        ("schedule", True, ["schedule-left"]),
    ],
)
def test_optimizers(code, opened, tmp_path, kind, slots, notes):
    model = model_of(code)
    model.compile(optimizer_of(kind), loss="sparse_categorical_crossentropy")
    trained(model, 2).save(tmp_path / "mine.keras")
    [answer] = opened(tmp_path / "mine.keras")
    assert taken(answer, "weight/") == hashes(model.weights)
    assert answer["model"]["slots"] is slots
    assert [note["kind"] for note in answer["model"]["notes"]] == notes
    assert answer["state"]["iterations"] == (2 if slots else 0)


def other(code, change):
    """A model whose code differs from LeNet-5's."""
    changed = change(code)
    assert changed != code
    return model_of(changed)


def test_others_are_refused_with_the_layers_named(code, opened, tmp_path):
    wider = other(code, lambda text: text.replace("Dense(84", "Dense(85"))
    wider.save(tmp_path / "wider.keras")
    wider.save_weights(tmp_path / "wider.weights.h5")
    model = functional(code)
    x = keras.layers.GaussianNoise(0.1, name="noise")(model.layers[1].output)
    for layer, name in zip(model.layers[2:], NAMES[1:]):
        x = renamed(layer, name)(x)
    keras.Model(model.inputs, x).save(tmp_path / "noise.keras")
    model.save(tmp_path / "old.h5")
    (tmp_path / "text.keras").write_text("no model")
    files = ["wider.keras", "wider.weights.h5", "noise.keras", "old.h5", "text.keras"]
    refusals = [answer["refusal"] for answer in opened(*(tmp_path / file for file in files))]
    assert [refusal["reason"] for refusal in refusals] == ["differs", "differs", "not-offered", "old-keras", "not-a-model"]
    assert {"kind": "setting", "layer": "dense_1", "setting": "units", "actual": "85", "expected": "84"} in refusals[0]["differences"]
    assert refusals[0]["closest"] == "lenet5" and any("dense_1" in str(d) for d in refusals[1]["differences"])
    assert {"kind": "foreign-layer", "layer": "noise", "type": "GaussianNoise"} in refusals[2]["differences"]
