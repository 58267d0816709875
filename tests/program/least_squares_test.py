# SPDX-License-Identifier: MIT
"""Method least_squares from a config to its files."""
import csv
import json
import unittest

from program import ProgramTest

PENDULUM = """{
  "name": "pendulum",
  "problem": {
    "domain": [0, 6],
    "equations": ["x'' = -sin(x)"],
    "conditions": ["x(0) = 2", "x'(0) = 0"]
  },
  "training": {"method": "least_squares"},
  "accept": {"rtol": 1e-6, "atol": 1e-6}
}"""
BOUNDARY = """{
  "name": "rod",
  "problem": {"domain": [0, 1], "equations": ["u'' = u"], "conditions": ["u(0) = 0", "u(1) = 1"]},
  "training": {"method": "least_squares"}
}"""


class LeastSquares(ProgramTest):
    def solve(self, text, *more):
        (self.folder / "a.json").write_text(text)
        return self.run_program("a.json", "-o", "a.run", "--progress", "none", "--overwrite", *more)

    def test_trains_and_is_accepted(self):
        result = self.solve(PENDULUM)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stderr, r"least_squares: \d+ windows?, \d+ iterations, ")
        record = json.loads((self.folder / "a.run" / "run.json").read_text())
        self.assertEqual(record["verdict"], "accepted")
        self.assertEqual(record["acceptance"]["basis"], "reference")
        self.assertEqual(record["method"]["used"], "least_squares")
        with open(self.folder / "a.run" / "history.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        statistics = record["training"]["statistics"]
        steps = [row["optimizer"] for row in rows]
        self.assertEqual(steps.count("levenberg_marquardt"), statistics["iterations"])
        self.assertEqual(steps.count("readout"), statistics["windows"])
        self.assertEqual(steps[-1], "readout")
        self.assertEqual(float(rows[0]["window_start"]), 0)
        self.assertEqual(float(rows[-1]["window_end"]), 6)

    def test_gives_the_same_bytes_twice_and_others_for_another_seed(self):
        tables = []
        for seed in (1, 1, 2):
            result = self.solve(PENDULUM, "--set", f"training.seed={seed}")
            self.assertEqual(result.returncode, 0, result.stderr)
            tables.append((self.folder / "a.run" / "solution.csv").read_bytes())
        self.assertEqual(tables[0], tables[1])
        self.assertNotEqual(tables[0], tables[2])

    def test_says_what_it_cannot_do(self):
        for more, text in [
            (["--set", "training.precision=float32"], "method least_squares needs float64"),
            (["--set", "training.conditions=soft"], "method least_squares meets the conditions exactly"),
            (["--set", "network.activation=relu"], "relu has no second derivative"),
            (["--set", "network.per_state=true"], "method least_squares has one network for all states"),
            (["--set", "problem.stop_when=x = 0"], "method least_squares cannot end at an event"),
        ]:
            result = self.solve(PENDULUM, *more)
            self.assertEqual(result.returncode, 3, more)
            self.assertIn(text, result.stderr)
        result = self.solve(BOUNDARY)
        self.assertEqual(result.returncode, 3)
        self.assertIn("method least_squares solves initial-value problems, and these conditions stand at "
                      "several places; use method readout or gradient", result.stderr)


if __name__ == "__main__":
    unittest.main()
