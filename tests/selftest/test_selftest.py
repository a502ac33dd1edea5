"""yologold selftest: exit codes, one JSON document, the matrix."""
import json

from support import ToolTest, main


class SelftestTest(ToolTest):
    def selftest(self, *arguments, **options):
        return self.run_tool("selftest", *arguments, **options)

    def test_words(self):
        text = self.selftest("--profile", "cuda-fp32", "--filter", "^(null|alpha)")
        self.assertIn("alpha-eps", text)
        self.assertIn("not seen, because the profile allows it", text)
        self.assertTrue(text.endswith("over 1 profiles: the self-test passed\n"))

    def test_json(self):
        document = json.loads(self.selftest("--profile", "cuda-fp32", "--profile", "bf16-storage", "--filter", "^(sign|alpha-eps)$", "--json"))
        self.assertEqual(document["format"], "yologold-selftest/1")
        self.assertTrue(document["passed"])
        self.assertEqual((document["judged"], document["seen"]), (4, 2))
        self.assertEqual({one["id"] for one in document["unseen"]}, {"alpha-eps"})
        cell = document["mutants"][0]["cells"]["cuda-fp32"]["v3"]
        self.assertEqual(cell["failed"], cell["cases"])

    def test_matrix(self):
        lines = self.selftest("--profile", "cuda-fp32", "--filter", "^(sign|class.1)$", "--matrix").splitlines()
        self.assertEqual(len({line.count("|") for line in lines}), 1)
        self.assertTrue(lines[0].startswith("| mistake | cuda-fp32 |"))
        self.assertEqual(len(lines), 5)
        self.assertIn("/ 100 |", lines[2])
        self.assertTrue(lines[-1].startswith("| 1 further ones |"))

    def test_bad_input(self):
        self.selftest("--filter", "(", code=3)
        self.selftest("--profile", "fp32", "--filter", "^sign$", code=3, says="has fixed tolerances only")
        self.selftest("--profile", "cuda-fp32", "--filter", "^no such mistake$", code=6)


main()
