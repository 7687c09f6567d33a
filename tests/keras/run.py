"""Runs the parity tests against the real Keras, in a virtual environment of their own that is made when it is missing.

    python3 tests/keras/run.py [arguments of pytest]
    python3 tests/keras/run.py --only-install             makes the environment and tells its interpreter
    python3 tests/keras/run.py --lessons [lessons]        runs the page's small lessons and tells what came of them
"""

import hashlib
import os
import pathlib
import subprocess
import sys
import venv

here = pathlib.Path(__file__).parent
folder = here / ".venv"
python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
requirements = here / "requirements.txt"
stamp = folder / "installed"


def install():
    """Makes the environment anew unless it was made from these very requirements."""
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing Keras …", file=sys.stderr, flush=True)
    venv.create(folder, with_pip=True, clear=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--requirement", requirements], check=True, timeout=600)
    stamp.write_text(wanted)


if sys.version_info < (3, 11):
    sys.exit(f"The Keras tests need Python 3.11 or later; this is {sys.version.split()[0]}.")
install()
if sys.argv[1:] == ["--only-install"]:
    print(python)
    sys.exit()
if sys.argv[1:2] == ["--lessons"]:
    sys.exit(subprocess.run([python, "-B", here / "lessons.py", *sys.argv[2:]], timeout=36_000).returncode)
# Nothing is left behind in the tracked folders.
command = [python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile", here, *sys.argv[1:]]
sys.exit(subprocess.run(command, timeout=1_800).returncode)
