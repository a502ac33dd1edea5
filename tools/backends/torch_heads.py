"""Truths and network outputs as tensors."""
import collections
import math
import warnings

import torch

warnings.filterwarnings("ignore", "scatter_reduce")   # "in beta" in PyTorch 1.13

Pairs = collections.namedtuple("Pairs", "truth image anchor y x")   # which truth took which slot: five index vectors


class Truths:
    def __init__(self, truths, classes, device):
        def tensor(values, dtype, *shape):
            return torch.tensor(values, dtype=dtype, device=device).reshape(len(values), *shape)
        self.image = tensor([t["image"] for t in truths], torch.int64)
        self.box = tensor([t["box"] for t in truths], torch.float64, 4)
        self.weight = tensor([t["weight"] for t in truths], torch.float64)
        self.hot = tensor([[float(c in t["classes"]) for c in range(classes)] for t in truths], torch.float64, classes)


class Head:
    """The raw output of one scale, split: box [N, A, H, W, 4], objectness [N, A, H, W], classes [N, A, H, W, C] (v1: [N, H, W, C])."""

    def __init__(self, case, k, raw):
        self.family, self.dtype, self.device = case.variant["family"], raw.dtype, raw.device
        self.n, self.a, self.h, self.w, self.c = (case.heads[k][key] for key in "nahwc")
        self.grid = torch.tensor([self.w, self.h], dtype=torch.float64, device=raw.device)
        self.split(raw, case.layout)
        self.scale = case.variant.get("scale_xy", [1] * len(case.heads))[k]
        if self.family != "v1":
            self.mask = case.variant["masks"][k]
            self.anchors = (torch.tensor(case.variant["anchors"], dtype=torch.float64, device=raw.device) / self.unit(case.variant))[self.mask]

    def split(self, raw, layout):
        n, a, h, w, c, v1 = self.n, self.a, self.h, self.w, self.c, self.family == "v1"
        if layout == "darknet-v1":
            classes, objectness, box = raw.split([h * w * c, h * w * a, h * w * a * 4], 1)
            self.classes = classes.view(n, h, w, c)
            self.objectness = objectness.view(n, h, w, a).permute(0, 3, 1, 2)
            self.box = box.view(n, h, w, a, 4).permute(0, 3, 1, 2, 4)
            return
        if layout == "nchw":
            raw = raw.permute(0, 2, 3, 1)
        if v1:
            slots, self.classes = raw.split([5 * a, c], 3)
            slots = slots.reshape(n, h, w, a, 5).permute(0, 3, 1, 2, 4)
        else:
            slots = raw if layout == "nahwk" else raw.reshape(n, h, w, a, 5 + c).permute(0, 3, 1, 2, 4)
            self.classes = slots[..., 5:]
        self.box, self.objectness = slots[..., :4], slots[..., 4]

    def unit(self, variant):
        """What an anchor's size is divided by to be a fraction of the image."""
        if variant["anchor_unit"] == "pixel":
            return torch.tensor(variant["image"], dtype=torch.float64, device=self.device)
        return self.grid if variant["anchor_unit"] == "grid" else torch.ones_like(self.grid)

    def constant(self, values):
        return values.to(self.dtype)

    def offsets(self):
        return self.scale * torch.sigmoid(self.box[..., :2]) - (self.scale - 1) / 2

    def boxes(self):
        cells = torch.stack(torch.meshgrid(torch.arange(self.w, device=self.device), torch.arange(self.h, device=self.device), indexing="xy"), -1)
        centre = (self.offsets() + self.constant(cells)) / self.constant(self.grid)
        if self.family == "v1":
            return torch.cat([centre, torch.sigmoid(self.box[..., 2:])], -1)
        return torch.cat([centre, self.constant(self.anchors)[None, :, None, None] * torch.exp(self.box[..., 2:])], -1)

    def place(self, truths):
        """Column and row of every truth, and where it lies in its cell."""
        at = truths.box[:, :2] * self.grid
        cell = torch.minimum(at.floor(), self.grid - 1)
        return cell[:, 0].long(), cell[:, 1].long(), at - cell

    def sum_images(self, pairs, values):
        return torch.zeros(self.n, device=self.device).index_add(0, pairs.image, values.float().flatten(1).sum(1))

    def largest(self, index, values, *shape):
        """The largest value that falls on each place, 0 where none does."""
        flat = torch.zeros(math.prod(shape), device=self.device)
        return flat.scatter_reduce(0, index, values.float(), "amax").view(shape)
