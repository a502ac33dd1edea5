"""Holds one case of a golden against what SPEC.md says, computed again."""
import math

from mpmath import mp, mpf

from oracle import sample
from oracle.assignment import assign, shape_iou
from oracle.derive import BITS, constants, derive, round_f64, ulps
from oracle.formulas import FORMULAS, decode, iou, real, v1_cell

TERMS = ("coord", "obj", "noobj", "class")
LAMBDAS = ("lambda_coord", "lambda_obj", "lambda_noobj", "lambda_class")

# The defaults of SPEC.md, section 3: the source formulas.
SEED = {"gradient": "exact", "reduction": "sum", "noobj": "complement", "collision": "sum", "bad_truths": "skip", "activation": "logistic",
        "size_error": "sqrt", "responsible": "iou", "cell_sharing": "union", "iou_target": "detached", "anchor_match": "shape-iou",
        "compete": "all-heads", "positives": "best-or-above", "size_space": "grid", "prior_gate": "coordinates", "ignore": "off", "box_loss": "ciou",
        "alpha": "constant", "aspect_denominator": "exact", "box_space": "image", "subgradient": "midpoint", "class_collision": "per-pair",
        "label_smoothing": "off"}
SCALES = {"v2": "two-minus-wh", "v3": "two-minus-wh", "v4": "off"}


class Tally:
    """How many numbers were compared, how many agree, and the worst of them."""

    def __init__(self, bound):
        self.bound, self.count, self.same, self.wrong, self.worst, self.where = bound, 0, 0, 0, 0, ""

    def compare(self, got, want, where, largest):
        distance = ulps(got, want)
        self.count, self.same = self.count + 1, self.same + (distance == 0)
        self.wrong += not self.bound(got, want, distance, largest)
        if distance > self.worst:
            self.worst, self.where = distance, "%s: stored %s, re-derived %s" % (where, got.hex(), want.hex())


def departure(case):
    """Why a case is not of the seed formulas in f64; "" where it is."""
    for key, value in case.variant.items():
        wanted = SCALES[case.family] if key == "coordinate_scale" else SEED.get(key, value)
        known = key in SEED or key in ("coordinate_scale", "name", "family", "anchor_unit") or not isinstance(value, str)
        if value != wanted or not known:
            return "%s = %s is not the source formula" % (key, value)
    types = {kind for name, kind in case.types.items() if name.startswith("gradient-")}
    return "" if types <= {"F64"} and case.record.get("compute") != "f32" else "its gradient is not in f64"


class Checker:
    def __init__(self, case, bound, slack):
        mp.prec = BITS
        self.case, self.tally, self.totals, self.overlaps = case, Tally(bound), Tally(bound), Tally(bound)
        self.slots, self.cells = assign(case, self.logits, slack)

    def logits(self, slot):
        head, n, a, y, x = slot.address
        channels = 5 if self.case.family == "v1" else 5 + self.case.heads[head]["c"]
        return self.read(head, n, a, range(channels), y, x)

    def read(self, head, n, a, channels, y, x):
        return [mpf(self.case.logits[head][self.case.place(head, n, a, k, y, x)]) for k in channels]

    def weighted(self, head, formula, slot):
        """The formula of a slot with every factor inside."""
        factors = [mpf(self.case.variant[key]) * mpf(self.case.variant["head_weight"][head]) for key in LAMBDAS]
        return lambda t, constant: [factor * term for factor, term in zip(factors, formula(t, slot, constant))]

    def check_roles(self):
        """The first slot whose role or truth, or the first pair, that is not the re-derived one; "" where all agree."""
        for (h, n, a, y, x), slot in self.slots.items():
            place = self.case.slot_place(h, n, a, y, x)
            role = 1 if slot.pairs else 0 if slot.punished else -1
            truth = min((pair.index for pair in slot.pairs), default=-1)
            stored = self.case.stored["role-%d" % h][place], self.case.stored["truth-%d" % h][place]
            if stored != (role, truth):
                return "head %d, image %d, row %d, column %d, anchor %d: stored role %d, truth %d; re-derived %d, %d" % (h, n, y, x, a, *stored, role, truth)
        keys = ("head", "image", "anchor", "y", "x", "truth", "gated")
        stored = {tuple(pair[key] for key in keys) for pair in self.case.record["report"]["pairs"]}
        found = {(*address, pair.index, pair.gated) for address, slot in self.slots.items() for pair in slot.pairs}
        return "".join("pair %s" % dict(zip(keys, pair)) for pair in sorted(stored ^ found)[:1])

    def check_pairs(self):
        """IOU and shape IOU of every stored pair that is re-derived too; check_roles names the others."""
        for stored in self.case.record["report"]["pairs"]:
            where = tuple(stored[key] for key in ("head", "image", "anchor", "y", "x"))
            slot = self.slots[where]
            for pair in (p for p in slot.pairs if p.index == stored["truth"]):
                text = "head %d, image %d, anchor %d, row %d, column %d, truth %d: " % (*where, pair.index)
                overlap = iou(decode(self.logits(slot), slot), pair.box)
                shape = real(shape_iou(pair.truth, slot.anchor)) if slot.anchor else mpf(0)
                self.overlaps.compare(float(stored["iou"]), round_f64(overlap), text + "iou", 0)
                self.overlaps.compare(float(stored["shape_iou"]), round_f64(shape), text + "shape_iou", 0)

    def check_terms(self):
        """Every loss term; and the totals: certified ones are the sums of the exact terms, others of the stored."""
        images, sums = self.case.images, {}
        for (h, n, *_), slot in self.slots.items():
            self.add(sums, h, n, self.weighted(h, FORMULAS[self.case.family], slot)(self.logits(slot), constants()))
        for (h, n, y, x), cell in self.cells.items():
            if self.case.family == "v1":
                self.add(sums, h, n, self.weighted(h, v1_cell, cell)(self.cell_logits(h, n, y, x), constants()))
        stored = self.case.stored["terms"]
        for (h, n), terms in sorted(sums.items()):
            for k, term in enumerate(terms):
                self.totals.compare(stored[(h * images + n) * 4 + k], round_f64(term), "head %d, image %d, term %s" % (h, n, TERMS[k]), 0)
        certified = self.case.record.get("tier") == "certified"
        for n in [*range(images), None]:
            of = [place for place in sums if n in (place[1], None)]
            exact = round_f64(sum((term for place in of for term in sums[place]), mpf(0)))
            joined = math.fsum(value for h, image in of for value in stored[(h * images + image) * 4:][:4])
            where, got = ("total", self.case.stored["total"][0]) if n is None else ("loss of image %d" % n, self.case.stored["per_image"][n])
            self.totals.compare(got, exact if certified else joined, where, 0)

    def add(self, sums, head, n, terms):
        old = sums.setdefault((head, n), [mpf(0)] * 4)
        sums[head, n] = [a + b for a, b in zip(old, terms)]

    def cell_logits(self, head, n, y, x):
        return self.read(head, n, 0, range(5, 5 + self.case.heads[head]["c"]), y, x)

    def check_elements(self, count, random):
        for address in sample.elements(self.case, self.slots, self.cells, count, random):
            h, n, a, k, y, x = address
            if k >= 5 and self.case.family == "v1":
                formula, slot, t, moved = v1_cell, self.cells.get((h, n, y, x)), self.cell_logits(h, n, y, x), k - 5
            else:
                formula, slot, moved = FORMULAS[self.case.family], self.slots[h, n, a, y, x], k
                t = self.logits(slot)
            if not all(map(math.isfinite, map(float, t))):
                continue
            want = derive(self.weighted(h, formula, slot), t, moved) if slot else 0.0
            stored = self.case.stored["gradient-%d" % h]
            self.tally.compare(stored[self.case.place(h, n, a, k, y, x)], want, sample.name(address), max(map(abs, stored)))
