"""Trains a package of the page with the program that is in it, on the CPU, and tells each step's loss and when it was done.

    python keras_run.py PACKAGE.zip CIFAR10_FOLDER RESULT.json
"""

import json
import os
import pathlib
import sys
import time
import zipfile

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

archive, data, result = map(pathlib.Path, sys.argv[1:])
package = archive.with_suffix("")
with zipfile.ZipFile(archive) as file:
    file.extractall(package)
sys.path.insert(0, str(package))

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402
import train  # noqa: E402

losses, marks, tests, runs = [], [], [], []


class Told(train.Run):
    """The program's own run, listened to."""

    def load(self):
        super().load()
        runs.append(self)
        step = self.trainer.train

        def told(images, labels):
            found = step(images, labels)
            losses.append(found[0])
            seconds = time.perf_counter() - self.began
            marks.append({"epoch": self.cursor["epochs"] + 1, "step": (len(losses) - 1) % self.steps + 1, "seconds": seconds})
            return found

        self.trainer.train = told

    def train_epoch(self, bar):
        self.began = time.perf_counter()
        return super().train_epoch(bar)

    def evaluate(self, name):
        loss, acc = super().evaluate(name)
        if name == "test":
            tests.append({"loss": loss, "acc": acc})
        return loss, acc


train.Run = Told
sys.argv = ["train.py", "--strategy", "none", "--data", str(data), "--out", str(package / "trained.keras")]
train.main()
(run,), (test,) = runs, tests
told = {
    "program": f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
    "losses": losses,
    "marks": marks,
    "epochs": [{key: log[key] for key in ("loss", "val_loss", "val_acc", "seconds")} for log in run.logs],
    "test": test,
}
result.write_text(json.dumps(told, allow_nan=False))
