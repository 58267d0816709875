# SPDX-License-Identifier: MIT
"""The problem library, through the program."""
import csv
import json
import unittest

from program import ROOT, ProgramTest

LIBRARY = ROOT / "configs" / "library"
NAMES = sorted(file.stem for file in LIBRARY.glob("*.json"))
STARTERS = ["ivp", "ivp2", "system", "bvp"]

# Points where the solution itself is regular, but a term such as 2*y'/x is 0/0.
SINGULAR = "lane_emden isothermal_sphere white_dwarf".split()
BETWEEN_PLACES = {"bratu", "troesch", "falkner_skan", "van_der_pol_period", "paine"}


def rows_of(listing):
    """[(name, sentence)] of the list that `init` prints."""
    return [tuple(line.split(None, 1)) for line in listing.splitlines() if line.startswith("  ")]


class Init(ProgramTest):
    def test_lists_starters_and_library_by_name_and_sentence(self):
        result = self.run_program("init")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        rows = rows_of(result.stdout)
        self.assertEqual([name for name, _ in rows], STARTERS + NAMES)
        for name in ("airy", "robertson"):
            first = json.loads((LIBRARY / f"{name}.json").read_text())["description"].split(". ")[0]
            self.assertIn((name, first + "."), rows)

    def test_fits_a_terminal_of_100_columns(self):
        for line in self.run_program("init").stdout.splitlines():
            self.assertLessEqual(len(line), 100, line)

    def test_prints_every_file_byte_for_byte(self):
        for name in NAMES:
            result = self.run_program("init", name)
            self.assertEqual((result.returncode, result.stderr), (0, ""), name)
            self.assertEqual(result.stdout, (LIBRARY / f"{name}.json").read_text(), name)

    def test_suggests_a_name(self):
        cases = {
            "robertsen": '; did you mean "robertson"?',
            "kepler": "; there is kepler_e03, kepler_e09",
            "quasar": "",
            "detest": "",  # dozens of names are no suggestion
        }
        for name, hint in cases.items():
            result = self.run_program("init", name)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertEqual(result.stderr, f'pinn-solve: error: no config "{name}"{hint}; '
                                            "pinn-solve init lists them\n")


class Library(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.understood = {}

    def understand(self, name):
        if name not in self.understood:
            result = self.run_program("check", LIBRARY / f"{name}.json", "--json")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.understood[name] = json.loads(result.stdout)
        return self.understood[name]

    def test_holds_problems_without_a_surprise(self):
        for name in NAMES:
            problem = self.understand(name)
            self.assertEqual(problem["kind"], "bvp" if name in BETWEEN_PLACES else "ivp", name)
            self.assertEqual(problem["conditions"]["soft"], [], name)
            allowed = {"non-smooth"} | ({"singular-end"} if name.startswith(tuple(SINGULAR)) else set())
            self.assertLessEqual({warning["id"] for warning in problem["warnings"]}, allowed, name)

    def test_end_values_name_states_at_the_end_of_their_problem(self):
        with open(LIBRARY / "end_values.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 100)
        seen = set()
        for row in rows:
            with self.subTest(**row):
                problem = self.understand(row["problem"])
                state = row["state"].rstrip("'")
                self.assertLess(row["state"].count("'"), problem["orders"][state])
                end = problem["domain"][1]
                self.assertLessEqual(abs(float(row["at"]) - end), 1e-13 * abs(end))
                float(row["value"])
                self.assertGreater(len(row["source"]), 8)
                self.assertNotIn((row["problem"], row["state"]), seen)
                seen.add((row["problem"], row["state"]))


class Repeated(ProgramTest):
    def test_gives_the_same_bytes_on_every_run(self):
        for name in ("lotka_volterra", "robertson", "dry_friction", "detest_c5"):
            for folder in ("first", "second"):
                result = self.run_program(LIBRARY / f"{name}.json", "-o", folder, "--overwrite")
                self.assertEqual(result.returncode, 0, result.stderr)
            for file in ("solution.csv", "model.safetensors", "conditions.csv"):
                first, second = (self.folder / folder / file for folder in ("first", "second"))
                self.assertEqual(first.read_bytes(), second.read_bytes(), (name, file))


if __name__ == "__main__":
    unittest.main()
