"""tests/golden/metrics.json is what scikit-learn says of its predictions; our side is held against it in tests/training/verdicts.test.ts."""

import json
import math
import pathlib

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, precision_recall_fscore_support

path = pathlib.Path(__file__).parents[1] / "golden/metrics.json"
classes = 10
never_seen, never_said = 9, 8


def predictions():
    """Labels and float32 probabilities: one class is in no image, one is never the answer, and some confidences lie on a bin's edge."""
    draw = np.random.default_rng(5)
    labels = draw.integers(0, never_seen, size=400)
    scores = draw.normal(size=(400, classes)) + 2.2 * (draw.random(400) < 0.7)[:, None] * np.eye(classes)[labels]
    scores[:, never_said] -= 30
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    for row, confidence in enumerate([0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0]):
        shares[row] = (1 - confidence) / (classes - 1)
        shares[row, labels[row]] = confidence
    return labels, shares.astype(np.float32)


def plain(values):
    """NaN is null in a file."""
    return [None if math.isnan(value) else float(value) for value in np.atleast_1d(values)]


def figures(labels, shares):
    said = shares.argmax(axis=1)
    exact = shares.astype(np.float64)
    confidence = exact.max(axis=1)
    per_class, macro, weighted = (
        precision_recall_fscore_support(labels, said, labels=range(classes), average=average, zero_division=np.nan)
        for average in (None, "macro", "weighted")
    )
    named = lambda found: dict(zip(("precision", "recall", "f1"), map(plain, found[:3])))
    accuracy, mean = calibration_curve(labels == said, confidence, n_bins=10, strategy="uniform")
    return {
        "confusion": confusion_matrix(labels, said, labels=range(classes)).tolist(),
        "accuracy": accuracy_score(labels, said),
        # Float32 shares add up to 1 only nearly.
        "loss": log_loss(labels, exact / exact.sum(axis=1, keepdims=True), labels=range(classes)),
        "perClass": {**named(per_class), "support": per_class[3].tolist()},
        "macro": named(macro),
        "weighted": named(weighted),
        "calibration": {"accuracy": plain(accuracy), "confidence": plain(mean)},
    }


def test_the_golden_file_is_what_scikit_learn_computes(request):
    labels, shares = predictions()
    found = {"labels": labels.tolist(), "probabilities": [[float(p) for p in row] for row in shares], **figures(labels, shares)}
    if request.config.getoption("--write-golden"):
        path.write_text(json.dumps(found) + "\n")
    wanted = json.loads(path.read_text())
    # The predictions are a part of the file: another NumPy may draw others.
    labels, shares = np.array(wanted["labels"]), np.array(wanted["probabilities"], np.float32)
    again = figures(labels, shares)
    for key, value in again.items():
        assert json.loads(json.dumps(value)) == approx(wanted[key]), key


def approx(value):
    if isinstance(value, dict):
        return {key: approx(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [approx(inner) for inner in value]
    return value if value is None else pytest.approx(value, rel=1e-12)


def test_a_figure_that_is_wrong_is_seen():
    wanted = json.loads(path.read_text())
    labels, shares = np.array(wanted["labels"]), np.array(wanted["probabilities"], np.float32)
    other = figures(np.roll(labels, 1), shares)
    assert other["perClass"]["f1"] != approx(wanted["perClass"]["f1"])
