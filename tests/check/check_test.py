"""What the tests of yologold check share: backends made of shell commands."""
import json
import os

from support import ToolTest, read_safetensors, write_safetensors

CASES = ("a", "b.c", "d/e")


def is_alive(process):
    """Zombies are dead: nobody may be there to bury them."""
    try:
        with open("/proc/%d/stat" % process) as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class CheckTest(ToolTest):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("tmp"))
        os.environ["TMPDIR"] = self.path("tmp")
        self.suite = self.write_suite([{"id": "a"}, {"id": "b.c", "fill": "trained"}, {"id": "d/e", "layout": "nhwc"}])
        self.run_tool("golden", self.suite, "-o", self.path("f32"), "--dtype", "f32")
        self.results = self.path("results.jsonl")

    def tearDown(self):
        self.assertEqual(os.listdir(self.path("tmp")), [], "temporary files are left")

    def good(self):
        """A backend that knows the answers."""
        return "id=$(sed -n 's/^ \"id\": \"\\(.*\\)\",$/\\1/p' {in}/case.json); cp '%s'/$id/golden.safetensors {out}/actual.safetensors" % self.path("f32")

    def but_for_a(self, command):
        """As good; case a runs another command."""
        return "exec:%s; if [ $id = a ]; then %s; fi" % (self.good(), command)

    def answers(self, name, change):
        """A file like the answer to case a with its gradient changed."""
        tensors = read_safetensors(self.path("f32", "a", "golden.safetensors"))
        kind, shape, values = tensors["gradient-0"]
        write_safetensors(self.path(name), {"gradient-0": (kind, shape, [change(value) for value in values])})
        return "cp '%s' {out}/actual.safetensors" % self.path(name)

    def check(self, backend, *arguments, **options):
        return self.run_tool("check", self.suite, "--backend", backend, *arguments, **options)

    def statuses(self, backend, *arguments, code=0):
        """The cases of a check by id."""
        document = json.loads(self.check(backend, "--json", *arguments, code=code))
        self.assertEqual(document["passed"], code == 0)
        return {case["id"]: case for case in document["cases"]}

    def expect_a(self, status, command, *arguments, code=2):
        """Case a ends so, and the others pass."""
        cases = self.statuses(self.but_for_a(command), *arguments, code=code)
        self.assertEqual({name: case["status"] for name, case in cases.items()}, {"a": status, "b.c": "PASS", "d/e": "PASS"})
        return cases["a"]
