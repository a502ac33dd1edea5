"""Counts the instructions of one loss with its gradient, plainest ISA, one thread, and compares them with tests/data/costs.json: a guard against a quadratic
corner or a lost inlining, not a benchmark. `test_cost.py COST COSTS --print` prints the figures of today."""

import json
import pathlib
import platform
import re
import shutil
import subprocess
import sys

MARGIN = 1.4
RUNS = 4


def instructions(cost, work, runs):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", cost, work, str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def per_run(cost, work):
    return (instructions(cost, work, 2 + RUNS) - instructions(cost, work, 2)) // RUNS


def main():
    cost, costs = sys.argv[1:3]
    if shutil.which("valgrind") is None or platform.machine() != "x86_64":
        print("skipped: the figures are those of valgrind on x86_64")
        return 77
    stored = json.loads(pathlib.Path(costs).read_text())
    counted = {work: per_run(cost, work) for work in stored}
    if "--print" in sys.argv:
        print(json.dumps(counted, indent=2))
        return 0
    failures = 0
    for work, wanted in stored.items():
        got = counted[work]
        fine = wanted / MARGIN <= got <= wanted * MARGIN
        failures += not fine
        print(f"{'ok' if fine else 'FAILED'} {work}: {got} instructions a run, {got / wanted:.3f} of the stored {wanted}")

    # Twice the truths cost at most twice as much.
    for work in counted:
        if not work.endswith("-twice"):
            continue
        grown = counted[work] / counted[work.removesuffix("-twice")]
        fine = grown <= 2
        failures += not fine
        print(f"{'ok' if fine else 'FAILED'} {work}: {grown:.3f} times the instructions of half the truths")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
