"""darknet's side of compare_training.py: `darknet detector train` on drawn shapes, with the seconds that it says itself."""
import json
import os
import pty
import re
import shutil
import subprocess
import tempfile

STEP = re.compile(r"\d+: \S+, \S+ avg, \S+ rate, (\S+) seconds")
NET = """[net]
batch={batch}
subdivisions=1
width={width}
height={height}
channels=3
momentum=0.9
decay=0.0005
learning_rate=0.00001
policy=constant
max_batches=2
"""


class Absent(Exception):
    """A program to compare with is not installed."""


class Darknet:
    """Two batches a turn; the second one counts."""

    def __init__(self, about, threads, yologold, cfg_of):
        """about: what bench_training_step says; yologold: the program, which draws; cfg_of: gives darknet's cfg of a network's file."""
        self.program = shutil.which("darknet")
        if not self.program:
            raise Absent("darknet is not installed (Debian: darknet)")
        self.folder, self.threads, self.cfg_of = tempfile.TemporaryDirectory(), threads, cfg_of
        self.write_data(about, yologold)
        layers = about["network"]["layers"]
        self.numbers = about["parameters"] + sum(2 * layer["filters"] for layer in layers if layer.get("batch_normalize"))
        grouped = any(layer["layer"] == "route" and layer["groups"] > 1 for layer in layers)
        cfg = self.cfg_without_groups(about["network"]) if grouped else about["cfg"]
        with open(self.at("train.cfg"), "w") as file:
            file.write(NET.format(batch=about["batch"], **about["network"]) + cfg[cfg.index("\n\n"):])

    def at(self, name):
        return os.path.join(self.folder.name, name)

    def write_data(self, about, yologold):
        width, height = about["network"]["width"], about["network"]["height"]
        shapes = {"shapes": {"train": 8, "val": 1, "width": width, "height": height}}
        subprocess.run([yologold, "train", "shapes", "--set", "data=" + json.dumps(shapes), "--write-data", self.at("shapes")], check=True, stdout=subprocess.DEVNULL)
        pictures = "shapes/images/train"   # relative: darknet makes `labels` of every `raw` in a path, too
        with open(self.at("train.txt"), "w") as file:
            file.writelines(os.path.join(pictures, name) + "\n" for name in sorted(os.listdir(self.at(pictures))))
        with open(self.at("train.data"), "w") as file:
            file.write("classes=%d\ntrain=train.txt\nbackup=.\n" % about["network"]["variant"]["classes"])

    def cfg_without_groups(self, network):
        """Debian's darknet has no groups of channels in [route]: a convolution that is read in halves is written as two convolutions of half the filters."""
        layers, named = [], [dict(layer, name="L%d" % i) for i, layer in enumerate(network["layers"])]
        for i, layer in enumerate(named):
            if layer["layer"] == "route":
                layer["layers"] = ["L%d" % (i + k) for k in layer["layers"]]
        halves = {layer["layers"][0]: layer["groups"] for layer in named if layer["layer"] == "route" and layer["groups"] > 1}
        for i, layer in enumerate(named):
            if layer["name"] in halves:
                parts = halves[layer["name"]]
                for part in range(parts):
                    if part:
                        layers.append({"layer": "route", "layers": ["L%d" % (i - 1)]})
                    layers.append(dict(layer, name="%s-%d" % (layer["name"], part), filters=layer["filters"] // parts))
                layers.append({"layer": "route", "name": layer["name"], "layers": ["%s-%d" % (layer["name"], part) for part in range(parts)]})
            elif layer["layer"] == "route" and layer["groups"] > 1:
                layers.append({"layer": "route", "name": layer["name"], "layers": ["%s-%d" % (layer["layers"][0], layer["group_id"])]})
            else:
                layers.append(layer)
        with open(self.at("network.json"), "w") as file:
            json.dump(dict(network, layers=layers), file)
        return self.cfg_of(self.at("network.json"))

    def warm_up(self):
        """Every turn's first batch does."""

    def turn(self, _):
        # A terminal makes it say every line at once.
        ours_end, its_end = pty.openpty()
        command = [self.program, "detector", "train", "train.data", "train.cfg"]
        process = subprocess.Popen(command, stdout=its_end, stderr=subprocess.DEVNULL, cwd=self.folder.name,
                                   env={**os.environ, "OMP_NUM_THREADS": str(self.threads)})
        os.close(its_end)
        before, found = 0, None
        try:
            with open(ours_end, errors="replace") as lines:
                for line in lines:
                    step = STEP.match(line)
                    if step:
                        found = {"wall": float(step[1]), "cpu": self.cpu_of(process) - before}
                    if line.startswith("Loaded"):
                        before = self.cpu_of(process)
        except OSError:
            pass   # Linux ends a terminal that nobody writes to with EIO
        finally:
            process.kill()
        if process.wait() not in (0, -9) or not found:
            raise SystemExit("compare_training: darknet ended with %d" % process.returncode)
        self.check_size()
        return found

    def check_size(self):
        """Its weights hold the numbers of the same network: parameters, running means and variances; 20 bytes say the version and the pictures seen."""
        numbers = (os.path.getsize(self.at("train_final.weights")) - 20) // 4
        if numbers != self.numbers:
            raise SystemExit("compare_training: darknet's network has %d numbers, not %d" % (numbers, self.numbers))

    @staticmethod
    def cpu_of(process):
        try:
            with open("/proc/%d/stat" % process.pid) as file:
                return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            return 0

    def close(self):
        self.folder.cleanup()
