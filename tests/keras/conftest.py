"""Sets the stage before Keras is imported, and asks Node what our side says."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
# Keras cuts its summary to the terminal; wide enough, it takes its default of 88 columns.
os.environ["COLUMNS"] = "100"

root = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="session")
def ours():
    """The data of ours.ts."""
    command = [shutil.which("node"), root / "tests/keras/emit.mjs"]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def pytest_configure(config):
    """JAX's arrays and NumPy 2 make Keras warn once a batch."""
    config.addinivalue_line("filterwarnings", "ignore:__array__ implementation:DeprecationWarning")
