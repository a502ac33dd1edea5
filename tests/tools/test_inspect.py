"""yologold inspect: types, shapes, ranges and hashes of every kind of file, and every file it refuses."""
import hashlib
import json
import math
import struct
import zipfile

from support import ToolTest, main, write_json, write_npy, write_safetensors

VALUES = [1.5, -2.0, math.nan, 0.0, math.inf, 4.0]


class InspectTest(ToolTest):
    def inspect(self, name, *arguments, **options):
        return self.run_tool("inspect", self.path(name), *arguments, **options)

    def tensors(self, name, *arguments):
        return json.loads(self.inspect(name, "--json", *arguments))["tensors"]

    def test_npy(self):
        write_npy(self.path("a.npy"), (2, 3), VALUES, "f8")
        row, = self.tensors("a.npy")
        self.assertEqual((row["dtype"], row["shape"], row["min"], row["max"], row["mean"], row["non_finite"]), ("f64", [2, 3], -2.0, 4.0, 0.875, 2))
        self.assertEqual(row["sha256"], hashlib.sha256(struct.pack("<6d", *VALUES)).hexdigest())
        self.assertNotIn("values", row)
        text = self.inspect("a.npy")
        self.assertIn("f64 [2,3]\n  min -2.0  max 4.0  mean 0.875  non-finite 2", text)

    def test_values(self):
        write_npy(self.path("a.npy"), (6,), VALUES, "f4")
        self.assertEqual(self.tensors("a.npy", "--values", 3)[0]["values"], [1.5, -2.0, "nan"])
        self.assertEqual(len(self.tensors("a.npy", "--values", 100)[0]["values"]), 6)
        self.assertIn('values [1.5,-2.0,"nan"]', self.inspect("a.npy", "--values", 3))

    def test_npz_and_parts_of_files(self):
        for name in ("x", "y"):
            write_npy(self.path(name + ".npy"), (2,), [1.0, 2.0 if name == "x" else 3.0])
        with zipfile.ZipFile(self.path("both.npz"), "w", zipfile.ZIP_DEFLATED) as file:
            for name in ("x", "y"):
                file.write(self.path(name + ".npy"), name + ".npy")
        self.assertEqual([(row["name"], row["max"]) for row in self.tensors("both.npz")], [("x", 2.0), ("y", 3.0)])
        self.assertIn("2 tensors", self.inspect("both.npz"))

    def test_safetensors(self):
        write_safetensors(self.path("a.safetensors"), {"half": ("F16", [2], [0.5, -0.25]), "wide": ("BF16", [1], [3.0]), "whole": ("I32", [3], [7, -8, 9])})
        rows = {row["name"]: row for row in self.tensors("a.safetensors")}
        self.assertEqual((rows["half"]["dtype"], rows["half"]["min"]), ("f16", -0.25))
        self.assertEqual((rows["wide"]["dtype"], rows["wide"]["max"]), ("bf16", 3.0))
        self.assertEqual((rows["whole"]["dtype"], rows["whole"]["min"], rows["whole"]["max"]), ("i32", -8, 9))
        row, = self.tensors("a.safetensors:half")
        self.assertEqual(row["shape"], [2])
        self.inspect("a.safetensors:none", code=3, says="none")

    def test_a_golden_names_its_case(self):
        self.run_tool("golden", self.write_suite([{"id": "a"}]), "-o", self.path("golden"))
        document = json.loads(self.inspect("golden/a/golden.safetensors", "--json"))
        self.assertEqual(document["metadata"], {"case": "a", "layout": "nchw"})
        self.assertIn("gradient-0", [row["name"] for row in document["tensors"]])

    def test_truths(self):
        good = {"cx": 0.5, "cy": 0.5, "w": 0.1, "h": 0.1}
        write_json(self.path("t.json"), {"images": [[{**good, "class": 1}, {**good, "class": [1, 2], "ignore": True}], []]})
        document = json.loads(self.inspect("t.json", "--json"))
        self.assertEqual({key: document[key] for key in ("images", "images_without_truths", "truths", "most_in_an_image", "flagged_ignore", "multi_label", "classes")},
                         {"images": 2, "images_without_truths": 1, "truths": 2, "most_in_an_image": 2, "flagged_ignore": 1, "multi_label": 1, "classes": {"1": 2, "2": 1}})
        self.assertIn("2 truths in 2 images", self.inspect("t.json"))

    def test_names_can_not_drive_the_terminal(self):
        write_safetensors(self.path("a.safetensors"), {"\x1b[2J": ("F32", [1], [0.0])})
        self.assertNotIn("\x1b", self.inspect("a.safetensors"))

    def test_codes(self):
        self.inspect("none.npy", code=3, says="none.npy")
        write_npy(self.path("a.npy"), (6,), VALUES)
        with open(self.path("a.npy"), "r+b") as file:
            file.truncate(130)
        self.inspect("a.npy", code=3, says="a.npy")
        with open(self.path("text"), "w") as file:
            file.write("what is this")
        self.inspect("text", code=3, says="text")
        with open(self.path("t.json"), "w") as file:
            file.write('{"images": [[{"cx": 1}]]}')
        self.inspect("t.json", code=3, says="t.json")
        self.run_tool("inspect", code=3, says="FILE")


main()
