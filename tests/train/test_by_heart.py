"""Ten pictures of BCCD without augmentation, learned by heart: network, loss, optimiser, detection and evaluation fit together."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ['YOLOGOLD_PROGRAM']
BLOOD = pathlib.Path(os.environ['YOLOGOLD_SHARED_DATA']) / 'bccd' / 'BCCD'
PICTURES = 10
# The average follows the weights closely, for the steps are few.
CHOICES = ('augment={}', 'batch=2', 'threads=1', 'optimiser.weight_decay=0', 'average.decay=0.98', 'average.ramp=50', 'evaluate.split=train',
           'evaluate.every=1000')


def make_data_set(folder):
    """The first pictures of the training list, as a data set of their own."""
    names = sorted((BLOOD / 'ImageSets' / 'Main' / 'train.txt').read_text().split())[:PICTURES]
    lists = folder / 'ImageSets' / 'Main'
    lists.mkdir(parents=True)
    (lists / 'train.txt').write_text('\n'.join(names) + '\n')
    for name in ('Annotations', 'JPEGImages'):
        (folder / name).symlink_to(BLOOD / name)


@unittest.skipUnless(BLOOD.is_dir(), f'{BLOOD} is not there')
class ByHeart(unittest.TestCase):
    def test_ten_pictures(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            make_data_set(folder / 'ten')
            words = [word for choice in CHOICES for word in ('--set', choice)]
            answer = subprocess.run([PROGRAM, 'train', 'bccd-yolov4-nano', '--data', folder / 'ten', '-o', folder / 'run', '--epochs', '140', '--json', *words],
                                    text=True, capture_output=True)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            print(answer.stderr, file=sys.stderr)
            self.assertGreaterEqual(json.loads(answer.stdout)['map'], 0.99)


if __name__ == '__main__':
    unittest.main()
