"""yologold check: backends that compute, fail, crash, hang, write half a file or nothing are told apart, each at the cost of its own case."""
import json
import math
import os
import signal
import subprocess
import time

from check_test import CASES, CheckTest, is_alive
from support import PROGRAM, main, read_json, read_safetensors, write_safetensors


class OutcomeTest(CheckTest):
    def test_a_correct_backend_passes(self):
        text = self.check("exec:" + self.good())
        self.assertIn("PASS d/e: ", text)
        self.assertIn("3 passed of 3 cases, profile auto", text)

    def test_a_backend_sees_the_inputs_and_no_answers(self):
        self.check("exec:" + self.good(), "--keep", self.path("kept"))
        for case in CASES:
            self.assertEqual(sorted(os.listdir(self.path("kept", "in", case))), ["case.json", "inputs.safetensors", "truths.json"])
            record, golden = read_json(self.path("kept", "in", case, "case.json")), read_json(self.path("f32", case, "case.json"))
            for key in ("id", "layout", "variant", "heads"):
                self.assertEqual(record[key], golden[key])
            self.assertFalse({"report", "tensors"} & set(record))
            for name in ("inputs.safetensors", "truths.json"):
                with open(self.path("kept", "in", case, name), "rb") as ours, open(self.path("f32", case, name), "rb") as theirs:
                    self.assertEqual(ours.read(), theirs.read())
        self.run_tool("golden", self.suite, "-o", self.path("f64"))
        self.run_tool("diff", self.path("f64"), self.path("kept", "out"))
        self.check("exec:" + self.good(), "--keep", self.path("kept"), code=3, says="holds other files")

    def test_wrong_numbers_fail(self):
        for name, change, words in (("zeros", lambda value: 0.0, "every failing element is 0"), ("nan", lambda value: math.nan, "every failing element is NaN"),
                                    ("sign", lambda value: -value, "every failing element is -1 times the golden value")):
            verdict = self.expect_a("FAIL", self.answers(name, change), code=1)["verdict"]
            self.assertTrue(any(words in note for note in verdict["notes"]), verdict["notes"])
        self.assertIn("worst element: head 0", self.check(self.but_for_a("cp '%s' {out}/actual.safetensors" % self.path("sign")), code=1))

    def test_a_type_that_the_profile_does_not_know_fails(self):
        tensors = read_safetensors(self.path("f32", "a", "golden.safetensors"))
        write_safetensors(self.path("half"), {"gradient-0": ("F16", *tensors["gradient-0"][1:])})
        case = self.expect_a("FAIL", "cp '%s' {out}/actual.safetensors" % self.path("half"), "--profile", "fp32", code=1)
        self.assertIn("says nothing of values stored as f16", case["message"])

    def test_crashes(self):
        case = self.expect_a("CRASHED", "printf 'out of\\001 \\377memory\\n' >&2; kill -SEGV $$")
        self.assertEqual(case["message"], "signal 11 (Segmentation fault)")
        self.assertEqual(case["stderr"], "out of \ufffdmemory")
        case = self.expect_a("CRASHED", "i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i >&2; done; exit 3")
        self.assertEqual(case["message"], "exit code 3")
        self.assertEqual(case["stderr"].split("\n"), ["line %d" % i for i in range(21, 31)])
        case = self.expect_a("CRASHED", "sh -c 'kill -ABRT $$'; exit $?")
        self.assertEqual(case["message"], "exit code 134, by which a shell says signal 6 (Aborted)")
        case = self.expect_a("CRASHED", "echo loading 7 anchors; echo no device >&2; exit 1")
        self.assertEqual((case["stderr"], case["stdout"]), ("no device", "loading 7 anchors"))
        self.assertIn("CRASHED a: exit code 1\n  stdout | loading\n", self.check(self.but_for_a("echo loading; exit 1"), code=2))
        text = self.check(self.but_for_a("no-such-program"), code=2)
        self.assertIn("CRASHED a: exit code 127\n  | ", text)
        self.assertIn("no-such-program", text)

    def test_a_hanging_backend_is_killed_with_all_it_started(self):
        start = time.monotonic()
        case = self.expect_a("TIMEOUT", "sleep 61 & echo $! > '%s'; wait" % self.path("child"), "--timeout", 1)
        self.assertLess(time.monotonic() - start, 30)
        self.assertEqual(case["message"], "killed after 1 s")
        self.assertGreaterEqual(case["seconds"], 1)
        with open(self.path("child")) as file:
            self.assertFalse(is_alive(int(file.read())))

    def test_what_a_backend_leaves_behind_is_killed(self):
        self.expect_a("PASS", "sleep 61 & echo $! > '%s'" % self.path("child"), code=0)
        with open(self.path("child")) as file:
            self.assertFalse(is_alive(int(file.read())))

    def test_half_a_file_is_incomplete(self):
        for size in (0, 7, 100, 2000):
            case = self.expect_a("INCOMPLETE", "truncate -s %d {out}/actual.safetensors" % size)
            self.assertIn("actual.safetensors", case["message"])

    def test_missing_outputs_are_incomplete(self):
        self.assertEqual(self.expect_a("INCOMPLETE", "rm {out}/*")["message"], "gradient-0 missing: no file was written")
        write_safetensors(self.path("total"), {"total": ("F32", (), [0.0])})
        case = self.expect_a("INCOMPLETE", "cp '%s' {out}/actual.safetensors" % self.path("total"))
        self.assertEqual(case["message"], "gradient-0 missing in the files that were written")
        self.expect_a("INCOMPLETE", "rm -r {out}")

    def test_unsupported_cases_are_told_and_do_not_fail(self):
        case = self.expect_a("UNSUPPORTED", "echo only v4 >&2; exit 77", code=0)
        self.assertEqual(case["stderr"], "only v4")
        self.check("exec:: {in} {out}; exit 77", code=6)

    def test_the_gravest_code_is_given(self):
        wrong = self.answers("zeros", lambda value: 0.0)
        backend = "exec:%s; case $id in a) exit 1;; b.c) %s;; esac" % (self.good(), wrong)
        self.assertEqual({case["status"] for case in self.statuses(backend, code=2).values()}, {"CRASHED", "FAIL", "PASS"})
        self.assertIn("1 passed, 1 failed, 1 crashed of 3 cases", self.check(backend, code=2))
        self.check(backend, "--filter", "b.c|d", code=1)

    def test_an_interrupt_ends_the_backend_too(self):
        pid = self.path("child")
        run = subprocess.Popen([PROGRAM, "check", self.suite, "--backend", "exec:: {in} {out}; echo $$ > '%s'; sleep 61" % pid], stderr=subprocess.DEVNULL)
        while not os.path.exists(pid) or not os.path.getsize(pid):
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        self.assertEqual(run.wait(20), 130)
        with open(pid) as file:
            self.assertFalse(is_alive(int(file.read())))


main()
