# SPDX-License-Identifier: MIT
"""output.single_network, and models of method readout rebuilt in PyTorch."""
import csv
import io
import json
import os
import subprocess
import sys
import unittest

from program import ROOT, ProgramTest, header

SCRIPT = ROOT / "docs" / "rebuild_in_pytorch.py"
STAND_IN = ROOT / "tests" / "program" / "stand_in"

# Sums in another order and tanh of another library; a window solved to 1e-6 may have weights of
# some 1e4, whose roundings are kept well below that tolerance.
FEW_ROUNDINGS = 1e-9

PREDATORS = """{
  "name": "predators",
  "problem": {
    "domain": [0, 4],
    "equations": ["x' = 1.5*x - x*y", "y' = x*y - 3*y"],
    "conditions": ["x(0) = 3", "y(0) = 1"]
  },
  "training": {"method": "readout"},
  "accept": {"rtol": 1e-6, "atol": 1e-8},
  "output": {"single_network": true, "points": 21}
}
"""

# x'' and y': one network per state.
MIXED = """{
  "name": "mixed",
  "problem": {
    "domain": [0, 3],
    "equations": ["x'' = -y", "y' = x"],
    "conditions": ["x(0) = 1", "x'(0) = 0", "y(0) = 0"]
  },
  "training": {"method": "readout"},
  "accept": {"rtol": 1e-6, "atol": 1e-8},
  "output": {"single_network": true, "points": 21}
}
"""

KINK = """{
  "name": "kink",
  "problem": {"domain": [0, 10], "equations": ["x'' = -sign(x)"],
              "conditions": ["x(0) = 1", "x'(0) = 0"]},
  "training": {"method": "readout"},
  "accept": {"rtol": 1e-9, "atol": 1e-9},
  "output": {"single_network": true}
}
"""


def rows(text):
    return [{name: float(value) for name, value in row.items()}
            for row in csv.DictReader(io.StringIO(text))]


def has_torch():
    command = [sys.executable, "-c", "import torch"]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0


class SingleNetwork(ProgramTest):
    def solve(self, text, *arguments):
        self.write("a.json", text)
        return self.run_program("a.json", *arguments)

    def test_is_written_beside_the_windows_with_a_verdict_of_its_own(self):
        result = self.solve(PREDATORS)
        self.assertEqual(result.returncode, 0, result.stderr)
        record = self.run_json("a.run")
        single = record["single_network"]
        self.assertEqual(list(single), "verdict width max_error tolerance_ratio basis weights "
                                       "seconds".split())
        self.assertEqual(single["verdict"], "accepted")
        self.assertEqual(single["basis"], "reference")
        self.assertLess(single["tolerance_ratio"], 1)
        self.assertEqual(single["weights"], single["width"] * 4 + 2)
        self.assertIn("single_solution.csv", record["files"])
        self.assertIn("single.safetensors", record["files"])
        self.assertIn(f"\n  one network of 1-{single['width']}-2: ACCEPTED, max error ",
                      result.stderr)
        folder = self.folder / "a.run"
        self.assertEqual(header(folder / "single_solution.csv"), header(folder / "solution.csv"))

    def test_can_be_evaluated_like_any_model(self):
        self.solve(PREDATORS)
        result = self.run_program("eval", "a.run/single.safetensors", "--at", "0,1.5,4")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        by_windows = self.run_program("eval", "a.run", "--at", "0,1.5,4")
        single, windows = rows(result.stdout), rows(by_windows.stdout)
        self.assertAlmostEqual(single[0]["x"], 3, delta=4e-15)  # hard conditions: to rounding
        self.assertAlmostEqual(single[0]["y"], 1, delta=4e-15)
        for a, b in zip(single, windows):
            self.assertLess(abs(a["x"] - b["x"]), 1e-2)
            self.assertEqual(a.keys(), b.keys())

    def test_is_the_same_on_every_run(self):
        self.solve(PREDATORS)
        first = (self.folder / "a.run" / "single.safetensors").read_bytes()
        self.solve(PREDATORS, "--overwrite")
        self.assertEqual((self.folder / "a.run" / "single.safetensors").read_bytes(), first)

    def test_leaves_the_verdict_of_the_run_to_the_windows(self):
        result = self.solve(KINK)
        self.assertEqual(result.returncode, 0, result.stderr)
        record = self.run_json("a.run")
        self.assertEqual(record["verdict"], "accepted")
        self.assertEqual(record["single_network"]["verdict"], "not_accepted")
        # The best of those that were tried is kept, and wider ones than the first were.
        width = record["single_network"]["width"]
        self.assertGreater(width, 64)
        self.assertIn(f"1-{width}-1: NOT ACCEPTED, ", result.stderr)
        self.assertIn("; no smooth network follows a kink or a jump: use the windows",
                      result.stderr)

    def test_is_not_made_unless_it_is_asked_for(self):
        result = self.solve(PREDATORS, "--set", "output.single_network=false")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIsNone(self.run_json("a.run")["single_network"])
        self.assertNotIn("one network", result.stderr)
        self.assertFalse((self.folder / "a.run" / "single.safetensors").exists())

    def test_goes_when_the_folder_is_overwritten_by_a_run_without_it(self):
        self.solve(PREDATORS)
        self.solve(PREDATORS, "--overwrite", "--set", "output.single_network=false")
        self.assertFalse((self.folder / "a.run" / "single.safetensors").exists())
        self.assertFalse((self.folder / "a.run" / "single_solution.csv").exists())


class InPyTorch(ProgramTest):
    """The script of the documents says what `eval` says."""

    def check(self, text, states, path):
        for model in ("model", "single"):
            self.write("a.json", text)
            solved = self.run_program("a.json", "--overwrite")
            self.assertEqual(solved.returncode, 0, solved.stderr)
            file = self.folder / "a.run" / f"{model}.safetensors"
            places = ["0.0", "0.1", "1.2345", "2.75", "3.0"]
            said = self.run_program("eval", file, "--at", ",".join(places))
            environment = dict(os.environ, PYTHONPATH=path)
            rebuilt = subprocess.run([sys.executable, "-B", SCRIPT, file, *places], text=True,
                                     capture_output=True, env=environment, check=False)
            self.assertEqual((rebuilt.returncode, rebuilt.stderr), (0, ""))
            self.assertEqual(rebuilt.stdout.splitlines()[0], "t," + ",".join(states))
            expected, actual = rows(said.stdout), rows(rebuilt.stdout)
            self.assertEqual(len(actual), len(places))
            for a, b in zip(actual, expected):
                for state in states:
                    self.assertLess(abs(a[state] - b[state]), FEW_ROUNDINGS, (model, a, b))

    def n_windows(self):
        content = (self.folder / "a.run" / "model.safetensors").read_bytes()
        length = int.from_bytes(content[:8], "little")
        return len(json.loads(json.loads(content[8:8 + length])["__metadata__"]["windows"]))

    def test_one_network_for_all_states_by_a_stand_in(self):
        self.check(PREDATORS, ["x", "y"], STAND_IN)
        self.assertGreater(self.n_windows(), 1)

    def test_one_network_per_state_by_a_stand_in(self):
        self.check(MIXED, ["x", "y"], STAND_IN)

    @unittest.skipUnless(has_torch(), "PyTorch (Debian: python3-torch) is not installed")
    def test_both_by_pytorch_itself(self):
        self.check(PREDATORS, ["x", "y"], os.environ.get("PYTHONPATH", ""))
        self.check(MIXED, ["x", "y"], os.environ.get("PYTHONPATH", ""))
