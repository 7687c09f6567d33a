"""Grad-CAM by Keras in the cases of tests/golden/cases.ts, as one small file that our side is held against without Python.

Selvaraju et al., 2017, as keras.io/examples/vision/grad_cam has it, but of the logit: the gradient of the class's logit by a layer's
output, its mean over the places, the weighted sum of the maps, relu, divided by the maximum.

    python3 tests/keras/run.py -k gradcam --write-golden      writes the file anew
"""

import json

import golden
import keras
import numpy as np
import tensorflow as tf

file = golden.folder / "gradcam.json"

# Of each case: the layers (None: the last convolution) and classes (None: the greatest logit) that are asked for.
asked = {
    "lenet5": [(None, None), (None, 0), (None, 7), ("conv2d", None)],
    "alexnet-67": [(None, None), (None, 0), (None, 7), ("max_pooling2d_1", 0)],
    "alexnet2012-227": [(None, None), (None, 2)],
}


def last_convolution(model):
    return [layer.name for layer in model.layers if isinstance(layer, keras.layers.Conv2D)][-1]


def heat(model, image, layer, class_id):
    """The heat map [h, w], the class that it is of, and the probabilities."""
    names = [each.name for each in model.layers]
    place = names.index(layer or last_convolution(model)) + 1
    maps = image
    for each in model.layers[:place]:
        maps = each(maps)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        logits = maps
        for each in model.layers[place:]:
            logits = each(logits)
        chosen = int(np.argmax(logits)) if class_id is None else class_id
        score = logits[0, chosen]
    alpha = tf.reduce_mean(tape.gradient(score, maps), axis=(0, 1, 2))
    found = np.maximum((maps[0] @ alpha[:, None]).numpy()[..., 0], 0)
    return found / (found.max() or 1), chosen, tf.nn.softmax(logits)[0].numpy()


def heats(case):
    built = golden.Golden({k: v for k, v in case.items() if k != "code"}, case)
    built.reset()
    images, _ = built.batch(0)
    for layer, class_id in asked[case["id"]]:
        values, chosen, probabilities = heat(built.model, images[:1], layer, class_id)
        yield {
            "id": case["id"],
            "layer": layer or last_convolution(built.model),
            "asked": {"layer": layer, "classId": class_id},
            "classId": chosen,
            "shape": list(values.shape),
            "values": [golden.nine(v) for v in values.ravel()],
            "probabilities": [golden.nine(v) for v in probabilities],
        }


def compute(cases):
    return {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
        "heats": [found for case in cases if case["id"] in asked for found in heats(case)],
    }


def write(found):
    file.write_text(json.dumps(found, separators=(",", ":")) + "\n")


def read():
    return json.loads(file.read_text())
