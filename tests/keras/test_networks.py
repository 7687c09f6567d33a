"""The generated code builds, in the real Keras, the networks that we describe; and Keras prints the summary that we print."""

import re

import keras
import numpy as np
import pytest


def build(code):
    """Runs the code as an import does, in a fresh session so that Keras's names start anew. Its data part must not run."""
    keras.utils.clear_session()
    names = {"__name__": "generated"}
    exec(compile(code, "generated.py", "exec"), names)
    return names["model"]


def summary_text(model):
    printed = []
    model.summary(print_fn=lambda text, **_: printed.append(text))
    return "".join(printed)


def count(weights):
    return sum(int(np.prod(w.shape)) for w in weights)


def check(model, network):
    assert count(model.trainable_weights) == network["trainable"]
    assert count(model.non_trainable_weights) == network["nonTrainable"]
    assert model.count_params() == network["trainable"] + network["nonTrainable"]
    layers = [
        {"name": layer.name, "outputShape": list(layer.output.shape), "params": layer.count_params()}
        for layer in model.layers
    ]
    assert layers == network["layers"]
    assert summary_text(model) == network["text"]


def test_every_network_is_keras_network(ours):
    assert [n["id"] for n in ours["networks"]] == [
        "alexnet-227",
        "alexnet2012-227",
        "lenet5-32",
        "alexnet-small-67",
        "alexnet-small-99",
        "alexnet-227-lrn",
        "alexnet-227-none-2",
        "alexnet2012-227-batch-3",
        "alexnet-small-67-4",
    ]
    for network in ours["networks"]:
        check(build(network["code"]), network)


def test_reference_totals(ours):
    counted = {n["id"]: (n["trainable"], n["nonTrainable"]) for n in ours["networks"]}
    assert counted["alexnet-227"] == (58_323_530, 1_216)
    assert counted["lenet5-32"] == (62_006, 0)
    assert counted["alexnet2012-227"] == (56_909_194, 0)


@pytest.mark.parametrize(
    "pattern, other",
    [
        (r"Conv2D\(6, ", "Conv2D(7, "),
        (r'padding="valid", activation', 'padding="same", activation'),
        (r"Dense\(84, ", "Dense(85, "),
    ],
)
def test_negative_control_another_network_is_told_apart(ours, pattern, other):
    network = next(n for n in ours["networks"] if n["id"] == "lenet5-32")
    code, changes = re.subn(pattern, other, network["code"], count=1)
    assert changes == 1
    with pytest.raises(AssertionError):
        check(build(code), network)


def test_negative_control_names_of_a_used_session_differ(ours):
    network = next(n for n in ours["networks"] if n["id"] == "lenet5-32")
    build(network["code"])
    names = {"__name__": "generated"}
    exec(network["code"], names)
    assert summary_text(names["model"]) != network["text"]


def test_after_training_keras_counts_the_optimizer_as_well(ours):
    """An intended difference: the page's summary is the one before training. Nothing but these two lines is another."""
    network = next(n for n in ours["networks"] if n["id"] == "lenet5-32")
    model = build(network["code"])
    model.train_on_batch(np.zeros((2, 32, 32, 3)), np.array([1, 2]))

    def but_counts(text):
        return [line for line in text.splitlines() if not line.startswith((" Total params", " Optimizer params"))]

    text = summary_text(model)
    assert " Optimizer params: 124,014" in text and "Optimizer" not in network["text"]
    assert but_counts(text) == but_counts(network["text"])


def test_two_towers_see_their_own_half(ours):
    network = next(n for n in ours["networks"] if n["id"] == "alexnet2012-227")
    layer = build(network["code"]).get_layer("conv2d_1")
    x = np.random.default_rng(0).normal(size=(1, 5, 5, 96)).astype("float32")
    changed = x.copy()
    changed[..., 48:] += 1
    before, after = (keras.ops.convert_to_numpy(layer(v)) for v in (x, changed))
    assert np.array_equal(before[..., :128], after[..., :128])
    assert not np.allclose(before[..., 128:], after[..., 128:])


def naive_lrn(x, radius, bias, alpha, beta):
    out = np.empty_like(x)
    for index in np.ndindex(x.shape):
        c = index[-1]
        near = x[index[:-1]][max(c - radius, 0) : c + radius + 1]
        out[index] = x[index] / (bias + alpha * sum(v * v for v in near)) ** beta
    return out


def test_local_response_normalization(ours):
    network = next(n for n in ours["networks"] if n["id"] == "alexnet2012-227")
    layer = build(network["code"]).get_layer("lrn")
    x = np.random.default_rng(0).normal(scale=60, size=(2, 3, 3, 9)).astype("float32")
    actual = keras.ops.convert_to_numpy(layer(x))
    np.testing.assert_allclose(actual, naive_lrn(x, 2, 2, 1e-4, 0.75), rtol=1e-5)
    # Negative control: with alpha divided by the five channels, as some libraries do, the numbers are others.
    assert not np.allclose(actual, naive_lrn(x, 2, 2, 1e-4 / 5, 0.75), rtol=1e-3)
    again = type(layer).from_config(layer.get_config())
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(again(x)), actual)
