"""Draws the losses of each case one over the other, with their distance from Keras's below: python plot.py CURVES.json FOLDER

CURVES.json: [{"id", "curves": [{"name", "losses"}, …]}, …], Keras's curve first, then that without oneDNN. Writes compared-<id>-light.svg and -dark.svg.
"""

import io
import json
import pathlib
import re
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

# The page's own colours (src/app/tokens.css): card, ink, soft ink, lines, then the curves.
themes = {
    "light": {"card": "#ffffff", "ink": "#1b1c1e", "soft": "#5c5f64", "line": "#e4e3df", "keras": "#b9bcc2",
              "pages": ["#2f6fde", "#c54602", "#00795a", "#8a5300", "#8a3fb0"]},
    "dark": {"card": "#1b1d20", "ink": "#e9e9e6", "soft": "#a3a6ac", "line": "#2c2f34", "keras": "#6d727a",
             "pages": ["#7fb0ff", "#ff9a5c", "#4fd1a5", "#ffc46b", "#d3a6ff"]},
}  # fmt: skip
dashes = [(0, (1, 1)), "-", (0, (5, 2)), (0, (3, 1.5, 1, 1.5)), (0, (2, 2)), (0, (6, 1.5, 1, 1.5, 1, 1.5))]
# A difference of nothing has no logarithm: half a unit in the last place of a loss about 2.
floor = 1e-7


def draw(case, theme, path):
    colours = themes[theme]
    keras, *others = case["curves"]
    steps = range(1, len(keras["losses"]) + 1)
    figure, (upper, lower) = plt.subplots(2, 1, sharex=True, figsize=(5.2, 4.2), height_ratios=[3, 2], layout="constrained")
    upper.plot(steps, keras["losses"], color=colours["keras"], linewidth=4.5, label=keras["name"], solid_capstyle="round")
    # First Keras without oneDNN, then the pages.
    for other, colour, dash in zip(others, [colours["soft"], *colours["pages"]], dashes):
        upper.plot(steps, other["losses"], color=colour, linewidth=1.1, linestyle=dash, label=other["name"])
        apart = [max(abs(a - b), floor) for a, b in zip(other["losses"], keras["losses"])]
        lower.plot(steps, apart, color=colour, linewidth=1.1, linestyle=dash)
    upper.set_ylabel("loss")
    figure.legend(loc="outside upper left", ncols=2, frameon=False, labelcolor=colours["ink"], fontsize=11)
    lower.set_yscale("log")
    lower.set_ylabel("difference")
    lower.set_xlabel("step")
    lower.xaxis.get_major_locator().set_params(integer=True)
    figure.set_facecolor(colours["card"])
    for axes in (upper, lower):
        axes.set_facecolor(colours["card"])
        axes.grid(color=colours["line"], linewidth=0.8)
        axes.set_axisbelow(True)
        axes.tick_params(colors=colours["soft"], length=0)
        axes.xaxis.label.set_color(colours["soft"])
        axes.yaxis.label.set_color(colours["soft"])
        for spine in axes.spines.values():
            spine.set_visible(False)
    text = io.StringIO()
    figure.savefig(text, format="svg", facecolor=colours["card"], metadata={"Date": None, "Creator": None})
    plt.close(figure)
    # A tenth of a point is enough for curves, and makes the file smaller by a third.
    tenths = re.sub(r"(?<=[ML] )(\d+\.\d+) (\d+\.\d+)", lambda at: f"{float(at[1]):.1f} {float(at[2]):.1f}", text.getvalue())
    path.write_text(tenths.replace(" \nL ", "L"))


# The same curves make the same bytes.
plt.rcParams.update({"svg.hashsalt": "compare", "font.size": 12, "path.simplify": True, "path.simplify_threshold": 0.5})
curves, folder = map(pathlib.Path, sys.argv[1:])
for case in json.loads(curves.read_text()):
    for theme in themes:
        draw(case, theme, folder / f"compared-{case['id']}-{theme}.svg")
