"""Which elements of a case are re-derived: hostile ones first, every kind among them."""


def elements(case, slots, cells, count, random):
    """Up to count addresses (head, image, anchor, channel, row, column): half of them of positive slots, a third objectness of the others, the rest any."""
    positive, objectness, other = [], [], []
    for (h, n, a, y, x), slot in slots.items():
        classes = case.heads[h]["c"] if case.family != "v1" or a == 0 else 0
        for k in range(5 + classes):
            taken = (h, n, y, x) in cells if k >= 5 and case.family == "v1" else slot.pairs
            (positive if taken else objectness if k == 4 else other).append((h, n, a, k, y, x))
    chosen = []
    for pool, share in ((positive, count // 2), (objectness, count - count // 6), (other, count)):
        chosen += random.sample(pool, max(0, min(len(pool), share - len(chosen))))
    return sorted(chosen)


def name(address):
    head, n, a, k, y, x = address
    channel = ("tx", "ty", "tw", "th", "obj")[k] if k < 5 else "class %d" % (k - 5)
    return "head %d, image %d, row %d, column %d, anchor %d, channel %s" % (head, n, y, x, a, channel)
