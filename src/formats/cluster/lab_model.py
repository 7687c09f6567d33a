"""The page's model on the devices of a strategy: its learning rates, its steps, its file. Keras on TensorFlow."""

import json
import math
import os
import shutil
import zipfile

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from lab_data import BadInput, Rng  # noqa: E402

# Of each colour channel, over the 50 000 training images, pixels / 255.
MEAN = np.array([0.49139968, 0.48215841, 0.44653091], "float32")
DEVIATION = np.array([0.24703223, 0.24348513, 0.26158784], "float32")
# The key of the page's own record in a .keras file's metadata.json.
RECORD = "alexnet_lab"


def scheduled_rate(experiment, epoch, step):
    """The page's learning rate, before the factor of reduce-on-plateau. `epoch` and `step` count from 0 within the run."""
    rate, steps = experiment["lr"], experiment["train"] // experiment["batch"]
    if experiment["schedule"] == "step":
        return rate * experiment["stepFactor"] ** (epoch // experiment["stepEvery"])
    if experiment["schedule"] == "cosine":
        return rate / 2 * (1 + math.cos(math.pi * (epoch * steps + step) / (experiment["epochs"] * steps)))
    return rate


def keras_rate(experiment, factor):
    """The same as Keras has it in a file: a number, or one of its schedules. `factor`: of reduce-on-plateau."""
    rate, steps = float(experiment["lr"]) * factor, experiment["train"] // experiment["batch"]
    schedules = keras.optimizers.schedules
    if experiment["schedule"] == "step":
        return schedules.ExponentialDecay(rate, steps * experiment["stepEvery"], float(experiment["stepFactor"]), staircase=True)
    if experiment["schedule"] == "cosine":
        return schedules.CosineDecay(rate, steps * experiment["epochs"])
    return rate


class Trainer:
    """A model on its devices: steps of training, and passes without."""

    def __init__(self, model, strategy, experiment):
        self.model, self.strategy, self.experiment = model, strategy, experiment
        self.batch, self.standard = experiment["batch"], experiment["scale"] == "standard"
        if self.batch % strategy.num_replicas_in_sync:
            raise BadInput(f"A batch of {self.batch} does not divide among {strategy.num_replicas_in_sync} devices: take as many as divide it, or, at the beginning of an epoch, another --batch")
        self.scheduled = None
        if experiment["schedule"] != "constant":
            # A schedule of Keras counts the steps since the model was made, the page those of the run.
            with strategy.scope():
                self.scheduled = tf.Variable(0.0, trainable=False, aggregation=tf.VariableAggregation.ONLY_FIRST_REPLICA)
            model.optimizer.learning_rate = self.next_rate
        for layer in model.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.synchronized = strategy.num_replicas_in_sync > 1

    def next_rate(self):
        return self.scheduled

    def set_rate(self, rate):
        if self.scheduled is None:
            self.model.optimizer.learning_rate = rate
        else:
            self.scheduled.assign(rate)

    def seed_dropout(self, worker, steps):
        """Else all workers draw the same masks, and a run that is started again those that it has had."""
        for number, layer in enumerate(self.model.layers):
            state = getattr(getattr(layer, "seed_generator", None), "state", None)
            if state is not None:
                seed = Rng(self.experiment["seed"]).fork("dropout").fork(worker).fork(number).uint32()
                state.assign(np.array([seed >> 1, steps], state.dtype))

    def inputs(self, images):
        """Bytes [B, 32, 32, 3] as the network takes them, [B, side, side, 3] float32."""
        pixels = tf.cast(images, "float32") / 255
        scaled = (pixels - MEAN) / DEVIATION if self.standard else pixels
        side = self.model.input_shape[1]
        return scaled if side == 32 else tf.image.resize(scaled, (side, side), "bilinear")

    def parts(self, array):
        """Each device's part of a batch."""

        def part(context):
            size = len(array) // context.num_replicas_in_sync
            first = context.replica_id_in_sync_group * size
            return tf.constant(array[first : first + size])

        return self.strategy.experimental_distribute_values_from_function(part)

    def summed(self, work, images, labels):
        """What `work` gives on each device, summed over all of them."""
        found = self.strategy.run(work, (images, labels))
        return [self.strategy.reduce("SUM", value, axis=None) for value in found]

    def mean(self, value):
        """The mean of what each worker gives."""
        parts = self.strategy.experimental_distribute_values_from_function(lambda _: tf.constant(value, "float64"))
        return float(self.strategy.reduce("SUM", parts, axis=None)) / self.strategy.num_replicas_in_sync

    @tf.function
    def train_step(self, images, labels):
        def step(images, labels):
            with tf.GradientTape() as tape:
                answers = self.model(self.inputs(images), training=True)
                losses = keras.losses.sparse_categorical_crossentropy(labels, answers)
                # The optimizer sums over the devices: together the mean over the whole batch.
                loss = tf.reduce_sum(losses) / self.batch
            weights = self.model.trainable_variables
            self.model.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
            return loss, self.right(labels, answers) / self.batch

        return self.summed(step, images, labels)

    @tf.function
    def test_step(self, images, labels):
        def step(images, labels):
            answers = self.model(self.inputs(images), training=False)
            losses = keras.losses.sparse_categorical_crossentropy(tf.maximum(labels, 0), answers)
            return tf.reduce_sum(losses * tf.cast(labels >= 0, "float32")), self.right(labels, answers)

        return self.summed(step, images, labels)

    @staticmethod
    def right(labels, answers):
        classes = tf.argmax(answers, 1, output_type="int32")
        return tf.reduce_sum(tf.cast(classes == tf.cast(labels, "int32"), "float32"))

    def train(self, images, labels):
        """One step: the batch's mean loss and its share that was right."""
        return [float(value) for value in self.train_step(self.parts(images), self.parts(labels.astype("int32")))]

    def evaluate(self, batches, count):
        """Mean loss and share classified rightly, of `count` images."""
        totals = np.zeros(2)
        for images, labels in batches:
            totals += [float(value) for value in self.test_step(self.parts(images), self.parts(labels))]
        return [float(total) for total in totals / count]

    def save(self, path, record):
        """Writes the model as a .keras file that tells its run, whole or not at all."""
        plain, whole = path.with_name(f"{path.stem}.plain.keras"), path.with_name(f"{path.stem}.part")
        optimizer = self.model.optimizer
        if self.scheduled is not None:
            optimizer.learning_rate = keras_rate(self.experiment, record["memory"]["lrFactor"])
        self.model.save(plain)
        if self.scheduled is not None:
            optimizer.learning_rate = self.next_rate
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as target:
            for entry in source.infolist():
                if entry.filename == "metadata.json":
                    metadata = json.loads(source.read(entry)) | {RECORD: record}
                    target.writestr("metadata.json", json.dumps(metadata, allow_nan=False))
                    continue
                copied = zipfile.ZipInfo(entry.filename, entry.date_time)
                copied.file_size = entry.file_size
                with source.open(entry) as there, target.open(copied, "w") as copy:
                    shutil.copyfileobj(there, copy, 2**22)
        os.replace(whole, path)
        plain.unlink()
