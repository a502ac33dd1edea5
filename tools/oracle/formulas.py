"""The four losses of SPEC.md, forward only: what one slot adds to the terms coord, obj, noobj and class.

t holds the slot's logits tx ty tw th to c...; slot.pairs the truths assigned to it; slot.punished says whether it is trained towards objectness 0.
constant(name, compute) computes once, at the logits as they are, and keeps the value while they are moved: what a gradient holds fixed.
Boxes are (centre x, centre y, width, height) as fractions of the image.
"""
from mpmath import atan, exp, log, log1p, mpf, pi, sqrt


def real(fraction):
    """An exact fraction at the precision in use."""
    return mpf(fraction.numerator) / fraction.denominator


def sigma(t):
    return 1 / (1 + exp(-t))


def softmax(c):
    powers = [exp(value) for value in c]
    total = sum(powers)
    return [power / total for power in powers]


def bce(target, t):
    """-target ln sigma(t) - (1 - target) ln(1 - sigma(t)) for a target of 0 or 1."""
    return log1p(exp(-t)) if target else log1p(exp(t))


def squares(truth, prediction):
    return sum((a - b) ** 2 for a, b in zip(truth, prediction))


def extent(p, q, axis, pick_low, pick_high):
    """From the picked lower edge to the picked upper edge of two boxes on an axis."""
    low, high = [b[axis] - b[axis + 2] / 2 for b in (p, q)], [b[axis] + b[axis + 2] / 2 for b in (p, q)]
    return pick_high(high) - pick_low(low)


def iou(p, q):
    inter = max(mpf(0), extent(p, q, 0, max, min)) * max(mpf(0), extent(p, q, 1, max, min))
    return inter / (p[2] * p[3] + q[2] * q[3] - inter)


def ciou(p, q, constant, name):
    overlap = iou(p, q)
    distance = (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2
    diagonal = extent(p, q, 0, min, max) ** 2 + extent(p, q, 1, min, max) ** 2
    v = 4 / pi ** 2 * (atan(q[2] / q[3]) - atan(p[2] / p[3])) ** 2
    alpha = constant(name, lambda: v / (1 - overlap + v) if v else mpf(0))
    return overlap - distance / diagonal - alpha * v


def decode(t, slot):
    """The box of v1, and of v2 to v4."""
    if slot.family == "v1":
        x, y, w, h = (sigma(value) for value in t[:4])
    else:
        x, y = (slot.scale * sigma(value) - (slot.scale - 1) / 2 for value in t[:2])
        w, h = real(slot.anchor[0]) * exp(t[2]), real(slot.anchor[1]) * exp(t[3])
    return (slot.column + x) / slot.columns, (slot.row + y) / slot.rows, w, h


def squared_objectness(t, slot, box, constant):
    """(IOU - C^)^2 where a truth is, (0 - C^)^2 where none is."""
    obj = mpf(0)
    if slot.pairs:
        target = constant("iou", lambda: max(iou(box, pair.box) for pair in slot.pairs))
        obj = slot.weight * (target - sigma(t[4])) ** 2
    return obj, sigma(t[4]) ** 2 if slot.punished else mpf(0)


def logistic_objectness(t, slot):
    return slot.weight * bce(1, t[4]) if slot.pairs else mpf(0), bce(0, t[4]) if slot.punished else mpf(0)


def v1(t, slot, constant):
    coord, box = mpf(0), decode(t, slot) if slot.pairs else None
    for pair in slot.pairs:
        coord += pair.weight * squares((real(pair.off_x), real(pair.off_y), sqrt(pair.box[2]), sqrt(pair.box[3])),
                                       (sigma(t[0]), sigma(t[1]), sqrt(box[2]), sqrt(box[3])))
    return (coord, *squared_objectness(t, slot, box, constant), mpf(0))


def v1_cell(c, cell, constant):
    """What the class vector of a cell adds; cell.hot: the classes of its truths."""
    classes = cell.weight * squares([k in cell.hot for k in range(len(c))], softmax(c)) if cell.pairs else mpf(0)
    return mpf(0), mpf(0), mpf(0), classes


def v2(t, slot, constant):
    coord, classes, box = mpf(0), mpf(0), decode(t, slot) if slot.pairs else None
    for pair in slot.pairs:
        grid = [(b[0] * slot.columns - slot.column, b[1] * slot.rows - slot.row, b[2] * slot.columns, b[3] * slot.rows) for b in (pair.box, box)]
        coord += pair.weight * (2 - pair.box[2] * pair.box[3]) * squares(*grid)
        classes += pair.weight * squares([k in pair.classes for k in range(len(t) - 5)], softmax(t[5:]))
    return (coord, *squared_objectness(t, slot, box, constant), classes)


def v3(t, slot, constant):
    coord, classes = mpf(0), mpf(0)
    for pair in slot.pairs:
        off = [min(max(real(value), slot.eps), 1 - slot.eps) for value in (pair.off_x, pair.off_y)]
        target = [log(value / (1 - value)) for value in off] + [log(pair.box[2] / real(slot.anchor[0])), log(pair.box[3] / real(slot.anchor[1]))]
        if not pair.gated:
            coord += pair.weight * (2 - pair.box[2] * pair.box[3]) * squares(target, t[:4])
        classes += pair.weight * sum(bce(k in pair.classes, value) for k, value in enumerate(t[5:]))
    return (coord, *logistic_objectness(t, slot), classes)


def v4(t, slot, constant):
    coord, classes = mpf(0), mpf(0)
    for number, pair in enumerate(slot.pairs):
        coord += pair.weight * (1 - ciou(decode(t, slot), pair.box, constant, number))
        classes += pair.weight * sum(bce(k in pair.classes, value) for k, value in enumerate(t[5:]))
    return (coord, *logistic_objectness(t, slot), classes)


FORMULAS = {"v1": v1, "v2": v2, "v3": v3, "v4": v4}
