"""yologold golden --lock: a golden as hashes, proved again with no folder."""
import json
import os

from support import ToolTest, main, read_json, write_json


class LockTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.suite = self.write_suite([{"id": "a"}, {"id": "b.c", "fill": "trained"}])
        self.lock = self.path("suite.lock.json")
        self.golden("--lock", self.lock)

    def golden(self, *arguments, **options):
        return self.run_tool("golden", self.suite, *arguments, **options)

    def verify(self, *arguments, **options):
        return self.golden("--lock", self.lock, "--verify", *arguments, **options)

    def change(self, edit):
        lock = read_json(self.lock)
        edit(lock)
        write_json(self.lock, lock)

    def test_a_lock_is_small_and_proved_anywhere(self):
        self.assertLess(os.path.getsize(self.lock), 1024)
        self.assertEqual(sorted(os.listdir(self.folder)), ["suite.json", "suite.lock.json"])
        self.assertIn("2 of 2 cases have the same bits", self.verify())
        self.verify("--threads", 1)
        self.assertTrue(json.loads(self.verify("--json"))["passed"])

    def test_the_type_is_the_locks(self):
        first = read_json(self.lock)
        self.golden("--lock", self.lock, "--dtype", "f32")
        self.assertNotEqual(read_json(self.lock)["cases"]["a"]["values"], first["cases"]["a"]["values"])
        self.assertEqual(read_json(self.lock)["cases"]["a"]["inputs"], first["cases"]["a"]["inputs"])
        self.verify()

    def test_other_values_differ(self):
        self.change(lambda lock: lock["cases"]["a"].update(values=lock["cases"]["b.c"]["values"]))
        text = self.verify(code=1)
        self.assertIn("DIFFERS a: values differ from the locked ones", text)
        self.assertIn("SAME b.c", text)
        self.verify("--filter", "b.c")

    def test_other_definitions_are_no_numeric_mismatch(self):
        self.write_suite([{"id": "a", "set": {"masks": [[6, 7, 8]], "lambda_obj": 2}}, {"id": "b.c", "fill": "zero"}, {"id": "new"}])
        text = self.verify(code=4)
        for words in ("a: was locked with another variant", "b.c: was locked with other inputs", "new: is not locked"):
            self.assertIn("DAMAGED " + words, text)
        self.write_suite([{"id": "a"}])
        self.assertIn("DAMAGED b.c: the suite has no such case", self.verify(code=4))

    def test_damaged_locks(self):
        self.change(lambda lock: lock.update(numerics_version=lock["numerics_version"] + 1))
        self.verify(code=4, says="was computed by numerics version")
        self.change(lambda lock: lock.update(format="yologold-golden/1"))
        self.verify(code=4, says="is no lock of a golden")
        with open(self.lock, "w") as file:
            file.write("{")
        self.verify(code=4)
        os.remove(self.lock)
        self.verify(code=4)
        self.golden("--lock", self.path("no", "folder"), code=2)
        self.golden("--lock", self.lock, "-o", self.path("golden"), code=3)


main()
