"""Goldens of hostile inputs against tools/rederive.py, and tools/rederive.py against goldens and formulas with a fault.

  test_rederive.py [N]    N gradient elements of each family (300)
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import unittest

ROOT = os.environ["YOLOGOLD_ROOT"]
sys.path.insert(0, os.path.join(ROOT, "tests", "tools"))
import support  # noqa: E402

try:
    import mpmath  # noqa: F401
except ImportError:
    print("skipped: needs mpmath (Debian: python3-mpmath)")
    sys.exit(77)

ELEMENTS = int(sys.argv.pop(1)) if sys.argv[1:] and sys.argv[1].isdigit() else 300
SUITE = os.path.join(ROOT, "tests", "rederive", "suite.json")
FAMILIES = ("v1", "v2", "v3", "v4")

# f64 arithmetic loses digits where a prediction meets its target; subnormal logits leave gradients that are nothing but such a rest.
FAST = ("--relative", "1e-10")
FAST_SUBNORMAL = ("--relative", "1e-12", "--share", "1e-15")

# A family, a piece of its formula, and a mistake in its place.
MUTANTS = (("v1", "sqrt(box[2])", "box[2]"),
           ("v1", "cell.weight * squares", "squares"),
           ("v1", 'constant("iou", lambda:', '(lambda name, compute: compute())("iou", lambda:'),
           ("v2", "(2 - pair.box[2] * pair.box[3])", "(2.0001 - pair.box[2] * pair.box[3])"),
           ("v2", "total = sum(powers)", "total = sum(powers) + 1"),
           ("v3", "log(value / (1 - value))", "log(value)"),
           ("v3", "if not pair.gated", "if True"),
           ("v4", "4 / pi ** 2", "4.000001 / pi ** 2"),
           ("v4", "(slot.scale - 1) / 2", "(slot.scale - 1)"),
           ("v4", "constant(name, lambda: v / (1 - overlap + v) if v else mpf(0))", "v / (1 - overlap + v)"))


class RederiveTest(support.ToolTest):
    tool = os.path.join(ROOT, "tools", "rederive.py")

    def write_golden(self, only="", suite=SUITE, tier="certified"):
        self.run_tool("golden", suite, "-o", self.path("golden"), "--filter", only, "--tier", tier)
        return self.path("golden")

    def rederive(self, *arguments, code=0, python=(), tool=None):
        """Runs the tool, expects an exit code, returns what it says."""
        done = subprocess.run([sys.executable, *python, tool or self.tool, *map(str, arguments)], capture_output=True, text=True, timeout=1200)
        self.assertEqual(done.returncode, code, "%s\n%s\n%s" % (arguments, done.stdout[-5000:], done.stderr[-3000:]))
        return done.stdout + done.stderr

    def bound(self, fast):
        """What the golden promises: every bit where it is certified, else the bound for f64 arithmetic."""
        name = next(iter(support.read_json(self.path("golden", "golden.json"))["cases"]))
        return () if support.read_json(self.path("golden", *name.split("/"), "case.json")).get("tier") == "certified" else fast

    def flip(self, case, tensor, index, bit):
        """Flips a bit of a stored f64."""
        path = self.path("golden", *case.split("/"), "golden.safetensors")
        with open(path, "r+b") as file:
            data = file.read()
            start = 8 + struct.unpack_from("<Q", data)[0]
            at = start + support.json.loads(data[8:start])[tensor]["data_offsets"][0] + 8 * index + bit // 8
            file.seek(at)
            file.write(bytes([data[at] ^ 1 << bit % 8]))


class GoldenTest(RederiveTest):
    def write_case(self, name, variant, size, truths, settings):
        """The golden of one case whose logits are 0."""
        support.write_npy(self.path("head.npy"), size, [0.0] * support.product(size), "f8")
        support.write_json(self.path("truths.json"), {"images": [truths]})
        case = {"id": name, "variant": variant, "files": {"heads": [self.path("head.npy")], "truths": self.path("truths.json")}, "set": settings}
        support.write_json(self.path("suite.json"), {"format": "yologold-suite/1", "name": name, "seed": 1, "cases": [case]})
        return self.write_golden(suite=self.path("suite.json"))

    def test_hostile_inputs(self):
        self.rederive_all(self.write_golden(), ELEMENTS)

    def test_hostile_inputs_of_the_fast_tier(self):
        self.rederive_all(self.write_golden(tier="fast"), ELEMENTS // 10)

    def rederive_all(self, golden, elements):
        for only, count, bound in (("^(?!.*subnormal)", elements, FAST), ("subnormal", elements // 10, FAST_SUBNORMAL)):
            said = self.rederive(golden, "--case", only, "--elements", count, *self.bound(bound))
            for family in FAMILIES:
                sums = re.findall("^%s: .*" % family, said, re.M)
                self.assertIn("%s: %d elements re-derived" % (family, count), sums[0])
                print("%s (%s)" % (sums[0], only))

    def test_boxes_that_touch(self):
        # Boxes of v4 with common edges: equal, one inside the other, side by side, corner to corner. Every number is a sum of few powers of two.
        places = ((0, 0, 1 / 2, 1 / 2, 1 / 8, 1 / 8), (2, 0, 1 / 4, 1 / 2, 1 / 16, 1 / 16), (4, 0, 0, 1 / 2, 1 / 16, 1 / 16), (6, 1, 0, 0, 1 / 16, 1 / 16),
                  (1, 3, 1 / 2, 1 / 2, 1 / 8, 1 / 32), (4, 3, 3 / 4, 1 / 2, 1 / 16, 1 / 16))
        truths = [{"cx": (x + off_x) / 8, "cy": (y + off_y) / 8, "w": w, "h": h, "class": 0} for x, y, off_x, off_y, w, h in places]
        golden = self.write_case("touch", "yolov4", [1, 12, 8, 8], truths, {"image": [512, 512], "anchors": [[64, 64], [32, 32]], "masks": [[0, 1]], "scale_xy": [1]})
        said = self.rederive(golden, "--elements", 1000, *self.bound(("--relative", "1e-13")))
        self.assertRegex(said, "v4: [0-9]{3} elements")

    def test_shapes_at_a_threshold(self):
        # Truths of which a prior covers just more or just less than the threshold, by the last bits of an f64.
        for variant, threshold, settings in (("yolov3", 0.5, {}), ("yolov4", 0.213, {"scale_xy": [1]})):
            widths = [80 / 608 * (1 + k * 2 ** -52) for k in range(-12, 13)]
            truths = [{"cx": (k + 0.3) / 25, "cy": 0.4, "w": w, "h": 130 * threshold / 0.8 / 608, "class": 0} for k, w in enumerate(widths)]
            anchors = [[100, 130]] if variant == "yolov3" else [[100, 130], [70, 40]]
            golden = self.write_case("threshold", variant, [1, 6 * len(anchors), 1, 25], truths, dict(settings, anchors=anchors, masks=[list(range(len(anchors)))]))
            said = self.rederive(golden, "--elements", 300, *self.bound(FAST))
            pairs = support.read_json(self.path("golden", "threshold", "case.json"))["report"]["pairs"]
            open_gates = [not p["gated"] for p in pairs if p["anchor"] == 0]
            self.assertTrue(0 < sum(open_gates) < len(widths), said)
            shutil.rmtree(golden)


class FaultTest(RederiveTest):
    def setUp(self):
        super().setUp()
        cases = [{"id": "small", "variant": "yolov4", "set": {"masks": [[3, 4, 5]], "scale_xy": [1.1]}, "layout": "nahwk", "truths": {"count": [6, 6]}}]
        self.golden = self.write_golden(suite=self.write_suite(cases, defaults={"heads": {"n": 1, "grids": [[2, 3]], "classes": 2}}))
        self.stored = support.read_safetensors(self.path("golden", "small", "golden.safetensors"))

    def check(self, code):
        return self.rederive(self.golden, "--elements", 1000, *self.bound(FAST), code=code)

    def test_a_flipped_bit_is_named(self):
        slot = self.stored["role-0"][2].index(1)
        self.assertIn("v4: 126 elements", self.check(code=0))
        self.flip("small", "gradient-0", slot * 7 + 2, 40)
        said = self.check(code=1)
        self.assertIn("1 elements BEYOND THE BOUND", said)
        self.assertRegex(said, "worst [0-9]{13} ulp at head 0, image 0, row %d, column %d, anchor %d, channel tw: stored" % (slot // 3 % 2, slot % 3, slot // 6))

    def test_a_flipped_bit_of_a_term_is_named(self):
        self.flip("small", "terms", 2, 40)
        self.assertRegex(self.check(code=1), "worst [0-9]{13} ulp at head 0, image 0, term noobj: stored")

    def test_a_flipped_bit_of_the_total_is_named(self):
        self.flip("small", "total", 0, 30)
        self.assertRegex(self.check(code=1), "worst [0-9]{10} ulp at total: stored")

    def test_a_flipped_role_is_named(self):
        self.flip("small", "role-0", 0, 1)
        self.assertIn("ASSIGNMENT DIFFERS at head 0, image 0, row 0, column 0, anchor 0", self.check(code=1))

    def test_a_changed_pair_is_named(self):
        path = self.path("golden", "small", "case.json")
        record = support.read_json(path)
        record["report"]["pairs"][0]["shape_iou"] *= 1.5
        support.write_json(path, record)
        self.assertRegex(self.check(code=1), "1 pair IOUs BEYOND THE BOUND")
        del record["report"]["pairs"][0]
        support.write_json(path, record)
        self.assertIn("ASSIGNMENT DIFFERS at pair {'head': 0, 'image': 0, 'anchor'", self.check(code=1))


class MutantTest(RederiveTest):
    def test_a_mistake_in_a_formula_is_found(self):
        golden, folder = self.write_golden("layout=nhwc|mixed"), self.path("tools")
        shutil.copytree(os.path.join(ROOT, "tools", "oracle"), os.path.join(folder, "oracle"))
        shutil.copy(self.tool, folder)
        path = os.path.join(folder, "oracle", "formulas.py")
        with open(path, encoding="utf-8") as file:
            source = file.read()
        for family, text, mistake in MUTANTS:
            self.assertIn(text, source)
            with open(path, "w", encoding="utf-8") as file:
                file.write(source.replace(text, mistake))
            with self.subTest(family=family, mistake=mistake):
                self.rederive(golden, "--case", "^%s/" % family, "--elements", 60, *self.bound(FAST), code=1, tool=os.path.join(folder, "rederive.py"))


class UsageTest(RederiveTest):
    def test_refuses_what_it_can_not_check(self):
        self.assertIn("golden.json", self.rederive(self.path("nowhere"), code=3))
        self.assertIn("usage", self.rederive(code=3))
        golden = self.write_golden("v1/layout")
        self.assertIn("usage", self.rederive(golden, "--case", "(", code=3))
        self.assertIn("usage", self.rederive(golden, "--elements", -1, code=3))
        self.assertIn("no case", self.rederive(golden, "--case", "v9", code=3))
        self.assertIn("needs mpmath", self.rederive(golden, code=77, python=["-S"]))
        os.truncate(self.path("golden", "v1", "layout", "layout=nhwc", "golden.safetensors"), 100)
        self.assertIn("golden.safetensors", self.rederive(golden, code=3))

    def test_names_the_cases_it_leaves_out(self):
        suite = self.write_suite([{"id": "a"}, {"id": "b", "set": {"masks": [[6, 7, 8]], "coordinate_scale": "off"}}])
        said = self.rederive(self.write_golden(suite=suite), *self.bound(FAST))
        self.assertIn("b: left out: coordinate_scale = off is not the source formula", said)
        self.assertIn("\na: ", said)


if __name__ == "__main__":
    support.main()
