"""The losses of YOLO v1 to v4 as one writes them for a GPU: vectorised PyTorch, IOUs from corners, gradients from autograd.

Owners and targets are built in float64, as a data loader would; everything that depends on the logits is computed in the type asked for, sums in float32.
Boxes are centre and size as fractions of the image.
"""
import math

import torch
import torch.nn.functional as F

from torch_heads import Head, Pairs, Truths


def overlap(a, b):
    """IOU from corners, and width and height of the enclosing box."""
    a_low, a_high, b_low, b_high = a[..., :2] - a[..., 2:] / 2, a[..., :2] + a[..., 2:] / 2, b[..., :2] - b[..., 2:] / 2, b[..., :2] + b[..., 2:] / 2
    inter = (torch.minimum(a_high, b_high) - torch.maximum(a_low, b_low)).clamp(min=0)
    inter = inter[..., 0] * inter[..., 1]
    union = a[..., 2] * a[..., 3] + b[..., 2] * b[..., 3] - inter
    return inter / union, torch.maximum(a_high, b_high) - torch.minimum(a_low, b_low)


def shape_iou(size, anchors):
    """[T, P, 2] and [P, 2] -> [T, P]"""
    inter = torch.minimum(size, anchors).prod(-1)
    return inter / (size.prod(-1) + anchors.prod(-1) - inter)


def match_anchors(variant, heads, truths):
    """Per head its pairs and their shape IOUs."""
    # Compare every truth with every anchor of every head, in the unit of the anchors.
    anchors = torch.tensor(variant["anchors"], dtype=torch.float64, device=truths.box.device)
    unit = heads[0].unit(variant).repeat(len(anchors), 1)
    for head in heads:
        unit[head.mask] = head.unit(variant)
    iou = shape_iou(truths.box[:, None, 2:] * unit, anchors)
    taken = F.one_hot(iou.argmax(1), len(anchors)).bool()
    if variant["family"] == "v4":
        taken |= iou > variant["iou_thresh"]

    # Give each head its share.
    result = []
    for head in heads:
        truth, anchor = taken[:, head.mask].nonzero(as_tuple=True)
        x, y, _ = head.place(truths)
        result.append((Pairs(truth, truths.image[truth], anchor, y[truth], x[truth]), iou[:, head.mask][truth, anchor]))
    return result


def match_predictors(head, boxes, truths):
    """v1: the predictor of the truth's cell whose box overlaps it most."""
    x, y, _ = head.place(truths)
    iou = overlap(boxes.detach()[truths.image, :, y, x], head.constant(truths.box)[:, None])[0]
    return Pairs(torch.arange(len(x), device=head.device), truths.image, iou.argmax(1), y, x)


def ciou_loss(pred, truth):
    iou, hull = overlap(pred, truth)
    distance = (pred[:, :2] - truth[:, :2]).square().sum(1) / hull.square().sum(1)
    v = 4 / math.pi ** 2 * (torch.atan(truth[:, 2] / truth[:, 3]) - torch.atan(pred[:, 2] / pred[:, 3])).square()
    with torch.no_grad():
        alpha = torch.where(v > 0, v / (1 - iou + v), v)
    return 1 - iou + distance + alpha * v


def coordinate_errors(variant, head, boxes, truths, pairs, gate):
    """What is squared, or for v4 the loss itself: [P, 4] or [P, 1], before weights."""
    slot = pairs[1:]
    truth, offset = truths.box[pairs.truth], head.place(truths)[2][pairs.truth]
    if head.family == "v4":
        return ciou_loss(boxes[slot], head.constant(truth))[:, None]
    scale = head.constant(2 - truth[:, 2] * truth[:, 3])[:, None]
    if head.family == "v3":
        eps = variant["offset_eps"]
        target = torch.cat([torch.logit(offset.clamp(eps, 1 - eps)), torch.log(truth[:, 2:] / head.anchors[pairs.anchor])], 1)
        return head.constant(gate > variant["gate_thresh"])[:, None] * scale * (head.constant(target) - head.box[slot]).square()
    centre = (head.constant(offset) - head.offsets()[slot]).square()
    if head.family == "v2":
        grid = head.constant(head.grid)
        return scale * torch.cat([centre, (head.constant(truth[:, 2:] * head.grid) - boxes[slot][:, 2:] * grid).square()], 1)
    return torch.cat([centre, (head.constant(truth[:, 2:].sqrt()) - boxes[slot][:, 2:].sqrt()).square()], 1)


def objectness_losses(variant, head, boxes, truths, flagged, pairs):
    """Of the positive slots and of the others, per image."""
    # Find what each slot is trained towards, and how much.
    shape = (head.n, head.a, head.h, head.w)
    slot = ((pairs.image * head.a + pairs.anchor) * head.h + pairs.y) * head.w + pairs.x
    positive = torch.zeros(math.prod(shape), dtype=torch.bool, device=head.device).index_fill(0, slot, True).view(shape)
    weight = head.constant(head.largest(slot, truths.weight[pairs.truth], *shape))
    over = overlap(boxes.detach()[flagged.image], head.constant(flagged.box)[:, None, None, None])[0] > variant.get("ignore_thresh", 0.5)
    ignored = torch.zeros(shape, device=head.device).index_add(0, flagged.image, over.float()) > 0

    # Compare.
    if head.family in ("v1", "v2"):
        iou = overlap(boxes.detach()[pairs[1:]], head.constant(truths.box[pairs.truth]))[0]
        error = (head.constant(head.largest(slot, iou, *shape)) - torch.sigmoid(head.objectness)).square()
    else:
        error = F.binary_cross_entropy_with_logits(head.objectness, head.constant(positive), reduction="none")
    zero = torch.zeros_like(error)
    both = torch.where(positive, weight * error, zero), torch.where(positive | ignored, zero, error)
    return [values.float().flatten(1).sum(1) for values in both]


def class_losses(head, truths, pairs):
    """[P] per pair; v1: [N, H, W] per cell, on the union of the classes of its truths."""
    if head.family == "v1":
        cell = (pairs.image * head.h + pairs.y) * head.w + pairs.x
        hot = [head.largest(cell, truths.hot[pairs.truth, c], head.n, head.h, head.w) for c in range(head.c)]
        weight = head.constant(head.largest(cell, truths.weight[pairs.truth], head.n, head.h, head.w))
        error = (head.constant(torch.stack(hot, -1)) - torch.softmax(head.classes, -1)).square()
        return (weight[..., None] * error).float().flatten(1).sum(1)
    logits, hot = head.classes[pairs[1:]], head.constant(truths.hot[pairs.truth])
    if head.family == "v2":
        error = (hot - torch.softmax(logits, -1)).square()
    else:
        error = F.binary_cross_entropy_with_logits(logits, hot, reduction="none")
    return head.sum_images(pairs, head.constant(truths.weight[pairs.truth])[:, None] * error)


def losses(case, raws):
    """[heads, images, 4]: coord, obj, noobj, class."""
    variant, classes, device = case.variant, case.heads[0]["c"], raws[0].device
    truths = Truths([t for t in case.truths if not t["ignore"]], classes, device)
    flagged = Truths([t for t in case.truths if t["ignore"]], classes, device)
    heads = [Head(case, k, raw) for k, raw in enumerate(raws)]
    matches = [None] * len(heads) if variant["family"] == "v1" else match_anchors(variant, heads, truths)
    terms = []
    for head, match, head_weight in zip(heads, matches, variant["head_weight"]):
        boxes = head.boxes()
        pairs, gate = match or (match_predictors(head, boxes, truths), None)
        coordinates = head.constant(truths.weight[pairs.truth])[:, None] * coordinate_errors(variant, head, boxes, truths, pairs, gate)
        four = [head.sum_images(pairs, coordinates), *objectness_losses(variant, head, boxes, truths, flagged, pairs), class_losses(head, truths, pairs)]
        factors = [head_weight * variant["lambda_" + name] for name in ("coord", "obj", "noobj", "class")]
        terms.append(torch.stack([factor * term for factor, term in zip(factors, four)], 1))
    return torch.stack(terms)
