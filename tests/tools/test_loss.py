"""yologold loss: numbers that can be worked out by hand, layouts and types, and every input it refuses."""
import json
import math
import os
import resource

from support import ToolTest, main, read_json, read_npy, read_safetensors, write_json, write_npy, write_safetensors

GOOD = {"cx": 0.3, "cy": 0.6, "w": 0.5, "h": 0.4, "class": 1}
CHANNELS = 21   # 3 anchors x (5 + 2 classes)


class LossTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write_truths([[GOOD]])
        self.write_head([0.0] * (CHANNELS * 4))

    def write_truths(self, images):
        write_json(self.path("truths.json"), {"images": images})

    def write_head(self, values, shape=(1, CHANNELS, 2, 2), kind="f4"):
        write_npy(self.path("head.npy"), shape, values, kind)

    def loss(self, *arguments, variant="yolov3", out="out", masks="6,7,8", head="head.npy", **options):
        masked = ["--masks", masks] if masks else []
        return self.run_tool("loss", "--variant", variant, "--head", self.path(head), "--truths", self.path("truths.json"), *masked, "-o", self.path(out), *arguments, **options)

    def report(self, out="out"):
        return read_json(self.path(out, "report.json"))

    def test_no_truth_and_zero_logits(self):
        # 12 slots of ln 2; the slope of each is sigma(0) = 1/2.
        self.write_truths([[]])
        self.loss()
        report = self.report()
        self.assertAlmostEqual(report["total"], 12 * math.log(2), places=14)
        self.assertEqual(report["terms"], [{"head": 0, "image": 0, "coord": 0.0, "obj": 0.0, "noobj": report["total"], "class": 0.0}])
        self.assertEqual(report["counts"]["negatives"], 12)
        kind, shape, gradient = read_npy(self.path("out", "gradient-0.npy"))
        self.assertEqual((kind, shape), ("f4", (1, CHANNELS, 2, 2)))
        self.assertEqual(gradient, [0.5 if i // 4 % 7 == 4 else 0.0 for i in range(len(gradient))])

    def test_one_truth(self):
        # Its cell is row 1, column 0; the best anchor of 304 x 243 pixels is 373 x 326, the third of the mask.
        self.loss()
        report = self.report()
        self.assertEqual([(p["head"], p["anchor"], p["y"], p["x"], p["truth"]) for p in report["pairs"]], [(0, 2, 1, 0, 0)])
        want = {"tx": math.log(0.6 / 0.4), "ty": math.log(0.2 / 0.8), "tw": math.log(0.5 * 608 / 373), "th": math.log(0.4 * 608 / 326)}
        scale = 2 - 0.5 * 0.4
        self.assertAlmostEqual(report["terms"][0]["coord"], scale * sum(t * t for t in want.values()), places=12)
        self.assertAlmostEqual(report["terms"][0]["class"], 2 * math.log(2), places=14)
        gradient = read_npy(self.path("out", "gradient-0.npy"))[2]
        for channel, (name, t) in enumerate(want.items()):
            self.assertAlmostEqual(gradient[(14 + channel) * 4 + 2], -2 * scale * t, places=5, msg=name)

    def test_report_does_not_depend_on_machine(self):
        self.loss("--threads", 1, "--isa", "sse2" if os.uname().machine == "x86_64" else "neon64")
        self.loss(out="again")
        self.assertEqual(self.report(), self.report("again"))
        self.assertEqual(read_npy(self.path("out", "gradient-0.npy")), read_npy(self.path("again", "gradient-0.npy")))

    def test_layouts_agree(self):
        values = [math.sin(i) for i in range(CHANNELS * 6)]
        self.write_head(values, (1, CHANNELS, 2, 3))
        self.loss()
        nchw = read_npy(self.path("out", "gradient-0.npy"))[2]
        orders = {"nhwc": ((1, 2, 3, CHANNELS), lambda c, cell: cell * CHANNELS + c), "nahwk": ((1, 3, 2, 3, 7), lambda c, cell: (c // 7 * 6 + cell) * 7 + c % 7)}
        for layout, (shape, at) in orders.items():
            moved = [0.0] * len(values)
            for c in range(CHANNELS):
                for cell in range(6):
                    moved[at(c, cell)] = values[c * 6 + cell]
            self.write_head(moved, shape)
            self.loss("--layout", layout, out=layout)
            gradient = read_npy(self.path(layout, "gradient-0.npy"))
            self.assertEqual(gradient[1], shape)
            self.assertEqual([gradient[2][at(i // 6, i % 6)] for i in range(len(values))], nchw)
            self.assertEqual(self.report(layout)["total"], self.report()["total"])

    def test_types(self):
        values = [0.125 * (i % 9 - 4) for i in range(CHANNELS * 4)]
        for kind, want in (("f2", "f4"), ("f4", "f4"), ("f8", "f8")):
            self.write_head(values, kind=kind)
            self.loss(out=kind)
            self.assertEqual(read_npy(self.path(kind, "gradient-0.npy"))[0], want)
            self.assertEqual(self.report(kind)["total"], self.report("f2")["total"])
        write_safetensors(self.path("heads.safetensors"), {"p5": ("BF16", [1, CHANNELS, 2, 2], values), "other": ("F32", [1], [0.0])})
        self.loss(head="heads.safetensors:p5", out="bf")
        self.assertEqual(self.report("bf")["total"], self.report("f2")["total"])
        self.loss(head="heads.safetensors", code=3, says="p5")
        self.loss("--dtype", "f32", out="single")
        self.assertEqual(self.report("single")["dtype"], "f32")

    def test_v1_in_the_layout_of_darknet(self):
        write_npy(self.path("head.npy"), (1, 6 * 13), [0.5] * 78)
        arguments = dict(variant="yolov1", masks="")
        self.loss("--layout", "darknet-v1", code=3, says="--grid", **arguments)
        self.loss("--layout", "darknet-v1", "--grid", "2x3", **arguments)
        self.assertEqual(self.report()["variant"]["classes"], 3)
        self.loss("--layout", "darknet-v1", "--grid", "2x2", code=3, says="a multiple of the 4 cells", **arguments)
        self.loss("--layout", "darknet-v1", "--grid", "2x3", code=3, says="exists for v1 only")
        self.loss("--layout", "nahwk", code=3, says="does not exist for v1", **arguments)

    def test_stages(self):
        self.loss("--stages")
        stages = read_safetensors(self.path("out", "stages-0.safetensors"))
        self.assertEqual({name: shape for name, (_, shape, _) in stages.items()},
                         {"activated": [1, 3, 7, 2, 2], "boxes": [1, 3, 4, 2, 2], "best_iou": [1, 3, 2, 2], "truth": [1, 3, 2, 2], "role": [1, 3, 2, 2]})
        self.assertEqual(stages["activated"][2][0], 0.5)
        self.assertEqual([i for i, role in enumerate(stages["role"][2]) if role == 1], [2 * 4 + 2])

    def test_json_is_the_report(self):
        self.assertEqual(json.loads(self.loss("--json", says="total")), self.report())

    def test_logits_that_are_not_finite(self):
        for value, text in ((math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf")):
            values = [0.0] * (CHANNELS * 4)
            values[(7 + 3) * 4 + 3] = value   # anchor 1, channel th, row 1, column 1
            self.write_head(values)
            self.assertIn("head 0, image 0, row 1, column 1, anchor 1, channel th is " + text, self.loss("--set", "ignore=decoded"))
            self.assertEqual(self.report()["first_non_finite"], {"head": 0, "image": 0, "y": 1, "x": 1, "anchor": 1, "channel": "th", "value": text})
            self.loss()   # without the ignore rule nothing reads the size of a negative slot
            self.assertIsNone(self.report()["first_non_finite"])
        self.write_head([math.nan] * (CHANNELS * 4))
        self.loss()
        self.assertEqual(self.report()["total"], "nan")

    def test_bad_truths_are_listed(self):
        bad = [{"cx": "nan"}, {"w": 0}, {"h": -0.5}, {"cx": 1.5}, {"cy": -0.1}, {"class": 2}, {"class": [0, -1]}, {"weight": -1}, {"w": "inf"}]
        self.write_truths([[GOOD] + [{**GOOD, **one} for one in bad]])
        text = self.loss()
        report = self.report()
        self.assertEqual([b["truth"] for b in report["bad_truths"]], list(range(1, 10)))
        self.assertEqual(len({b["reason"] for b in report["bad_truths"]}), 5)
        self.assertEqual(text.count("bad truth: image 0"), 9)
        self.assertEqual(report["counts"]["truths"], 1)
        self.loss("--set", "bad_truths=error", out="strict", code=3, says="9 can not take part")
        self.assertFalse(os.path.exists(self.path("strict")))

    def test_channels_that_do_not_fit(self):
        self.loss("--classes", 3, code=3, says="21 channels found, expected 24 channels = 3 anchors x (5 + 3 classes)")
        self.loss(masks="6,7", code=3, says="21 channels found, expected 20 channels = 2 anchors x (5 + 5 classes)")
        self.write_head([0.0] * 84, (1, CHANNELS, 4))
        self.loss(code=3, says="(1, 21, 4); allowed: [images, channels, height, width]")
        self.write_head([0.0] * 12, (1, 3, 2, 2))
        self.loss(code=3, says="too few for 3 anchors")
        self.loss(masks="6,7,8 3,4,5", code=3, says="masks for 2")

    def test_inputs_that_are_refused(self):
        self.loss("--set", "ignroe=prior", code=3, says="ignroe")
        self.loss("--layout", "nwhc", code=3, says="allowed: nchw")
        self.loss("--image", "608", code=3, says="WIDTHxHEIGHT")
        self.loss(variant="yolov9", code=3, says="yolov9")
        self.loss(head="none.npy", code=3, says="none.npy")
        self.loss("--threads", "many", code=3)
        self.write_truths([[GOOD], [GOOD]])
        self.loss(code=3, says="truths.json")
        self.run_tool("loss", "--variant", "yolov3", code=3)

    def test_anchors_and_image_from_the_command_line(self):
        self.loss("--anchors", "10,13 16,30 300,300", "--image", "416x608", masks="0,1,2")
        variant = self.report()["variant"]
        self.assertEqual((variant["anchors"][2], variant["image"], variant["masks"]), ([300, 300], [416, 608], [[0, 1, 2]]))

    def test_output_that_can_not_be_written(self):
        with open(self.path("file"), "w"):
            pass
        self.loss(out="file/below", code=2)

    def test_a_full_disk_leaves_nothing_that_looks_finished(self):
        self.loss()
        self.loss(code=2, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)), restore_signals=False)
        self.assertNotIn("report.json", os.listdir(self.path("out")))


main()
