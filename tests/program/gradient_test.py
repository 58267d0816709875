# SPDX-License-Identifier: MIT
"""Method gradient by its defaults."""
import json
import unittest

from program import ProgramTest

# Bratu's equation, nonlinear with a known solution: u = -2 ln(cosh((x - 1/2) c/2) / cosh(c/4)) with
# c = sqrt(2) cosh(c/4), c = 1.5171645990507543704.
BRATU = {
    "problem": {"variable": "x", "domain": [0, 1], "equations": ["u'' = -exp(u)"],
                "conditions": ["u(0) = 0", "u(1) = 0"], "parameters": {"c": 1.5171645990507544},
                "exact": {"u": "-2*log(cosh((x - 1/2)*c/2)/cosh(c/4))"}},
    "training": {"method": "gradient"},
}


class Gradient(ProgramTest):
    def solve(self, tolerance, *more):
        (self.folder / "bratu.json").write_text(json.dumps(BRATU))
        accept = ["-s", f"accept.rtol={tolerance}", "-s", f"accept.atol={tolerance}"]
        result = self.run_program("bratu.json", "--overwrite", "--progress", "none", *accept, *more)
        self.assertEqual(result.returncode, 0, result.stderr)
        record = self.run_json("bratu.run")
        self.assertRegex(record["training"]["ended_by"],
                         r"^loss \S+ <= \S+, and the estimated error is small enough$")
        return record["training"]["iterations"]

    def test_between_places_trains_no_longer_than_the_tolerance_asks_for(self):
        rough, fine = self.solve(1e-3), self.solve(1e-6)
        self.assertLess(rough, fine)

    def test_begins_at_the_guess(self):
        # The other solution has c = 10.9387027... It is accepted only if it is the one that is found.
        self.solve(1e-3, "-s", "problem.parameters.c=10.938702772122", "-s", "problem.guess.u=16*x*(1 - x)")
        stages = [stage["optimizer"] for stage in self.run_json("bratu.run")["training"]["stages"]]
        self.assertEqual(stages, ["ssbroyden"])


if __name__ == "__main__":
    unittest.main()
