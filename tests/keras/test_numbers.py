"""Numbers, sizes and progress bars are written, and window sizes computed, as Keras does it."""

import re

import keras
import numpy as np
from keras.src.utils import progbar, summary_utils


class Clock:
    """Stands in for the module `time`."""

    def __init__(self):
        self.now = 0.0

    def time(self):
        return self.now


def draw(monkeypatch, capsys, steps, updates):
    """Feeds a Progbar as `fit` does; gives the last thing that it drew, colours and all. updates: (step, seconds, values)."""
    clock = Clock()
    monkeypatch.setattr(progbar, "time", clock)
    shown = progbar.Progbar(target=steps, stateless_metrics=set())
    shown._dynamic_display = True
    for step, seconds, values, finalize in updates:
        clock.now = seconds
        capsys.readouterr()
        shown.update(step, values, finalize=finalize)
    return capsys.readouterr().out


def plain(drawn):
    return re.sub("\x1b\\[\\d+m|[\b\r\n]", "", drawn).rstrip(" ")


def live(epoch):
    return [("acc", epoch["acc"]), ("loss", epoch["loss"])]


def test_epoch_line(ours, monkeypatch, capsys):
    for epoch in ours["epochs"]:
        steps, seconds = epoch["steps"], epoch["seconds"]
        # Keras leaves the first step out of its estimate.
        first = seconds - epoch["secondsPerStep"] * (steps - 1)
        values = live(epoch) + [("val_acc", epoch["val_acc"]), ("val_loss", epoch["val_loss"])]
        drawn = draw(
            monkeypatch, capsys, steps, [(1, first, live(epoch), False), (steps, seconds, values, True)]
        )
        assert plain(drawn) == epoch["line"]


def test_live_line_and_bar(ours, monkeypatch, capsys):
    for epoch in ours["epochs"]:
        done, per_step = epoch["stepInEpoch"], epoch["secondsPerStep"]
        now = 1.0 + per_step * (done - 1)
        drawn = draw(
            monkeypatch,
            capsys,
            epoch["steps"],
            [(1, 1.0, live(epoch), False), (done, max(now, 1.1), live(epoch), False)],
        )
        if now < 1.1:
            continue  # The bar draws at most every 0.05 s.
        assert plain(drawn) == epoch["live"]
        green = re.search("\x1b\\[32m(━*)\x1b", drawn)
        assert (len(green[1]) if green else 0) == epoch["filled"]
    # Seconds, minutes and hours were all among them.
    for form in (r"━ \d+s ", r"━ \d+:\d\d ", r"━ \d+:\d\d:\d\d "):
        assert any(re.search(form, epoch["live"]) for epoch in ours["epochs"]), form


def test_negative_control_another_time_is_another_line(ours, monkeypatch, capsys):
    epoch = ours["epochs"][0]
    values = live(epoch) + [("val_acc", epoch["val_acc"]), ("val_loss", epoch["val_loss"])]
    steps, seconds = epoch["steps"], epoch["seconds"] + 2
    drawn = draw(monkeypatch, capsys, steps, [(steps, seconds, values, True)])
    assert plain(drawn) != epoch["line"]


def test_metrics(ours, monkeypatch, capsys):
    for number in ours["metrics"]:
        drawn = draw(monkeypatch, capsys, 1, [(1, 1.0, [("x", float(number["value"]))], True)])
        assert plain(drawn).split("x: ")[1] == number["text"]


def test_bytes(ours):
    for size in ours["bytes"]:
        assert summary_utils.readable_memory_size(size["value"]) == size["text"]


def test_windows(ours):
    """A sum over ones counts the pixels under a window, so the first and last sums show the zeros before and after."""
    for case in ours["windows"]:
        size, filters, stride = case["input"], case["filter"], case["stride"]
        sums = keras.ops.conv(
            np.ones((1, size, 1), "float32"),
            np.ones((filters, 1, 1), "float32"),
            strides=stride,
            padding=case["padding"],
        )
        sums = keras.ops.convert_to_numpy(sums)[0, :, 0]
        assert len(sums) == case["output"], case
        assert sums[0] == filters - case["before"], case
        assert sums[-1] == filters - case["after"], case
