"""yologold list, and everything that is refused in a suite."""
import json
import os
import subprocess
import unittest

from support import PROGRAM, ToolTest, main


class ListTest(ToolTest):
    def refuse(self, cases, says, **more):
        self.run_tool("list", self.write_suite(cases, **more), code=3, says=says)

    def test_bundled_suites_are_valid(self):
        for name in ("quick", "standard", "real-heads"):
            ids = self.run_tool("list", name).split()
            self.assertEqual(ids, sorted(set(ids)))
            self.assertGreater(len(ids), 5)

    def test_matrix_expands_to_named_cases(self):
        suite = self.write_suite([{"id": "a", "matrix": {"grid": [3, [1, 5]], "set.ignore": ["off", "prior"]}}])
        self.assertEqual(self.run_tool("list", suite).split(),
                         ["a/grid=1x5/ignore=off", "a/grid=1x5/ignore=prior", "a/grid=3/ignore=off", "a/grid=3/ignore=prior"])
        self.assertEqual(self.run_tool("list", suite, "--filter", "^a/grid=3/.*prior$").split(), ["a/grid=3/ignore=prior"])

    def test_tags_select(self):
        suite = self.write_suite([{"id": "a", "tags": ["slow"]}, {"id": "b"}])
        self.assertEqual(self.run_tool("list", suite, "--tag", "slow").split(), ["a"])
        self.run_tool("list", suite, "--tag", "none-such", code=6)

    def test_json_is_one_document(self):
        document = json.loads(self.run_tool("list", self.write_suite([{"id": "a"}]), "--json", says="a\n"))
        self.assertEqual([case["id"] for case in document["cases"]], ["a"])

    def test_nothing_chosen(self):
        self.run_tool("list", "quick", "--filter", "no such case", code=6)
        self.run_tool("list", "quick", "--filter", "(", code=3, says="regular expression")

    def test_unknown_keys_are_named_with_pointer_and_guess(self):
        self.refuse([{"id": "a", "fil": "zero"}], says='#/cases/0/fil: "fil" is not a key; did you mean "fill"?')
        self.refuse([{"id": "a", "heads": {"n": 1, "grid": [[1, 1]]}}], says='#/cases/0/heads/grid: "grid" is not a key; did you mean "grids"?')
        self.refuse([{"id": "a"}], sed=1, says='#/sed: "sed" is not a key; did you mean "seed"?')
        self.refuse([{"id": "a"}], defaults={"layuot": "nchw"}, says='#/defaults/layuot')

    def test_bad_values_are_named_with_what_is_allowed(self):
        self.refuse([{"id": "a", "fill": "normel"}], says='"normel" is not a fill; did you mean "normal"?; allowed: normal, trained')
        self.refuse([{"id": "a", "layout": "chwn"}], says="allowed: nchw, nhwc, nahwk, darknet-v1")
        self.refuse([{"id": "a", "heads": {"n": -1}}], says="#/cases/0/heads/n: -1 is out of range; allowed: 0 to 1048576")
        self.refuse([{"id": "a", "truths": {"count": [3, 2]}}], says="#/cases/0/truths/count: is [3,2]; allowed: [least, most]")
        self.refuse([{"id": "a", "matrix": {"fill": "zero"}}], says="#/cases/0/matrix/fill: must be a list, not a string")
        self.refuse([{"id": "a"}], format="yologold-suite/2", says="allowed: yologold-suite/1")
        self.refuse([{"id": "a"}], seed=1.5, says="#/seed: 1.5 is not a whole number")

    def test_ids_must_be_folders_of_their_own(self):
        self.refuse([{"id": "a"}, {"id": "a"}], says='two cases have the id "a"')
        self.refuse([{"id": "a"}, {"id": "a/b"}], says='case "a/b" would lie in that of case "a"')
        for bad in ("", "..", "a/../b", "/a", "a b", ".hidden"):
            self.refuse([{"id": bad}], says="can not be a folder's name")

    def test_text_that_is_no_suite(self):
        for text, says in (("{", "not JSON"), ('{"format": 1, "format": 2}', '"format" is written twice'), ("[]", "an object")):
            with open(self.path("bad.json"), "w") as file:
                file.write(text)
            self.run_tool("list", self.path("bad.json"), code=3, says=says)
        self.run_tool("list", "quik", code=3, says='did you mean "quick"?')

    def test_command_line(self):
        self.run_tool(code=3)
        self.run_tool("lst", code=3)
        self.run_tool("list", code=3)
        self.run_tool("list", "quick", "--nonsense", code=3)
        self.assertRegex(self.run_tool("--version"), r"^yologold \d+\.\d+\.\d+, numerics \d+\n$")
        self.assertRegex(self.run_tool("--help"), r"YOLOGOLD_CONFIGS +a folder with variants/, suites/, profiles/")
        for verb, kind in (("golden", "suites"), ("list", "suites"), ("check", "suites"), ("diff", "profiles")):
            text = " ".join(self.run_tool(verb, "--help").split())
            for name in os.listdir(os.path.join(os.environ["YOLOGOLD_CONFIGS"], kind)):
                if not name.endswith(".schema.json"):
                    self.assertRegex(text, r"name of a bundled one: [^.]*\b%s\b" % name.removesuffix(".json"))
        for verb in ("loss", "golden", "diff", "list", "explain", "inspect"):
            self.assertIn("Example", self.run_tool(verb, "--help"))

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_output_that_can_not_be_written(self):
        with open("/dev/full", "w") as full:
            self.assertEqual(subprocess.run([PROGRAM, "list", "quick"], stdout=full, stderr=subprocess.PIPE).returncode, 2)


main()
