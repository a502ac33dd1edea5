"""The verbs train, eval and detect: what they write, say and return."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.environ['YOLOGOLD_PROGRAM']
CONFIG = {
    'network': {'width': 64, 'height': 64, 'variant': {'base': 'yolov3', 'image': [64, 64], 'anchors': [[14, 14], [24, 24]], 'masks': [[0, 1]]}, 'layers': [
        {'layer': 'convolutional', 'filters': 8, 'size': 3, 'stride': 4, 'batch_normalize': True, 'activation': 'leaky'},
        {'layer': 'convolutional', 'filters': 16, 'size': 3, 'stride': 2, 'batch_normalize': True, 'activation': 'leaky'},
        {'layer': 'convolutional', 'filters': 'head', 'size': 1}, {'layer': 'head'}]},
    'variant': {'base': 'yolov3', 'reduction': 'mean-batch', 'prior_gate': 'off'},
    'data': {'shapes': {'train': 8, 'val': 4, 'width': 64, 'height': 64, 'smallest': 0.2}},
    'batch': 4, 'epochs': 2, 'threads': 1}


def run(*words, **options):
    return subprocess.run([PROGRAM, *map(str, words)], text=True, capture_output=True, timeout=120, **options)


class Verbs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.config = cls.folder / 'small.json'
        cls.config.write_text(json.dumps(CONFIG))
        cls.run_folder = cls.folder / 'run'
        cls.trained = run('train', cls.config, '-o', cls.run_folder, '--seed', 3, '--json')

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def test_help_has_an_example(self):
        for verb in ('train', 'eval', 'detect'):
            answer = run(verb, '--help')
            self.assertEqual(answer.returncode, 0)
            self.assertIn('Example: yologold ' + verb, answer.stdout)

    def test_train_writes_the_run(self):
        self.assertEqual(self.trained.returncode, 0, self.trained.stderr)
        self.assertEqual(json.loads(self.trained.stdout)['step'], 4)
        for name in ('config.json', 'log.jsonl', 'checkpoint.safetensors', 'last.safetensors', 'best.safetensors', 'last.weights', 'best.weights',
                     'network.cfg', 'curves.html', 'samples/0.png'):
            self.assertTrue((self.run_folder / name).is_file(), name)
        self.assertEqual(json.loads((self.run_folder / 'config.json').read_text())['seed'], 3)
        lines = [json.loads(line) for line in (self.run_folder / 'log.jsonl').read_text().splitlines()]
        self.assertEqual([line['step'] for line in lines if 'loss' in line], [1, 2, 3, 4])
        self.assertEqual([line['step'] for line in lines if 'map' in line], [2, 4])
        self.assertFalse([name for name in os.listdir(self.run_folder) if name.endswith('.tmp')])

    def test_a_run_is_not_overwritten(self):
        answer = run('train', self.config, '-o', self.run_folder)
        self.assertEqual(answer.returncode, 3)
        self.assertIn('holds a run already', answer.stderr)

    def test_a_folder_that_can_not_be_made(self):
        answer = run('train', self.config, '-o', self.config / 'run')
        self.assertEqual(answer.returncode, 2)
        self.assertIn('cannot be made', answer.stderr)

    def test_words_arrive_as_they_were_given(self):
        answer = run('train', self.config, '-o', self.folder / 'a run', '--epochs', 0.5, '--json')
        self.assertEqual(json.loads(answer.stdout)['run'], str(self.folder / 'a run'))
        answer = run('train', self.config, '-o', self.folder / 'none', '--set', '')
        self.assertEqual(answer.returncode, 3)
        self.assertIn('--set : is not KEY=VALUE', answer.stderr)

    def test_set_and_data_and_epochs_are_taken(self):
        answer = run('train', self.config, '-o', self.folder / 'set', '--epochs', 0.5, '--set', 'optimiser.clip=3', '--json')
        self.assertEqual(answer.returncode, 0, answer.stderr)
        config = json.loads((self.folder / 'set/config.json').read_text())
        self.assertEqual((config['optimiser']['clip'], config['epochs']), (3, 0.5))
        self.assertEqual(json.loads(answer.stdout)['step'], 1)
        answer = run('train', self.config, '-o', self.folder / 'absent', '--data', self.folder / 'nowhere')
        self.assertEqual(answer.returncode, 3)
        self.assertIn('nowhere', answer.stderr)
        self.assertFalse((self.folder / 'absent').exists())

    def test_show_batch(self):
        picture = self.folder / 'batch.png'
        self.assertEqual(run('train', self.config, '--show-batch', picture).returncode, 0)
        self.assertEqual(picture.read_bytes()[:4], b'\x89PNG')

    def test_interrupted_and_resumed(self):
        folder = self.folder / 'long'
        process = subprocess.Popen([PROGRAM, 'train', self.config, '-o', folder, '--epochs', '100000'], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
        deadline = time.monotonic() + 60
        while not (folder / 'log.jsonl').exists() or not (folder / 'log.jsonl').read_text().count('\n'):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertTrue((folder / 'checkpoint.safetensors').is_file())
        config = json.loads((folder / 'config.json').read_text())
        steps = sum('"loss"' in line for line in (folder / 'log.jsonl').read_text().splitlines())
        config['epochs'] = (steps + 2) / 2
        (folder / 'config.json').write_text(json.dumps(config))
        answer = run('train', '--resume', folder, '--json')
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)['step'], steps + 2)

    def test_resume_goes_alone(self):
        answer = run('train', '--resume', self.run_folder, '--epochs', 3)
        self.assertEqual(answer.returncode, 3)
        self.assertIn('--resume', answer.stderr)

    def test_eval(self):
        answer = run('eval', self.run_folder, '--json')
        self.assertEqual(answer.returncode, 0, answer.stderr)
        document = json.loads(answer.stdout)
        self.assertEqual([row['name'] for row in document['classes']], ['circle', 'square', 'triangle'])
        logged = [json.loads(line)['map'] for line in (self.run_folder / 'log.jsonl').read_text().splitlines() if '"map"' in line]
        self.assertAlmostEqual(document['map'], max(logged), places=6)
        for metric in ('voc07', 'coco'):
            self.assertEqual(run('eval', self.run_folder, '--metric', metric).returncode, 0)
        darknet = run('eval', self.run_folder / 'best.weights', '--data', 'shapes', '--json')
        self.assertEqual(darknet.returncode, 0, darknet.stderr)

    def test_eval_errors(self):
        for words, said in ((['eval', self.folder / 'none', '--data', 'shapes'], 'none'), (['eval', self.run_folder, '--metric', 'vok'], 'did you mean "voc"'),
                            (['eval', self.run_folder / 'best.safetensors'], '--data'), (['eval', self.run_folder, '--split', 'test'], 'val')):
            answer = run(*words)
            self.assertEqual(answer.returncode, 3, answer.stderr)
            self.assertIn(said, answer.stderr)

    def test_detect(self):
        out, picture = self.folder / 'found', self.run_folder / 'samples/0.png'
        answer = run('detect', self.run_folder, picture, picture, self.folder / 'absent.png', '-o', out, '--threshold', 0.01, '--nms', 'diou', '--json')
        self.assertEqual(answer.returncode, 2)
        self.assertIn('absent.png', answer.stderr)
        document = json.loads(answer.stdout)
        self.assertEqual(document, json.loads((out / 'detections.json').read_text()))
        self.assertEqual([row['drawn'] for row in document['images']], ['0.png', '0-2.png'])
        self.assertTrue((out / '0-2.png').is_file())
        for one in document['images'][0]['detections']:
            left, top, right, bottom = one['pixels']
            self.assertTrue(0 <= left < right <= 64.001 and 0 <= top < bottom <= 64.001)


if __name__ == '__main__':
    unittest.main()
