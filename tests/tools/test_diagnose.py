"""yologold diagnose: planted mistakes are named, by fixed tolerances and by bounds; probes tell mistakes apart; every exit code."""
import json
import os
import shutil

from support import ToolTest, main, product, read_json, read_safetensors, write_npy

CASES = [{"id": "a", "variant": "yolov3", "set": {"masks": [[6, 7, 8]]}}, {"id": "two", "variant": "yolov2"},
         {"id": "b/c", "variant": "yolov4", "set": {"masks": [[6, 7, 8]], "scale_xy": [1.1]}, "fill": "trained"}]


class DiagnoseTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.golden, self.actual = self.path("golden"), self.path("actual")
        suite = self.write_suite(CASES, defaults={"heads": {"n": 2, "grids": [[3, 4]], "classes": 2}, "truths": {"count": [2, 4]}})
        self.run_tool("golden", suite, "-o", self.golden)
        for case in CASES:
            self.write(case["id"], lambda value, place: value)

    def gradient(self, case):
        return read_safetensors(os.path.join(self.golden, case, "golden.safetensors"))["gradient-0"][1:]

    def write(self, case, change):
        """Writes the golden's gradient with every value changed."""
        shape, values = self.gradient(case)
        os.makedirs(os.path.join(self.actual, case), exist_ok=True)
        write_npy(os.path.join(self.actual, case, "gradient-0.npy"), shape, [change(value, place) for place, value in enumerate(values)])

    def diagnose(self, *arguments, **options):
        return self.run_tool("diagnose", self.golden, self.actual, *arguments, **options)

    def test_nothing_to_explain(self):
        self.assertIn("3 cases: every gradient agrees", self.diagnose())
        self.diagnose("--profile", "cuda-fp32")
        document = json.loads(self.diagnose("--json"))
        self.assertEqual((document["format"], document["compared"], document["cases"]), ("yologold-diagnosis/1", 3, []))

    def test_a_sign_error_is_named_in_the_first_line(self):
        self.write("two", lambda value, place: -value)
        for profile in ("fp32", "cuda-fp32"):
            lines = self.diagnose("--profile", profile, code=1).splitlines()
            self.assertTrue(lines[0].startswith("two: every gradient has the opposite sign [sign] (explains "), lines[0])
            self.assertIn("elements fail", lines[1])
            self.assertIn("look at: target - value", lines[2])

    def test_json_has_the_findings(self):
        self.write("a", lambda value, place: -value)
        document = json.loads(self.diagnose("--json", code=1, says="a: every gradient has the opposite sign"))
        case = document["cases"][0]
        self.assertEqual((case["id"], case["named"], case["findings"][0]["ids"]), ("a", True, ["sign"]))
        self.assertEqual(case["findings"][0]["gained"], case["failing"])
        self.assertEqual(case["findings"][0]["broken"], 0)
        self.assertTrue(case["findings"][0]["is_cause"])
        self.assertEqual(case["elements"], product(self.gradient("a")[0]))

    def test_several_cases_have_one_cause(self):
        for case in CASES:
            self.write(case["id"], lambda value, place: 2 * value)
        text = self.diagnose(code=1)
        self.assertIn("all 3 failing cases together: every gradient is doubled [times-two]", text)
        self.assertEqual(json.loads(self.diagnose("--json", code=1))["together"]["findings"][0]["ids"], ["times-two"])

    def test_what_is_no_known_mistake_is_not_named(self):
        self.write("a", lambda value, place: value + 0.01 * (place % 7 - 3))
        self.assertTrue(self.diagnose(code=1).startswith("a: no single known cause"))
        self.assertFalse(json.loads(self.diagnose("--json", code=1))["cases"][0]["named"])

    def test_bounds_see_what_fixed_tolerances_let_pass(self):
        self.write("two", lambda value, place: value * 1.0000125)
        self.diagnose("--filter", "two", "--profile", "fp32")
        self.assertIn("every gradient is multiplied by one factor, 1.00001", self.diagnose("--filter", "two", "--profile", "cuda-fp32", code=1))

    def test_the_output_of_another_case_is_recognised(self):
        self.run_tool("golden", self.write_suite([{"id": "a"}, {"id": "b"}]), "-o", self.path("twins"))
        self.golden = self.path("twins")
        for case in ("a", "b"):
            self.write(case, lambda value, place: value)
        shutil.copy(os.path.join(self.actual, "a", "gradient-0.npy"), os.path.join(self.actual, "b", "gradient-0.npy"))
        for profile in ("fp32", "cuda-fp32"):
            self.assertIn("b: this is the gradient of case a [output-of:a]", self.diagnose("--profile", profile, code=1))

    def test_diff_and_check_name_the_cause_too(self):
        self.write("a", lambda value, place: -value)
        cause = "cause: every gradient has the opposite sign [sign]"
        arguments = ("check", self.path("suite.json"), "--backend", "dir:" + self.actual)
        for profile in ("fp32", "cuda-fp32"):
            self.assertIn(cause, self.run_tool("diff", self.golden, self.actual, "--profile", profile, code=1))
            self.assertIn(cause, self.run_tool(*arguments, "--profile", profile, code=1))
        self.assertNotIn("cause:", self.run_tool(*arguments, "--no-diagnose", code=1))
        verdict = json.loads(self.run_tool(*arguments, "--filter", "^a$", "--json", code=1))["cases"][0]["verdict"]
        self.assertIn("[sign]", verdict["cause"])

    def test_diff_names_the_cause_in_a_large_case_too(self):
        masks = {"masks": [[6, 7, 8], [3, 4, 5], [0, 1, 2]]}
        large = {"id": "large", "variant": "yolov3", "set": masks, "fill": "trained",
                 "heads": {"n": 2, "classes": 80, "grids": [[13, 13], [26, 26], [52, 52]]}}
        self.run_tool("golden", self.write_suite([large]), "-o", self.path("right"))
        self.run_tool("golden", self.write_suite([dict(large, set=dict(masks, lambda_noobj=0.5))]), "-o", self.path("wrong"), "--dtype", "f32")
        text = self.run_tool("diff", self.path("right"), self.path("wrong"), code=1)
        self.assertIn("cause: the objectness of the other slots is weighted 0.5 [lambda_noobj=0.5]", text)
        self.assertNotIn("not looked for", text)

    def test_codes(self):
        self.diagnose("--filter", "no such case", code=6, says="no case of golden")
        self.diagnose("--filter", "(", code=3, says="no regular expression")
        self.diagnose("--profile", "fp31", code=3, says='did you mean "fp32"?')
        self.run_tool("diagnose", self.golden, code=3, says="ACTUAL")
        self.run_tool("diagnose", self.golden, self.path("nothing"), code=3, says="no such folder")
        self.run_tool("diagnose", self.path("nothing"), self.actual, code=4, says="golden.json")

    def test_a_case_that_can_not_be_compared_is_left_out(self):
        self.write("two", lambda value, place: -value)
        named = "two: every gradient has the opposite sign [sign]"
        written = os.path.join(self.actual, "a", "gradient-0.npy")

        def left_out(why, code):
            text = self.diagnose(code=code)
            self.assertIn("a: left out: " + why, text)
            self.assertIn(named, text)
            entry, = json.loads(self.diagnose("--json", code=code))["left_out"]
            self.assertEqual((entry["id"], why in entry["why"]), ("a", True))
            self.diagnose("--filter", "^a$", code=code)
            self.run_tool("diff", self.golden, self.actual, "--no-diagnose", code=code)

        shape, values = self.gradient("a")
        write_npy(written, shape[1:], values[:product(shape[1:])])
        left_out("gradient-0 has the shape", 1)
        with open(written, "r+b") as file:
            file.truncate(100)
        left_out(written, 2)
        os.remove(written)
        left_out("no gradient-K.npy and no actual.safetensors in", 1)
        write_npy(os.path.join(self.actual, "a", "other.npy"), shape, values)
        left_out("gradient-0 is missing", 1)
        shutil.rmtree(os.path.join(self.actual, "a"))
        text = self.diagnose(code=1)
        self.assertIn("a: left out: no folder ", text)
        self.assertIn(named, text)
        self.diagnose("--filter", "^a$", code=2, says="nothing was written")


class ProbeTest(ToolTest):
    def probe(self, what, *arguments, out="probe", **options):
        return self.run_tool("diagnose", "--probe", what, "-o", self.path(out), *arguments, **options)

    def test_a_probe_is_a_suite_and_its_golden(self):
        text = self.probe("yolov2")
        self.assertRegex(text.splitlines()[0], r"^yolov2: \d+ cases tell \d+ of \d+ pairs of \d+ hypotheses apart$")
        suite, golden = self.path("probe", "suite.json"), self.path("probe", "golden")
        self.run_tool("golden", suite, "-o", golden, "--verify")
        self.run_tool("golden", suite, "-o", self.path("again"), "--dtype", "f32")
        self.assertNotIn("FAIL", self.run_tool("diff", golden, self.path("again"), "--profile", "stable-fp32"))
        self.run_tool("check", suite, "--backend", "dir:" + self.path("again"), "--profile", "stable-fp32")
        self.run_tool("diagnose", golden, self.path("again"))

    def test_probes_are_the_same_every_time(self):
        self.probe("yolov1")
        self.probe("yolov1", out="again")
        self.assertEqual(read_json(self.path("probe", "suite.json")), read_json(self.path("again", "suite.json")))

    def test_pairs_are_counted_and_listed(self):
        found = json.loads(self.probe("yolov3", "--json", says="pairs"))["variants"][0]
        self.assertEqual(found["pairs"], len(found["hypotheses"]) * (len(found["hypotheses"]) - 1) // 2)
        self.assertEqual(found["told"] + len(found["equal_on_every_input_tried"]), found["pairs"])
        self.assertGreater(found["told"], 0.99 * found["pairs"])
        self.assertEqual(found["hypotheses"][0], "no-mistake")
        # With the sum over images, a loss per image has the same gradient: no input can tell it from no mistake.
        self.assertIn(["no-mistake", "reduction=per-image"], found["equal_on_every_input_tried"])

    def test_bounds_tell_apart_too(self):
        found = json.loads(self.probe("yolov1", "--profile", "cuda-fp32", "--json"))
        self.assertEqual(found["profile"], "cuda-fp32")
        self.assertGreater(found["variants"][0]["told"], 0.99 * found["variants"][0]["pairs"])

    def test_given_inputs_stand_beside_the_suite(self):
        self.probe("yolov3")
        ties = [one for one in read_json(self.path("probe", "suite.json"))["cases"] if "files" in one]
        self.assertEqual(len(ties), 1)
        for name in ties[0]["files"]["heads"] + [ties[0]["files"]["truths"]]:
            self.assertTrue(os.path.exists(self.path("probe", name)))
        record = read_json(self.path("probe", "golden", ties[0]["id"], "case.json"))
        self.assertIn(record["variant"]["gate_thresh"], [pair["shape_iou"] for pair in record["report"]["pairs"]])

    def test_every_variant_of_a_suite_is_probed_once(self):
        suite = self.write_suite([{"id": "a"}, {"id": "b", "fill": "trained"}, {"id": "c", "set": {"ignore": "decoded"}}])
        found = json.loads(self.probe(suite, "--json"))["variants"]
        self.assertEqual([one["set"].get("ignore") for one in found], [None, "decoded"])

    def test_codes(self):
        self.probe("yolov9", code=3, says="yolov9")
        self.run_tool("diagnose", "--probe", "yolov1", code=3, says="--output")
        self.run_tool("diagnose", "-o", self.path("x"), code=3, says="--probe")
        os.makedirs(self.path("probe", "full"))
        self.probe("yolov1", code=3, says="not an empty folder")


main()
