# SPDX-License-Identifier: MIT
"""Runs the real program in a scratch folder."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["PINN_SOLVE"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
# A program that hangs is ended; with sanitizers, and no optimisation, trainings take ten times as long.
SECONDS = 600 if os.environ.get("PINN_SANITIZE") else 60

# Small enough for a second: y' = -k y on [0, 1], hard condition, 200 iterations of Adam.
DECAY = """{
  "name": "decay",
  "problem": {
    "domain": [0, 1],
    "parameters": {"k": 1},
    "equations": ["y' = -k*y"],
    "conditions": ["y(0) = 1"],
    "exact": {"y": "exp(-k*t)"}
  },
  "network": {"hidden": [8]},
  "training": {
    "points": {"count": 20},
    "stages": [{"optimizer": "adam", "iterations": 200, "learning_rate": 0.01}]
  },
  "accept": {"atol": 0.5, "rtol": 0, "points": 21},
  "output": {"points": 11}
}
"""


class ProgramTest(unittest.TestCase):
    """A scratch folder, and the program called in it."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pinn-program-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def run_program(self, *arguments, **options):
        options.setdefault("timeout", SECONDS)
        environment = dict(os.environ, OMP_NUM_THREADS="1", **options.pop("env", {}))
        options.setdefault("capture_output", True)
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, text=True,
                              env=environment, **options)

    def start_program(self, *arguments, **options):
        environment = dict(os.environ, OMP_NUM_THREADS="1")
        return subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=self.folder, text=True,
                                env=environment, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **options)

    def run_json(self, folder):
        return json.loads((self.folder / folder / "run.json").read_text())

    def assert_fails(self, result, code, stderr):
        """Exit code, nothing on stdout, and exactly this text on stderr."""
        self.assertEqual(result.stdout, "")
        self.assertEqual(result.stderr, stderr)
        self.assertEqual(result.returncode, code)


def header(path):
    return pathlib.Path(path).read_text().splitlines()[0]


def contents(folder):
    return {p.name: p.read_bytes() for p in pathlib.Path(folder).iterdir()}
