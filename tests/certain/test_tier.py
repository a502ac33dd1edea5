"""The tiers of yologold golden: what each writes, verifies and refuses."""
import json
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

    def test_is_certified_unless_told_otherwise(self):
        self.make()
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
        self.make()
        certified = read_safetensors(self.path("golden", "a", "golden.safetensors"))
        self.make("--verify")
        self.make("--verify", "--threads", 1, "--isa", "sse2" if os.uname().machine == "x86_64" else "neon64")

        # Another tier is another golden.
        self.make("--tier", "fast")
        self.assertEqual(read_json(self.path("golden", "golden.json"))["tier"], "fast")
        self.assertNotIn("certified", read_json(self.path("golden", "a", "case.json")))
        fast = read_safetensors(self.path("golden", "a", "golden.safetensors"))
        self.assertEqual(set(fast), set(certified))
        for name, (kind, shape, values) in certified.items():
            self.assertEqual((kind, shape), fast[name][:2])
            for got, want in zip(fast[name][2], values):
                self.assertAlmostEqual(got, want, delta=1e-12 * max(1, abs(want)))
        self.make("--verify")

    def test_does_not_depend_on_the_isa(self):
        # The whole record, with radii and fallbacks.
        self.make("--threads", 1)
        record = read_json(self.path("golden", "b", "case.json"))
        self.golden = self.path("other")
        self.make("--threads", 2, "--isa", "sse2" if os.uname().machine == "x86_64" else "neon64")
        self.assertEqual(read_json(self.path("other", "b", "case.json")), record)

    def test_leaves_what_has_no_real_loss_to_the_engine(self):
        self.suite = self.write_suite([{"id": "n", "fill": "non-finite"}, {"id": "a"}])
        self.make()
        record = read_json(self.path("golden", "n", "case.json"))
        self.assertEqual(record["tier"], "fast")
        self.assertIn("no finite logit", record["certified"]["not_certified"])
        self.make("--verify")

        # Computing the other case again keeps this one.
        self.make("--filter", "^a$")
        self.assertEqual(set(read_json(self.path("golden", "golden.json"))["cases"]), {"n", "a"})

        # The values are the fast tier's.
        certified = read_safetensors(self.path("golden", "n", "golden.safetensors"))
        self.make("--tier", "fast")
        fast = read_safetensors(self.path("golden", "n", "golden.safetensors"))
        self.assertEqual({name: repr(entry) for name, entry in certified.items()}, {name: repr(entry) for name, entry in fast.items()})

    def test_f32_is_fast(self):
        self.make("--dtype", "f32")
        self.assertEqual(read_json(self.path("golden", "golden.json"))["tier"], "fast")
        self.make("--tier", "certified", "--dtype", "f32", code=3, says="--dtype")

    def test_refuses_other_tiers(self):
        self.make("--tier", "perfect", code=3, says="--tier")
        self.make()
        manifest = read_json(self.path("golden", "golden.json"))
        with open(self.path("golden", "golden.json"), "w") as file:
            json.dump(dict(manifest, tier="perfect"), file)
        self.make("--verify", code=4, says="perfect")


main()
