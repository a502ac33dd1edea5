#!/usr/bin/env python3
"""PyTorch's side of compare_training.py: the network that bench_training_step describes on its first line, in plain PyTorch, one training step for each line.

Reads that line from stdin, says {"parameters": ..}, and {"wall": .., "cpu": .., "loss": ..} for each further line.
"""
import json
import os
import sys
import time
import types

import torch
import torch.nn.functional as F
from torch import nn

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "backends"))
from torch_losses import losses  # noqa: E402


class MaxPool(nn.Module):
    """darknet's: the padding lies behind the picture for its larger half, and never wins."""

    def __init__(self, size, stride, padding):
        super().__init__()
        self.size, self.stride, self.padding = size, stride, padding

    def forward(self, x):
        side = x.shape[-1]
        if (side - self.size) // self.stride != (side + self.padding - self.size) // self.stride:
            before, after = self.padding // 2, self.padding - self.padding // 2
            x = F.pad(x, (before, after, before, after), value=-float("inf"))
        return F.max_pool2d(x, self.size, self.stride)


def convolution(layer, channels):
    normal, filters = layer["batch_normalize"], layer["filters"]
    parts = [nn.Conv2d(channels, filters, layer["size"], layer["stride"], layer["padding"], groups=layer["groups"], bias=not normal)]
    if normal:
        parts.append(nn.BatchNorm2d(filters))
    parts += {"linear": [], "leaky": [nn.LeakyReLU(0.1, inplace=True)], "mish": [nn.Mish(inplace=True)]}[layer["activation"]]
    return nn.Sequential(*parts)


class Network(nn.Module):
    def __init__(self, document):
        super().__init__()
        self.layers, self.parts = document["layers"], nn.ModuleList()
        given = []   # channels after each layer
        for i, layer in enumerate(self.layers):
            before, kind, part = given[-1] if given else document["channels"], layer["layer"], nn.Identity()
            if kind == "convolutional":
                part, before = convolution(layer, before), layer["filters"]
            elif kind == "maxpool":
                part = MaxPool(layer["size"], layer["stride"], layer["padding"])
            elif kind == "upsample":
                part = nn.Upsample(scale_factor=layer["stride"])
            elif kind == "route":
                before = sum(given[i + k] for k in layer["layers"]) // layer["groups"]
            elif kind != "head":
                sys.exit("torch_training_step: the layer %s is not written here" % kind)
            self.parts.append(part)
            given.append(before)

    def forward(self, x):
        given, heads = [], []
        for i, (layer, part) in enumerate(zip(self.layers, self.parts)):
            if layer["layer"] == "route":
                x = torch.cat([given[i + k] for k in layer["layers"]], 1) if len(layer["layers"]) > 1 else given[i + layer["layers"][0]]
                if layer["groups"] > 1:
                    x = x.chunk(layer["groups"], 1)[layer["group_id"]]
            elif layer["layer"] == "head":
                heads.append(x)
            else:
                x = part(x)
            given.append(x)
        return heads


def case_of(about, heads):
    """What the losses read."""
    variant = {"head_weight": [1] * len(heads), "gate_thresh": -1, **about["network"]["variant"]}
    shapes = [{"n": raw.shape[0], "a": len(mask), "h": raw.shape[2], "w": raw.shape[3], "c": variant["classes"]} for raw, mask in zip(heads, variant["masks"])]
    truths = [{"image": i, "box": t["box"], "classes": [t["class"]], "weight": 1.0, "ignore": False} for i, rows in enumerate(about["truths"]) for t in rows]
    return types.SimpleNamespace(variant=variant, heads=shapes, layout="nchw", truths=truths)


def main():
    about = json.loads(sys.stdin.readline())
    torch.manual_seed(1)
    torch.set_num_threads(about["threads"])
    network = Network(about["network"]).train()
    optimiser = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9, weight_decay=0.0005)
    images = torch.rand(about["batch"], 3, about["network"]["height"], about["network"]["width"])
    print(json.dumps({"parameters": sum(p.numel() for p in network.parameters())}), flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        optimiser.zero_grad(set_to_none=True)
        heads = network(images)
        loss = losses(case_of(about, heads), heads).sum() / about["batch"]
        loss.backward()
        optimiser.step()
        print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "loss": float(loss)}), flush=True)


if __name__ == "__main__":
    main()
