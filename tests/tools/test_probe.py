"""What yologold diagnose --probe writes: a correct backend passes, and what the probe says it tells apart the judge rejects."""
import atexit
import json
import os
import shutil
import tempfile

from support import ToolTest, main, read_json, write_json


PROBES = tempfile.mkdtemp(prefix="yologold-test-")  # each family's once
atexit.register(shutil.rmtree, PROBES, True)
FOUND = {}


class ProbeTest(ToolTest):
    def probe(self, family):
        self.folder_of = os.path.join(PROBES, family)
        if family not in FOUND:
            FOUND[family] = json.loads(self.run_tool("diagnose", "--probe", family, "-o", self.folder_of, "--json"))["variants"][0]
        return FOUND[family]

    def compute(self, name, change, *arguments):
        """The probe's suite, each case changed, computed beside it: the files that it reads are there."""
        suite = read_json(os.path.join(self.folder_of, "suite.json"))
        for one in suite["cases"]:
            change(one)
        write_json(os.path.join(self.folder_of, name + ".json"), suite)
        self.run_tool("golden", os.path.join(self.folder_of, name + ".json"), "-o", self.path(name), *arguments)
        return self.path(name)

    def diff(self, actual, *arguments, **options):
        return self.run_tool("diff", os.path.join(self.folder_of, "golden"), actual, "--profile", "cuda-fp32", *arguments, **options)

    def equal(self, variant, a, b):
        return [a, b] in variant["equal_on_every_input_tried"] or [b, a] in variant["equal_on_every_input_tried"]

    def test_a_correct_backend_passes_every_case(self):
        for family in ("yolov1", "yolov2", "yolov4"):
            self.probe(family)
            text = self.diff(self.compute(family + "-f32", lambda one: None, "--dtype", "f32"))
            self.assertRegex(text, "conclusive, 40 % asked for by the suite: sigma is flat|yolov4/saturated")
            self.assertNotIn("INCONCLUSIVE yolo", text)

    def test_a_threshold_is_told_where_the_judge_tells_it(self):
        for family, key in (("yolov4", "iou_thresh"), ("yolov3", "gate_thresh"), ("yolov2", "ignore_thresh")):
            variant = self.probe(family)

            def below(one):
                default = {"iou_thresh": 0.213, "gate_thresh": 0.5, "ignore_thresh": {"yolov2": 0.5}.get(family, 0.7)}[key]
                one.setdefault("set", {})[key] = one["set"].get(key, default) * (1 - 2.0 ** -50)

            actual = self.compute(family + "-not-strict", below)
            told = not self.equal(variant, "no-mistake", key + ">=")
            text = self.diff(actual, code=1 if told else 0)
            self.assertEqual("FAIL" in text, told)
            self.assertEqual(told, key != "ignore_thresh")

    def test_the_last_of_anchors_that_tie_is_rejected(self):
        def reverse(one):
            if one["id"].endswith("/anchor-ties"):
                anchors = one["set"]["anchors"]
                masks = one["set"].get("masks", [[0, 1, 2, 3, 4]] if len(anchors) == 5 else {"yolov3": [[6, 7, 8], [3, 4, 5], [0, 1, 2]]}.get(one["variant"], [[0, 1, 2], [3, 4, 5], [6, 7, 8]]))
                one["set"]["anchors"] = anchors[::-1]
                one["set"]["masks"] = [[len(anchors) - 1 - i for i in mask] for mask in masks]

        for family in ("yolov2", "yolov3", "yolov4"):
            self.probe(family)
            text = self.diff(self.compute(family + "-last", reverse), "--filter", "/anchor-ties$", code=1)
            self.assertIn("FAIL %s/anchor-ties" % family, text)


main()
