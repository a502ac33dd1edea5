"""yologold anchors: the means of clear clusters, in the order of area, with the mean IOU, the same for the same seed."""
import json
import os
import struct
import zlib

from support import ToolTest, main


def overlap(a, b):
    inter = min(a[0], b[0]) * min(a[1], b[1])
    return inter / (a[0] * a[1] + b[0] * b[1] - inter)


class AnchorsTest(ToolTest):
    def write_set(self):
        """Twelve objects of two kinds, labelled beside their pictures as YOLO txt; the pictures are tiny PNGs."""
        chunks = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\x5a")), (b"IEND", b"")]
        pixel = b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(c)) + t + c + struct.pack(">I", zlib.crc32(t + c)) for t, c in chunks)
        self.shapes = [(0.1 + 0.001 * i, 0.2) for i in range(6)] + [(0.6, 0.5 + 0.001 * i) for i in range(6)]
        os.makedirs(self.path("set"))
        for i, (w, h) in enumerate(self.shapes):
            with open(self.path("set", f"{i}.png"), "wb") as file:
                file.write(pixel)
            with open(self.path("set", f"{i}.txt"), "w") as file:
                file.write(f"0 0.5 0.5 {w} {h}\n" + ("0 0.5 0.5 0 0.1\n" if i == 3 else ""))
        with open(self.path("train.txt"), "w") as file:
            file.writelines(f"set/{i}.png\n" for i in range(len(self.shapes)))
        with open(self.path("data.yaml"), "w") as file:
            file.write("train: train.txt\nnames: [thing]\n")
        return self.path("data.yaml")

    def test_the_anchors_are_the_means_of_the_clusters(self):
        found = json.loads(self.run_tool("anchors", self.write_set(), "--count", "2", "--size", "320x160", "--json", says="boxes without area, skipped"))
        expected = [[0.1025 * 320, 0.2 * 160], [0.6 * 320, 0.5025 * 160]]
        for anchor, mean in zip(found["anchors"], expected, strict=True):
            for value, wanted in zip(anchor, mean, strict=True):
                self.assertAlmostEqual(value, wanted, places=6)
        objects = [(w * 320, h * 160) for w, h in self.shapes]
        mean = sum(max(overlap(o, a) for a in found["anchors"]) for o in objects) / len(objects)
        self.assertAlmostEqual(found["mean_iou"], mean, places=9)
        self.assertEqual((found["split"], found["pictures"], found["width"], found["height"]), ("train", 12, 320, 160))

    def test_the_words_are_sorted_by_area_and_the_same_again(self):
        first = self.run_tool("anchors", "shapes", "--count", "4", "--seed", "3")
        self.assertEqual(first, self.run_tool("anchors", "shapes", "--count", "4", "--seed", "3"))
        areas = [float(pair.split(",")[0]) * float(pair.split(",")[1]) for pair in first.splitlines()[0].split()]
        self.assertEqual(areas, sorted(areas))
        self.assertEqual(len(areas), 4)

    def test_wrong_words_are_refused(self):
        self.run_tool("anchors", self.path("none"), code=3, says="is not there")
        self.run_tool("anchors", "shapes", "--size", "12y", code=3, says="is no size")
        self.run_tool("anchors", "shapes", "--split", "dev", code=3, says="allowed: train, val")
        self.run_tool("anchors", self.write_set(), "--count", "13", code=3, says="too few for 13 anchors")


if __name__ == "__main__":
    main()
