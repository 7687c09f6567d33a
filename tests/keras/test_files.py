"""The real Keras, h5py, safetensors and csv open the files that our side exports."""

import csv
import hashlib
import json
import shutil
import warnings
import zipfile

import keras
import numpy as np
import pytest
from safetensors import safe_open

KNUTH = np.uint32(2_654_435_761)


@pytest.fixture(scope="session")
def folder(tmp_path_factory, node):
    """What files.ts writes; half a gigabyte, removed at the end."""
    path = tmp_path_factory.mktemp("files")
    node("files.ts", path)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def told(folder):
    return json.loads((folder / "files.json").read_text())


def hashed(places):
    return (places.astype("uint32") * KNUTH) >> np.uint32(8)


def made_up(number, shape, positive):
    """The values of exportedModel.ts: in doubles there, rounded once."""
    places = np.arange(int(np.prod(shape)), dtype="int64") + 1_000_003 * number
    least = 0.5 if positive else -0.05
    return (hashed(places) * 0.1 * 2.0**-24 + least).astype("float32").reshape(shape)


def pixels(shape):
    return (hashed(np.arange(1, int(np.prod(shape)) + 1)) * 2.0**-24).astype("float32").reshape(shape)


def run_code(code):
    """Defines our own layer as the generated program does; gives the model that it builds."""
    keras.utils.clear_session()
    names = {"__name__": "generated"}
    exec(compile(code, "generated.py", "exec"), names)
    return names["model"]


def load(path):
    """Opens a file; a warning of Keras, such as variables that it skips, fails the test."""
    keras.utils.clear_session()
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        return keras.models.load_model(path)


def numpy_of(variable):
    return keras.ops.convert_to_numpy(variable)


def same_bits(variable, expected):
    value = numpy_of(variable)
    assert value.dtype == expected.dtype and value.shape == expected.shape
    assert np.array_equal(value.view("uint32"), expected.view("uint32")), variable.path


def slots(optimizer):
    """Variables of an optimizer after its iterations, and its learning rate where that is a variable."""
    return [v for v in optimizer.variables if not v.path.endswith(("iteration", "learning_rate"))]


def summary_text(model):
    printed = []
    model.summary(print_fn=lambda text, **_: printed.append(text))
    return "".join(printed)


def check_weights(model):
    """Weights have the first numbers in exportedModel.ts, the optimizer's slots those after."""
    for number, weight in enumerate(model.weights):
        same_bits(weight, made_up(number, weight.shape, weight.path.endswith("moving_variance")))


NAMES = [
    "alexnet-227",
    "alexnet2012-227",
    "alexnet-small-67",
    "lenet5-adam",
    "lenet5-momentum",
    "lenet5-sgd",
    "lenet5-whole-numbers",
]


@pytest.mark.parametrize("name", NAMES)
def test_keras_file(folder, told, name):
    expected = told["made"][name]
    built = run_code(expected["code"])
    model = load(folder / f"{name}.keras")
    check_weights(model)
    own = [layer.get_config() for layer in model.layers]
    assert own == [layer.get_config() for layer in built.layers]
    if expected["optimizer"]:
        check_optimizer(model.optimizer, built.optimizer, len(model.weights), expected)
        # Keras counts the optimizer's variables in its summary; without them it is the one of a fresh session.
        model.compiled = False
    assert summary_text(model) == expected["text"]


def check_optimizer(optimizer, built, weights, expected):
    config, wanted = optimizer.get_config(), built.get_config()
    assert config == wanted
    assert int(optimizer.iterations) == expected["iterations"]
    rate = expected["experiment"]["lr"]
    if expected["experiment"]["schedule"] == "constant":
        assert float(numpy_of(optimizer.learning_rate)) == np.float32(rate)
    found = slots(optimizer)
    # Each trained weight has as many slots as the optimizer keeps.
    kept = {"adam": 2, "momentum": 1, "sgd": 0}[expected["experiment"]["optimizer"]]
    if expected["experiment"]["momentum"] == 0:
        kept = 0
    assert len(found) == kept * len(optimizer._trainable_variables)
    for i, slot in enumerate(found):
        same_bits(slot, made_up(weights + i, slot.shape, slot.path.endswith("velocity")))


@pytest.mark.parametrize("name, parameters", [("alexnet-227", 58_324_746), ("alexnet-small-67", None)])
def test_round_trip(folder, told, opened, tmp_path, name, parameters):
    """Page, Keras, page: every parameter and every slot of the optimizer is the same to the bit."""
    model = load(folder / f"{name}.keras")
    model.save(tmp_path / "back.keras")
    [answer] = opened(tmp_path / "back.keras")
    assert answer["type"] == "imported", answer
    expected, tensors = told["made"][name], answer["tensors"]
    weights = [key for key in tensors if key.startswith("weight/")]
    assert len(weights) == len(model.weights)
    if parameters:
        assert sum(int(np.prod(tensors[key]["shape"])) for key in weights) == parameters
    for number, (key, tensor) in enumerate(tensors.items()):
        wanted = made_up(number, tensor["shape"], key.endswith(("moving_variance", "/v")))
        assert tensor["sha256"] == hashlib.sha256(wanted.tobytes()).hexdigest(), key
    assert len(tensors) > len(weights) if expected["optimizer"] else len(tensors) == len(weights)
    # An optimizer of Keras that it was not given comes with the file as Keras made it.
    assert answer["state"]["iterations"] == (expected["iterations"] if expected["optimizer"] else 0)
    # Negative control: the next float32 in one place of one bias.
    if name == "alexnet-small-67":
        bias = numpy_of(model.layers[-1].bias).copy()
        bias[3] = np.nextafter(bias[3], np.float32(1))
        model.layers[-1].bias.assign(bias)
        model.save(tmp_path / "other.keras")
        [other] = opened(tmp_path / "other.keras")
        assert [key for key in tensors if other["tensors"][key] != tensors[key]] == [weights[-1]]


@pytest.mark.parametrize("name", ["trained-lenet5", "trained-tiny"])
def test_predictions(folder, told, name):
    model = load(folder / f"{name}.keras")
    images = pixels((2, *model.input_shape[1:]))
    ours = np.array(told["trained"][name]["probabilities"]).reshape(2, 10)
    assert np.abs(model.predict(images, verbose=0) - ours).max() < 1e-5
    # Negative control: one weight of another value predicts something else.
    kernel = numpy_of(model.layers[0].kernel).copy()
    kernel[0, 0, 0, 0] += 0.5
    model.layers[0].kernel.assign(kernel)
    assert np.abs(model.predict(images, verbose=0) - ours).max() > 1e-5


@pytest.mark.parametrize("name", ["trained-lenet5"])
def test_training_goes_on(folder, told, name):
    """The fourth step with the state of three is Adam's fourth step, by hand; from a fresh optimizer it is another one."""
    images = pixels((2, 32, 32, 3))
    labels = np.array([3, 8])

    def after_one_step(change):
        model = load(folder / f"{name}.keras")
        change(model)
        before = [numpy_of(w).astype("float64") for w in model.trainable_weights]
        model.train_on_batch(images, labels)
        return model, before, [numpy_of(w).astype("float64") for w in model.trainable_weights]

    def fresh(model):
        for variable in [model.optimizer.iterations, *slots(model.optimizer)]:
            variable.assign(np.zeros(variable.shape, variable.dtype))

    model, before, after = after_one_step(lambda _: None)
    assert int(model.optimizer.iterations) == told["trained"][name]["iterations"] + 1 == 4
    state = [numpy_of(slot).astype("float64") for slot in slots(model.optimizer)]
    rate = told["trained"][name]["experiment"]["lr"] * np.sqrt(1 - 0.999**4) / (1 - 0.9**4)
    moved = 0.0
    for old, new, m, v in zip(before, after, state[0::2], state[1::2]):
        np.testing.assert_allclose(old - rate * m / (np.sqrt(v) + 1e-7), new, atol=1e-6)
        moved = max(moved, np.abs(new - old).max())
    assert moved > 1e-5
    other = after_one_step(fresh)[2]
    assert max(np.abs(a - b).max() for a, b in zip(after, other)) > 1e-5


# load_weights also looks for the state of an optimizer that has not been used yet, and says that it passes it over.
passed_over = pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer:UserWarning")


@passed_over
def test_weights_file(folder, told):
    model = run_code(told["made"]["lenet5-adam"]["code"])
    model.load_weights(folder / "lenet5.weights.h5")
    check_weights(model)
    trained = run_code(told["trained"]["trained-lenet5"]["code"])
    trained.load_weights(folder / "trained-lenet5.weights.h5")
    ours = np.array(told["trained"]["trained-lenet5"]["probabilities"]).reshape(2, 10)
    assert np.abs(trained.predict(pixels((2, 32, 32, 3)), verbose=0) - ours).max() < 1e-5


def test_safetensors(folder):
    with safe_open(folder / "lenet5.safetensors", framework="numpy") as file:
        names = list(file.offset_keys())
        assert len(names) == 30 and names[0] == "conv2d/kernel" and names[10] == "optimizer/conv2d/kernel/m"
        for number, name in enumerate(names):
            value = file.get_tensor(name)
            expected = made_up(number, value.shape, name.endswith("/v"))
            assert value.dtype == np.float32 and np.array_equal(value, expected), name
        assert json.loads(file.metadata()["experiment"])["model"] == "lenet5"


def test_history(folder):
    with open(folder / "history.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["0", "1"]
    assert float(rows[0]["lr"]) == 1e-5 and np.isnan(float(rows[0]["val_loss"])) and float(rows[1]["val_loss"]) == 0.5
    # Numbers as Python writes them.
    for row in rows:
        assert all(repr(float(value)) == value for key, value in row.items() if key != "epoch")


@passed_over
def test_negative_control_a_changed_file_is_told_apart(folder, told, tmp_path):
    """One bit of one weight; and a network with a layer of another size."""
    changed = tmp_path / "changed.keras"
    with zipfile.ZipFile(folder / "lenet5-adam.keras") as source, zipfile.ZipFile(changed, "w") as target:
        for entry in source.namelist():
            content = bytearray(source.read(entry))
            if entry == "model.weights.h5":
                at = content.index(made_up(0, (5, 5, 3, 6), False).tobytes())
                content[at] ^= 1
            target.writestr(entry, bytes(content))
    with pytest.raises(AssertionError):
        check_weights(load(changed))
    other = run_code(told["made"]["lenet5-adam"]["code"].replace("Dense(84", "Dense(85"))
    with pytest.raises(ValueError):
        other.load_weights(folder / "lenet5.weights.h5")
