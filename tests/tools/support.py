"""What the tests of the program share: running it, and writing and reading its files with nothing but Python's own library."""
import array
import json
import math
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["YOLOGOLD_PROGRAM"]
LETTERS = {"f4": "f", "f8": "d", "f2": "e"}
TYPES = {"F16": "e", "F32": "f", "F64": "d", "I8": "b", "I32": "i"}


def product(shape):
    return math.prod(shape)


def write_npy(path, shape, values, kind="f4"):
    header = "{'descr': '<%s', 'fortran_order': False, 'shape': (%s), }" % (kind, "".join("%d, " % n for n in shape))
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        file.write(struct.pack("<%d%s" % (len(values), LETTERS[kind]), *values))


def read_npy(path):
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack_from("<H", data, 8)[0]
    header = eval(data[10:10 + length].decode(), {"__builtins__": {}})
    kind = header["descr"][1:]
    values = struct.unpack_from("<%d%s" % (product(header["shape"]), LETTERS[kind]), data, 10 + length)
    return kind, header["shape"], list(values)


def read_safetensors(path):
    """{name: (type, shape, values)}"""
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack_from("<Q", data)[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + at for at in entry["data_offsets"])
            letter = TYPES[entry["dtype"]]
            tensors[name] = (entry["dtype"], entry["shape"], list(struct.unpack("<%d%s" % ((end - begin) // struct.calcsize(letter), letter), data[begin:end])))
    return tensors


def bf16_bytes(values):
    """Rounded to the nearest bfloat16, ties to even."""
    words = array.array("H")
    for value in values:
        bits = struct.unpack("<I", struct.pack("<f", value))[0]
        words.append((bits + 0x7fff + (bits >> 16 & 1)) >> 16 & 0xffff)
    return words.tobytes()


def write_safetensors(path, tensors):
    """tensors: {name: (type, shape, values)}"""
    header, body = {}, b""
    for name, (kind, shape, values) in tensors.items():
        data = bf16_bytes(values) if kind == "BF16" else struct.pack("<%d%s" % (len(values), TYPES[kind]), *values)
        header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


def write_json(path, document):
    with open(path, "w") as file:
        json.dump(document, file)


def read_json(path):
    with open(path) as file:
        return json.load(file)


class ToolTest(unittest.TestCase):
    """A test in a folder of its own that runs the program."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="yologold-test-")
        self.addCleanup(shutil.rmtree, self.folder, True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def run_tool(self, *arguments, code=0, says="", **options):
        """Runs the program, expects an exit code and words on stderr, returns stdout."""
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120, **options)
        self.assertEqual(done.returncode, code, "%s\n%s\n%s" % (arguments, done.stdout[-3000:], done.stderr[-3000:]))
        self.assertIn(says, done.stderr)
        if code not in (0, 1) and "--json" not in arguments and not done.stdout:
            self.assertEqual(done.stderr.count("\n"), 1, "one line on stderr: " + done.stderr)
        return done.stdout

    def write_suite(self, cases, name="suite.json", **more):
        """A small suite; every case takes what it does not say from the defaults."""
        document = {"format": "yologold-suite/1", "name": "small", "seed": 7, "cases": cases,
                    "defaults": {"variant": "yolov3", "set": {"masks": [[6, 7, 8]]}, "heads": {"n": 2, "grids": [[3, 4]], "classes": 2},
                                 "truths": {"count": [2, 4]}}}
        document.update(more)
        write_json(self.path(name), document)
        return self.path(name)


def main():
    unittest.main(argv=[sys.argv[0], "-v"] if len(sys.argv) < 2 else sys.argv)
