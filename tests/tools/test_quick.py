"""The suite quick holds ties that are exact and ignored positives: what breaks a tie otherwise, or drops these, is rejected."""
import os

from support import ToolTest, main, read_json, read_safetensors, write_json, write_safetensors


class QuickTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.golden, self.actual = self.path("golden"), self.path("actual")

    def mistaken(self, case, change):
        """The result of one case of quick, computed with its variant changed; the cases of quick in golden/ are those of `case`."""
        quick = read_json(os.path.join(os.environ["YOLOGOLD_CONFIGS"], "suites", "quick.json"))
        quick["cases"] = [one for one in quick["cases"] if one["id"] == case]
        self.assertEqual(len(quick["cases"]), 1)
        write_json(self.path("quick.json"), quick)
        self.run_tool("golden", self.path("quick.json"), "-o", self.golden)
        change(quick["cases"][0])
        write_json(self.path("wrong.json"), quick)
        self.run_tool("golden", self.path("wrong.json"), "-o", self.actual, "--dtype", "f32")

    def expect_rejected(self):
        self.assertIn("\n0 of ", self.run_tool("diff", self.golden, self.actual, "--profile", "cuda-fp32", code=1))

    def test_the_correct_float32_results_pass(self):
        for folder, more in ((self.golden, ()), (self.actual, ("--dtype", "f32"))):
            self.run_tool("golden", "quick", "--filter", "-(ties|ignored)", "-o", folder, *more)
        self.assertIn("8 of 8 cases passed", self.run_tool("diff", self.golden, self.actual, "--profile", "stable-fp32"))

    def test_a_shape_iou_equal_to_the_threshold_is_not_above_it(self):
        for case, key in (("v4-ties", "iou_thresh"), ("v3-ties", "gate_thresh")):
            self.mistaken(case, lambda one: one["set"].update({key: 0.2499999999}))
            self.expect_rejected()

    def test_of_anchors_that_tie_the_first_is_best(self):
        # In a reversed list of anchors the first of a tie is the last of this one.
        def reverse(one):
            one["set"]["anchors"].reverse()
            last = len(one["set"]["anchors"]) - 1
            if "matrix" in one:
                # The ids of the cases name the masks: the suite takes them from there.
                masks = one["matrix"].pop("set.masks")[0]
                one["id"] += "/masks=" + "+".join("x".join(map(str, mask)) for mask in masks)
                one["set"]["masks"] = masks
            one["set"]["masks"] = [[last - i for i in mask] for mask in one["set"]["masks"]]

        for case in ("v2-ties", "v3-ties", "v4-ties"):
            self.mistaken(case, reverse)
            chosen = os.path.basename(case) if case == "v2-ties" else case + "/masks=0x1\\+2x3"
            self.assertIn("\n0 of 1 cases passed", self.run_tool("diff", self.golden, self.actual, "--profile", "cuda-fp32", "--filter", "^%s$" % chosen, code=1))

    def test_a_positive_that_overlaps_a_truth_is_not_ignored(self):
        self.run_tool("golden", "quick", "--filter", "-ignored", "--stages", "-o", self.golden)
        for case in ("v2-ignored", "v3-ignored", "v4-ignored"):
            tensors = read_safetensors(os.path.join(self.golden, case, "golden.safetensors"))
            written, ignored, dropped = {}, 0, 0
            for k in range(sum(name.startswith("role-") for name in tensors)):
                roles, overlaps = tensors["role-%d" % k][2], tensors["best_iou-%d" % k][2]
                _, shape, values = tensors["gradient-%d" % k]
                cells = shape[2] * shape[3]
                anchors = len(roles) // (shape[0] * cells)
                ignored += sum(role == -1 for role in roles)
                for slot, (role, overlap) in enumerate(zip(roles, overlaps)):
                    if role == 1 and overlap > 0.7:
                        image, anchor, cell = slot // (anchors * cells), slot // cells % anchors, slot % cells
                        values[(image * shape[1] + anchor * (shape[1] // anchors) + 4) * cells + cell] = 0.0
                        dropped += 1
                written["gradient-%d" % k] = ("F32", shape, values)
            self.assertGreater(ignored, 40, case)
            self.assertGreater(dropped, 5, case)
            os.makedirs(os.path.join(self.actual, case))
            write_safetensors(os.path.join(self.actual, case, "actual.safetensors"), written)
            text = self.run_tool("diff", self.golden, self.actual, "--filter", "^%s$" % case, code=1)
            self.assertIn("; %d of " % dropped, text)


main()
