"""yologold explain-cell: every number of a slot is the golden's, the printed Python derives the gradient again, and a backend's errors are put in bounds."""
import contextlib
import io
import json
import math
import os
import random
import re
import unittest

from support import ToolTest, main, product, read_json, read_safetensors, write_json, write_npy

try:
    import mpmath  # noqa: F401
except ImportError:
    mpmath = None

FAMILIES = {
    "v1": {"variant": "yolov1", "set": {}, "heads": {"n": 2, "grids": [[3, 4]], "classes": 3}},
    "v2": {"variant": "yolov2", "set": {}, "heads": {"n": 2, "grids": [[3, 4]], "classes": 3}},
    "v3": {"variant": "yolov3", "set": {"ignore": "decoded", "ignore_thresh": 0.3}, "heads": {"n": 2, "grids": [[2, 3], [4, 6], [8, 12]], "classes": 3}},
    "v4": {"variant": "yolov4", "set": {}, "heads": {"n": 2, "grids": [[8, 12], [4, 6], [2, 3]], "classes": 3}},
}
KINDS = {"plain": {"fill": "normal", "truths": {"count": [3, 5]}}, "crowd": {"fill": "trained", "truths": {"kind": "collide", "count": [4, 6]}},
         "mixed": {"fill": "tied", "truths": {"kind": "mixed", "count": [4, 8]}}}
MORE = {"v1-darknet": {**FAMILIES["v1"], "variant": "yolov1-darknet"}, "v2-darknet": {**FAMILIES["v2"], "variant": "yolov2-darknet"},
        "v3-darknet": {**FAMILIES["v3"], "variant": "yolov3-darknet", "set": {}},
        "v4-grid": {**FAMILIES["v4"], "set": {"box_space": "grid", "collision": "mean", "reduction": "mean-batch"}}, "v4-giou": {**FAMILIES["v4"], "set": {"box_loss": "giou"}},
        "v2-half": {**FAMILIES["v2"], "set": {"gradient": "half", "lambda_obj": 5}}}


class ExplainCellTest(ToolTest):
    def setUp(self):
        super().setUp()
        cases = [{"id": family + "/" + kind, **base, **more} for family, base in FAMILIES.items() for kind, more in KINDS.items()]
        cases += [{"id": name + "/" + kind, **base, **KINDS[kind]} for name, base in MORE.items() for kind in ("plain", "crowd")]
        self.golden = self.path("golden")
        self.run_tool("golden", self.write_suite(cases, defaults={}), "-o", self.golden)

    def explain(self, case, slot, *arguments, **options):
        address = [word for name, value in zip(("head", "image", "anchor", "y", "x"), slot) for word in ("--" + name, value)]
        return self.run_tool("explain-cell", self.golden, case, *address, *arguments, **options)

    def cell(self, case, slot, *arguments):
        return json.loads(self.explain(case, slot, "--json", *arguments))

    def case(self, case):
        return read_json(os.path.join(self.golden, case, "case.json")), read_safetensors(os.path.join(self.golden, case, "golden.safetensors"))

    def slots(self, case):
        """A few slots of every role; more of the positive ones, where most can go wrong."""
        record, tensors = self.case(case)
        chosen, draw = [], random.Random(case)
        for head in range(len(record["heads"])):
            roles = tensors["role-%d" % head]
            _, anchors, rows, columns = roles[1]
            for role in (-2, -1, 0, 1):
                places = [i for i, value in enumerate(roles[2]) if value == role]
                for i in draw.sample(places, min(len(places), 4 if role == 1 else 2)):
                    chosen.append((role, (head, i // (anchors * rows * columns), i // (rows * columns) % anchors, i // columns % rows, i % columns)))
        return chosen

    def all_cases(self):
        return [case for case in read_json(os.path.join(self.golden, "golden.json"))["cases"]]

    def test_every_number_is_that_of_the_golden(self):
        for case in ("v1/plain", "v2/crowd", "v3/mixed", "v4/plain"):
            record, tensors = self.case(case)
            for role, slot in self.slots(case):
                cell = self.cell(case, slot)
                head, image, anchor, y, x = slot
                shape = record["heads"][head]
                channels = 5 + shape["c"]
                for k in range(channels):
                    plane = anchor * channels + k
                    total = shape["a"] * channels
                    if case.startswith("v1"):
                        plane, total = (anchor * 5 + k if k < 5 else shape["a"] * 5 + k - 5), shape["a"] * 5 + shape["c"]
                    place = ((image * total + plane) * shape["h"] + y) * shape["w"] + x
                    self.assertEqual(float.fromhex(cell["gradient"][k]["hex"]), tensors["gradient-%d" % head][2][place])
                self.assertEqual(cell["role"], {-2: "none", -1: "ignored", 0: "negative", 1: "positive"}[role])
                pairs = [p for p in record["report"]["pairs"] if (p["head"], p["image"], p["anchor"], p["y"], p["x"]) == slot]
                self.assertEqual([p["truth"] for p in cell["stages"]["pairs"]], [p["truth"] for p in pairs])
                for mine, theirs in zip(cell["stages"]["pairs"], pairs):
                    self.assertAlmostEqual(mine["shape_iou"], theirs["shape_iou"], places=14)
                    self.assertIn("truth %d is assigned here" % mine["truth"], " ".join(cell["why"]))

    @unittest.skipUnless(mpmath, "needs mpmath (Debian: python3-mpmath)")
    def test_the_printed_python_derives_the_gradient_again(self):
        derived = {}
        for case in self.all_cases():
            for _, slot in self.slots(case):
                cell = self.cell(case, slot)
                self.assertLessEqual(cell["python"].count("\n"), 20, cell["python"])
                said = io.StringIO()
                with contextlib.redirect_stdout(said):
                    exec(cell["python"], {})  # noqa: S102
                want = {one["channel"]: float.fromhex(one["hex"]) for one in cell["gradient"]}
                for line in said.getvalue().splitlines():
                    channel, value = line.split()
                    self.assertLessEqual(abs(float(value) - want[channel]), 1e-12 * abs(want[channel]) + 1e-16, "%s %s %s" % (case, slot, line))
                    key = case.split("/")[0], cell["role"], channel
                    derived[key] = derived.get(key, 0) + 1
        for family in FAMILIES:
            for channel in ("tx", "ty", "tw", "th", "obj"):
                self.assertGreater(derived.get((family, "positive", channel), 0), 3, family)
            self.assertGreater(derived.get((family, "negative", "obj"), 0), 3, family)
        self.assertGreater(derived.get(("v3", "ignored", "obj"), 0), 0)
        for name in MORE:
            self.assertGreater(derived.get((name, "positive", "obj"), 0), 0, name)

    def test_bounds_and_terms(self):
        for case in ("v1/plain", "v2/plain", "v3/plain", "v4/plain"):
            record, _ = self.case(case)
            pair = next(p for p in record["report"]["pairs"] if not p["gated"])
            slot = tuple(pair[name] for name in ("head", "image", "anchor", "y", "x"))
            cell = self.cell(case, slot)
            self.assertEqual(set(cell["terms"]), {"coord", "obj", "class"})
            for one in cell["gradient"]:
                value, bound = abs(one["value"]), one["bound"]
                self.assertAlmostEqual(one["digits"], max(0, math.floor(-10 * math.log10(bound / value)) / 10), places=9)
                self.assertGreater(len(one["made_of"]), 1)
                self.assertAlmostEqual(sum(part["error"] for part in one["made_of"]) / bound, 1, delta=0.01)
            coarse = self.cell(case, slot, "--profile", "bf16-every-op")
            for fine, rough in zip(cell["gradient"], coarse["gradient"]):
                self.assertGreater(float(rough["bound"]), 1000 * fine["bound"])

    def test_decisions_have_margins(self):
        for case in ("v1/plain", "v2/plain", "v3/plain", "v4/plain"):
            record, _ = self.case(case)
            slot = tuple(record["report"]["pairs"][0][name] for name in ("head", "image", "anchor", "y", "x"))
            decisions = self.cell(case, slot)["decisions"]
            if decisions is None:
                self.skipTest("built without the certified tier")
            said = [one["what"] for one in decisions]
            for kind in ("column ", "row ", "responsible predictor " if case.startswith("v1") else "best anchor "):
                self.assertTrue(any(what.startswith(kind) for what in said), "%s %s" % (case, said))
            for one in decisions:
                self.assertEqual(one["certain"], abs(float(one["margin"])) > float(one["radius"]))
                self.assertIn("decision: " + one["what"], self.explain(case, slot))
            coarse = self.cell(case, slot, "--profile", "bf16-every-op")["decisions"]
            self.assertGreater(float(coarse[0]["radius"]), float(decisions[0]["radius"]))

    def test_the_ignore_mask_has_margins(self):
        # Each truth that the decoded box meets against the threshold, and all of them together.
        seen = {"ignored": 0, "negative": 0}
        for case in ("v3/plain", "v3/crowd", "v3/mixed"):
            for _, slot in self.slots(case):
                cell = self.cell(case, slot)
                if cell["decisions"] is None:
                    self.skipTest("built without the certified tier")
                mask = [one for one in cell["decisions"] if "slot ignored" in one["what"] or "slot not ignored" in one["what"]]
                truths = [one for one in cell["decisions"] if " the ignore threshold by" in one["what"] and one["what"].startswith("overlap ")]
                if cell["role"] not in seen:
                    self.assertEqual((mask, truths), ([], []))
                    continue
                self.assertEqual(len(mask), 1)
                self.assertEqual((mask[0]["winner"], mask[0]["runner_up"]), (1, 0) if cell["role"] == "ignored" else (0, 1))
                overlaps = {one["truth"]: one["iou"] for one in cell["inputs"]["truths"] if one["iou"] > 0}
                self.assertEqual(len(truths), len(overlaps))
                for one, (truth, iou) in zip(truths, overlaps.items()):
                    self.assertIn(", truth %d, " % truth, one["what"])
                    self.assertAlmostEqual(one["margin"], iou - 0.3, places=6)
                    self.assertEqual(one["winner"], int(iou > 0.3))
                    self.assertAlmostEqual(one["holds_up_to"], abs(one["margin"]) / one["radius"] * 2.0 ** -24, delta=1e-9)
                if not overlaps:
                    continue
                self.assertEqual(mask[0]["margin"], max(truths, key=lambda one: one["margin"] / one["radius"])["margin"])
                seen[cell["role"]] += 1
                self.assertIn("decision: %s; holds up to a unit roundoff of " % truths[0]["what"], self.explain(case, slot))
        self.assertGreater(min(seen.values()), 3, seen)

    def test_diff_speaks_of_the_same_mask(self):
        # The closest decisions of a case, among them slots of the mask: explain-cell says the same of each, to the letter.
        met = 0
        for case in ("v3/plain", "v3/crowd", "v3/mixed"):
            actual = self.path("same", case)
            os.makedirs(actual)
            for name, (_, shape, values) in self.case(case)[1].items():
                if name.startswith("gradient-"):
                    write_npy(os.path.join(actual, name + ".npy"), shape, values, "f4")
            report = json.loads(self.run_tool("diff", self.golden, self.path("same"), "--filter", "^%s$" % case, "--json"))["cases"][0]["decisions"]
            if not report["looked_for"]:
                self.skipTest("built without the certified tier")
            for one in report["closest"]:
                place = re.search(r"^slot .* \(head (\d+), image (\d+), row (\d+), column (\d+), anchor (\d+)\)$", one["decision"])
                if place:
                    head, image, y, x, anchor = map(int, place.groups())
                    said = [d for d in self.cell(case, (head, image, anchor, y, x))["decisions"] if d["what"] == one["decision"]]
                    self.assertEqual([(d["margin"], d["radius"], d["holds_up_to"]) for d in said], [(one["margin"], one["radius"], one["holds_up_to"])])
                    met += 1
        self.assertGreater(met, 3)

    def test_the_bound_at_a_kink_is_that_of_one_side(self):
        # A prediction of the truth's width and centre, a hair narrower: float32 may take either side of min and max along x.
        def golden(width, name):
            values = [0.0] * (3 * 7 * 64)
            values[2 * 64 + 2 * 8 + 3] = width
            write_npy(self.path(name + ".npy"), (1, 21, 8, 8), values)
            files = {"heads": [self.path(name + ".npy")], "truths": self.path("truths.json")}
            variant = {"image": [416, 416], "anchors": [[52, 52], [300, 20], [20, 300]], "masks": [[0, 1, 2]], "scale_xy": [1], "head_weight": [1]}
            self.run_tool("golden", self.write_suite([{"id": "a", "files": files}], name=name + ".json", defaults={"variant": "yolov4", "set": variant}), "-o", self.path(name))
            return self.path(name)

        write_json(self.path("truths.json"), {"images": [[{"cx": 3.5 / 8, "cy": 2.75 / 8, "w": 0.125, "h": 0.2, "class": 1}]]})
        self.golden, wider = golden(-1e-9, "narrower"), golden(1e-9, "wider")
        slot = (0, 0, 0, 2, 3)
        own, other = self.cell("a", slot, "--actual", self.golden), self.cell("a", slot, "--actual", wider)
        plain, beside = self.cell("a", slot)["gradient"][2], other["gradient"][2]
        self.assertEqual({key: own["gradient"][2][key] for key in plain}, plain)
        self.assertGreater(abs(beside["actual"]["value"] - beside["value"]), 0.1)
        self.assertAlmostEqual(beside["other_side"]["value"], beside["actual"]["value"], places=8)
        self.assertNotIn("other_side", plain)
        for one in (plain, beside):
            self.assertLess(one["bound"], 1e-4)
            self.assertGreater(one["digits"], 3)
            self.assertTrue(0.3 * one["bound"] < sum(part["error"] for part in one["made_of"]) <= 1.01 * one["bound"], one)
        self.assertLess(beside["error_over_bound"], 1)
        self.assertIn("follows another side of min or max", self.explain("a", slot, "--actual", wider))

    def test_what_a_backend_wrote_is_held_against_the_bound(self):
        _, tensors = self.case("v2/plain")
        kind, shape, values = tensors["gradient-0"]
        os.makedirs(self.path("actual", "v2", "plain"))
        wrong = list(values)
        wrong[4 * 12 + 5] += 1e-3   # image 0, anchor 0, objectness, row 1, column 1
        write_npy(self.path("actual", "v2", "plain", "gradient-0.npy"), shape, wrong, "f8")
        cell = self.cell("v2/plain", (0, 0, 0, 1, 1), "--actual", self.path("actual"))
        objectness = cell["gradient"][4]
        self.assertAlmostEqual(objectness["error"], 1e-3, places=12)
        self.assertAlmostEqual(objectness["error_over_bound"], objectness["error"] / objectness["bound"], places=6)
        self.assertGreater(objectness["error_over_bound"], 1)
        self.assertEqual([one["error"] for k, one in enumerate(cell["gradient"]) if k != 4], [0] * (len(cell["gradient"]) - 1))
        text = self.explain("v2/plain", (0, 0, 0, 1, 1), "--actual", self.path("actual"))
        self.assertIn("actual %s" % objectness["actual"]["hex"], text.replace("%r = " % objectness["actual"]["value"], ""))
        self.assertEqual(product(shape), len(values))

    def test_the_text_has_every_part(self):
        text = self.explain("v4/plain", (0, 0, 0, 0, 0))
        for part in ("Inputs\n", "Stages\n", "Role: ", "Terms of this slot", "Gradient\n", "In Python, from the formulas:", "grid 8 rows x 12 columns", "anchor 0 of the list:", "pixel", "its bound: "):
            self.assertIn(part, text)
        self.assertIn("its bound: ", self.explain("v2-darknet/plain", (0, 0, 0, 0, 0)))

    def test_codes(self):
        for slot, option in (((3, 0, 0, 0, 0), "--head"), ((0, 2, 0, 0, 0), "--image"), ((0, 0, 3, 0, 0), "--anchor"), ((0, 0, 0, 2, 0), "--y"), ((0, 0, 0, 0, -1), "--x")):
            self.explain("v3/plain", slot, code=3, says=option)
        self.explain("v3/none", (0, 0, 0, 0, 0), code=4, says="no such case")
        self.explain("v3/plain", (0, 0, 0, 0, 0), "--profile", "fp32", code=3, says="cuda-fp32")
        self.explain("v3/plain", (0, 0, 0, 0, 0), "--actual", self.path("none"), code=3, says="no such folder")
        os.makedirs(self.path("empty"))
        self.explain("v3/plain", (0, 0, 0, 0, 0), "--actual", self.path("empty"), code=3, says="gradient-0 is missing")
        self.run_tool("explain-cell", self.golden, "v3/plain", code=3, says="--head")
        self.run_tool("explain-cell", self.path("none"), "v3/plain", *"--head 0 --image 0 --anchor 0 --y 0 --x 0".split(), code=4, says="golden.json")


main()
