"""Average precision against a second writing: plain loops over corner boxes, interpolated precision by its definition."""

import os
import pathlib
import random
import subprocess
import unittest

PROGRAM = os.environ['EVALUATE_LINES']
SAMPLE = pathlib.Path(os.environ['YOLOGOLD_ROOT']).parent / 'shared/data/map-sample'
SEED = 20160615


def corners(box, size, extra):
    cx, cy, w, h = box
    return (cx - w / 2) * size[0], (cy - h / 2) * size[1], (cx + w / 2) * size[0] + extra, (cy + h / 2) * size[1] + extra


def areas(a, b):
    """Intersection, area of a, area of b."""
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    inter = w * h if w > 0 and h > 0 else 0
    return inter, (a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])


def interpolated(marks, count, rule):
    """marks: True or False by falling score. The precision at recall r is the highest at any recall >= r."""
    points, right = [], 0
    for i, mark in enumerate(marks):
        right += mark
        points.append((right / count, right / (i + 1)))
    at = lambda r: max([p for recall, p in points if recall >= r], default=0)
    if rule == 'area':
        steps = sorted({recall for recall, _ in points if recall > 0})
        return sum((r - before) * at(r) for before, r in zip([0] + steps, steps))
    n = 10 if rule == 'voc07' else 100
    return sum(at(k / n) for k in range(n + 1)) / (n + 1)


def mark_voc(pictures, cls, iou, extra):
    found, marks = set(), []
    order = sorted(((-d[1], p, k) for p, pic in enumerate(pictures) for k, d in enumerate(pic['detections']) if d[0] == cls))
    for _, p, k in order:
        size, box = pictures[p]['size'], corners(pictures[p]['detections'][k][2], pictures[p]['size'], extra)
        best, owner = -1, None
        for t, (c, truth, ignore) in enumerate(pictures[p]['truths']):
            if c != cls:
                continue
            inter, a, b = areas(box, corners(truth, size, extra))
            value = inter / (a + b - inter)
            if value > best:
                best, owner = value, (p, t, ignore)
        if best < iou or owner is None:
            marks.append(False)
        elif not owner[2]:
            marks.append(owner not in found)
            found.add(owner)
    count = sum(c == cls and not ignore for pic in pictures for c, _, ignore in pic['truths'])
    return marks, count


def mark_coco(pictures, cls, iou, low, high):
    rows, count = [], 0
    for p, pic in enumerate(pictures):
        truths = [(areas(b := corners(t, pic['size'], 0), b)[1], b, ignore) for c, t, ignore in pic['truths'] if c == cls]
        plain = [(b, False) for area, b, ignore in truths if not ignore and low <= area <= high]
        loose = [(b, ignore) for area, b, ignore in truths if ignore or not low <= area <= high]
        count += len(plain)
        taken = set()
        for d in sorted((d for d in pic['detections'] if d[0] == cls), key=lambda d: -d[1])[:100]:
            box, chosen = corners(d[2], pic['size'], 0), None
            for group, items in (('plain', plain), ('loose', loose)):
                best = iou
                for i, (b, crowd) in enumerate(items):
                    inter, own, other = areas(box, b)
                    value = inter / own if crowd else inter / (own + other - inter)
                    if value >= best and ((group, i) not in taken or crowd):
                        best, chosen = value, (group, i)
                if chosen:
                    break
            if chosen:
                taken.add(chosen)
            area = areas(box, box)[1]
            if chosen and chosen[0] == 'plain':
                rows.append((-d[1], p, True))
            elif not chosen and low <= area <= high:
                rows.append((-d[1], p, False))
    return [mark for _, _, mark in sorted(rows, key=lambda r: r[:2])], count


def mean(values):
    values = [v for v in values if v is not None]
    return sum(values) / len(values) if values else 0


def coco(pictures, classes, ious, low=0, high=float('inf')):
    def of_class(cls):
        marks = [mark_coco(pictures, cls, iou, low, high) for iou in ious]
        return mean([interpolated(m, n, 'coco') for m, n in marks]) if marks[0][1] else None
    return mean([of_class(c) for c in range(classes)])


def random_box(rng):
    w, h = rng.choice([(0.05, 0.04), (0.2, 0.3), (0.6, 0.5)])
    return tuple(round(v, 5) for v in (rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8), w * rng.uniform(0.7, 1.3), h * rng.uniform(0.7, 1.3)))


def random_pictures(rng, classes):
    pictures = []
    for _ in range(rng.randint(1, 12)):
        truths = [(rng.randrange(classes), random_box(rng), rng.random() < 0.15) for _ in range(rng.randint(0, 6))]
        near = [(c if rng.random() < 0.8 else rng.randrange(classes), tuple(v + rng.gauss(0, 0.02) * s for v, s in zip(t, (1, 1, t[2], t[3]))))
                for c, t, _ in truths for _ in range(rng.randint(0, 3))]
        others = [(rng.randrange(classes), random_box(rng)) for _ in range(rng.randint(0, 3))]
        scores = rng.sample(range(1, 1000), len(near) + len(others))
        detections = [(c, s / 1024, tuple(round(v * 65536) / 65536 for v in b)) for (c, b), s in zip(near + others, scores)]
        pictures.append({'size': rng.choice([(640, 480), (100, 300)]), 'truths': truths, 'detections': detections})
    return pictures


def run(pictures, classes, metric, iou, inclusive):
    lines = []
    for pic in pictures:
        lines.append('picture %r %r' % pic['size'])
        lines += ['truth %d %r %r %r %r %d' % (c, *b, ignore) for c, b, ignore in pic['truths']]
        lines += ['detection %d %r %r %r %r %r' % (c, s, *b) for c, s, b in pic['detections']]
    answer = subprocess.run([PROGRAM, metric, str(iou), str(int(inclusive)), str(classes)], input='\n'.join(lines) + '\n', text=True,
                            capture_output=True, check=True).stdout
    return [float(word) for word in answer.split()]


class SecondWriting(unittest.TestCase):
    def setUp(self):
        self.rng = random.Random(SEED)

    def test_voc(self):
        for trial in range(40):
            pictures = random_pictures(self.rng, 4)
            metric, iou, inclusive = self.rng.choice(['voc', 'voc07']), self.rng.choice([0.3, 0.5, 0.75]), self.rng.random() < 0.5
            marks = [mark_voc(pictures, c, iou, int(inclusive)) for c in range(4)]
            want = [interpolated(m, n, 'area' if metric == 'voc' else metric) if n else -1 for m, n in marks]
            got = run(pictures, 4, metric, iou, inclusive)
            with self.subTest(seed=SEED, trial=trial):
                for g, w in zip([got[0], *got[6:]], [mean([w for w in want if w >= 0]), *want]):
                    self.assertAlmostEqual(g, w, places=9)

    def test_coco(self):
        ious = [0.5 + 0.05 * k for k in range(10)]
        ranges = [(0, 1024), (1024, 9216), (9216, float('inf'))]
        for trial in range(25):
            pictures = random_pictures(self.rng, 3)
            want = [coco(pictures, 3, ious), coco(pictures, 3, [0.5]), coco(pictures, 3, [0.75])] + [coco(pictures, 3, ious, *r) for r in ranges]
            with self.subTest(seed=SEED, trial=trial):
                for g, w in zip(run(pictures, 3, 'coco', 0.5, False), want):
                    self.assertAlmostEqual(g, w, places=9)

    def test_classes_without_truths_are_no_part_of_the_mean(self):
        pictures = [{'size': (10, 10), 'truths': [(1, (0.5, 0.5, 0.5, 0.5), False)], 'detections': [(1, 0.5, (0.5, 0.5, 0.5, 0.5)), (2, 0.9, (0.5, 0.5, 0.5, 0.5))]}]
        self.assertEqual(run(pictures, 3, 'voc', 0.5, False)[0], 1)
        self.assertEqual(run(pictures, 3, 'coco', 0.5, False)[0], 1)


@unittest.skipUnless(SAMPLE.exists(), '%s is absent' % SAMPLE)
class PublishedSample(unittest.TestCase):
    """Seven pictures with published precisions (github.com/rafaelpadilla/Object-Detection-Metrics, README, IOU 0.3)."""

    def pictures(self):
        size = (200, 200)
        box = lambda words: ((words[0] + words[2] / 2) / 200, (words[1] + words[3] / 2) / 200, words[2] / 200, words[3] / 200)
        for file in sorted((SAMPLE / 'groundtruths').glob('*.txt')):
            rows = lambda folder: [line.split() for line in (SAMPLE / folder / file.name).read_text().splitlines() if line.strip()]
            truths = [(0, box([float(v) for v in row[1:5]]), False) for row in rows('groundtruths')]
            found = [(0, float(row[1]), box([float(v) for v in row[2:6]])) for row in rows('detections')]
            yield {'size': size, 'truths': truths, 'detections': found}

    def test_published(self):
        pictures = list(self.pictures())
        self.assertEqual((len(pictures), sum(len(p['truths']) for p in pictures), sum(len(p['detections']) for p in pictures)), (7, 15, 24))
        # The second figure was published as a sum of areas rounded before.
        for metric, published in (('voc07', 26.84), ('voc', 24.56)):
            self.assertAlmostEqual(100 * run(pictures, 1, metric, 0.3, True)[0], published, delta=0.01)


if __name__ == '__main__':
    unittest.main()
