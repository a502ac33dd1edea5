"""The verb bench: its table, its JSON, its picture, its side by side, and its exit codes."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

TOOL = sys.argv.pop(1)


def bench(*words):
    return subprocess.run([TOOL, "bench", "--quick", "--threads", "1", *words], capture_output=True, text=True)


class Bench(unittest.TestCase):
    def test_json_holds_every_setting_of_the_chosen_work(self):
        done = bench("--filter", "^v[12]$", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        document = json.loads(done.stdout)
        self.assertEqual([(r["work"], r["dtype"]) for r in document["rows"]], [("v1", "f64"), ("v1", "f32"), ("v2", "f64"), ("v2", "f32")])
        for row in document["rows"]:
            self.assertGreater(row["floor_ms"], 0)
            self.assertGreater(row["ratio"], 1)
            self.assertLessEqual(row["ratio_low"], row["ratio_high"])
        self.assertIn("v2", done.stderr)

    def test_a_command_beside_it_gets_the_files_and_its_start_drops_out(self):
        with tempfile.TemporaryDirectory() as folder:
            log = pathlib.Path(folder) / "log"
            seen = "test -s {in}/inputs.safetensors && test -s {in}/case.json && test -d {out}"
            command = f"{seen} && echo {{repeats}} >> {log} && sleep $(({{repeats}} * 20))e-3"
            done = bench("--filter", "^v1$", "--dtype", "f32", "--json", "--against", command)
            self.assertEqual(done.returncode, 0, done.stderr)
            against = json.loads(done.stdout)["rows"][0]["against"]
            self.assertFalse(against["startup_in"])
            self.assertAlmostEqual(against["ms"], 20, delta=8)
            self.assertEqual(log.read_text().split()[:2], ["11", "1"])

    def test_the_picture_is_xml_with_a_panel_for_each_curve(self):
        with tempfile.TemporaryDirectory() as folder:
            picture = pathlib.Path(folder) / "cost.svg"
            done = bench("--filter", "^v1$", "--dtype", "f32", "--seconds", "0.001", "--plot", str(picture))
            self.assertEqual(done.returncode, 0, done.stderr)
            lines = xml.parse(picture).getroot().findall("{http://www.w3.org/2000/svg}polyline")
            self.assertEqual(len(lines), 2 * 6)
            self.assertNotIn("nan", picture.read_text())

    def test_exit_codes(self):
        self.assertEqual(bench("--filter", "(").returncode, 3)
        self.assertEqual(bench("--filter", "v9").returncode, 6)
        self.assertEqual(bench("--filter", "^v1$", "--isa", "avx9").returncode, 3)
        failed = bench("--filter", "^v1$", "--against", "echo its words >&2; false")
        self.assertEqual(failed.returncode, 2)
        self.assertIn("its words", failed.stderr)


if __name__ == "__main__":
    unittest.main()
