"""yologold check: its files, its choice of cases, its command line."""
import json
import os
import shutil
import subprocess
import xml.etree.ElementTree

from check_test import CASES, CheckTest
from support import PROGRAM, main


class FilesTest(CheckTest):
    def test_results_are_on_file_case_by_case(self):
        # The backend of a case looks for the case before it.
        seen = "exec:%s; case $id in b.c) grep -q '\"id\":\"a\",\"status\":\"PASS\"' '%s';; esac" % (self.good(), self.results)
        self.check(seen, "--results", self.results)
        self.check(seen, "--results", self.results, "--filter", "^a$")
        with open(self.results) as file:
            lines = [json.loads(line) for line in file]
        self.assertEqual([line["id"] for line in lines], [*CASES, "a"])
        for line in lines:
            self.assertEqual((line["format"], line["suite"], line["profile"], line["status"]), ("yologold-result/1", "small", "auto", "PASS"))
            self.assertTrue(line["verdict"]["passed"])
        self.check("exec:" + self.good(), "--results", self.path("no", "folder"), code=2, says="can not be written")

    def test_junit(self):
        wrong = self.answers("zeros", lambda value: 0.0)
        backend = "exec:%s; case $id in a) printf '<&\\001\\377' >&2; exit 1;; b.c) %s;; d/e) exit 77;; esac" % (self.good(), wrong)
        self.check(backend, "--junit", self.path("junit.xml"), code=2)
        suite = xml.etree.ElementTree.parse(self.path("junit.xml")).getroot()
        self.assertEqual([suite.get(key) for key in ("name", "tests", "failures", "errors", "skipped")], ["small", "3", "1", "1", "1"])
        self.assertEqual([(case.get("name"), case[0].tag) for case in suite], [("a", "error"), ("b.c", "failure"), ("d/e", "skipped")])
        self.assertEqual(suite[0][0].get("message"), "CRASHED: exit code 1")
        self.assertIn("<&\ufffd", suite[0][0].text)
        self.assertIn("worst element", suite[1][0].text)

    def test_files_made_elsewhere(self):
        self.run_tool("golden", self.suite, "-o", self.path("f64"))
        self.check("dir:" + self.path("f64"), "--profile", "f64")
        self.check("dir:" + self.path("f32"))
        shutil.rmtree(self.path("f32", "a"))
        with open(self.path("f32", "b.c", "golden.safetensors"), "r+b") as file:
            file.truncate(1000)
        cases = self.statuses("dir:" + self.path("f32"), code=2)
        self.assertEqual([case["status"] for case in cases.values()], ["INCOMPLETE", "INCOMPLETE", "PASS"])
        self.assertEqual(cases["a"]["message"], "no folder " + self.path("f32", "a"))
        self.check("dir:" + self.path("nothing"), code=3, says="no such folder")

    def test_shards_are_disjoint_and_complete(self):
        parts = [list(self.statuses("exec:" + self.good(), "--shard", "%d/2" % k)) for k in (1, 2)]
        self.assertEqual(parts, [["a", "d/e"], ["b.c"]])

    def test_paths_may_hold_anything_a_shell_reads(self):
        folder = self.path("it's $(a) \"folder\"")
        self.check("exec:" + self.good(), "--keep", folder)
        self.assertEqual(os.listdir(os.path.join(folder, "out", "d", "e")), ["actual.safetensors"])

    def test_the_rerun_line_runs(self):
        text = self.check(self.but_for_a("exit 9"), code=2)
        line = next(line for line in text.splitlines() if "again: " in line).split("again: yologold ", 1)[1]
        done = subprocess.run("'%s' %s" % (PROGRAM, line), shell=True, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout.splitlines()[0]), (2, "CRASHED a: exit code 9"))

    def test_bad_command_lines(self):
        for backend in ("cp {in} {out}", "exec:cp {in}", "exec:cp {out}", "dir:", "so:lib.so"):
            self.check(backend, code=3, says="allowed: 'exec:CMD {in} {out}', dir:PATH")
        good = "exec:" + self.good()
        self.check(good, "--profile", "fp31", code=3, says='did you mean "fp32"?')
        self.check(good, "--timeout", "0", code=3)
        self.check(good, "--filter", "no such case", code=6)
        self.run_tool("check", "no-such-suite", "--backend", good, code=3)


main()
