# SPDX-License-Identifier: MIT
"""Mistakes in configs and data files, with the exact text a person reads."""
import unittest

from program import DECAY, ProgramTest


class BadConfig(ProgramTest):
    def check(self, old, new, message, code=3):
        """The message for DECAY with `old` replaced, from check and from solve."""
        self.assertIn(old, DECAY)
        self.write("c.json", DECAY.replace(old, new))
        self.assert_fails(self.run_program("check", "c.json"), code, message)
        self.assert_fails(self.run_program("c.json"), code, message)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["c.json"])

    def test_misspelt_key(self):
        self.check('"accept"', '"acept"',
                   'c.json:15:3: error: unknown key "acept"; did you mean "accept"?\n'
                   '   15 |   "acept": {"atol": 0.5, "rtol": 0, "points": 21},\n'
                   '      |   ^~~~~~~\n')

    def test_wrong_type(self):
        self.check('"hidden": [8]', '"hidden": "eight"',
                   'c.json:10:25: error: network.hidden is "eight", expected "auto" or a list of '
                   '1 to 16 elements, each an integer from 1 to 4096\n'
                   '   10 |   "network": {"hidden": "eight"},\n'
                   '      |                         ^~~~~~~\n')

    def test_unknown_name(self):
        self.check("-k*y", "-kk*y",
                   'c.json:6:26: error: unknown name "kk" in problem.equations.0; did you mean '
                   '"k"?\n'
                   '    6 |     "equations": ["y\' = -kk*y"],\n'
                   '      |                          ^~\n'
                   '  known here: t (variable), y (state), k (parameter)\n')

    def test_unbalanced_bracket(self):
        self.check("-k*y", "-k*(y",
                   'c.json:6:28: error: "(" without ")"\n'
                   '    6 |     "equations": ["y\' = -k*(y"],\n'
                   '      |                            ^\n')

    def test_missing_condition(self):
        self.check('["y\' = -k*y"]', '["y\'\' = -k*y"]',
                   'c.json:7:19: error: 1 condition where 2 are needed: the orders add up to 2 '
                   '(y 2); missing: y\'(0)\n'
                   '    7 |     "conditions": ["y(0) = 1"],\n'
                   '      |                   ^~~~~~~~~~~~\n')

    def test_too_many_conditions(self):
        self.check('["y(0) = 1"]', '["y(0) = 1", "y(1) = 0"]',
                   'c.json:7:19: error: 2 conditions where 1 is needed: the orders add up to 1 '
                   '(y 1); remove 1\n'
                   '    7 |     "conditions": ["y(0) = 1", "y(1) = 0"],\n'
                   '      |                   ^~~~~~~~~~~~~~~~~~~~~~~~\n')

    def test_condition_outside_the_domain(self):
        self.check("y(0) = 1", "y(2) = 1",
                   'c.json:7:21: error: point 2 of y is outside the domain [0, 1]\n'
                   '    7 |     "conditions": ["y(2) = 1"],\n'
                   '      |                     ^~~~\n')

    def test_reversed_domain(self):
        self.check("[0, 1]", "[1, 0]",
                   'c.json:4:15: error: problem.domain is reversed (1 to 0), expected [a, b] with '
                   'a < b; write [0, 1]\n'
                   '    4 |     "domain": [1, 0],\n'
                   '      |               ^~~~~~\n')

    def test_missing_data_file(self):
        self.check('"exact"', '"data": [{"file": "none.csv", "variable": "t", "columns": '
                              '{"y": "y"}}],\n    "exact"',
                   'c.json:8:23: error: cannot read "none.csv": no such file\n'
                   '    8 |     "data": [{"file": "none.csv", "variable": "t", "columns": '
                   '{"y": "y"}}],\n'
                   '      |                       ^~~~~~~~~~\n')

    def test_duplicate_key(self):
        self.check('"k": 1', '"k": 1, "k": 2',
                   'c.json:5:28: error: duplicate key "k", first given on line 5; remove one of '
                   'the two\n'
                   '    5 |     "parameters": {"k": 1, "k": 2},\n'
                   '      |                            ^~~\n'
                   'c.json:5:20: note: the first one\n'
                   '    5 |     "parameters": {"k": 1, "k": 2},\n'
                   '      |                    ^~~\n')

    def test_trailing_comma(self):
        self.check('"k": 1', '"k": 1,',
                   'c.json:5:26: error: trailing comma before "}"; remove it\n'
                   '    5 |     "parameters": {"k": 1,},\n'
                   '      |                          ^\n')

    def test_empty_file(self):
        self.check(DECAY, "", "c.json: error: the file is empty, expected a config; see a small "
                              "one with: pinn-solve init ivp\n")

    def test_fifty_megabytes(self):
        self.check(DECAY, " " * 50_000_000,
                   "c.json: error: the file has 50000000 bytes, at most 16777216 are read; keep "
                   "measured values in a CSV file (problem.data)\n")

    def test_nesting_ten_thousand_deep(self):
        self.write("c.json", "[" * 10000 + "]" * 10000)
        result = self.run_program("check", "c.json")
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertEqual(result.stderr.splitlines()[0],
                         "c.json:1:65: error: more than 64 nested levels of brackets; no key "
                         "needs that many")

    def test_division_by_zero_at_an_end_is_a_warning(self):
        self.write("c.json", DECAY.replace("-k*y", "-k*y/t"))
        result = self.run_program("check", "c.json")
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stderr,
                         'c.json:6:19: warning: the equation is not finite at t = 0, an end of '
                         'the domain\n'
                         '    6 |     "equations": ["y\' = -k*y/t"],\n'
                         '      |                   ^~~~~~~~~~~~~\n')

    def test_two_mistakes_are_told_at_once(self):
        self.write("c.json", DECAY.replace('"accept"', '"acept"').replace("[0, 1]", "[1, 0]"))
        result = self.run_program("check", "c.json")
        self.assertEqual(result.stderr.count(": error: "), 2)

    def test_a_mistake_in_set_names_it(self):
        self.write("c.json", DECAY)
        self.assert_fails(self.run_program("check", "c.json", "--set", "training.sed=3"), 3,
                          '--set training.sed=3: error: unknown key "training.sed"; did you mean '
                          '"training.seed"?\n')


class BadData(ProgramTest):
    def check(self, data, message):
        self.write("obs.csv", data)
        self.write("c.json", DECAY.replace(
            '"exact"', '"data": [{"file": "obs.csv", "variable": "t", "columns": {"y": "y"}}], '
                       '"exact"'))
        self.assert_fails(self.run_program("check", "c.json"), 3, message)
        self.assert_fails(self.run_program("c.json"), 3, message)

    def test_ragged_row(self):
        self.check("t,y\n0,1\n0.5\n",
                   "obs.csv:3:1: error: 1 cell in this row, expected 2 as in the header\n")

    def test_decimal_comma(self):
        self.check("t,y\n0,5,0,6\n",
                   "obs.csv:2:1: error: 4 cells in this row, expected 2 as in the header; a "
                   'decimal comma must be a "."\n')
        self.check("t;y\n0,5;0,6\n",
                   'obs.csv:1:1: error: columns are separated by ";", expected "," (and "." in '
                   'numbers)\n')

    def test_text_and_a_row_outside(self):
        self.check("t,y\n0,low\n7,1\n",
                   'obs.csv:2:3: error: "low" in column "y" is not a number\n'
                   "obs.csv:3:1: error: t = 7 is outside the domain [0, 1]; remove the row or "
                   "widen problem.domain\n")

    def test_a_missing_value_is_counted(self):
        self.write("obs.csv", "t,y\n0,1\n0.5,\n1,nan\n")
        self.write("c.json", DECAY.replace(
            '"exact"', '"data": [{"file": "obs.csv", "variable": "t", "columns": {"y": "y"}}], '
                       '"exact"'))
        result = self.run_program("check", "c.json")
        self.assertEqual(result.returncode, 0)
        self.assertIn("warning: 2 missing values left out\n", result.stderr)
        self.assertIn("  data: 1 value of y from obs.csv\n", result.stdout)


if __name__ == "__main__":
    unittest.main()
