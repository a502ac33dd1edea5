#!/usr/bin/env python3
"""Writes the samples of tests/files: files/ as numpy writes them, corpus/ for the readers' fuzzer (first byte: the reader).

ok-* in corpus/ must be accepted, bad-* refused. Run it in its own folder; the files are kept in the repository, so that tests need no Python.
"""
import io
import json
import struct
import zipfile

import numpy as np

NPY, NPZ, SAFETENSORS, TRUTHS, LABELS = range(5)


def npy(array, **options):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asanyarray(array), **options)
    return stream.getvalue()


def npz(entries, method=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def safetensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def npy_text(header, data=b"", version=1):
    text = header.encode() + b"\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(text)) + text + data


def sample(name, data):
    with open(f"files/{name}", "wb") as file:
        file.write(data)


def seed(name, reader, data):
    with open(f"corpus/{name}", "wb") as file:
        file.write(bytes([reader]) + data)


values = np.array([[0, 1, 2], [3, 4, 120]])
for code in ("u1", "i1", "i4", "i8", "f2", "f4", "f8"):
    sample(f"{code}.npy", npy(values.astype(code)))
sample("special_f2.npy", npy(np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 2.0**-24, -(2.0**-14), 65504], "f2")))
sample("scalar.npy", npy(np.float64(2.5)))
sample("empty.npy", npy(np.zeros((2, 0, 3), "f4")))
sample("version2.npy", npy(values.astype("f4"), version=(2, 0)))
sample("version3.npy", npy(values.astype("f4"), version=(3, 0)))
sample("fortran.npy", npy(np.asfortranarray(values.astype("f4"))))
sample("big_endian.npy", npy(values.astype(">f4")))
sample("structured.npy", npy(np.zeros(2, [("x", "f4"), ("y", "i4")])))
sample("object.npy", npy(np.array([None, 1]), allow_pickle=True))
sample("bool.npy", npy(np.array([True, False])))
for name, save in (("stored.npz", np.savez), ("deflated.npz", np.savez_compressed)):
    stream = io.BytesIO()
    save(stream, a=values.astype("f4"), b=np.arange(500, dtype="i8"), c=np.float16(0.5))
    sample(name, stream.getvalue())
sample("bomb.npz", npz([("a.npy", npy(np.zeros(3, "f4")) + bytes(1 << 20))], zipfile.ZIP_DEFLATED))

# The corpus.
small = npy(np.arange(4, dtype="f4").reshape(2, 2))
dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }"
seed("ok-npy", NPY, small)
seed("ok-npy-scalar", NPY, npy(np.int64(-7)))
seed("ok-npy-half", NPY, npy(np.array([1.5, np.nan], "f2")))
seed("ok-npy-empty", NPY, npy(np.zeros((0, 4), "i1")))
seed("ok-npy-version2", NPY, npy(np.arange(3, dtype="u1"), version=(2, 0)))
seed("bad-npy-nothing", NPY, b"")
seed("bad-npy-magic", NPY, b"\x93NUMPX" + small[6:])
seed("bad-npy-truncated", NPY, small[:-1])
seed("bad-npy-trailing", NPY, small + b"\0")
seed("bad-npy-huge", NPY, npy_text(dictionary % "4611686018427387904, 4, "))
seed("bad-npy-negative", NPY, npy_text(dictionary % "-1, "))
seed("bad-npy-length", NPY, b"\x93NUMPY\x02\x00\xff\xff\xff\xff{}")
seed("bad-npy-unclosed", NPY, npy_text("{'descr': '<f4"))
seed("bad-npy-fortran", NPY, npy(np.asfortranarray(np.ones((2, 2), "f4"))))

seed("ok-npz", NPZ, npz([("a.npy", small), ("b.npy", npy(np.arange(3)))]))
seed("ok-npz-deflated", NPZ, npz([("a.npy", npy(np.zeros(99)))], zipfile.ZIP_DEFLATED))
seed("ok-npz-empty", NPZ, npz([]))
seed("bad-npz-method", NPZ, npz([("a.npy", small)], zipfile.ZIP_BZIP2))
seed("bad-npz-name", NPZ, npz([("a.txt", b"text")]))
seed("bad-npz-truncated", NPZ, npz([("a.npy", small)])[:-30])
seed("bad-npz-checksum", NPZ, npz([("a.npy", small)]).replace(small[-4:], b"\1\2\3\4"))
seed("bad-npz-bomb", NPZ, npz([("a.npy", npy(np.zeros(3, "f4")) + bytes(50000))], zipfile.ZIP_DEFLATED))
# An end record of zip64 that announces 2^40 entries.
end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 0, 0)
seed("bad-npz-entries", NPZ, end64 + struct.pack("<IIQI", 0x07064B50, 0, 0, 1) + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 65535, 65535, 0xFFFFFFFF, 0xFFFFFFFF, 0))

f32 = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
seed("ok-safetensors", SAFETENSORS, safetensors({"__metadata__": {"by": "hand"}, "a": f32, "b": {"dtype": "BOOL", "shape": [1], "data_offsets": [8, 9]}}, bytes(9)))
seed("ok-safetensors-empty", SAFETENSORS, safetensors({}))
seed("ok-safetensors-none", SAFETENSORS, safetensors({"a": {"dtype": "BF16", "shape": [0, 3], "data_offsets": [0, 0]}}))
seed("bad-safetensors-length", SAFETENSORS, struct.pack("<Q", 1 << 63) + b"{}")
seed("bad-safetensors-overlap", SAFETENSORS, safetensors({"a": f32, "b": dict(f32, data_offsets=[4, 12])}, bytes(12)))
seed("bad-safetensors-hole", SAFETENSORS, safetensors({"a": dict(f32, data_offsets=[4, 12])}, bytes(12)))
seed("bad-safetensors-huge", SAFETENSORS, safetensors({"a": dict(f32, shape=[1 << 62, 8])}, bytes(8)))
seed("bad-safetensors-twice", SAFETENSORS, safetensors(b'{"a":1,"a":1}'))
seed("bad-safetensors-deep", SAFETENSORS, safetensors(b'{"a":' + b"[" * 3000 + b"]" * 3000 + b"}"))
seed("bad-safetensors-number", SAFETENSORS, safetensors(b'{"a":1e999}'))

truth = '{"cx": 0.5, "cy": 0.25, "w": 1e-3, "h": 2, "class": [3, 7], "weight": 0.5, "ignore": true}'
seed("ok-truths", TRUTHS, ('{"images": [[%s], []]}' % truth).encode())
seed("ok-truths-nan", TRUTHS, b'{"images": [[{"cx": "nan", "cy": "-inf", "w": -0.0, "h": 1, "class": -1}]]}')
seed("bad-truths-key", TRUTHS, b'{"images": [], "image": []}')
seed("bad-truths-class", TRUTHS, b'{"images": [[{"cx": 0, "cy": 0, "w": 0, "h": 1, "class": 4294967296}]]}')
seed("bad-truths-utf8", TRUTHS, b'{"\xff": 1}')
seed("bad-truths-deep", TRUTHS, b'{"images":' + b"[" * 5000)
seed("ok-labels", LABELS, b"0 0.5 0.5 0.1 0.2\r\n\n17\t1e-1 nan 0 -1\n")
seed("bad-labels-fields", LABELS, b"0 0.5 0.5 0.1\n")
seed("bad-labels-number", LABELS, b"0 0.5 0,5 0.1 0.2\n")
