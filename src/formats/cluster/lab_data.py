"""The page's own batches: its random numbers, its order of images, its mirrored and shifted images, and CIFAR-10's files.

Standard library and NumPy. Where the page does the same: src/lib/rng.ts, src/lib/move.ts, src/dataset/batches.ts, src/training/data.ts.
"""

import json
import pathlib
import pickle

import numpy as np

WORD = 0xFFFFFFFF
SIDE = 32
# Images in a file of CIFAR-10, and the bytes of one with its label.
IMAGES, RECORD = 10_000, 1 + 3 * SIDE * SIDE


class BadInput(Exception):
    """What a person has given is wrong; the text says what."""


def mix32(x):
    """The finaliser of MurmurHash3."""
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & WORD
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & WORD
    return x ^ (x >> 16)


def hash_text(text, basis=0x811C9DC5):
    """FNV-1a, 32 bits."""
    for letter in text.encode("ascii"):
        basis = ((basis ^ letter) * 0x01000193) & WORD
    return basis


class Rng:
    """A stream of random numbers (sfc32) that follows from its path alone: the seed and the names of its forks."""

    def __init__(self, path):
        self.path = str(path)
        seed = hash_text(self.path)
        self.a, self.b, self.c = mix32(seed), mix32(seed ^ 0x9E3779B9), mix32(hash_text(self.path, 0x1234567))
        self.counter = 1
        for _ in range(15):
            self.uint32()

    def fork(self, name):
        return Rng(f"{self.path}/{name}")

    def uint32(self):
        result = (self.a + self.b + self.counter) & WORD
        self.counter = (self.counter + 1) & WORD
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) & WORD
        self.c = (((self.c << 21) | (self.c >> 11)) + result) & WORD
        return result

    def int(self, n):
        """Uniform in 0 … n − 1, without the bias of a plain remainder."""
        limit = 2**32 - 2**32 % n
        x = self.uint32()
        while x >= limit:
            x = self.uint32()
        return x % n

    def shuffle(self, items):
        """Shuffles in place (Fisher–Yates) and gives its argument back."""
        for i in range(len(items) - 1, 0, -1):
            j = self.int(i + 1)
            items[i], items[j] = items[j], items[i]
        return items

    def permutation(self, n):
        return self.shuffle(list(range(n)))


def moved(image, flip, dx, dy):
    """Pixel (y, x) of the result is pixel (y + dy, x + dx) of the mirrored image, reflected at the edges."""
    rows, columns = np.arange(SIDE) + dy, np.arange(SIDE) + dx
    rows, columns = ((SIDE - 1) - np.abs((SIDE - 1) - np.abs(places)) for places in (rows, columns))
    return image[rows][:, SIDE - 1 - columns if flip else columns]


class Batches:
    """The batches of an experiment: which images, in which order, moved how."""

    def __init__(self, experiment, split, data):
        (self.images, labels), (self.test_images, test_labels) = data
        self.experiment, self.root = experiment, Rng(experiment["seed"])
        self.split = {name: np.array(indices, "int64") for name, indices in split.items()}
        self.labels = {name: (test_labels if name == "test" else labels)[self.split[name]] for name in self.split}
        if experiment["labels"] == "shuffled":
            # A negative control: the training images have each other's labels, the same as on the page.
            self.labels["train"] = np.array(self.root.fork("labels").shuffle(self.labels["train"].tolist()), "uint8")

    def order(self, epoch):
        """Places in the split of an epoch's images, whole batches alone; epochs count from 1."""
        size = self.experiment["batch"]
        places = self.root.fork("shuffle").fork(epoch).permutation(len(self.split["train"]))
        return np.array(places[: len(places) // size * size]).reshape(-1, size)

    def moves(self, epoch, number):
        """(flip, dx, dy) of each image of a batch; batches count from 0."""
        flip, shift = self.experiment["flip"], self.experiment["shift"]
        random = self.root.fork("augment").fork(epoch).fork(number)

        def offset():
            return random.int(2 * shift + 1) - shift if shift > 0 else 0

        # Drawn in this order: the mirror, then x, then y.
        return [(flip and random.int(2) == 1, offset(), offset()) for _ in range(self.experiment["batch"])]

    def train(self, epoch, start=0):
        """Yields images [batch, 32, 32, 3] and labels [batch] from batch `start` on."""
        augments = self.experiment["flip"] or self.experiment["shift"] > 0
        for number, places in enumerate(self.order(epoch)[start:], start):
            images = self.images[self.split["train"][places]]
            if augments:
                images = np.stack([moved(x, *move) for x, move in zip(images, self.moves(epoch, number))])
            yield images, self.labels["train"][places]

    def whole(self, name):
        """Yields all images of `val` or `test` in order, the last batch filled up; labels are −1 where nothing is."""
        size = self.experiment["batch"]
        source = self.test_images if name == "test" else self.images
        for at in range(0, len(self.split[name]), size):
            images, labels = source[self.split[name][at : at + size]], self.labels[name][at : at + size]
            rest = size - len(labels)
            yield np.pad(images, ((0, rest), (0, 0), (0, 0), (0, 0))), np.pad(labels.astype("int32"), (0, rest), constant_values=-1)


def read_bin(path):
    """A file of the binary version: for each image its label, then its red, green and blue plane."""
    content = np.fromfile(path, "uint8")
    if len(content) != IMAGES * RECORD:
        raise BadInput(f"{path} has {len(content):,} bytes, not the {IMAGES * RECORD:,} of a file of CIFAR-10")
    records = content.reshape(IMAGES, RECORD)
    return records[:, 1:], records[:, 0]


def read_pickle(path):
    """A file of the Python version. A pickle may run code: open only the files of the source, cs.toronto.edu/~kriz/cifar.html."""
    try:
        with open(path, "rb") as file:
            content = pickle.load(file, encoding="bytes")
        planes, labels = np.asarray(content[b"data"], "uint8"), np.asarray(content[b"labels"], "uint8")
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{path} is no file of CIFAR-10 ({error!r})") from error
    if planes.shape != (IMAGES, RECORD - 1) or labels.shape != (IMAGES,):
        raise BadInput(f"{path} holds {planes.shape} bytes and {labels.shape} labels, not {IMAGES:,} images")
    return planes, labels


def read_file(folder, name):
    """Images [10000, 32, 32, 3] and labels [10000] of a file of either version."""
    binary, pickled = folder / f"{name}.bin", folder / name
    if not binary.exists() and not pickled.exists():
        raise BadInput(f"{folder} has neither {name}.bin nor {name} of CIFAR-10")
    planes, labels = read_bin(binary) if binary.exists() else read_pickle(pickled)
    if labels.max() > 9:
        raise BadInput(f"{folder / name} has a label of {labels.max()}: classes are 0 to 9")
    return planes.reshape(-1, 3, SIDE, SIDE).transpose(0, 2, 3, 1), labels


def read_cifar10(folder):
    """((images, labels), (test images, test labels)) in CIFAR-10's own order. Throws `BadInput` that names the file."""
    folder = pathlib.Path(folder)
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder")
    parts = [read_file(folder, f"data_batch_{i}") for i in range(1, 6)]
    return tuple(np.concatenate(arrays) for arrays in zip(*parts)), read_file(folder, "test_batch")


def read_json(path):
    try:
        return json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise BadInput(f"{path} is missing: unpack the whole archive into one folder") from error
