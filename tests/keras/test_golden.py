"""The golden files are what this Keras computes; our side is held against them in tests/golden."""

import math

import golden
import numpy as np
import pytest

# Threads share sums out anew on each machine: the same tolerances as for our side (tests/golden/tolerances.ts).
tolerances = {"outputs": 1e-5, "gradients": 1e-4, "moving": 1e-6, "states": 1e-4}
early, late = (10, 1e-4), 1e-2


def digests(found, path=()):
    """Every digest of a file with the keys that lead to it."""
    for key, value in found.items():
        if isinstance(value, dict) and "samples" in value:
            yield (*path, key), value
        elif isinstance(value, dict):
            yield from digests(value, (*path, key))


def error_of(found, wanted):
    assert found["shape"] == wanted["shape"]
    samples = np.abs(np.subtract(found["samples"], wanted["samples"])).max() / wanted["max"]
    parts = [abs(found[key] - wanted[key]) / wanted["norm"] for key in ("norm", "signed")]
    return max(samples, abs(found["max"] - wanted["max"]) / wanted["max"], *parts)


def compare(found, wanted):
    """The paths of what differs."""
    ours, theirs = dict(digests(found)), dict(digests(wanted))
    assert ours.keys() == theirs.keys()
    limit = {"probabilities": tolerances["outputs"], **tolerances}
    far = [path for path in ours if not error_of(ours[path], theirs[path]) <= limit[path[0]]]
    for at, (curve, expected) in enumerate(zip(found["curves"], wanted["curves"], strict=True)):
        errors = np.abs(np.divide(curve, expected[: len(curve)]) - 1)
        if not (errors[: early[0]].max() <= early[1] and errors.max() <= late):
            far.append(("curves", at))
    return far


@pytest.mark.parametrize("at", range(4))
def test_golden_files_are_what_keras_computes(ours, at, request):
    case = ours["golden"][at]
    writes = request.config.getoption("--write-golden")
    # AlexNet's steps 11 to 50, half a second each, are not computed anew: our own engine follows all of
    # them (tests/golden/whole.test.ts).
    whole = writes or case["id"] == "lenet5"
    found = golden.golden(case, math.inf if whole else early[0])
    assert [len(curve) for curve in found["curves"]] == [curve["steps"] if whole else early[0] for curve in case["curves"]]
    if writes:
        golden.write(case, found)
    wanted = golden.read(case)
    assert {k: v for k, v in case.items() if k != "code"} == wanted["case"]
    assert wanted["versions"] == found["versions"]
    assert compare(found, wanted) == []


def test_negative_control_another_momentum_is_told_apart(ours):
    case = {**ours["golden"][0], "momentum": 0.91, "curves": [], "optimizers": ours["golden"][0]["optimizers"][1:2]}
    wanted = golden.read(case)
    wanted = {**wanted, "curves": [], "states": {"momentum": wanted["states"]["momentum"]}}
    far = compare(golden.golden(case), wanted)
    assert ("states", "momentum", "10", "dense_2/kernel") in far
    assert all(path[:3] == ("states", "momentum", "10") for path in far)


def test_every_case_is_tried(ours):
    assert len(ours["golden"]) == 4
