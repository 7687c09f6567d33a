"""Runs experiments as the page writes them for Keras. Of the small lessons it prints a table, a row each: some minutes.
Of an address of the page, `?model=…`, it prints each epoch: as long as Keras takes for it here.

    npm run lessons [-- lessons or addresses]
"""

import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from unittest import mock

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

root = pathlib.Path(__file__).parents[2]
keys = ("acc", "loss", "val_acc", "val_loss")


def read(folder, part):
    """Images [N, 32, 32, 3] and labels [N, 1] of a part."""
    images = np.fromfile(folder / f"{part}.images", "uint8").reshape(-1, 32, 32, 3)
    return images, np.fromfile(folder / f"{part}.labels", "uint8").reshape(-1, 1)


def arranged(images, labels, seed, order):
    """The training images in such an order that a program's own permutation, of this seed, gives the page's split."""
    rest = np.setdiff1d(np.arange(len(images)), order)
    wanted = np.concatenate([order, rest]).astype("int64")
    if len(wanted) != len(images):
        raise ValueError("The split holds an image twice")
    places = np.random.default_rng(seed).permutation(len(images))
    moved_images, moved_labels = np.empty_like(images), np.empty_like(labels)
    moved_images[places], moved_labels[places] = images[wanted], labels[wanted]
    return moved_images, moved_labels


def tell_epoch(epoch, logs):
    """Prints an epoch when it ends: a run of hours that is cut off has told what it was."""
    figures = ", ".join(f"{key} {logs[key]:.4f}" for key in keys)
    print(f"epoch {epoch + 1}: {figures}", file=sys.__stdout__, flush=True)


def result(code, *more):
    """Figures of a program's run: of its log, and of the test images. `more` callbacks go with the program's own."""
    keras.utils.clear_session()
    names = {"__name__": "__main__"}
    fit = keras.Model.fit

    def fit_with_more(model, *given, callbacks, **named):
        return fit(model, *given, callbacks=[*callbacks, *more], **named)

    # Its summary and progress are not what is asked for.
    with redirect_stdout(io.StringIO()), mock.patch.object(keras.Model, "fit", fit_with_more):
        exec(compile(code, "lesson.py", "exec"), names)
        _, accuracy = names["model"].evaluate(names["test_batches"], verbose=0)
    return names["history"].history, accuracy


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    tsx = [shutil.which("node"), root / "node_modules/tsx/dist/cli.mjs"]
    command = [*tsx, root / "tests/keras/lessons.ts", folder, *sys.argv[1:]]
    subprocess.run(command, cwd=root, check=True, timeout=300)
    train, test = read(folder, "train"), read(folder, "test")
    keras.datasets.cifar10.load_data = lambda: (train, test)
    programs = json.loads((folder / "programs.json").read_text())
    lessons = [program for program in programs if not program["address"]]
    if lessons:
        print("| lesson | `loss`, first to last epoch | `acc` | `val_loss` | `val_acc` | test `acc` |\n|---|---|---|---|---|---|")
    for program in lessons:
        log, accuracy = result(program["code"])
        loss = f"{log['loss'][0]:.3f} → {log['loss'][-1]:.3f}"
        figures = " | ".join(f"{value:.3f}" for value in (log["acc"][-1], log["val_loss"][-1], log["val_acc"][-1], accuracy))
        print(f"| `{program['id']}` | {loss} | {figures} |", flush=True)
    for program in programs:
        if program in lessons:
            continue
        moved = arranged(*train, **program["address"])
        keras.datasets.cifar10.load_data = lambda: (moved, test)
        print(program["id"], flush=True)
        _, accuracy = result(program["code"], keras.callbacks.LambdaCallback(on_epoch_end=tell_epoch))
        print(f"test acc {accuracy:.4f}", flush=True)
