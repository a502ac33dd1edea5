"""tools/backends/torch_backend.py, a backend that shares nothing with the engine, is judged on the CPU; skipped where no Python has PyTorch."""
import json
import os
import shutil
import subprocess
import sys

BACKEND = os.path.join(os.environ["YOLOGOLD_ROOT"], "tools", "backends", "torch_backend.py")


def find_python():
    """This Python or the system's, whichever has PyTorch."""
    for python in (sys.executable, shutil.which("python3", path="/usr/bin:/usr/local/bin")):
        if python and subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0:
            return python
    return None


PYTHON = find_python()
if PYTHON is None:
    print("skipped: no Python here has PyTorch (Debian: python3-torch)")
    sys.exit(77)

from support import ToolTest, main, read_json

SUPPORTED = "^v[1-4](/|-layout|-truths|-ties)"


class TorchTest(ToolTest):
    def backend(self, *arguments, code=0):
        done = subprocess.run([PYTHON, BACKEND, *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr[-3000:])
        return done.stderr

    def test_every_case_passes_in_float32(self):
        self.run_tool("golden", "quick", "-o", self.path("golden"), "--filter", SUPPORTED)
        self.backend(self.path("golden"), self.path("actual"))
        text = self.run_tool("diff", self.path("golden"), self.path("actual"))
        self.assertIn("55 of 55 cases passed, profile auto", text)
        self.assertRegex(text, "PASS v1/fill=saturated: .*\n.*\n  5[0-9.]+ % conclusive, 50 % asked for by the suite: sigma is flat")
        self.assertEqual(text.count("asked for by the suite"), 1)
        for family in "1234":
            self.assertIn("PASS v%s/" % family, text)

    def test_truths_on_borders_and_converged_boxes_pass(self):
        self.run_tool("golden", "quick", "-o", self.path("golden"), "--filter", "^v[1-4](-truths/kind=border|/fill=converged)$")
        if read_json(self.path("golden", "golden.json"))["tier"] != "certified":
            self.skipTest("alternatives need the certified tier")
        self.backend(self.path("golden"), self.path("actual"))
        text = self.run_tool("diff", self.path("golden"), self.path("actual"), "--profile", "cuda-fp32")
        self.assertEqual(text.count("PASS"), 8, text)
        self.assertIn("elements ALTERNATIVE", text)
        document = json.loads(self.run_tool("diff", self.path("golden"), self.path("actual"), "--profile", "cuda-fp32", "--json"))
        decisions = {case["id"]: case["decisions"] for case in document["cases"]}
        for family in "123":
            differ = decisions["v%s-truths/kind=border" % family]["differ"]
            self.assertGreater(len(differ), 2)
            for flip in differ:
                self.assertRegex(flip["decision"], "^(column|row) ")
                self.assertLessEqual(flip["ratio"], 1)
        self.assertGreater(decisions["v4/fill=converged"]["kinks"], 0)
        self.assertEqual([one["beyond_rounding"] for one in decisions.values()], [[]] * 8)
        self.assertTrue(all(one["made"] > 0 and one["looked_for"] for one in decisions.values()))

    def test_it_runs_under_check(self):
        command = "exec:'%s' '%s' {in} {out}" % (PYTHON, BACKEND)
        text = self.run_tool("check", "quick", "--backend", command, "--filter", "^v[14]/fill=trained$|v2-darknet/fill=normal$")
        self.assertIn("UNSUPPORTED v2-darknet/fill=normal: exit code 77", text)
        self.assertIn("gradient = darknet-delta", text)
        self.assertIn("2 passed, 1 unsupported of 3 cases", text)

    def test_types_are_stored_as_computed(self):
        self.run_tool("golden", "quick", "-o", self.path("golden"), "--filter", "^v3/fill=normal$")
        self.backend(self.path("golden"), self.path("actual"), "--dtype", "bfloat16")
        self.run_tool("diff", self.path("golden"), self.path("actual"), "--profile", "bf16-every-op")
        text = self.run_tool("diff", self.path("golden"), self.path("actual"), "--profile", "fp32", code=1)
        self.assertIn("says nothing of values stored as bf16", text)


main()
