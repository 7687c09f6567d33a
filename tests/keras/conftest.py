"""Sets the stage before Keras is imported, and asks Node what our side says."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

os.environ["KERAS_BACKEND"] = "tensorflow"
# Else it talks of its processor at each start.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
# TensorFlow takes the newest instructions of a processor, and each set of them adds in another order. One relu or maximum that rounding
# turns then moves a gradient by up to 2 % (alexnet-227 with AVX2), so all processors keep to SSE4.1. Must be set before TensorFlow comes.
os.environ["ONEDNN_MAX_CPU_ISA"] = "SSE41"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
# Keras cuts its summary to the terminal; wide enough, it takes its default of 88 columns.
os.environ["COLUMNS"] = "100"

root = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="session")
def node():
    """Runs a script of this folder; what it has printed."""

    def run(script, *arguments):
        tsx = [root / "node_modules/tsx/dist/cli.mjs"] if script.endswith(".ts") else []
        command = [shutil.which("node"), *tsx, root / "tests/keras" / script, *arguments]
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def ours(node):
    """The data of ours.ts."""
    return json.loads(node("emit.mjs"))


@pytest.fixture(scope="session")
def opened(node):
    """What the page makes of files, each taken in for itself."""
    return lambda *paths: json.loads(node("opens.ts", *paths))


def pytest_addoption(parser):
    parser.addoption("--write-golden", action="store_true", help="write the files of tests/golden anew")


def pytest_configure(config):
    """NumPy 2 makes Keras warn at each weight that is read."""
    config.addinivalue_line("filterwarnings", "ignore:__array__ implementation:DeprecationWarning")
