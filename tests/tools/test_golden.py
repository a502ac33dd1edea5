"""yologold golden: what it writes, what it verifies, what it refuses."""
import hashlib
import json
import math
import os
import resource
import signal
import struct
import subprocess
import time

from generator import float32, random_bits, random_normal
from support import PROGRAM, ToolTest, main, read_json, read_safetensors, write_json, write_npy, write_safetensors


class GoldenTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.suite = self.write_suite([{"id": "a"}, {"id": "b/c", "stages": True}, {"id": "d", "dtype": "f64", "layout": "nhwc"}])
        self.golden = self.path("golden")

    def make(self, *arguments, **options):
        return self.run_tool("golden", self.suite, "-o", self.golden, *arguments, **options)

    def test_writes_what_it_says(self):
        self.make()
        self.assertEqual(sorted(os.listdir(self.path("golden", "a"))), ["case.json", "golden.safetensors", "inputs.safetensors", "truths.json"])
        self.assertEqual(sorted(os.listdir(self.golden)), ["a", "b", "d", "golden.json"])
        self.assertEqual(sorted(read_json(self.path("golden", "golden.json"))["cases"]), ["a", "b/c", "d"])

        golden = read_safetensors(self.path("golden", "a", "golden.safetensors"))
        self.assertEqual(set(golden), {"gradient-0", "terms", "per_image", "total", "role-0", "truth-0"})
        self.assertEqual(golden["gradient-0"][:2], ("F64", [2, 21, 3, 4]))
        self.assertEqual(golden["terms"][:2], ("F64", [1, 2, 4]))
        record = read_json(self.path("golden", "a", "case.json"))
        self.assertEqual(golden["total"][2][0], record["report"]["total"])
        self.assertAlmostEqual(golden["total"][2][0], sum(golden["terms"][2]), places=9)
        self.assertEqual(sum(role == 1 for role in golden["role-0"][2]), record["report"]["counts"]["positives"])
        self.assertIn("activated-0", read_safetensors(self.path("golden", "b", "c", "golden.safetensors")))
        self.assertEqual(read_safetensors(self.path("golden", "d", "inputs.safetensors"))["head-0"][:2], ("F64", [2, 3, 4, 21]))

    def test_generated_inputs_have_the_same_bits_everywhere(self):
        # Values of the documented generator, written a second time; the inverse of the decoding by its hash.
        self.suite = self.write_suite([{"id": "a"}, {"id": "c", "fill": "converged"}])
        self.make()
        values = read_safetensors(self.path("golden", "a", "inputs.safetensors"))["head-0"][2]
        for element in (0, 1, 100, len(values) - 1):
            self.assertEqual(values[element], float32(random_normal(7, "a", 1, element)))
        truth = read_json(self.path("golden", "a", "truths.json"))["images"][1][0]
        self.assertEqual(truth["cy"], math.ldexp(random_bits(7, "a", 0, (1 << 24) + 1, 1) >> 11, -53))
        head = read_json(self.path("golden", "c", "case.json"))["tensors"]["inputs"]["head-0"]
        self.assertEqual(head["sha256"], "22a370353e6b8c26aa720f0c173a225030f150b247a10f56ec89bcf97a10ed2f")

    def test_verifies_with_any_threads_and_isa(self):
        self.make()
        self.make("--verify", "--threads", 1)
        self.make("--verify", "--isa", "sse2" if os.uname().machine == "x86_64" else "neon64")
        self.assertEqual(self.make("--verify").count("SAME"), 3)
        self.assertTrue(json.loads(self.make("--verify", "--json"))["passed"])

    def test_f32_golden_is_verified_in_f32(self):
        self.make("--dtype", "f32")
        self.assertEqual(read_safetensors(self.path("golden", "a", "golden.safetensors"))["gradient-0"][0], "F32")
        self.make("--verify")

    def test_a_changed_byte_is_damage(self):
        for name in ("golden.safetensors", "inputs.safetensors", "truths.json", "case.json"):
            with self.subTest(name):
                self.make()
                path = self.path("golden", "a", name)
                with open(path, "r+b") as file:
                    file.seek(-9, os.SEEK_END)
                    byte = file.read(1)[0]
                    file.seek(-9, os.SEEK_END)
                    file.write(bytes([byte ^ 1]))
                self.assertIn("DAMAGED a: " + path, self.make("--verify", code=4))

    def test_missing_things_are_damage(self):
        self.make("--verify", code=4, says="golden.json")
        self.make()
        os.remove(self.path("golden", "a", "truths.json"))
        self.assertIn("DAMAGED a: " + self.path("golden", "a", "truths.json"), self.make("--verify", code=4))
        self.suite = self.write_suite([{"id": "a"}, {"id": "new"}])
        self.assertIn("the golden has no such case", self.make("--verify", code=4))
        with open(self.path("golden", "golden.json"), "w") as file:
            file.write("{")
        self.make("--verify", code=4, says="not JSON")

    def test_other_bits_with_right_hashes_are_a_mismatch(self):
        # Change the gradient of row 2, column 1, anchor 1, channel tw of image 1 and make every hash agree.
        self.make()
        place = self.path("golden", "a")
        golden = read_safetensors(os.path.join(place, "golden.safetensors"))
        golden["gradient-0"][2][((1 * 21 + 7 + 2) * 3 + 2) * 4 + 1] += 1e-9
        write_safetensors(os.path.join(place, "golden.safetensors"), golden)
        self.rehash("a", golden["gradient-0"][2])
        self.assertIn("DIFFERS a: gradient-0: 1 elements differ; the first at head 0, image 1, row 2, column 1, anchor 1, channel tw", self.make("--verify", code=1))

    def rehash(self, case, values):
        path = self.path("golden", case, "case.json")
        record = read_json(path)
        record["tensors"]["golden"]["gradient-0"]["sha256"] = hashlib.sha256(struct.pack("<%dd" % len(values), *values)).hexdigest()
        write_json(path, record)
        manifest = read_json(self.path("golden", "golden.json"))
        with open(path, "rb") as file:
            manifest["cases"][case]["case_sha256"] = hashlib.sha256(file.read()).hexdigest()
        write_json(self.path("golden", "golden.json"), manifest)

    def test_another_definition_is_out_of_date(self):
        self.make()
        self.suite = self.write_suite([{"id": "a", "fill": "zero"}, {"id": "d", "dtype": "f64", "layout": "nhwc"}])
        self.assertIn("another definition", self.make("--verify", code=4))
        self.make("--filter", "nothing", code=6)
        self.make("--filter", "^a$")
        self.assertEqual(sorted(read_json(self.path("golden", "golden.json"))["cases"]), ["a", "d"])
        self.assertEqual(sorted(os.listdir(self.golden)), ["a", "d", "golden.json"])

    def test_shards_are_disjoint_and_complete(self):
        whole = self.run_tool("golden", "quick", "--list").split()
        shards = [self.run_tool("golden", "quick", "--list", "--shard", "%d/3" % k).split() for k in (1, 2, 3)]
        self.assertEqual(sorted(sum(shards, [])), whole)
        for bad in ("0/3", "4/3", "1", "1/3x"):
            self.run_tool("golden", "quick", "--list", "--shard", bad, code=3, says="--shard")
        running = [subprocess.Popen([PROGRAM, "golden", self.suite, "-o", self.golden, "--shard", "%d/2" % k], stdout=subprocess.DEVNULL) for k in (1, 2)]
        self.assertEqual([one.wait() for one in running], [0, 0])
        self.make("--verify")

    def test_refuses_folders_of_others_and_bad_options(self):
        os.mkdir(self.golden)
        self.make()
        with open(self.path("other"), "w"):
            pass
        self.run_tool("golden", self.suite, "-o", self.folder, code=3, says="holds other files")
        self.run_tool("golden", self.suite, "-o", self.path("other"), code=3, says="other: is a file; allowed: a folder: new, empty, or one with a golden.json")
        self.run_tool("golden", self.suite, "-o", self.path("other", "below"), code=2, says="below: can not be made: Not a directory")
        self.run_tool("golden", self.suite, code=3, says="--output")
        self.make("--isa", "mmx", code=3, says='"mmx" is not to be had here')
        self.make("--dtype", "f16", code=3)

    def test_cases_that_fit_nothing_are_named(self):
        self.suite = self.write_suite([{"id": "a", "set": {"no_such_key": 1}}])
        self.make(code=3, says="case a: ")
        self.suite = self.write_suite([{"id": "a", "heads": {"grids": [[1, 1], [2, 2]]}}])
        self.make(code=3, says="2 heads are given")

    def test_files_below_the_data_folder(self):
        files = {"heads": ["${data}/head.npy"], "truths": "${data}/truths.json"}
        self.suite = self.write_suite([{"id": "a", "files": files}])
        self.make(code=3, says="--data DIR or the environment variable YOLOGOLD_DATA")
        self.run_tool("golden", "real-heads", "-o", self.golden, "--data", self.folder, code=3, says=self.path("raw-heads", ""))
        self.make("--data", self.path("data"), code=3, says=self.path("data", "head.npy"))
        self.assertFalse(os.path.exists(self.golden), "nothing was computed, nothing is left")
        os.mkdir(self.path("data"))
        write_npy(self.path("data", "head.npy"), (1, 21, 2, 2), [0.25] * 84)
        write_json(self.path("data", "truths.json"), {"images": [[{"cx": 0.3, "cy": 0.6, "w": 0.5, "h": 0.4, "class": 1}]]})
        self.make("--data", self.path("data"))
        self.make(env={**os.environ, "YOLOGOLD_DATA": self.path("data")})
        self.make("--verify")

    def test_a_full_disk_leaves_nothing_that_looks_finished(self):
        self.make("--filter", "^a$")
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        self.make("--filter", "^d$", code=2, preexec_fn=limit, restore_signals=False)
        self.assertEqual(sorted(os.listdir(self.golden)), ["a", "golden.json"])
        self.make("--verify", "--filter", "^a$")

    def test_an_interrupt_keeps_what_is_finished(self):
        running = subprocess.Popen([PROGRAM, "golden", "standard", "-o", self.golden, "--threads", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while not os.path.exists(self.path("golden", "golden.json")) or not read_json(self.path("golden", "golden.json"))["cases"]:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        self.assertIn(b"interrupted", running.communicate(timeout=60)[1])
        self.assertEqual(running.returncode, 130)
        self.assertFalse([name for name in os.listdir(self.golden) if name.startswith(".")])
        for case in list(read_json(self.path("golden", "golden.json"))["cases"])[:3]:
            self.run_tool("golden", "standard", "-o", self.golden, "--verify", "--filter", "^%s$" % case)


main()
