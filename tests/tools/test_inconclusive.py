"""A pass that proves too little is none: INCONCLUSIVE and exit 5 of diff and check, and how it stands beside passed and failed cases."""
import json
import os

from support import ToolTest, main, read_safetensors, write_npy

PROFILE = "cuda-fp32"
# Where a sigma is flat, a conforming backend may lose every digit of 1 - sigma: the bounds are as large as the gradients.
CASES = [{"id": "flat", "variant": "yolov1", "fill": "saturated"}, {"id": "plain", "variant": "yolov1"}]


class InconclusiveTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.golden, self.actual = self.path("golden"), self.path("actual")
        self.suite = self.write_suite(CASES, defaults={"heads": {"n": 2, "grids": [[5, 6]], "classes": 4}, "truths": {"count": [2, 4]}})
        self.run_tool("golden", self.suite, "-o", self.golden)
        for case in CASES:
            self.write(case["id"], lambda value: value)

    def write(self, case, change):
        _, shape, values = read_safetensors(os.path.join(self.golden, case, "golden.safetensors"))["gradient-0"]
        os.makedirs(os.path.join(self.actual, case), exist_ok=True)
        write_npy(os.path.join(self.actual, case, "gradient-0.npy"), shape, [change(value) for value in values])

    def both(self, *arguments, **options):
        """What diff and check print."""
        yield self.run_tool("diff", self.golden, self.actual, *arguments, **options)
        yield self.run_tool("check", self.suite, "--backend", "dir:" + self.actual, *arguments, **options)

    def test_too_little_proved_is_exit_5(self):
        for text in self.both("--profile", PROFILE, code=5):
            self.assertIn("INCONCLUSIVE flat: ", text)
            self.assertIn("PASS plain: ", text)
            self.assertRegex(text, r"1 inconclusive|1 of 2 cases passed")
            self.assertRegex(text, r"bounds: \d+ exact, \d+ conclusive, [1-9]\d* INCONCLUSIVE, \d+ RANGE")

    def test_json_says_so(self):
        for text in self.both("--profile", PROFILE, "--json", code=5):
            document = json.loads(text)
            self.assertFalse(document["passed"])
            verdicts = {case["id"]: case.get("verdict", case) for case in document["cases"]}
            self.assertFalse(verdicts["flat"]["bounds"]["enough_conclusive"])
            self.assertTrue(verdicts["plain"]["bounds"]["enough_conclusive"])
            self.assertGreater(verdicts["flat"]["bounds"]["inconclusive"] + verdicts["flat"]["bounds"]["range"], 0)

    def test_a_suite_may_ask_for_less_and_says_why(self):
        for share, code, says in ((0.2, 0, "PASS flat"), (0.99, 5, "INCONCLUSIVE flat")):
            cases = [dict(CASES[0], conclusive={"at_least": share, "because": "half of the sigmas are 1"}), CASES[1]]
            self.suite = self.write_suite(cases, defaults={"heads": {"n": 2, "grids": [[5, 6]], "classes": 4}, "truths": {"count": [2, 4]}})
            self.run_tool("golden", self.suite, "-o", self.golden)
            for text in self.both("--profile", PROFILE, code=code):
                self.assertIn(says, text)
                asked = "20 % asked for by the suite: half of the sigmas are 1" if code == 0 else "80 % asked for by the profile"
                self.assertRegex(text, r"  [0-9.]+ % conclusive, " + asked)
        self.run_tool("golden", self.suite, "-o", self.golden, "--verify")

    def test_a_lower_share_excuses_nothing(self):
        cases = [dict(CASES[0], conclusive={"at_least": 0.01, "because": "half of the sigmas are 1"}), CASES[1]]
        self.suite = self.write_suite(cases, defaults={"heads": {"n": 2, "grids": [[5, 6]], "classes": 4}, "truths": {"count": [2, 4]}})
        self.run_tool("golden", self.suite, "-o", self.golden)
        for wrong in (lambda value: 0.0, lambda value: 2 * value, lambda value: -value, lambda value: value * (1 + 3e-6)):
            self.write("flat", wrong)
            for text in self.both("--profile", PROFILE, code=1):
                self.assertIn("FAIL flat", text)

    def test_fixed_tolerances_can_not_tell(self):
        for text in self.both("--profile", "fp32"):
            self.assertIn("PASS flat", text)

    def test_a_failure_outweighs_it(self):
        self.write("plain", lambda value: -value)
        for text in self.both("--profile", PROFILE, code=1):
            self.assertIn("FAIL plain", text)
            self.assertIn("INCONCLUSIVE flat", text)

    def test_alone_it_is_still_exit_5(self):
        for text in self.both("--profile", PROFILE, "--filter", "flat", code=5):
            self.assertNotIn("PASS", text)

    def test_junit_counts_it_as_a_failure(self):
        self.run_tool("check", self.suite, "--backend", "dir:" + self.actual, "--profile", PROFILE, "--junit", self.path("report.xml"), code=5)
        with open(self.path("report.xml"), encoding="utf-8") as file:
            self.assertIn('failures="1"', file.read())


main()
