"""Runs the small lessons as the page writes them for Keras, and prints what came of each as a table. Takes some minutes.

    npm run lessons [-- the lessons to run]
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

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

root = pathlib.Path(__file__).parents[2]


def read(folder, part):
    """Images [N, 32, 32, 3] and labels [N, 1] of a part."""
    images = np.fromfile(folder / f"{part}.images", "uint8").reshape(-1, 32, 32, 3)
    return images, np.fromfile(folder / f"{part}.labels", "uint8").reshape(-1, 1)


def result(code):
    """Figures of a program's run: of its log, and of the test images."""
    keras.utils.clear_session()
    names = {"__name__": "__main__"}
    # Its summary and progress are not what is asked for.
    with redirect_stdout(io.StringIO()):
        exec(compile(code, "lesson.py", "exec"), names)
        _, accuracy = names["model"].evaluate(names["test_batches"], verbose=0)
    return names["history"].history, accuracy


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    command = [shutil.which("node"), root / "node_modules/tsx/dist/cli.mjs", root / "tests/keras/lessons.ts", folder]
    subprocess.run(command, cwd=root, check=True, timeout=300)
    data = read(folder, "train"), read(folder, "test")
    keras.datasets.cifar10.load_data = lambda: data
    print("| lesson | `loss`, first to last epoch | `acc` | `val_loss` | `val_acc` | test `acc` |\n|---|---|---|---|---|---|")
    for program in json.loads((folder / "programs.json").read_text()):
        if sys.argv[1:] and program["id"] not in sys.argv[1:]:
            continue
        log, accuracy = result(program["code"])
        loss = f"{log['loss'][0]:.3f} → {log['loss'][-1]:.3f}"
        figures = " | ".join(f"{value:.3f}" for value in (log["acc"][-1], log["val_loss"][-1], log["val_acc"][-1], accuracy))
        print(f"| `{program['id']}` | {loss} | {figures} |", flush=True)
