"""What Keras computes in the cases of tests/golden/cases.ts, as small files that our side is held against without Python.

Weights and images are not in the files: both sides make them from the same hash (here and in tests/golden/recipe.ts). Of each tensor
the files have a digest: shape, largest magnitude, norm, the sum under random signs (any error anywhere moves it), and some elements.

    python3 tests/keras/run.py --write-golden      writes the files anew
"""

import json
import math
import pathlib

import keras
import numpy as np
import tensorflow as tf

folder = pathlib.Path(__file__).parents[1] / "golden"
sampled = 12


def mix32(x):
    """MurmurHash3's 32-bit finaliser, as lib/rng.ts has it."""
    h = np.asarray(x, np.uint32)
    with np.errstate(over="ignore"):
        h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def hash_text(text):
    """FNV-1a, 32 bits."""
    h = 0x811C9DC5
    for code in text.encode("utf-16-le")[::2]:
        h = ((h ^ code) * 0x01000193) & 0xFFFFFFFF
    return h


def spread(size, key):
    """32 bits for each of `size` elements."""
    with np.errstate(over="ignore"):
        return mix32(np.arange(size, dtype=np.uint32) * np.uint32(0x9E3779B9) ^ np.uint32(key))


def uniform(shape, name):
    """Float64 in [0, 1), fixed by the name."""
    return (spread(math.prod(shape), hash_text(name)) / 2.0**32).reshape(shape)


def initial(name, shape):
    """A weight's initial values, float32: glorot_uniform kernels, and nothing that is zero or one, so that nothing is untested."""
    u = uniform(shape, name)
    match name.split("/")[1]:
        case "kernel":
            field = math.prod(shape[:-2])
            values = (2 * u - 1) * math.sqrt(6 / ((shape[-2] + shape[-1]) * field))
        case "gamma":
            values = 0.75 + 0.5 * u
        case "moving_variance":
            values = 0.5 + u
        case _:
            values = (2 * u - 1) * 0.1
    return values.astype("float32")


def images(step, count, input_shape):
    """Images [count, height, width, 3] in [0, 1) and their classes: a quarter noise, the rest their class's own pattern."""
    labels = (mix32(np.arange(count, dtype=np.uint32) + np.uint32(1000 * step + 1)) % 10).astype("int32")
    own = [uniform(input_shape, f"class {label}") for label in labels]
    noise = uniform((count, *input_shape), f"images {step}")
    return ((noise + 3 * np.stack(own)) / 4).astype("float32"), labels


def nine(number):
    """As many digits as tell every float32 apart."""
    return float(f"{number:.9g}")


def digest(tensor):
    values = np.asarray(tensor, "float64").ravel()
    signs = np.where(spread(values.size, hash_text("signs")) & 1, 1.0, -1.0)
    places = mix32(np.arange(1, sampled + 1)) % values.size
    return {
        "shape": list(np.shape(tensor)),
        "max": nine(np.abs(values).max()),
        "norm": nine(np.linalg.norm(values)),
        "signed": nine(signs @ values),
        "samples": [nine(values[i]) for i in places],
    }


def name_of(weight):
    return "/".join(weight.path.split("/")[-2:])


class GivenDropout(keras.layers.Layer):
    """Dropout whose mask is that of kernels/dropout.ts: a function of seed, layer, step and element."""

    def __init__(self, rate, seed, **kwargs):
        super().__init__(**kwargs)
        self.rate, self.seed = rate, seed
        self.mask = None

    def draw(self, step, shape):
        h = 0
        for character in self.name:
            h = int(mix32(h ^ ord(character)))
        key = (int(mix32(self.seed ^ h)) + step) & 0xFFFFFFFF
        kept = spread(math.prod(shape), int(mix32(key))) >= self.rate * 2.0**32
        self.mask = tf.constant((kept / (1 - self.rate)).astype("float32").reshape(shape))

    def call(self, x, training=False):
        return x * self.mask if training else x


class Golden:
    """One case. `network`: the generated program of the case's network."""

    def __init__(self, case, network):
        self.case = case
        self.model = self.build(network["code"])
        self.softmax_off()
        self.dropouts = [layer for layer in self.model.layers if isinstance(layer, GivenDropout)]

    def build(self, code):
        keras.utils.clear_session()
        names = {"__name__": "generated"}
        exec(compile(code, "generated.py", "exec"), names)
        return names["model"]

    def softmax_off(self):
        """Both sides compare logits; the softmax is applied to them."""
        self.model.layers[-1].activation = keras.activations.linear

    def with_dropout(self, rate):
        """The same network whose dropout layers take our masks."""
        layers = [
            GivenDropout(rate, self.case["seed"], name=layer.name)
            if isinstance(layer, keras.layers.Dropout)
            else layer.__class__.from_config(layer.get_config())
            for layer in self.model.layers
        ]
        self.model = keras.Sequential([keras.Input(self.model.input_shape[1:]), *layers])
        self.dropouts = [layer for layer in layers if isinstance(layer, GivenDropout)]

    def reset(self):
        for weight in self.model.weights:
            weight.assign(initial(name_of(weight), weight.shape))

    def batch(self, step):
        return images(step, self.case["batch"], self.model.input_shape[1:])

    def outputs(self):
        x, _ = self.batch(0)
        found = {}
        for layer in self.model.layers:
            x = layer(x, training=False) if isinstance(layer, (keras.layers.BatchNormalization, keras.layers.Dropout)) else layer(x)
            found[layer.name] = digest(x)
        return found, digest(tf.nn.softmax(x))

    def gradients(self, step, draw_for=None):
        x, labels = self.batch(step)
        for dropout in self.dropouts:
            dropout.draw(draw_for, (len(labels), dropout.input.shape[-1]))
        with tf.GradientTape() as tape:
            logits = self.model(x, training=True)
            losses = keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True)
            loss = tf.reduce_mean(losses)
        weights = self.model.trainable_weights
        return float(loss), tape.gradient(loss, [w.value for w in weights])

    def optimizer(self, kind, lr):
        match kind:
            case "adam":
                return keras.optimizers.Adam(lr)
            case "momentum":
                return keras.optimizers.SGD(lr, momentum=self.case["momentum"])
            case "sgd":
                return keras.optimizers.SGD(lr)

    def state(self, optimizer):
        """Weights, moving statistics and the optimizer's slots, under our names."""
        found = {name_of(w): digest(w) for w in self.model.weights}
        slots = {"m": "_momentums", "v": "_velocities"} if isinstance(optimizer, keras.optimizers.Adam) else {}
        if isinstance(optimizer, keras.optimizers.SGD) and optimizer.momentum:
            slots = {"momentum": "momentums"}
        for slot, attribute in slots.items():
            for weight, value in zip(self.model.trainable_weights, getattr(optimizer, attribute), strict=True):
                found[f"{name_of(weight)}/{slot}"] = digest(value)
        return found

    def states(self, kind, lr, after):
        self.reset()
        optimizer = self.optimizer(kind, lr)
        found = {}
        for step in range(1, max(after) + 1):
            optimizer.apply(self.gradients(step)[1], self.model.trainable_weights)
            if step in after:
                found[str(step)] = self.state(optimizer)
        return found

    def curve(self, kind, lr, steps):
        self.reset()
        optimizer = self.optimizer(kind, lr)
        losses = []
        for step in range(1, steps + 1):
            # The lab's clock counts finished steps.
            loss, gradients = self.gradients(step, step - 1)
            optimizer.apply(gradients, self.model.trainable_weights)
            losses.append(nine(loss))
        return losses

    def all(self, max_steps):
        self.reset()
        outputs, probabilities = self.outputs()
        loss, gradients = self.gradients(0)
        found = {
            "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
            "case": self.case,
            "outputs": outputs,
            "probabilities": probabilities,
            "loss": nine(loss),
            "gradients": {name_of(w): digest(g) for w, g in zip(self.model.trainable_weights, gradients)},
            "moving": {name_of(w): digest(w) for w in self.model.non_trainable_weights},
            "states": {o["optimizer"]: self.states(**renamed(o)) for o in self.case["optimizers"]},
        }
        found["curves"] = []
        for curve in self.case["curves"]:
            if curve["dropout"] > 0:
                self.with_dropout(curve["dropout"])
            found["curves"].append(self.curve(curve["optimizer"], curve["lr"], min(curve["steps"], max_steps)))
        return found


def renamed(case):
    return {"kind": case["optimizer"], "lr": case["lr"], "after": case["after"]}


def golden(case, max_steps=math.inf):
    """The file of a case, as `ours()['golden']` describes it; of its curves, so many steps at most."""
    return Golden({k: v for k, v in case.items() if k != "code"}, case).all(max_steps)


def file_of(case):
    return folder / f"{case['id']}.json"


def read(case):
    return json.loads(file_of(case).read_text())


def write(case, found):
    file_of(case).write_text(json.dumps(found, separators=(",", ":")) + "\n")
