"""yologold golden --tier certified: what it writes, verifies and refuses."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from support import ToolTest, main, read_json, read_safetensors  # noqa: E402


class TierTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.suite = self.write_suite([{"id": "a"}, {"id": "b", "stages": True, "fill": "converged"}])
        self.golden = self.path("golden")

    def make(self, *arguments, **options):
        return self.run_tool("golden", self.suite, "-o", self.golden, *arguments, **options)

    def test_says_what_it_is(self):
        self.make("--tier", "certified")
        self.assertEqual(read_json(self.path("golden", "golden.json"))["tier"], "certified")
        record = read_json(self.path("golden", "b", "case.json"))
        self.assertEqual(record["tier"], "certified")
        self.assertEqual(set(record["certified"]), {"gradient-0", "losses", "pairs", "stages"})
        gradient = record["certified"]["gradient-0"]
        self.assertGreater(gradient["elements"], 0)
        self.assertGreater(gradient["largest_relative_radius"], 0)
        self.assertLess(gradient["largest_relative_radius"], 2.0 ** -53)
        self.assertLessEqual(gradient["fallbacks"], gradient["elements"])

    def test_is_beside_the_fast_tier(self):
        self.make("--tier", "certified")
        certified = read_safetensors(self.path("golden", "a", "golden.safetensors"))
        self.make("--verify")
        self.make("--verify", "--threads", 1, "--isa", "sse2" if os.uname().machine == "x86_64" else "neon64")

        # Another tier is another golden.
        self.make()
        self.assertEqual(read_json(self.path("golden", "golden.json"))["tier"], "fast")
        self.assertNotIn("certified", read_json(self.path("golden", "a", "case.json")))
        fast = read_safetensors(self.path("golden", "a", "golden.safetensors"))
        self.assertEqual(set(fast), set(certified))
        for name, (kind, shape, values) in certified.items():
            self.assertEqual((kind, shape), fast[name][:2])
            for got, want in zip(fast[name][2], values):
                self.assertAlmostEqual(got, want, delta=1e-12 * max(1, abs(want)))
        self.make("--verify")

    def test_refuses(self):
        self.make("--tier", "certified", "--dtype", "f32", code=3, says="--dtype")
        self.suite = self.write_suite([{"id": "n", "fill": "non-finite"}])
        self.make("--tier", "certified", code=3, says="finite")


main()
