#!/usr/bin/env python3
"""A backend in PyTorch that yologold can judge: the source formulas of YOLO v1 to v4, with autograd, on a CPU or a GPU.

  yologold check quick --backend 'exec:python3 torch_backend.py {in} {out}'
  yologold golden quick -o golden && python3 torch_backend.py golden actual --device cuda && yologold diff golden actual

IN is the folder of one case, or a golden; OUT gets actual.safetensors, for a golden in folders of the cases' names. A variant, layout or type that is
not supported is named on stderr; where nothing else was to be computed the exit code is 77.
"""
import argparse
import os
import sys

from case_files import Case, write_safetensors

try:
    import torch
except ImportError:
    sys.exit(print("torch_backend: PyTorch is not installed (Debian: python3-torch)", file=sys.stderr) or 77)

from torch_losses import losses

STORED = {"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64}
LAYOUTS = ("nchw", "nhwc", "nahwk", "darknet-v1")
FREE = {"family", "name", "classes", "predictors", "image", "anchor_unit", "anchors", "masks", "scale_xy", "head_weight", "lambda_coord", "lambda_obj",
        "lambda_noobj", "lambda_class", "iou_thresh", "gate_thresh", "ignore_thresh", "offset_eps", "bad_truths"}
FIXED = {"gradient": "exact", "reduction": "sum", "activation": "logistic", "size_error": "sqrt", "responsible": "iou", "cell_sharing": "union",
         "iou_target": "detached", "noobj": "complement", "anchor_match": "shape-iou", "compete": "all-heads", "positives": "best-or-above",
         "size_space": "grid", "prior_gate": "coordinates", "ignore": "off", "box_loss": "ciou", "alpha": "constant", "aspect_denominator": "exact",
         "box_space": "image", "subgradient": "midpoint", "collision": "sum", "class_collision": "per-pair", "label_smoothing": "off"}


class Unsupported(Exception):
    pass


def check_supported(case):
    fixed = dict(FIXED, coordinate_scale="off" if case.variant["family"] == "v4" else "two-minus-wh")
    for key, value in case.variant.items():
        if key not in FREE and fixed.get(key) != value:
            raise Unsupported("%s = %s" % (key, value))
    if case.layout not in LAYOUTS:
        raise Unsupported("layout " + case.layout)


def load(stored, device, dtype):
    kind, shape, data = stored
    values = torch.frombuffer(bytearray(data), dtype=STORED[kind]) if data else torch.empty(0, dtype=STORED[kind])
    return values.reshape(shape).to(device, dtype).requires_grad_()


def store(tensor):
    tensor = tensor.detach().cpu().contiguous()
    kind = next(kind for kind, dtype in STORED.items() if dtype == tensor.dtype)
    return kind, tensor.shape, (tensor.view(torch.int16) if kind == "BF16" else tensor).numpy().tobytes()


def compute(case, device, dtype):
    check_supported(case)
    heads = [load(stored, device, dtype) for stored in case.tensors]
    try:
        terms = losses(case, heads)
        terms.sum().backward()
    except RuntimeError as error:
        if "not implemented for" not in str(error):
            raise
        raise Unsupported("%s on %s (%s)" % (dtype, device, error)) from error
    results = {"gradient-%d" % k: store(head.grad) for k, head in enumerate(heads)}
    results.update(terms=store(terms), per_image=store(terms.sum((0, 2))), total=store(terms.sum()))
    return results


def folders_of(source, target):
    """The folders of the cases, with those of their results."""
    if os.path.exists(os.path.join(source, "case.json")):
        return [(source, target)]
    found = sorted(folder for folder, _, files in os.walk(source) if "case.json" in files)
    return [(folder, os.path.join(target, os.path.relpath(folder, source))) for folder in found]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", metavar="IN")
    parser.add_argument("target", metavar="OUT")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--dtype", choices=("float32", "bfloat16", "float16"), default="float32")
    parser.add_argument("--tf32", action="store_true", help="let matrix products use TF32")
    options = parser.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = options.tf32
    if options.device == "cuda" and not torch.cuda.is_available():
        sys.exit(print("torch_backend: no CUDA device", file=sys.stderr) or 77)
    folders, done = folders_of(options.source, options.target), 0
    for source, target in folders:
        try:
            results = compute(Case(source), torch.device(options.device), getattr(torch, options.dtype))
        except Unsupported as error:
            print("torch_backend: %s: unsupported: %s" % (source, error), file=sys.stderr)
            continue
        os.makedirs(target, exist_ok=True)
        write_safetensors(os.path.join(target, "actual.safetensors"), results)
        done += 1
    sys.exit(0 if done else 77)


if __name__ == "__main__":
    main()
