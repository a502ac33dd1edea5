"""yologold diff: correct results pass, planted errors are found at their address."""
import json
import math
import os
import random
import shlex
import shutil
import struct

from support import ToolTest, main, product, read_json, read_safetensors, write_json, write_npy, write_safetensors

CASE_SHAPE = (2, 21, 3, 4)   # images, 3 anchors x (5 + 2 classes), rows, columns


def place(image, anchor, channel, row, column):
    return ((image * 21 + anchor * 7 + channel) * 3 + row) * 4 + column


def nearest(value, bits):
    """The nearest number of so many bits."""
    mantissa, exponent = math.frexp(value)
    return math.ldexp(round(math.ldexp(mantissa, bits)), exponent - bits)


class DiffTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.golden, self.actual = self.path("golden"), self.path("actual")
        self.run_tool("golden", self.write_suite([{"id": "a"}, {"id": "b.c", "fill": "trained"}]), "-o", self.golden)
        self.values = {}
        for case in ("a", "b.c"):
            self.values[case] = read_safetensors(os.path.join(self.golden, case, "golden.safetensors"))
            os.makedirs(os.path.join(self.actual, case))
            self.write(case, self.gradient(case))

    def gradient(self, case="a"):
        return list(self.values[case]["gradient-0"][2])

    def write(self, case, gradient, shape=CASE_SHAPE, kind="f4"):
        write_npy(os.path.join(self.actual, case, "gradient-0.npy"), shape, gradient, kind)

    def write_more(self, **tensors):
        write_safetensors(self.path("actual", "a", "actual.safetensors"), {name.replace("_", "-", 1): value for name, value in tensors.items()})

    def diff(self, *arguments, **options):
        return self.run_tool("diff", self.golden, self.actual, *arguments, **options)

    def positive(self):
        """(image, anchor, row, column, truth) of the first positive slot of case a."""
        roles, truths = (self.values["a"][name][2] for name in ("role-0", "truth-0"))
        slot = roles.index(1)
        return slot // 36, slot // 12 % 3, slot // 4 % 3, slot % 4, truths[slot]

    def test_rounded_gradients_pass(self):
        self.assertIn("2 of 2 cases passed", self.diff())
        document = json.loads(self.diff("--json", says="PASS a"))
        self.assertTrue(document["passed"])
        self.assertEqual([case["id"] for case in document["cases"]], ["a", "b.c"])
        self.assertEqual(sum(row["elements"] for row in document["cases"][0]["table"]), product(CASE_SHAPE))

    def test_the_quick_suite_in_f32_passes(self):
        self.run_tool("golden", "quick", "-o", self.path("f64"))
        self.run_tool("golden", "quick", "-o", self.path("f32"), "--dtype", "f32")
        self.assertNotIn("FAIL", self.run_tool("diff", self.path("f64"), self.path("f32"), "--profile", "stable-fp32"))
        self.run_tool("diff", self.path("f64"), self.path("f64"))

    def test_stages_are_not_read(self):
        # A bit of a stage is flipped: whoever reads it sees the damage.
        suite = self.write_suite([{"id": "a", "stages": True}], name="stages.json")
        self.run_tool("golden", suite, "-o", self.golden)
        file = self.path("golden", "a", "golden.safetensors")
        with open(file, "r+b") as opened:
            data = bytearray(opened.read())
            start = 8 + struct.unpack_from("<Q", data)[0]
            data[start + json.loads(data[8:start])["activated-0"]["data_offsets"][0]] ^= 1
            opened.seek(0)
            opened.write(data)
        self.diff()
        self.run_tool("golden", suite, "-o", self.golden, "--verify", code=4, says="")

    def test_half_types(self):
        for kind, profile in (("F16", "fp16"), ("BF16", "bf16")):
            os.remove(self.path("actual", "a", "gradient-0.npy"))
            self.write_more(gradient_0=(kind, CASE_SHAPE, self.gradient()))
            self.diff("--filter", "^a$", "--profile", profile)
            self.assertIn("structure: profile fp32: says nothing of values stored as " + kind.lower(), self.diff("--profile", "fp32", code=1))
            self.diff("--filter", "^a$")
            self.write("a", self.gradient())
            os.remove(self.path("actual", "a", "actual.safetensors"))

    def test_half_types_have_bounds_of_their_own(self):
        # Inputs as a network in half precision hands them over, gradients as it stores them: auto goes by the type.
        for kind, letter, bits in (("F16", "f2", 11), ("BF16", None, 8)):
            golden, actual = self.path("half-golden"), self.path("half-actual")
            shape = [2, 3 * 7, 3, 4]
            draw = random.Random(kind)
            write_safetensors(self.path("heads.safetensors"), {"head": (kind, shape, [draw.gauss(0, 1) for _ in range(product(shape))])})
            write_json(self.path("truths.json"), {"images": [[{"cx": 0.3, "cy": 0.6, "w": 0.2, "h": 0.4, "class": 1}], [{"cx": 0.7, "cy": 0.2, "w": 0.5, "h": 0.3, "class": 0}]]})
            files = {"heads": [self.path("heads.safetensors")], "truths": self.path("truths.json")}
            self.run_tool("golden", self.write_suite([{"id": "a", "files": files}], name="half.json", defaults={"variant": "yolov3", "set": {"masks": [[6, 7, 8]]}}), "-o", golden)
            read = read_safetensors(os.path.join(golden, "a", "inputs.safetensors"))["head-0"]
            self.assertEqual(read[0], "F32")
            self.assertTrue(all(value == nearest(value, bits) for value in read[2]))
            gradient = read_safetensors(os.path.join(golden, "a", "golden.safetensors"))["gradient-0"]
            self.assertEqual(gradient[0], "F64")

            # As it should be, in every file that can hold it, then one element two units off, then one flush to 0.
            os.makedirs(os.path.join(actual, "a"), exist_ok=True)
            safetensors, npy = (os.path.join(actual, "a", name) for name in ("actual.safetensors", "gradient-0.npy"))
            write_safetensors(safetensors, {"gradient-0": (kind, shape, gradient[2])})
            document = json.loads(self.run_tool("diff", golden, actual, "--json"))
            self.assertEqual(document["passed"], True)
            self.assertGreater(document["cases"][0]["bounds"]["conclusive"], 60)
            largest = max(range(len(gradient[2])), key=lambda i: abs(gradient[2][i]))
            for factor in (1 + 2.0 ** (2 - bits), 0):
                wrong = list(gradient[2])
                wrong[largest] *= factor
                write_safetensors(safetensors, {"gradient-0": (kind, shape, wrong)})
                text = self.run_tool("diff", golden, actual, code=1)
                self.assertIn("1 of %d elements" % product(shape), text)
                self.assertIn("ulp of " + kind.lower(), text)
            os.remove(safetensors)
            if letter:
                write_npy(npy, shape, gradient[2], letter)
                self.run_tool("diff", golden, actual)
                os.remove(npy)

    def test_a_wrong_element_is_named(self):
        image, anchor, row, column, truth = self.positive()
        wrong = self.gradient()
        wrong[place(image, anchor, 2, row, column)] += 0.25
        self.write("a", wrong)
        text = self.diff(code=1)
        address = "head 0, image %d, row %d, column %d, anchor %d, channel tw (positive, truth %d)" % (image, row, column, anchor, truth)
        self.assertIn("worst element: " + address, text)
        self.assertIn("FAIL a: elements differ first; 1 of %d elements fail, no losses were given" % product(CASE_SHAPE), text)
        self.assertIn("PASS b.c", text)
        worst = json.loads(self.diff("--json", code=1))["cases"][0]["worst"][0]
        self.assertEqual((worst["image"], worst["y"], worst["x"], worst["anchor"], worst["channel"], worst["truth"]), (image, row, column, anchor, "tw", truth))
        self.assertAlmostEqual(worst["actual"] - worst["golden"], 0.25, places=6)
        self.assertEqual(float.fromhex(worst["golden_hex"]), worst["golden"])
        self.assertEqual(worst["ulps"], abs(worst["actual"] - worst["golden"]) / 2.0 ** (math.frexp(worst["golden"])[1] - 24))

    def test_class_channels_are_named(self):
        wrong = self.gradient()
        wrong[place(1, 2, 6, 0, 3)] = 3.0
        self.write("a", wrong)
        self.assertIn("image 1, row 0, column 3, anchor 2, channel class 1", self.diff(code=1))

    def test_constant_factors_are_recognised(self):
        for factor in (-1, 2, 0.5, 1.25):
            self.write("a", [factor * value for value in self.gradient()])
            self.assertIn("every failing element is %g times the golden value" % factor, self.diff("--top", 3, code=1))

    def test_zeros_and_nan_are_recognised(self):
        self.write("a", [0.0] * product(CASE_SHAPE))
        self.assertIn("every failing element is 0", self.diff(code=1))
        wrong = self.gradient()
        wrong[place(1, 0, 4, 2, 1)] = math.nan
        self.write("a", wrong)
        text = self.diff(code=1)
        self.assertIn("every failing element is NaN; the first in memory order is at head 0, image 1, row 2, column 1, anchor 0, channel obj", text)

    def test_infinities_fail(self):
        wrong = self.gradient()
        wrong[5] = math.inf
        self.write("a", wrong)
        self.assertIn("inf times its bound", self.diff(code=1))

    def test_a_shifted_cell_is_an_assignment(self):
        # Move the box and class gradients of a positive slot one column on.
        image, anchor, row, column, truth = self.positive()
        wrong, other = self.gradient(), (column + 1) % 4
        for channel in (0, 1, 2, 3, 5, 6):
            here, there = place(image, anchor, channel, row, column), place(image, anchor, channel, row, other)
            wrong[here], wrong[there] = wrong[there], wrong[here]
        self.write("a", wrong)
        text = self.diff(code=1)
        slot = "head 0, image %d, row %d, column %%d, anchor %d" % (image, row, anchor)
        self.assertIn("FAIL a: assignment differ first", text)
        self.assertIn(slot % column + ": has no box or class gradients, but truth %d is assigned to it" % truth, text)
        self.assertIn(slot % other + ": has box or class gradients, but no truth is assigned to it", text)

    def test_roles_and_truths_are_compared(self):
        image, anchor, row, column, truth = self.positive()
        roles = list(self.values["a"]["role-0"][2])
        roles[((image * 3 + anchor) * 3 + row) * 4 + column] = 0
        self.write_more(role_0=("I8", (2, 3, 3, 4), roles))
        self.assertIn("assignment: head 0, image %d, row %d, column %d, anchor %d: role is 0, golden 1" % (image, row, column, anchor), self.diff(code=1))

    def test_terms_are_compared(self):
        terms = list(self.values["a"]["terms"][2])
        terms[1 * 4 + 2] *= 1.01
        self.write_more(terms=("F64", (1, 2, 4), terms))
        text = self.diff(code=1)
        self.assertIn("0 of %d elements and 1 terms fail" % product(CASE_SHAPE), text)
        self.assertIn("term: head 0, image 1, term noobj", text)
        self.write_more(total=("F64", (1,), [2 * self.values["a"]["total"][2][0]]))
        self.assertIn("term: total", self.diff(code=1))

    def test_structure(self):
        self.write("a", self.gradient(), (2, 21, 4, 3))
        text = self.diff(code=1)
        self.assertIn("structure: gradient-0 has the shape (2, 21, 4, 3), expected (2, 21, 3, 4) (rows and columns are exchanged)", text)
        self.assertIn("FAIL a: structure differ first, nothing was compared\n", text)
        self.write("a", self.gradient(), (2, 3, 4, 21))
        self.assertIn("expected (2, 21, 3, 4) (the layout nhwc; the heads are nchw)", self.diff(code=1))
        self.write("a", self.gradient(), (2, 12, 21))
        self.assertIn("expected (2, 21, 3, 4)\n", self.diff(code=1))
        self.write("a", self.gradient())
        self.write_more(gradient_1=("F32", (1,), [0.0]))
        self.assertIn("structure: gradient-1 is extra", self.diff(code=1))
        self.write_more(gradient_0=("F32", CASE_SHAPE, self.gradient()))
        self.assertIn('gives the tensor "gradient-0" a second time', self.diff(code=2))
        for name in os.listdir(self.path("actual", "a")):
            os.remove(self.path("actual", "a", name))
        self.assertIn("structure: no gradient-K.npy and no actual.safetensors in " + self.path("actual", "a"), self.diff(code=1))
        self.write_more(total=("F64", (), [1.0]))
        self.assertIn("structure: gradient-0 is missing", self.diff(code=1))

    def test_rerun_lines_run(self):
        self.write("b.c", [-value for value in self.gradient("b.c")])
        line = next(line for line in self.diff(code=1).splitlines() if "again: " in line)
        self.assertIn("--filter '^b\\.c$'", line)
        self.assertIn("FAIL b.c", self.run_tool(*shlex.split(line.split("again: yologold ", 1)[1]), code=1))
        self.diff("--filter", "^a$")

    def test_rerun_lines_name_the_data_that_the_suite_reads(self):
        # Two suites under the names of bundled ones: of these, real-heads reads files from a folder of the user's.
        for name, case, reads in (("real-heads", "yolo-lite-voc/v2", True), ("quick", "v2/fill=normal", False)):
            document = read_json(self.write_suite([{"id": case}], name=name + ".json"))
            document["name"] = name
            write_json(self.path(name + ".json"), document)
            golden, actual = self.path("golden-" + name), self.path("actual-" + name)
            self.run_tool("golden", self.path(name + ".json"), "-o", golden)
            for more, data in (((), " --data DIR"), (("--data", "/my heads"), " --data '/my heads'")):
                os.makedirs(os.path.join(actual, case), exist_ok=True)
                text = self.run_tool("diff", golden, actual, *more, code=1)
                line = "  again: yologold golden %s --filter '^%s$'%s -o %s && yologold diff " % (name, case, data if reads else "", golden)
                self.assertIn(line, text)

    def test_a_golden_in_float32_judges_nothing_but_by_fixed_tolerances(self):
        golden = self.path("f32-golden")
        self.run_tool("golden", self.path("suite.json"), "-o", golden, "--dtype", "f32")
        self.run_tool("diff", golden, self.actual, code=4, says="the middle of its bound")
        self.run_tool("diff", golden, self.actual, code=4, says="a golden computed in float64 (--dtype f64)")
        self.assertIn("2 of 2 cases passed", self.run_tool("diff", golden, self.actual, "--profile", "fp32"))

    def test_nan_is_expected_where_a_raw_output_is_nan(self):
        golden, actual = self.path("odd-golden"), self.path("odd-actual")
        self.run_tool("golden", self.write_suite([{"id": "odd", "fill": "non-finite", "heads": {"n": 2, "grids": [[9, 9]], "classes": 2}}], name="odd.json"), "-o", golden)
        _, shape, values = read_safetensors(os.path.join(golden, "odd", "golden.safetensors"))["gradient-0"]
        os.makedirs(os.path.join(actual, "odd"))
        write_npy(os.path.join(actual, "odd", "gradient-0.npy"), shape, values, "f4")
        text = self.run_tool("diff", golden, actual, "--filter", "^odd$")
        self.assertRegex(text, r"  [1-9][0-9]* of the exact ones are expected to be NaN: a NaN among the raw outputs reaches them")
        expected = json.loads(self.run_tool("diff", golden, actual, "--json"))["cases"][0]["bounds"]["must_be_nan"]
        self.assertGreater(expected, 0)
        write_npy(os.path.join(actual, "odd", "gradient-0.npy"), shape, [0.0 if math.isnan(value) else value for value in values], "f4")
        text = self.run_tool("diff", golden, actual, code=1)
        self.assertIn("%d of %d elements " % (expected, product(shape)), text)
        self.assertIn("golden nan = nan", text)
        self.assertIn("expected NaN, for a NaN among the raw outputs reaches it", text)

    def test_a_large_case_has_its_cause_named(self):
        case = {"id": "large", "heads": {"n": 1, "classes": 80, "grids": [[64, 64]]}, "truths": {"kind": "random", "count": [3, 3]}}
        golden, actual = self.path("large"), self.path("wrong")
        self.run_tool("golden", self.write_suite([case]), "-o", golden)
        values = read_safetensors(os.path.join(golden, "large", "golden.safetensors"))["gradient-0"]
        os.makedirs(os.path.join(actual, "large"))
        write_npy(os.path.join(actual, "large", "gradient-0.npy"), values[1], [-value for value in values[2]], "f4")
        self.assertIn("cause: every gradient has the opposite sign [sign]", self.run_tool("diff", golden, actual, code=1))

    def test_codes(self):
        self.diff("--filter", "no such case", code=6, says="no case of golden")
        self.assertFalse(json.loads(self.diff("--filter", "no such case", "--json", code=6))["passed"])
        self.diff("--profile", "fp31", code=3, says='did you mean "fp32"?')
        self.run_tool("diff", self.path("nothing"), self.actual, code=4, says="golden.json")
        self.run_tool("diff", self.golden, self.path("nothing"), code=3, says="no such folder")
        with open(self.path("actual", "a", "gradient-0.npy"), "r+b") as file:
            file.truncate(100)
        self.assertIn("gradient-0.npy", self.diff(code=2))
        os.remove(self.path("golden", "a", "golden.safetensors"))
        self.diff(code=4, says="golden.safetensors")

    def test_profiles_are_strict(self):
        profile = read_json(os.path.join(os.environ["YOLOGOLD_CONFIGS"], "profiles", "f64.json"))
        profile["stored"]["f64"]["box"]["ref"] = 1
        with open(self.path("profile.json"), "w") as file:
            json.dump(profile, file)
        self.diff("--profile", self.path("profile.json"), code=3, says='#/stored/f64/box/ref: "ref" is not a key; did you mean "rel"?')


main()
