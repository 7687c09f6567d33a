"""The file of Grad-CAM's heat maps is what this Keras computes; our side is held against it in tests/golden."""

import gradcam
import numpy as np


def test_gradcam_file_is_what_keras_computes(ours, request):
    found = gradcam.compute(ours["golden"])
    if request.config.getoption("--write-golden"):
        gradcam.write(found)
    wanted = gradcam.read()
    assert wanted["versions"] == found["versions"]
    assert len(found["heats"]) == 10
    for ours_, theirs in zip(found["heats"], wanted["heats"], strict=True):
        numbers = ("values", "probabilities")
        assert {k: v for k, v in ours_.items() if k not in numbers} == {k: v for k, v in theirs.items() if k not in numbers}
        for key in numbers:
            assert np.abs(np.subtract(ours_[key], theirs[key])).max() < 1e-4
    # Maps that say nothing, as where every gradient is below 0, would agree with anything.
    assert sum(max(heat["values"]) == 1 and np.mean(heat["values"]) < 0.5 for heat in found["heats"]) >= 8
