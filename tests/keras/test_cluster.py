"""The program that goes on with a run of the page: on one device and on two workers, against the page's own engine."""

import argparse
import hashlib
import importlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile

import keras
import numpy as np
import pytest
import tensorflow as tf

MODULES = ("train", "lab_model", "lab_data", "lab_layers")


@pytest.fixture(scope="session")
def folder(tmp_path_factory, node):
    """What cluster.ts writes: packages, CIFAR-10's files, and cluster.json."""
    path = tmp_path_factory.mktemp("cluster")
    node("cluster.ts", path)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def told(folder):
    return json.loads((folder / "cluster.json").read_text())


@pytest.fixture
def unpacked(folder, tmp_path):
    """Unpacks a package into a folder of its own."""

    def unpack(name, into="package"):
        with zipfile.ZipFile(folder / f"{name}.zip") as file:
            file.extractall(tmp_path / into)
        return tmp_path / into

    return unpack


@pytest.fixture
def program(monkeypatch):
    """The modules of an unpacked package, imported from there."""

    def load(package):
        keras.utils.clear_session()
        monkeypatch.syspath_prepend(package)
        for name in MODULES:
            sys.modules.pop(name, None)
        return importlib.import_module("train")

    yield load
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture
def alone(folder, program, monkeypatch, capsys):
    """Runs a package's train.py on one device; what it has printed.

    In this process: another would first take seconds to start TensorFlow.
    """

    def run(package, *arguments):
        monkeypatch.setattr(sys, "argv", ["train.py", "--data", str(folder / "cifar"), *map(str, arguments)])
        monkeypatch.chdir(package)
        program(package).main()
        return capsys.readouterr().out

    return run


def run_of(train, package, folder, **arguments):
    given = {"epochs": None, "batch": None, "data": folder / "cifar", "out": package / "out.keras", "backup": None}
    return train.Run(argparse.Namespace(**(given | arguments)), tf.distribute.get_strategy(), 0, True)


def record_of(path):
    with zipfile.ZipFile(path) as file:
        return json.loads(file.read("metadata.json"))["alexnet_lab"]


def weights_of(path):
    return [weight.numpy() for weight in keras.models.load_model(path).weights]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("localhost", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def workers(package, folder, *arguments, count=2):
    """Runs train.py once, or as so many workers; what each has printed. Fails where one does."""
    command = [sys.executable, "-B", package / "train.py", "--data", folder / "cifar", *arguments]
    addresses = [f"localhost:{port}" for port in free_ports(count)]
    started = []
    for index in range(count):
        environment = dict(os.environ)
        if count > 1:
            task = {"type": "worker", "index": index}
            environment["TF_CONFIG"] = json.dumps({"cluster": {"worker": addresses}, "task": task})
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
        strategy = ["--strategy", "multi-worker" if count > 1 else "none"]
        started.append(subprocess.Popen([*command, *strategy], cwd=package, env=environment, **pipes))
    try:
        printed = [process.communicate(timeout=240) for process in started]
    finally:
        for process in started:
            process.kill()
    for process, (out, error) in zip(started, printed):
        assert process.returncode == 0, out + error
    return [out for out, _ in printed]


@pytest.mark.parametrize("name", ["plain", "moved", "enlarged"])
def test_batches_are_the_pages(folder, told, unpacked, program, name):
    train = program(unpacked("run"))
    case = told["batches"][name]
    experiment = case["experiment"]
    batches = train.Batches(experiment, case["split"], train.read_cifar10(folder / "cifar"))
    found = [batch for epoch in (1, 2) for batch in batches.train(epoch)]
    assert [labels.tolist() for _, labels in found] == case["labels"]
    if experiment["shift"]:
        count = len(case["labels"]) // 2
        moves = [[dict(zip(("flip", "dx", "dy"), move)) for move in batches.moves(2, n)] for n in range(count)]
        assert moves == case["moves"]
    side = 32 if experiment["model"] == "lenet5" else experiment["input"]
    model = keras.Sequential([keras.Input((side, side, 3)), keras.layers.Flatten()])
    model.compile("sgd")
    trainer = train.Trainer(model, tf.distribute.get_strategy(), experiment | {"schedule": "constant"})
    inputs = trainer.inputs(tf.constant(found[-1][0])).numpy()
    ours = np.fromfile(folder / f"{name}.f32", "float32").reshape(inputs.shape)
    # Where an image is enlarged, the place between two pixels, up to 32, is rounded in float32 too: 2e-6, times their difference of up to 4.
    assert np.abs(inputs - ours).max() < (1e-6 if side == 32 else 1e-5)
    # Negative control: another epoch has other images.
    assert np.abs(trainer.inputs(tf.constant(found[0][0])).numpy() - ours).max() > 0.1


def test_run_goes_on_as_on_the_page(folder, told, unpacked, program):
    package = unpacked("run")
    run = run_of(program(package), package, folder)
    losses, train = [], run.trainer.train
    run.trainer.train = lambda *batch: losses.append(train(*batch)) or losses[-1]
    assert run.cursor["epochs"] == 1 and run.cursor["stepInEpoch"] == told["run"]["from"] > 0
    run.train()
    ours = told["run"]
    assert len(losses) == len(ours["losses"]) == 17
    np.testing.assert_allclose([loss for loss, _ in losses[:2]], ours["losses"][:2], atol=1e-6)
    np.testing.assert_allclose([loss for loss, _ in losses], ours["losses"], atol=1e-4)
    record = record_of(package / "out.keras")
    assert [log["epoch"] for log in record["epochs"]] == [1, 2, 3, 4]
    assert record["epochs"][0] == ours["epochs"][0]
    for log, wanted in zip(record["epochs"][1:], ours["epochs"][1:]):
        for key in ("loss", "acc", "val_loss", "val_acc"):
            assert log[key] == pytest.approx(wanted[key], abs=1e-4), (log["epoch"], key)
        assert log["lr"] == pytest.approx(wanted["lr"], rel=1e-9)
        assert log.keys() == wanted.keys() and log["steps"] == wanted["steps"] and log["epochs"] == 4
    # The page lowered the rate after a worse epoch: without that, and without the schedule, it would be another one.
    assert record["epochs"][-1]["lr"] < 1e-6
    assert not (package / "out.keras.backup").exists()


def test_result_opens_in_the_page(folder, told, unpacked, opened):
    package = unpacked("run")
    workers(package, folder, count=1)
    [answer] = opened(package / "trained.keras")
    assert answer["type"] == "imported", answer
    state = answer["state"]
    assert state["name"] == "A run" and state["cursor"]["epochs"] == 4 and state["finished"]
    assert state["iterations"] == 24 and state["adapter"] == "Keras 3.15.1"
    assert state["experiment"] == told["batches"]["moved"]["experiment"] | {"labels": "true"}
    weights = weights_of(package / "trained.keras")
    ours = [tensor["sha256"] for name, tensor in answer["tensors"].items() if name.startswith("weight/")]
    assert ours == [hashlib.sha256(weight.tobytes()).hexdigest() for weight in weights]
    assert answer["model"]["slots"] and answer["model"]["notes"] == []
    # Of four epochs the first was the best; each later one lowered the rate, the last of a run does not.
    assert state["memory"]["lrFactor"] == pytest.approx(0.01) and state["memory"]["epochsBefore"] == 0
    assert state["memory"]["stopper"]["best"] == told["run"]["epochs"][0]["val_loss"]
    assert state["memory"]["stopper"]["wait"] == 3


def gradients(package, out):
    """A step of plain descent at a rate of 1 has taken the gradient from each weight."""
    before, after = weights_of(package / "model.keras"), weights_of(package / out)
    return [old.astype("float64") - new for old, new in zip(before, after)]


def furthest(found, wanted):
    """The largest difference, relative to the largest value of each tensor."""
    return max(np.abs(a - b).max() / max(np.abs(b).max(), 1e-9) for a, b in zip(found, wanted))


def gradients_of_one(alone, package):
    alone(package, "--out", "one.keras")
    return gradients(package, "one.keras")


def gradients_of_two(folder, package):
    workers(package, folder, "--out", package / "two.keras")
    return gradients(package, "two.keras")


def package_that_agrees(folder, unpacked, alone, names):
    """The first package of which two workers find the gradients of one, with these; stops at it."""
    apart = []
    for name in names:
        package = unpacked(name, name)
        one, two = gradients_of_one(alone, package), gradients_of_two(folder, package)
        assert max(np.abs(g).max() for g in one) > 1e-3
        apart.append(furthest(two, one))
        if apart[-1] < 1e-4:
            return package, one
    raise AssertionError(f"Two workers are apart from one by {apart} of the largest value")


# Two workers add in another order than one, and TensorFlow's order depends on the processor's caches. One relu or maximum that
# rounding turns then moves AlexNet's gradients by per cents: of three steps, on other weights and images, one has to agree.
# Plain descent keeps no state: Keras says that it passes over what an optimizer that has not been used yet expects.
@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer:UserWarning")
@pytest.mark.parametrize("names", [["step-lenet"], ["step-alexnet-8", "step-alexnet-9", "step-alexnet-7"]])
def test_two_workers_find_the_gradients_of_one(folder, unpacked, alone, names):
    package, one = package_that_agrees(folder, unpacked, alone, names)
    if names == ["step-lenet"]:
        return
    # Negative control: each worker with the mean and variance of its own half finds others.
    model = package / "lab_model.py"
    text = model.read_text()
    apart = text.replace("layer.synchronized = strategy.num_replicas_in_sync > 1", "layer.synchronized = False")
    assert apart != text
    model.write_text(apart)
    assert furthest(gradients_of_two(folder, package), one) > 1e-2


def test_two_workers_train_to_the_end(folder, told, unpacked, opened):
    package = unpacked("run")
    first, second = workers(package, folder, "--out", package / "two.keras")
    assert "Epoch 4/4" in first and second.strip() == ""
    for log, wanted in zip(record_of(package / "two.keras")["epochs"], told["run"]["epochs"], strict=True):
        assert log["loss"] == pytest.approx(wanted["loss"], abs=1e-4)
        assert log["val_loss"] == pytest.approx(wanted["val_loss"], abs=1e-4)
    [answer] = opened(package / "two.keras")
    assert answer["type"] == "imported" and answer["state"]["cursor"]["epochs"] == 4


def test_killed_and_started_again(folder, unpacked, alone):
    package, whole = unpacked("run"), unpacked("run", "whole")
    alone(whole, "--out", "out.keras")
    killing = (
        "import os, signal, sys, train\n"
        "keep = train.Run.keep\n"
        "def kept(run):\n"
        "    keep(run)\n"
        "    if run.cursor['epochs'] == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "train.Run.keep = kept\n"
        "train.main()\n"
    )
    command = [sys.executable, "-B", "-c", killing, "--data", folder / "cifar", "--out", "out.keras"]
    ended = subprocess.run(command, cwd=package, capture_output=True, encoding="utf-8", timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert not (package / "out.keras").exists() and (package / "out.keras.backup/latest.keras").exists()
    kept = weights_of(package / "out.keras.backup/latest.keras")
    [out] = workers(package, folder, "--out", "out.keras", count=1)
    assert "Epoch 4/4" in out and "Epoch 3/4" not in out
    for found, wanted in zip(weights_of(package / "out.keras"), weights_of(whole / "out.keras")):
        np.testing.assert_allclose(found, wanted, atol=1e-7)
    # Negative control: the backup that it went on from, an epoch earlier, has other weights.
    pairs = zip(kept, weights_of(whole / "out.keras"))
    assert max(np.abs(a - b).max() for a, b in pairs) > 1e-6


def test_network_with_a_layer_of_its_own(folder, unpacked, opened):
    package = unpacked("step-lrn")
    # In a process of its own, where nobody has told Keras of that layer before.
    [out] = workers(package, folder, count=1)
    assert "Epoch 1/1" in out and (package / "lab_layers.py").exists()
    [answer] = opened(package / "trained.keras")
    assert answer["type"] == "imported" and answer["model"]["model"] == "alexnet2012"


def changed(package, name, change):
    """The package of another experiment: in its own file and in the model's record."""
    place = package / name
    content = json.loads(place.read_text())
    place.write_text(json.dumps(content | {"experiment": content["experiment"] | change}))
    model, other = package / "model.keras", package / "other.keras"
    with zipfile.ZipFile(model) as source, zipfile.ZipFile(other, "w") as target:
        for entry in source.namelist():
            data = source.read(entry)
            if entry == "metadata.json":
                metadata = json.loads(data)
                metadata["alexnet_lab"]["experiment"] |= change
                data = json.dumps(metadata)
            target.writestr(entry, data)
    other.replace(model)


def test_early_stopping_returns_to_the_best_epoch_after_a_kill_too(folder, unpacked, program):
    package = unpacked("run")
    changed(package, "experiment.json", {"earlyStopping": 2})
    content = json.loads((package / "experiment.json").read_text())
    # As a run that has seen no epoch: the best one is then the program's own first.
    (package / "experiment.json").write_text(json.dumps(content | {"stopper": {"best": None, "wait": 0}}))
    train = program(package)
    run = run_of(train, package, folder)
    run.epoch()
    best = [weight.numpy() for weight in run.trainer.model.weights]
    run.epoch()
    # Another process, after a kill.
    again = run_of(program(package), package, folder)
    assert again.watchers.best_epoch == 2 and again.cursor["epochs"] == 3
    again.train()
    assert again.watchers.stopped and again.cursor["epochs"] == 4
    for found, wanted in zip(weights_of(package / "out.keras"), best, strict=True):
        assert np.array_equal(found, wanted)
    # Negative control: the last epoch's weights are others.
    assert any(not np.array_equal(a, b.numpy()) for a, b in zip(best, run.trainer.model.weights))


def test_backup_of_another_package_is_refused(folder, unpacked, program):
    package = unpacked("run")
    run = run_of(program(package), package, folder)
    run.epoch()
    content = json.loads((package / "experiment.json").read_text())
    (package / "experiment.json").write_text(json.dumps(content | {"iterations": 99}))
    train = program(package)
    with pytest.raises(train.BadInput, match="another package"):
        run_of(train, package, folder)
    # And one that has gone further than is asked for.
    (package / "experiment.json").write_text(json.dumps(content))
    run.epoch()
    with pytest.raises(train.BadInput, match="3 epochs already"):
        run_of(train, package, folder, epochs=2)


@pytest.mark.filterwarnings("ignore:Skipping variable loading for optimizer:UserWarning")
def test_mirrored_devices_share_a_batch(folder, unpacked, alone):
    package = unpacked("step-lenet")
    one = gradients_of_one(alone, package)
    two_devices = (
        "import lab_model, train\n"
        "tf = lab_model.tf\n"
        "tf.config.set_logical_device_configuration(tf.config.list_physical_devices('CPU')[0], [tf.config.LogicalDeviceConfiguration()] * 2)\n"
        "mirrored = tf.distribute.MirroredStrategy\n"
        "tf.distribute.MirroredStrategy = lambda: mirrored(['CPU:0', 'CPU:1'])\n"
        "train.main()\n"
    )
    command = [sys.executable, "-B", "-c", two_devices, "--strategy", "mirrored", "--data", folder / "cifar", "--out", "two.keras"]
    done = subprocess.run(command, cwd=package, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    assert furthest(gradients(package, "two.keras"), one) < 1e-4


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--epochs", "1"], "how many in all"),
        (["--batch", "8"], "--batch 8"),
        (["--strategy", "multi-worker"], "needs TF_CONFIG"),
        (["--data", "nowhere"], "nowhere is no folder"),
    ],
)
def test_bad_input_is_named(unpacked, alone, arguments, said):
    with pytest.raises(SystemExit) as ended:
        alone(unpacked("run"), *arguments)
    # Its message is all that Python prints before it ends with 1.
    assert str(ended.value).startswith("train.py: ") and said in str(ended.value)
