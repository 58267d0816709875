# SPDX-License-Identifier: MIT
"""Conditions at infinity: a domain that stands for an infinite one, and whether it is long enough."""
import csv
import json
import unittest

from program import ProgramTest

BLASIUS = {
    "problem": {"variable": "eta", "domain": [0, 10], "equations": ["f''' + f*f''/2 = 0"],
                "conditions": ["f(0) = 0", "f'(0) = 0", "f'(inf) = 1"]},
    "accept": {"rtol": 1e-6, "atol": 1e-9},
}
# u = exp(-x^2)
BELL = {
    "problem": {"variable": "x", "domain": [-6, 6], "equations": ["u'' - u = (4*x^2 - 3)*exp(-x^2)"],
                "conditions": ["u(-inf) = 0", "u(inf) = 0"]},
    "accept": {"rtol": 1e-6, "atol": 1e-8},
}


class InfiniteDomain(ProgramTest):
    def solve(self, config, *arguments):
        (self.folder / "flow.json").write_text(json.dumps(config))
        return self.run_program("flow.json", "--progress", "none", "--overwrite", *arguments)

    def test_long_enough(self):
        result = self.solve(BLASIUS)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stderr, r"\n  instead of infinity: \S+ of difference to the domain \[0, 15\] \(")
        cut = self.run_json("flow.run")["acceptance"]["domain_cut"]
        self.assertEqual(cut["domain"], [0, 15])
        self.assertLess(cut["tolerance_ratio"], 1)
        with open(self.folder / "flow.run" / "solution.csv", newline="") as file:
            wall = next(csv.DictReader(file))
        # Boyd 1999: f''(0) = 0.33205733621519630; cutting at 10 changes it by less than 1e-9
        self.assertAlmostEqual(float(wall["d2f_deta2"]), 0.33205733621519630, delta=1e-9)

    def test_too_short(self):
        result = self.solve(BLASIUS, "-s", "problem.domain=[0, 4]")
        self.assertEqual(result.returncode, 5, result.stderr)
        self.assertRegex(result.stderr, r"flow: warning: the end of the domain matters: on \[0, 6\] f is different by ")
        self.assertIn("  let the domain end farther out: --set 'problem.domain=[0,6]'\n", result.stderr)
        found = self.run_program("diagnose", "flow.run").stdout
        self.assertIn("domain-cut", found)
        self.assertIn("--set 'problem.domain=[0", found)
        ids = [warning["id"] for warning in self.run_json("flow.run")["warnings"]]
        self.assertIn("domain-cut", ids)

    def test_both_ends(self):
        result = self.solve(BELL, "-s", "problem.domain=[-3, 3]")
        self.assertEqual(result.returncode, 5, result.stderr)  # exp(-9) is more than the tolerance
        self.assertIn("'problem.domain=[-6,6]'", result.stderr)
        result = self.solve(BELL)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_solutions_that_the_cut_makes_are_refused(self):
        # Stewartson 1954, Proc. Camb. Phil. Soc. 50, 454: with beta = -0.15 f''(0) is 0.216 or -0.133.
        flow = {"problem": {"variable": "eta", "domain": [0, 12], "parameters": {"beta": -0.15},
                            "equations": ["f''' + f*f'' + beta*(1 - f'^2) = 0"],
                            "conditions": ["f(0) = 0", "f'(0) = 0", "f'(inf) = 1"],
                            "guess": {"f": "eta - 1 + exp(-eta)"}, "solutions": "all"},
                "accept": {"rtol": 1e-6, "atol": 1e-8}}
        self.solve(flow)
        shear = {}
        for folder in [self.folder / "flow.run", *sorted((self.folder / "flow.run").glob("solution-*"))]:
            with open(folder / "solution.csv", newline="") as file:
                wall = next(csv.DictReader(file))
            verdict = json.loads((folder / "run.json").read_text())["verdict"]
            shear.setdefault(verdict, []).append(round(float(wall["d2f_deta2"]), 3))
        self.assertEqual(sorted(shear["accepted"]), [-0.133, 0.216])
        self.assertEqual(len(shear["not_accepted"]), 1)

    def test_infinity_elsewhere_is_no_number(self):
        for condition, words in (("f(0) = inf", 'unknown name "inf"'), ("f(2*inf) = 0", 'unknown name "inf"'),
                                 ("f(-oo) = 0", 'unknown name "oo"; infinity is written inf')):
            config = json.loads(json.dumps(BLASIUS))
            config["problem"]["conditions"][0] = condition
            result = self.solve(config)
            self.assertEqual(result.returncode, 3, result.stderr)
            self.assertIn(words, result.stderr)


if __name__ == "__main__":
    unittest.main()
