"""Goes on with a run of AlexNet Lab where the page has left it, on one device, on several, or on many machines.

    python train.py                                 one device
    python train.py --strategy mirrored             all GPUs of this machine
    python train.py --strategy multi-worker         many machines: the same line on each, TF_CONFIG set as TensorFlow reads it

It takes the very batches that the page would have taken: the same split, order, mirrored and shifted images, learning rates. A step's batch
is divided among the devices, and gives the gradient that one device would find: losses are summed over all images, and batch
normalisation takes the mean and variance of the whole batch. Dropout alone draws other masks than the page; devices of one machine draw the
same ones, each for its own images. Early stopping and reduce-on-plateau go on counting; the weights of a best epoch on the page stay there.

After each epoch, a backup. Started again with the same arguments, it goes on from there. With many machines the backup lies on a file system
that all of them see. The result is a .keras file with the whole log of the run, which the page can open again.

Needs Python 3.10, Keras 3 on TensorFlow 2.16 or later (requirements.txt). Not Model.fit: in Keras 3.15 it fails with
MultiWorkerMirroredStrategy, and its BackupAndRestore lets every worker write the same files.
"""

import argparse
import importlib
import json
import math
import os
import pathlib
import sys
import time
import zipfile

# Before TensorFlow: it tells Keras to run on it.
from lab_model import RECORD, Trainer, keras, np, scheduled_rate, tf
from lab_data import BadInput, Batches, read_cifar10, read_json

here = pathlib.Path(__file__).resolve().parent

PLATEAU_FACTOR = 0.1
# The most epochs that the page takes for one run.
MOST_EPOCHS = 1_000
# A cursor between two epochs.
between = {"stepInEpoch": 0, "lossSum": 0.0, "accSum": 0.0, "seconds": 0.0}


def finite(value):
    """JSON has no NaN and no infinity: null, as the page writes them."""
    return value if math.isfinite(value) else None


class Plateau:
    """Counts epochs without a better value; 0 of patience: never enough."""

    def __init__(self, patience, least, state):
        self.patience, self.least = patience or math.inf, least
        self.best, self.wait = math.inf if state["best"] is None else state["best"], state["wait"]

    def state(self):
        return {"best": finite(self.best), "wait": self.wait}

    def watch(self, value):
        """(it is the best so far, the patience is used up)"""
        if value < self.best - self.least:
            self.best, self.wait = value, 0
            return True, False
        self.wait += 1
        full = self.wait >= self.patience
        self.wait = 0 if full else self.wait
        return False, full


class Watchers:
    """Early stopping and reduce-on-plateau, as Keras defines them, from what they knew on the page; the rest follows from val_loss."""

    def __init__(self, package):
        experiment = package["experiment"]
        self.stopper = Plateau(experiment["earlyStopping"], 0, package["stopper"])
        self.reducer = Plateau(experiment["reduceLr"], 1e-4, package["reducer"])
        self.factor, self.best_epoch, self.stopped = package["lrFactor"], package["bestEpoch"], False

    def state(self):
        return {
            "lrFactor": self.factor, "stopper": self.stopper.state(), "reducer": self.reducer.state(),
            "bestEpoch": self.best_epoch,
        }  # fmt: skip

    def watch(self, log):
        """Takes a finished epoch; True where it is the best so far."""
        value = math.nan if log["val_loss"] is None else log["val_loss"]
        better, self.stopped = self.stopper.watch(value)
        if better:
            self.best_epoch = log["epoch"]
        if self.reducer.watch(value)[1] and log["epoch"] < log["epochs"]:
            self.factor *= PLATEAU_FACTOR
        return better


class Run:
    """One run: where it stands, its log, its backup."""

    def __init__(self, arguments, strategy, index, chief):
        self.strategy, self.index, self.chief = strategy, index, chief
        self.out, self.backup = pathlib.Path(arguments.out), pathlib.Path(arguments.backup or f"{arguments.out}.backup")
        self.package = read_json(here / "experiment.json")
        if self.package["format"] != 1:
            raise BadInput(f"experiment.json has the format {self.package['format']}, not 1")
        cursor, experiment = self.package["cursor"], dict(self.package["experiment"])
        self.last = arguments.epochs or self.package["lastEpoch"]
        experiment["epochs"] = self.last - self.package["epochsBefore"]
        if not 1 <= experiment["epochs"] <= MOST_EPOCHS or self.last <= cursor["epochs"]:
            raise BadInput(f"The run has done {cursor['epochs']} epochs: --epochs is how many in all, {self.last} will not do")
        if arguments.batch and arguments.batch != experiment["batch"]:
            if cursor["stepInEpoch"] or not 1 <= arguments.batch <= min(experiment["train"], 1_024):
                raise BadInput(f"--batch {arguments.batch}: 1 to 1024, no more than images to train on, and not in the middle of an epoch")
            experiment["batch"] = arguments.batch
        self.experiment, self.steps = experiment, experiment["train"] // experiment["batch"]
        self.batches = Batches(experiment, read_json(here / "split.json"), read_data(arguments.data))
        self.load()

    def load(self):
        """From the backup where there is one, else from the page's model."""
        found = self.backup / "latest.keras"
        source = found if found.exists() else here / "model.keras"
        with zipfile.ZipFile(source) as file:
            record = json.loads(file.read("metadata.json"))[RECORD]
        if source == found and record["package"] != self.place():
            raise BadInput(f"{source} is of another package of this run: remove it, or give another folder with --backup")
        apart = {"epochs", "batch"}
        if any(record["experiment"][key] != self.experiment[key] for key in self.experiment.keys() - apart):
            raise BadInput(f"{source} is of another run: give another folder with --backup")
        if (here / "lab_layers.py").exists():
            importlib.import_module("lab_layers")  # Tells Keras the class of a layer that it does not have.
        with self.strategy.scope():
            model = keras.models.load_model(source)
        self.name, self.logs, self.cursor = record["name"], record["epochs"], dict(self.package["cursor"])
        self.trainer = Trainer(model, self.strategy, self.experiment)
        self.watchers, self.best = Watchers(self.package), None
        for log in self.logs:
            if log["epoch"] > self.package["cursor"]["epochs"]:
                self.watchers.watch(log)
                self.cursor = {**between, "epochs": log["epoch"]}
        if self.cursor["epochs"] > self.last:
            raise BadInput(f"{source} has done {self.cursor['epochs']} epochs already: --epochs {self.last} will not do")
        best = self.backup / "best.npz"
        if source == found and best.exists():
            with np.load(best) as kept:
                if kept["epoch"] == self.watchers.best_epoch:
                    self.best = [kept[f"w{i}"] for i in range(len(model.weights))]
        self.trainer.seed_dropout(self.index, int(model.optimizer.iterations.numpy()))
        self.agree()

    def agree(self):
        """Workers that see different backups would go on from different places, and wait for each other for ever."""
        stand = float(self.cursor["epochs"] * self.steps + self.cursor["stepInEpoch"])
        mean, square = (self.trainer.mean(value) for value in (stand, stand**2))
        if abs(square - mean**2) > 1e-9 * max(square, 1):
            raise BadInput(f"The workers stand at different epochs: {self.backup} must be a folder that all of them see")

    def place(self):
        """Where the package's run stands: what tells it from a later package of the same run."""
        return [self.package["iterations"], self.package["cursor"]["epochs"], self.package["cursor"]["stepInEpoch"]]

    def record(self):
        memory = {"epochsBefore": self.package["epochsBefore"], **self.watchers.state()}
        return {
            "format": 1, "experiment": self.experiment, "name": self.name, "epochs": self.logs, "memory": memory,
            "package": self.place(),
        }  # fmt: skip

    def rate(self, step):
        epoch = self.cursor["epochs"] - self.package["epochsBefore"]
        return scheduled_rate(self.experiment, epoch, step) * self.watchers.factor

    def train_epoch(self, bar):
        """The steps of the epoch at the cursor, from its step on; their mean loss and accuracy, and the seconds of the first."""
        cursor, epoch, first = self.cursor, self.cursor["epochs"] + 1, 0.0
        began = time.perf_counter()
        for number, (images, labels) in enumerate(self.batches.train(epoch, cursor["stepInEpoch"]), cursor["stepInEpoch"]):
            self.trainer.set_rate(self.rate(number))
            loss, acc = self.trainer.train(images, labels)
            if not math.isfinite(loss):
                kept = self.backup / "latest.keras"
                rest = f"; {kept} is the model after the last whole epoch" if kept.exists() else ""
                raise BadInput(f"The loss is {loss} at step {number + 1} of epoch {epoch}{rest}")
            cursor["lossSum"], cursor["accSum"] = cursor["lossSum"] + loss, cursor["accSum"] + acc
            first = first or time.perf_counter() - began
            bar.update(number + 1, [("acc", cursor["accSum"] / (number + 1)), ("loss", cursor["lossSum"] / (number + 1))], finalize=False)
        return cursor["lossSum"] / self.steps, cursor["accSum"] / self.steps, first

    def epoch(self):
        """One epoch with its validation, its backup and its line."""
        cursor, began = self.cursor, time.perf_counter()
        self.say(f"Epoch {cursor['epochs'] + 1}/{self.last}")
        names = ["acc", "loss", "val_acc", "val_loss"]
        bar = keras.utils.Progbar(self.steps, verbose=self.verbose, stateful_metrics=names)
        loss, acc, first = self.train_epoch(bar)
        val_loss, val_acc = self.evaluate("val")
        seconds = cursor["seconds"] + time.perf_counter() - began
        bar.update(self.steps, list(zip(names, [acc, loss, val_acc, val_loss])), finalize=True)
        log = {
            "epoch": cursor["epochs"] + 1, "epochs": self.last, "steps": self.steps, "loss": loss, "acc": acc,
            "val_loss": finite(val_loss), "val_acc": val_acc, "lr": self.rate(self.steps - 1), "seconds": seconds,
            "secondsPerStep": (seconds - first) / (self.steps - 1) if self.steps > 1 else seconds,
        }  # fmt: skip
        self.logs.append(log)
        if self.watchers.watch(log) and self.experiment["earlyStopping"]:
            self.best = [weight.numpy() for weight in self.trainer.model.weights]
        self.cursor = {**between, "epochs": log["epoch"]}
        self.keep()

    def evaluate(self, name):
        return self.trainer.evaluate(self.batches.whole(name), len(self.batches.split[name]))

    def say(self, text):
        if self.chief:
            print(text, flush=True)

    @property
    def verbose(self):
        """As Keras: a bar on a terminal, a line in a file; workers that are not the chief say nothing."""
        return (1 if sys.stdout.isatty() else 2) if self.chief else 0

    def keep(self):
        """The backup. The best weights first: those of an epoch that the other file does not know are passed over."""
        if not self.chief:
            return
        self.backup.mkdir(parents=True, exist_ok=True)
        if self.best is not None and self.watchers.best_epoch == self.logs[-1]["epoch"]:
            part = self.backup / "best.part.npz"
            np.savez(part, epoch=self.watchers.best_epoch, **{f"w{i}": values for i, values in enumerate(self.best)})
            part.replace(self.backup / "best.npz")
        self.trainer.save(self.backup / "latest.keras", self.record())

    def restore_best(self):
        """What early stopping asks for: the weights of the best epoch, where it is not the last one."""
        best = self.watchers.best_epoch
        if not self.experiment["earlyStopping"] or best in (0, self.cursor["epochs"]):
            return
        if self.best is None:
            return self.say(f"The weights of epoch {best}, the best one, are not there any more: those of the last one stay")
        self.trainer.model.set_weights(self.best)
        self.say(f"Back to the weights of epoch {best}, the best one")

    def train(self):
        while self.cursor["epochs"] < self.last and not self.watchers.stopped:
            self.epoch()
        self.restore_best()
        loss, acc = self.evaluate("test")
        self.say(f"Test: loss {loss:.4f}, acc {acc:.4f}, {len(self.batches.split['test']):,} images")
        if self.chief:
            self.trainer.save(self.out, self.record())
            for name in ("latest.keras", "best.npz"):
                (self.backup / name).unlink(missing_ok=True)
            if self.backup.is_dir() and not any(self.backup.iterdir()):
                self.backup.rmdir()
            self.say(f"Written: {self.out}")


def read_data(folder):
    """CIFAR-10 as ((images, labels), (test images, test labels)), labels as a row."""
    if folder is not None:
        return read_cifar10(folder)
    return tuple((images, labels.reshape(-1)) for images, labels in keras.datasets.cifar10.load_data())


def strategy_of(name):
    """The strategy, this worker's number, and whether it is the one that writes."""
    if name == "mirrored":
        return tf.distribute.MirroredStrategy(), 0, True
    if name == "none":
        return tf.distribute.get_strategy(), 0, True
    if "TF_CONFIG" not in os.environ:
        raise BadInput("--strategy multi-worker needs TF_CONFIG: {'cluster': {'worker': ['host:port', …]}, 'task': {'type': 'worker', 'index': 0}}")
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    resolver = strategy.cluster_resolver
    with_chief = "chief" in resolver.cluster_spec().jobs
    chief = resolver.task_type == "chief" or (resolver.task_id == 0 and not with_chief)
    return strategy, 0 if resolver.task_type == "chief" else resolver.task_id + with_chief, chief


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strategy", choices=["none", "mirrored", "multi-worker"], default="none")
    parser.add_argument("--epochs", type=int, help="epochs in all, those on the page included; as many as the run was to have")
    parser.add_argument("--batch", type=int, help="images of one step, over all devices; the page's, unless told")
    parser.add_argument("--data", help="folder with CIFAR-10's binary files or Python's; unless told, each worker downloads them")
    parser.add_argument("--out", default="trained.keras", help="the file to write; trained.keras unless told")
    parser.add_argument("--backup", help="folder of the backup; OUT.backup unless told")
    arguments = parser.parse_args()
    try:
        # The strategy first: TensorFlow makes none once it has computed something.
        strategy, index, chief = strategy_of(arguments.strategy)
        Run(arguments, strategy, index, chief).train()
    except BadInput as error:
        sys.exit(f"train.py: {error}")


if __name__ == "__main__":
    main()
