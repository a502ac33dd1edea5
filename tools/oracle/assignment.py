"""Who is assigned to whom, in exact fractions; where a predicted box decides, at 1600 bits."""
import math
from fractions import Fraction

from mpmath import mp, mpf

from oracle.formulas import decode, extent, iou

V1_FLAG_THRESHOLD = 0.5  # v1 has no ignore_thresh
DECIDING_BITS = 1600  # a subnormal logit moves an IOU by 2^-1076


def is_good(truth, classes):
    """Whether a truth can take part in a loss."""
    numbers = [truth[key] for key in ("cx", "cy", "w", "h", "weight")]
    return (all(map(math.isfinite, numbers)) and truth["w"] > 0 and truth["h"] > 0 and 0 <= truth["cx"] <= 1 and 0 <= truth["cy"] <= 1
            and all(0 <= k < classes for k in truth["classes"]) and truth["weight"] >= 0)


def locate(centre, cells):
    """The cell of a centre on one axis, and the offset in it; a centre at exactly 1 belongs to the last cell."""
    product = Fraction(centre) * cells
    index = min(math.floor(product), cells - 1)
    return index, product - index


class Pair:
    """A truth and its place in the slot that it is assigned to."""

    def __init__(self, truth, index, off_x, off_y, gated=False):
        self.truth, self.index, self.gated, self.off_x, self.off_y = truth, index, gated, off_x, off_y
        self.box = tuple(mpf(truth[key]) for key in ("cx", "cy", "w", "h"))
        self.weight, self.classes = mpf(truth["weight"]), truth["classes"]


class Slot:
    """One (head, image, predictor, cell) and all that a formula has to know of it."""

    def __init__(self, case, head, n, a, y, x):
        size, variant = case.heads[head], case.variant
        self.family, self.columns, self.rows, self.column, self.row = case.family, size["w"], size["h"], x, y
        self.scale = mpf(variant["scale_xy"][head]) if "scale_xy" in variant else mpf(1)
        self.eps = mpf(variant.get("offset_eps", 0))
        self.anchor = anchor_size(case, head, variant["masks"][head][a]) if case.family != "v1" else None
        self.pairs, self.punished, self.address = [], True, (head, n, a, y, x)

    @property
    def weight(self):
        return max(pair.weight for pair in self.pairs)

    @property
    def hot(self):
        return {k for pair in self.pairs for k in pair.classes}


def anchor_size(case, head, index):
    """An anchor as exact fractions of the image."""
    unit, size = case.variant["anchor_unit"], case.heads[head]
    whole = {"pixel": case.variant.get("image"), "grid": (size["w"], size["h"]), "image": (1, 1)}[unit]
    return tuple(Fraction(length) / Fraction(of) for length, of in zip(case.variant["anchors"][index], whole))


def shape_iou(truth, anchor):
    w, h = Fraction(truth["w"]), Fraction(truth["h"])
    inter = min(w, anchor[0]) * min(h, anchor[1])
    return inter / (w * h + anchor[0] * anchor[1] - inter)


def responsible(case, truth, index, slots, logits, slack):
    """v1: the predictor whose box has the highest IOU with the truth, the lowest index on a tie; the stored one where it is only slack (relative) behind."""
    box = tuple(mpf(truth[key]) for key in ("cx", "cy", "w", "h"))
    with mp.workprec(DECIDING_BITS):
        overlaps = [iou(decode(logits(slot), slot), box) for slot in slots]
    head, n, *_ = slots[0].address
    for a, overlap in enumerate(overlaps):
        if slack and (head, n, index, a) in case.paired and overlap >= (1 - mpf(slack)) * max(overlaps):
            return [(a, False)]
    return [(overlaps.index(max(overlaps)), False)]


def matching_anchors(case, truth, index, n, head, slack):
    """v2 to v4: the places in the head's mask of the anchors that take the truth, and whether the prior gate is shut. Within slack of a threshold: as stored."""
    variant, masks = case.variant, case.variant["masks"]
    owner = {i: h for h, mask in reversed(list(enumerate(masks))) for i in mask}
    best = max(range(len(variant["anchors"])), key=lambda i: (shape_iou(truth, anchor_size(case, owner.get(i, head), i)), -i))
    threshold = Fraction(variant.get("gate_thresh", variant.get("iou_thresh", 0)))
    for a, i in enumerate(masks[head]):
        shape, stored = shape_iou(truth, anchor_size(case, head, i)), (head, n, index, a)
        close = abs(shape - threshold) <= Fraction(slack) * threshold and slack
        above = shape > threshold
        if case.family == "v4" and (i == best or (stored in case.paired if close else above)):
            yield a, False
        elif case.family != "v4" and i == best:
            yield a, case.family == "v3" and (case.paired.get(stored, False) if close else not above)


def overlaps_flagged(case, slot, flagged, logits):
    """Whether the slot's box overlaps a flagged truth by more than the threshold."""
    box, threshold = decode(logits, slot), mpf(case.variant.get("ignore_thresh", V1_FLAG_THRESHOLD))
    for truth in flagged:
        other = tuple(mpf(truth[key]) for key in ("cx", "cy", "w", "h"))
        inter = max(mpf(0), extent(box, other, 0, max, min)) * max(mpf(0), extent(box, other, 1, max, min))
        if inter > threshold * (box[2] * box[3] + other[2] * other[3] - inter):
            return True
    return False


def assign(case, logits, slack):
    """{address: Slot} of every slot, and {(head, n, y, x): Slot} of v1's cells that hold truths. logits(slot): those of a slot."""
    slots = {(h, *at): Slot(case, h, *at) for h in range(len(case.heads)) for at in case.slots(h)}
    cells, flagged = {}, {n: [] for n in range(case.images)}
    for n, truths in enumerate(case.truths):
        for index, truth in enumerate(truths):
            if not is_good(truth, case.heads[0]["c"]):
                continue
            if truth["ignore"]:
                flagged[n].append(truth)
                continue
            for head, size in enumerate(case.heads):
                (x, off_x), (y, off_y) = locate(truth["cx"], size["w"]), locate(truth["cy"], size["h"])
                if case.family == "v1":
                    found = responsible(case, truth, index, [slots[head, n, a, y, x] for a in range(size["a"])], logits, slack)
                else:
                    found = matching_anchors(case, truth, index, n, head, slack)
                for a, gated in found:
                    slots[head, n, a, y, x].pairs.append(Pair(truth, index, off_x, off_y, gated))
                    cells.setdefault((head, n, y, x), Slot(case, head, n, 0, y, x)).pairs.append(Pair(truth, index, off_x, off_y))
    for (head, n, *_), slot in slots.items():
        ignored = not slot.pairs and flagged[n] and overlaps_flagged(case, slot, flagged[n], logits(slot))
        slot.punished = not slot.pairs and not ignored
    return slots, cells
