"""The files of one case, read and written with Python's own library: inputs.safetensors, truths.json, case.json; actual.safetensors."""
import json
import math
import os
import struct


def read_safetensors(path):
    """{name: (type, shape, bytes)}, types as the format names them: F32, BF16, ..."""
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header, data = json.loads(file.read(length)), file.read()
    header.pop("__metadata__", None)
    return {name: (entry["dtype"], entry["shape"], data[slice(*entry["data_offsets"])]) for name, entry in header.items()}


def write_safetensors(path, tensors):
    """Takes {name: (type, shape, bytes)}. The file appears whole or not at all."""
    header, at = {}, 0
    for name, (kind, shape, data) in tensors.items():
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [at, at + len(data)]}
        at += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, _, data in tensors.values():
            file.write(data)
    os.replace(path + ".part", path)


class Case:
    """variant: {key: value}; layout; heads: [{n, a, h, w, c}]; tensors: per head (type, shape, bytes); truths: those that can take part, each with its image."""

    def __init__(self, folder):
        with open(os.path.join(folder, "case.json")) as file:
            record = json.load(file)
        self.id, self.variant, self.layout, self.heads = (record[key] for key in ("id", "variant", "layout", "heads"))
        stored = read_safetensors(os.path.join(folder, "inputs.safetensors"))
        self.tensors = [stored["head-%d" % k] for k in range(len(self.heads))]
        with open(os.path.join(folder, "truths.json")) as file:
            images = json.load(file)["images"]
        self.truths = [read_truth(image, truth) for image, truths in enumerate(images) for truth in truths]
        self.truths = [truth for truth in self.truths if is_good(truth, self.heads[0]["c"])]


def read_truth(image, truth):
    classes = truth["class"] if isinstance(truth["class"], list) else [truth["class"]]
    return {"image": image, "box": [float(truth[key]) for key in ("cx", "cy", "w", "h")], "classes": classes,
            "weight": float(truth.get("weight", 1)), "ignore": truth.get("ignore", False)}


def is_good(truth, classes):
    x, y, w, h = truth["box"]
    return (all(map(math.isfinite, truth["box"] + [truth["weight"]])) and w > 0 and h > 0 and 0 <= x <= 1 and 0 <= y <= 1
            and all(0 <= c < classes for c in truth["classes"]) and truth["weight"] >= 0)
