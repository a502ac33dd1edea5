"""yologold explain: what a variant computes, for people and for programs, and every name it refuses."""
import json

from support import ToolTest, main, write_json


class ExplainTest(ToolTest):
    def explain(self, *arguments, **options):
        return self.run_tool("explain", *arguments, **options)

    def row(self, text, key):
        """The row of the tables of choices and numbers; the formula above them may have the key too."""
        return [line for line in text.splitlines() if line[4:].startswith(key + " ")][-1]

    def test_a_variant_is_printed_whole(self):
        text = self.explain("yolov3")
        self.assertTrue(text.startswith("yolov3, a loss of family v3\nsha256 "))
        document = json.loads(self.explain("yolov3", "--json"))
        for choice in document["choices"]:
            self.assertIn(choice["value"], self.row(text, choice["key"]))
        for number in document["numbers"]:
            self.assertEqual(float(self.row(text, number["key"])[4:].split()[1]), number["value"])
        self.assertIn(document["sha256"], text)
        self.assertIn(document["formula"].splitlines()[0], text)

    def test_departures_are_marked(self):
        plain, changed = self.explain("yolov2"), self.explain("yolov2", "--set", "reduction=mean-batch", "--set", "lambda_obj=5")
        for key, value in (("reduction", "mean-batch"), ("lambda_obj", "5")):
            self.assertNotIn("*", self.row(plain, key))
            self.assertTrue(self.row(changed, key).startswith("  * "))
            self.assertIn(" " + value + " ", self.row(changed, key))
        self.assertNotEqual(plain.splitlines()[1], changed.splitlines()[1])
        rows = json.loads(self.explain("yolov2", "--set", "reduction=mean-batch", "--json"))["choices"]
        self.assertEqual([row["key"] for row in rows if row["departs"]], ["reduction"])

    def test_what_is_not_read_is_said(self):
        self.assertIn("only with ignore", self.row(self.explain("yolov3"), "class_thresh"))
        self.assertNotIn("not read", self.row(self.explain("yolov3", "--set", "ignore=decoded-any-class"), "class_thresh"))

    def test_a_file_is_a_variant_too(self):
        write_json(self.path("mine.json"), {"base": "yolov4", "box_loss": "giou"})
        self.assertIn("giou", self.row(self.explain(self.path("mine.json")), "box_loss"))

    def test_choices_and_schema(self):
        text = self.explain("yolov3", "--choices", "ignore")
        for entry in ("off", "prior", "decoded", "decoded-same-class", "decoded-any-class"):
            self.assertIn(entry, text)
        self.assertIn("range: 0 to 1", self.explain("--choices", "ignore_thresh"))
        self.assertIn("enum", json.dumps(json.loads(self.explain("--choices", "ignore", "--json"))))
        properties = json.loads(self.explain("--schema"))["properties"]
        document = json.loads(self.explain("yolov3", "--json"))
        for row in document["choices"] + document["numbers"]:
            self.assertIn(row["key"], properties)

    def test_codes(self):
        self.explain("yolov5", code=3, says="yolov5")
        self.explain(code=3, says="VARIANT")
        self.explain("yolov3", "--set", "ignroe=prior", code=3, says='did you mean "ignore"?')
        self.explain("yolov3", "--set", "ignore=never", code=3, says="allowed: off, prior")
        self.explain("yolov3", "--choices", "ignroe", code=3, says='did you mean "ignore"?')
        self.explain("yolov3", "--set", "lambda_obj=-1", code=3, says="lambda_obj")


main()
