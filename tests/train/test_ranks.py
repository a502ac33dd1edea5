"""Several processes under mpirun train as one: the same losses, one voice, one end."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.environ['YOLOGOLD_PROGRAM']
ROOT = {'OMPI_ALLOW_RUN_AS_ROOT': '1', 'OMPI_ALLOW_RUN_AS_ROOT_CONFIRM': '1'}   # a container's tests run as root

# Everything that depends on the whole batch: batch norm, dropout, shapes, mini-batches, deceived pictures, the gradient's norm, the average of weights.
CONFIG = {
    'network': {'width': 64, 'height': 64, 'variant': {'base': 'yolov3', 'image': [64, 64], 'anchors': [[14, 14], [24, 24]], 'masks': [[0, 1]]}, 'layers': [
        {'layer': 'convolutional', 'filters': 8, 'size': 3, 'stride': 4, 'batch_normalize': True, 'activation': 'leaky'},
        {'layer': 'dropout', 'probability': 0.1, 'block': 2},
        {'layer': 'convolutional', 'filters': 16, 'size': 3, 'stride': 2, 'batch_normalize': True, 'activation': 'mish'},
        {'layer': 'convolutional', 'filters': 'head', 'size': 1}, {'layer': 'head'}]},
    'variant': {'base': 'yolov3', 'reduction': 'mean-batch', 'prior_gate': 'off'},
    'data': {'shapes': {'train': 16, 'val': 5, 'width': 64, 'height': 64, 'smallest': 0.2}},
    'augment': {'mosaic': 0.5, 'flip_horizontal': 0.5, 'jitter': 0.1, 'hue': 0.1, 'shapes': [0.5, 1.5], 'shape_every': 1, 'shape_multiple': 8},
    'average': {'decay': 0.9, 'ramp': 3}, 'self_adversarial': {'probability': 0.5, 'step': 0.02}, 'drop_ramp': True,
    'batch': 8, 'subdivisions': 2, 'epochs': 6, 'optimiser': {'kind': 'sgd', 'clip': 10}, 'schedule': {'rate': 0.003, 'warmup': 1}, 'evaluate': {'every': 3},
    'seed': 5, 'threads': 1}

# A float32 number is off by up to 2^-24 = 6e-8 of itself, and the ranks' sums are rounded in another order: a few roundings a step, which the steps carry on.
# That is 1e-8 to 2e-7 after twelve steps; 1e-5 leaves room for other machines. Statistics of a rank's own pictures move the loss by more than 1e-3.
TOLERANCE = 1e-5


def together(ranks, *words):
    return ['mpirun', '--oversubscribe', '-n', str(ranks), PROGRAM, 'train', *map(str, words)]


def run(command):
    return subprocess.run(command, text=True, capture_output=True, timeout=120, env={**os.environ, **ROOT})


def log_of(folder):
    return [json.loads(line) for line in (folder / 'log.jsonl').read_text().splitlines()]


def curve(folder):
    return [[line['step'], line['size'], line['gradient_norm'], *line['loss'].values()] for line in log_of(folder) if 'loss' in line]


class Ranks(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.config = self.folder / 'small.json'
        self.config.write_text(json.dumps(CONFIG))

    def compare(self, ranks, *changes):
        words = [word for change in changes for word in ('--set', change)]
        alone = run([PROGRAM, 'train', self.config, '-o', self.folder / 'alone', *words])
        self.assertEqual(alone.returncode, 0, alone.stderr)
        joint = run(together(ranks, self.config, '-o', self.folder / 'joint', *words))
        self.assertEqual(joint.returncode, 0, joint.stderr)
        self.assertEqual(joint.stdout.count('processes learn together'), 1)
        expected, found = curve(self.folder / 'alone'), curve(self.folder / 'joint')
        self.assertEqual(len(found), 12)
        for one, other in zip(expected, found):
            self.assertEqual(one[:2], other[:2])
            for a, b in zip(one[2:], other[2:]):
                self.assertAlmostEqual(b / a, 1, delta=TOLERANCE, msg='step %d' % one[0])
        maps = [[line['map'] for line in log_of(self.folder / name) if 'map' in line] for name in ('alone', 'joint')]
        self.assertEqual(len(maps[1]), 2)
        for a, b in zip(*maps):
            self.assertAlmostEqual(a, b, delta=1e-3)
        for name in ('checkpoint.safetensors', 'best.safetensors', 'last.weights', 'curves.html', 'samples/4.png'):
            self.assertTrue((self.folder / 'joint' / name).is_file(), name)

    def test_two_learn_as_one(self):
        self.compare(2)

    def test_four_learn_as_one_across_mini_batches(self):
        self.compare(4, 'network.batch_norm={"cross_mini_batch":true}')

    def test_positives_are_counted_together(self):
        self.compare(2, 'variant.reduction=mean-positives')

    def test_a_batch_without_equal_parts(self):
        answer = run(together(3, self.config, '-o', self.folder / 'run'))
        self.assertEqual(answer.returncode, 3)
        self.assertEqual(answer.stderr.count('small.json#/batch: a mini-batch of 4 pictures has no equal parts for 3 ranks'), 1, answer.stderr)
        self.assertFalse((self.folder / 'run').exists())

    def test_a_loss_that_counts_elements(self):
        answer = run(together(2, self.config, '-o', self.folder / 'run', '--set', 'variant.reduction=mean-elements'))
        self.assertEqual(answer.returncode, 3)
        self.assertIn('its reduction counts elements', answer.stderr)

    def test_one_that_fails_ends_all(self):
        words = ['train', self.config, '-o', self.folder / 'run']
        answer = run(['mpirun', '--oversubscribe', '-n', '1', PROGRAM, *words, ':', '-n', '1', PROGRAM, *words, '--data', self.folder / 'nowhere'])
        self.assertEqual(answer.returncode, 3)
        self.assertIn('nowhere', answer.stderr)

    def test_different_trainings(self):
        words = ['train', self.config, '-o', self.folder / 'run']
        answer = run(['mpirun', '--oversubscribe', '-n', '1', PROGRAM, *words, ':', '-n', '1', PROGRAM, *words, '--seed', '9'])
        self.assertEqual(answer.returncode, 3)
        self.assertIn('rank 1: has another configuration', answer.stderr)

    def test_interrupted_and_resumed(self):
        # Interrupt the second rank. The rate must not depend on the length of the training.
        folder, whole = self.folder / 'parts', self.folder / 'whole'
        words = [self.config, '--set', 'schedule={"kind":"constant","rate":0.003}', '--set', 'drop_ramp=false', '--epochs']
        process = subprocess.Popen(together(2, *words, 100000, '-o', folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env={**os.environ, **ROOT})
        deadline = time.monotonic() + 60
        while not (folder / 'log.jsonl').exists() or (folder / 'log.jsonl').read_text().count('\n') < 3:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        children = subprocess.run(['pgrep', '-P', str(process.pid)], text=True, capture_output=True).stdout.split()
        os.kill(int(children[-1]), signal.SIGINT)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, said)
        self.assertEqual(said.count('interrupted; go on with'), 1, said)

        # Go on for two epochs, as if it had run through.
        epochs = len(curve(folder)) // 2 + 2
        config = json.loads((folder / 'config.json').read_text())
        config['epochs'] = epochs
        (folder / 'config.json').write_text(json.dumps(config))
        for answer in (run(together(2, '--resume', folder)), run(together(2, *words, epochs, '-o', whole))):
            self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(len(curve(folder)), 2 * epochs)
        self.assertEqual(curve(folder), curve(whole))
        self.assertEqual((folder / 'checkpoint.safetensors').read_bytes(), (whole / 'checkpoint.safetensors').read_bytes())


if __name__ == '__main__':
    version = shutil.which('mpirun') and subprocess.run(['mpirun', '--version'], text=True, capture_output=True).stdout
    missing = 'a build with -Dmpi=enabled' if os.environ.get('YOLOGOLD_MPI') != '1' else '' if version and 'Open MPI' in version else 'mpirun of Open MPI'
    if missing:
        print('skipped: needs', missing)
        sys.exit(77)
    unittest.main()
