"""The README does what it says: every sh block runs (a line that ends in "# exit N" must exit so), the text block after one is its output, and the
example is the file that tests/install compiles."""
import os
import re
import subprocess
import tempfile
import unittest

ROOT = os.environ["YOLOGOLD_ROOT"]
PROGRAM = os.environ["YOLOGOLD_PROGRAM"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def commands(block):
    """The commands of a block, each with the exit code it must have."""
    for command in block.replace("\\\n", " ").strip().split("\n"):
        found = re.search(r"# exit (\d+)$", command)
        yield command, int(found.group(1)) if found else 0


class Readme(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            self.blocks = BLOCK.findall(file.read())

    def test_every_command_runs_and_prints_what_is_shown(self):
        environment = dict(os.environ, PATH=os.path.dirname(PROGRAM) + os.pathsep + os.environ["PATH"])
        said, ran = "", 0
        with tempfile.TemporaryDirectory() as folder:
            for kind, block in self.blocks:
                if kind == "text":
                    self.assertEqual(block.strip(), said.strip())
                if kind != "sh":
                    continue
                for command, code in commands(block):
                    with self.subTest(command=command):
                        done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
                        self.assertEqual(done.returncode, code, done.stderr)
                        said, ran = done.stdout, ran + 1
        self.assertGreaterEqual(ran, 8)

    def test_the_example_is_the_file_that_is_compiled(self):
        with open(os.path.join(ROOT, "tests", "install", "example.cpp"), encoding="utf-8") as file:
            self.assertIn(("cpp", file.read()), self.blocks)


if __name__ == "__main__":
    unittest.main()
