"""yologold diff where a case can not be judged: it fails with the reason, and the others are judged."""
import json
import os
import shutil

from support import ToolTest, main, read_safetensors, write_json, write_npy, write_safetensors


class UnjudgedTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.golden, self.actual = self.path("golden"), self.path("actual")
        heads = {"heads": {"n": 1, "grids": [[3, 4], [6, 8]], "classes": 2}, "set": {"masks": [[6, 7, 8], [3, 4, 5]]}}
        self.run_tool("golden", self.write_suite([{"id": "a"}, {"id": "b"}, {"id": "c"}], defaults={"variant": "yolov3", "truths": {"count": [2, 4]}, **heads}),
                      "-o", self.golden)
        self.gradients = {}
        for case in "abc":
            read = read_safetensors(os.path.join(self.golden, case, "golden.safetensors"))
            self.gradients[case] = {name: read[name] for name in ("gradient-0", "gradient-1")}
            os.makedirs(os.path.join(self.actual, case))
            self.write(case, "F32")

    def write(self, case, *kinds, factor=1.0):
        """Both gradients of a case, in one type or in two."""
        tensors = {}
        for k, (name, (_, shape, values)) in enumerate(self.gradients[case].items()):
            tensors[name] = (kinds[k % len(kinds)], shape, [factor * value for value in values])
        write_safetensors(os.path.join(self.actual, case, "actual.safetensors"), tensors)

    def diff(self, *arguments, **options):
        return self.run_tool("diff", self.golden, self.actual, *arguments, **options)

    def first_lines(self, text):
        return [line.split(":")[0] for line in text.splitlines() if line[:4] in ("PASS", "FAIL")]

    def test_an_unreadable_file_costs_its_own_case(self):
        with open(os.path.join(self.actual, "a", "actual.safetensors"), "r+b") as file:
            file.truncate(300)
        text = self.diff(code=2)
        self.assertEqual(self.first_lines(text), ["FAIL a", "PASS b", "PASS c"])
        self.assertIn("structure: " + os.path.join(self.actual, "a", "actual.safetensors") + "#/gradient-0/data_offsets: end ", text)
        self.assertIn("2 of 3 cases passed", text)
        document = json.loads(self.diff("--json", code=2))
        self.assertEqual([case["passed"] for case in document["cases"]], [False, True, True])
        self.assertEqual((document["failed"], document["compared"]), (1, 3))

    def test_a_type_that_the_profile_can_not_judge_costs_its_own_case(self):
        self.write("b", "F32", "F16")
        text = self.diff(code=1)
        self.assertEqual(self.first_lines(text), ["PASS a", "FAIL b", "PASS c"])
        self.assertIn("structure: profile cuda-fp32: gradient-1 is stored as f16; allowed: f32, or a type that holds every f32", text)

    def test_a_missing_folder_is_named_once(self):
        shutil.rmtree(os.path.join(self.actual, "b"))
        text = self.diff(code=1)
        self.assertIn("structure: no folder " + os.path.join(self.actual, "b") + "\n", text)
        self.assertNotIn("is missing", text)
        self.assertNotIn("0 of 0", text)
        self.assertEqual(self.first_lines(text), ["PASS a", "FAIL b", "PASS c"])
        os.mkdir(self.path("empty"))
        done = self.run_tool("diff", self.golden, self.path("empty"), code=2, says="no folder %s, nor one of the other 2 cases" % self.path("empty", "a"))
        self.assertEqual(done, "")

    def test_heads_in_another_order_are_named(self):
        first, second = (self.gradients["a"]["gradient-%d" % k] for k in (0, 1))
        write_safetensors(os.path.join(self.actual, "a", "actual.safetensors"), {"gradient-0": second, "gradient-1": first})
        text = self.diff("--filter", "^a$", code=1)
        self.assertIn("(the shape of gradient-1: are the heads in another order?)", text)
        self.assertIn("(the shape of gradient-0: are the heads in another order?)", text)

    def test_floats_in_files_of_doubles_are_named(self):
        rounded = read_safetensors(os.path.join(self.actual, "a", "actual.safetensors"))
        write_safetensors(os.path.join(self.actual, "a", "actual.safetensors"), {name: ("F64", shape, values) for name, (_, shape, values) in rounded.items()})
        advice = "note: stored as f64, but every value is a float32: try --profile cuda-fp32"
        self.assertIn(advice, self.diff("--filter", "^a$", code=1))
        self.diff("--filter", "^a$", "--profile", "cuda-fp32")
        self.write("a", "F64", factor=1.1)
        self.assertNotIn(advice, self.diff("--filter", "^a$", code=1))

    def test_several_failing_cases_are_worth_a_look_together(self):
        hint = "the failing cases together: yologold diagnose %s %s --profile auto\n" % (self.golden, self.actual)
        self.write("a", "F32", factor=-1)
        self.assertNotIn(hint, self.diff(code=1))
        self.write("b", "F32", factor=-1)
        self.assertIn(hint, self.diff(code=1))

    def test_only_the_profile_that_is_needed_is_read(self):
        configs = self.path("configs")
        os.makedirs(os.path.join(configs, "profiles"))
        with open(os.path.join(configs, "profiles", "fp16-storage.json"), "w") as file:
            file.write("{")
        environment = dict(os.environ, YOLOGOLD_CONFIGS=configs)
        self.assertIn("3 of 3 cases passed", self.diff(env=environment))
        self.write("b", "F16")
        self.diff(env=environment, code=3, says="fp16-storage.json")


main()
