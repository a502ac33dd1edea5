"""Reads a golden folder with nothing but Python's own library."""
import json
import math
import os
import struct

LETTERS = {"F64": "d", "F32": "f", "I32": "i", "I8": "b"}


class Unreadable(Exception):
    """A golden that is missing, or not of the stated form."""


def read_json(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        raise Unreadable("%s: %s" % (path, error)) from error


def read_safetensors(path):
    """{name: values}, flat, and {name: type}"""
    values, types = {}, {}
    try:
        with open(path, "rb") as file:
            data = file.read()
        start = 8 + struct.unpack_from("<Q", data)[0]
        for name, entry in json.loads(data[8:start]).items():
            if name != "__metadata__":
                begin, end = entry["data_offsets"]
                letter, count = LETTERS[entry["dtype"]], math.prod(entry["shape"])
                values[name] = struct.unpack("<%d%s" % (count, letter), data[start + begin:start + end])
                types[name] = entry["dtype"]
    except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
        raise Unreadable("%s: %s" % (path, error)) from error
    return values, types


def read_truth(entry):
    """A truth as a plain dictionary; "nan", "inf" and "-inf" stand for numbers that JSON can not write."""
    classes = entry["class"] if isinstance(entry["class"], list) else [entry["class"]]
    truth = {key: float(entry[key]) for key in ("cx", "cy", "w", "h")}
    return dict(truth, classes=classes, weight=float(entry.get("weight", 1)), ignore=entry.get("ignore", False))


class Case:
    """One case of a golden: its variant, its inputs, and the numbers to be re-derived."""

    def __init__(self, golden, name):
        folder = os.path.join(golden, name)
        self.record = read_json(os.path.join(folder, "case.json"))
        inputs, _ = read_safetensors(os.path.join(folder, "inputs.safetensors"))
        self.stored, self.types = read_safetensors(os.path.join(folder, "golden.safetensors"))
        try:
            self.name, self.variant, self.layout = name, self.record["variant"], self.record["layout"]
            self.heads, self.family = self.record["heads"], self.variant["family"]
            self.logits = [inputs["head-%d" % h] for h in range(len(self.heads))]
            self.truths = [[read_truth(t) for t in image] for image in read_json(os.path.join(folder, "truths.json"))["images"]]
            self.images = self.heads[0]["n"]
            self.paired = {(p["head"], p["image"], p["truth"], p["anchor"]): p["gated"] for p in self.record["report"]["pairs"]}
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable("%s: %r" % (folder, error)) from error

    def place(self, head, n, a, k, y, x):
        """The place of a logit, and of its gradient, in its flat tensor."""
        size = self.heads[head]
        boxes, rows, columns, classes = size["a"], size["h"], size["w"], size["c"]
        cells, cell, shared = rows * columns, y * columns + x, self.family == "v1"
        channels = 5 * boxes + classes if shared else boxes * (5 + classes)
        channel = a * (5 + classes) + k if not shared else 5 * a + k if k < 5 else 5 * (boxes - 1) + k
        if self.layout == "nchw":
            return (n * channels + channel) * cells + cell
        if self.layout == "nhwc":
            return (n * cells + cell) * channels + channel
        if self.layout == "nahwk":
            return ((n * boxes + a) * cells + cell) * (5 + classes) + k
        if k >= 5:
            return n * cells * channels + cell * classes + k - 5
        if k == 4:
            return n * cells * channels + cells * classes + cell * boxes + a
        return n * cells * channels + cells * (classes + boxes) + (cell * boxes + a) * 4 + k

    def slot_place(self, head, n, a, y, x):
        """The place of a slot in a tensor [N, A, H, W]."""
        size = self.heads[head]
        return ((n * size["a"] + a) * size["h"] + y) * size["w"] + x

    def slots(self, head):
        size = self.heads[head]
        return ((n, a, y, x) for n in range(size["n"]) for a in range(size["a"]) for y in range(size["h"]) for x in range(size["w"]))


def read_golden(folder):
    """The names of a golden's cases."""
    try:
        return sorted(read_json(os.path.join(folder, "golden.json"))["cases"])
    except (KeyError, TypeError) as error:
        raise Unreadable("%s: is no golden" % folder) from error
