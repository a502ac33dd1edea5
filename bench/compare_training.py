#!/usr/bin/env python3
"""Times whole training steps of yolov3-tiny and yolov4-tiny (forward, loss, backward, SGD with momentum), in turns, as ratios within one run:
this project's, PyTorch's of the same network, and those of Debian's darknet. What is not installed is left out.

  meson setup BUILD && ninja -C BUILD bench/bench_training_step tools/yologold
  python3 bench/compare_training.py --build BUILD

Per turn each program takes a few steps, of which the median counts; the table shows the median of the turns' ratios and their quartiles. Wall is images a
second and thread, cpu images a second of processor time, which other work on the machine disturbs less. darknet reads drawn shapes; the others take noise.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from darknet_training import Absent, Darknet  # noqa: E402

BENCH = os.path.dirname(os.path.abspath(__file__))
class Server:
    """A program that takes a step for each line it is sent."""

    def __init__(self, command, first_line=None, **environment):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
        self.about = self.ask(first_line)

    def ask(self, line):
        if line is not None:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("compare_training: %s ended with %d" % (self.process.args[0], self.process.wait()))
        return json.loads(answer)

    def warm_up(self):
        self.turn(1)

    def turn(self, steps):
        times = [self.ask("") for _ in range(steps)]
        return {clock: statistics.median(one[clock] for one in times) for clock in ("wall", "cpu")}

    def close(self):
        self.process.kill()
        self.process.wait()


def ours(options, network):
    os.environ.setdefault("YOLOGOLD_CONFIGS", os.path.join(BENCH, "..", "configs"))
    program = os.path.join(options.build, "bench", "bench_training_step")
    if not os.path.exists(program):
        raise SystemExit("compare_training: %s is missing: ninja -C %s bench/bench_training_step" % (program, options.build))
    return Server([program, network, str(options.threads), str(options.batch)], GOMP_SPINCOUNT="1000")


def pytorch(options, about):
    if subprocess.run([options.python, "-c", "import torch"], capture_output=True).returncode:
        raise Absent("PyTorch is not installed (Debian: python3-torch)")
    server = Server([options.python, os.path.join(BENCH, "torch_training_step.py")], json.dumps(about), OMP_NUM_THREADS=str(options.threads))
    if server.about["parameters"] != about["parameters"]:
        raise SystemExit("compare_training: PyTorch's network has %d parameters, not %d" % (server.about["parameters"], about["parameters"]))
    return server


def darknet(options, about):
    def cfg_of(path):
        server = ours(options, path)
        server.close()
        return server.about["cfg"]
    return Darknet(about, options.threads, os.path.join(options.build, "tools", "yologold"), cfg_of)


def compare(options, network):
    """{program: [times of a turn]}"""
    programs = {"yologold": ours(options, network)}
    try:
        about = programs["yologold"].about
        for name, make in (("pytorch", pytorch), ("darknet", darknet)):
            try:
                if name not in options.without:
                    programs[name] = make(options, about)
            except Absent as absent:
                print("compare_training: left out: %s" % absent, file=sys.stderr)
        for program in programs.values():
            program.warm_up()
        turns = {name: [] for name in programs}
        for k in range(options.turns):
            for name, program in programs.items():
                print("%s: turn %d of %d, %s" % (network, k + 1, options.turns, name), end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr)
                turns[name].append(program.turn(options.steps))
        return turns
    finally:
        for program in programs.values():
            program.close()


def summarise(options, network, turns):
    rows = []
    for name, times in turns.items():
        row = {"network": network, "program": name, "turns": times}
        for clock, work in (("wall", options.batch / options.threads), ("cpu", options.batch)):
            row["images_per_second_" + clock] = statistics.median(work / one[clock] for one in times)
            ratios = [other[clock] / one[clock] for one, other in zip(turns["yologold"], times)]
            row["ratio_" + clock] = statistics.median(ratios)
            row["quartiles_" + clock] = statistics.quantiles(ratios, n=4)[::2] if len(ratios) > 1 else ratios * 2
        rows.append(row)
    return rows


def show(rows, file):
    print("%-13s%-10s%21s%30s%21s%30s" % ("network", "program", "images/s per core", "yologold is so much faster", "images per cpu-s", "by processor time"), file=file)
    for row in rows:
        cells = [row["network"].ljust(13), row["program"].ljust(10)]
        for clock in ("wall", "cpu"):
            low, high = row["quartiles_" + clock]
            cells += ["%21.2f" % row["images_per_second_" + clock], "%14.2f (%6.2f to %6.2f)" % (row["ratio_" + clock], low, high)]
        print("".join(cells), file=file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, help="a build folder of this project")
    parser.add_argument("--network", action="append", help="of configs/networks; may be repeated (default: yolov3-tiny and yolov4-tiny)")
    parser.add_argument("--threads", type=int, default=1, help="of every program (default: 1)")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--turns", type=int, default=5, help="how often the programs take turns")
    parser.add_argument("--steps", type=int, default=3, help="of a turn; darknet always takes two")
    parser.add_argument("--without", action="append", default=[], choices=("pytorch", "darknet"))
    parser.add_argument("--python", default=sys.executable, help="a Python that has PyTorch")
    parser.add_argument("--json", action="store_true", help="one document on stdout, the table on stderr")
    options = parser.parse_args()
    start, rows = time.time(), []
    for network in options.network or ["yolov3-tiny", "yolov4-tiny"]:
        rows += summarise(options, network, compare(options, network))
    show(rows, sys.stderr if options.json else sys.stdout)
    if options.json:
        settings = {key: getattr(options, key) for key in ("threads", "batch", "turns", "steps")}
        print(json.dumps({"format": "yologold-training-comparison/1", **settings, "seconds": time.time() - start, "rows": rows}, indent=1))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
