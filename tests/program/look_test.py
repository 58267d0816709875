# SPDX-License-Identifier: MIT
"""summary, diagnose, verify, reference, doctor, --accept-anyway, the manual and the completion."""
import csv
import io
import json
import pathlib
import re
import shutil
import subprocess
import unittest

from program import PROGRAM, ROOT, ProgramTest

DECAY = ('{"problem": {"domain": [0, 2], "equations": ["y\' = -y"], "conditions": ["y(0) = 1"],'
         ' "exact": {"y": "exp(-t)"}}, "accept": {"rtol": RTOL, "atol": 1e-14}}')
OTHER = ('{"problem": {"domain": [0, 3], "equations": ["x\'\' = -x"], "conditions": ["x(0) = 1", "x\'(0) = 0"],'
         ' "exact": {"x": "cos(t) + 0.1"}}, "accept": {"basis": "exact"}}')


class Look(ProgramTest):
    def solve(self, name, config, code=0):
        self.write(f"{name}.json", config)
        done = self.run_program(f"{name}.json")
        self.assertEqual(done.returncode, code, done.stderr)

    def test_summary_has_a_line_per_run(self):
        self.solve("fine", DECAY.replace("RTOL", "1e-9"))
        self.solve("coarse", DECAY.replace("RTOL", "1e-3"))
        self.solve("wrong", OTHER, 5)
        runs = ["wrong.run", "fine.run", "coarse.run"]
        done = self.run_program("summary", *runs, "--sort", "max_error", "--json")
        rows = json.loads(done.stdout)
        self.assertEqual([row["run"] for row in rows], ["fine.run", "coarse.run", "wrong.run"])
        self.assertEqual([row["verdict"] for row in rows], ["accepted", "accepted", "not_accepted"])
        self.assertAlmostEqual(rows[2]["max_error"], 0.1, delta=1e-3)
        table = self.run_program("summary", *runs)
        self.assertEqual(len(table.stdout.splitlines()), 4)
        self.assertTrue(all(len(line) <= 120 for line in table.stdout.splitlines()), table.stdout)
        printed = self.run_program("summary", *runs, "-o", "-")
        self.assertEqual([row["name"] for row in csv.DictReader(io.StringIO(printed.stdout))],
                         ["wrong", "fine", "coarse"])
        self.assert_fails(self.run_program("summary", "fine.run", "--sort", "max_eror"), 2,
                          'pinn-solve: error: --sort: there is no column "max_eror"; did you mean "max_error"?\n')
        self.assertEqual(self.run_program("summary", "nowhere").returncode, 4)

    def test_verify_judges_by_other_tolerances(self):
        self.solve("coarse", DECAY.replace("RTOL", "1e-3"))
        before = pathlib.Path(self.folder, "coarse.run", "run.json").read_bytes()
        again = self.run_program("verify", "coarse.run")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("ACCEPTED against exact", again.stdout)
        strict = self.run_program("verify", "coarse.run", "--rtol", "1e-15", "--atol", "1e-16")
        self.assertEqual(strict.returncode, 5, strict.stdout)
        self.assertEqual(pathlib.Path(self.folder, "coarse.run", "run.json").read_bytes(), before)
        self.assert_fails(self.run_program("verify", "coarse.run", "--rtol", "much"), 2,
                          'pinn-solve: error: --rtol: "much" is not a number from 0 on\n')

    def test_verify_compares_with_a_file(self):
        self.solve("fine", DECAY.replace("RTOL", "1e-9"))
        self.write("right.csv", "t,y\n0,1\n1,0.36787944117144233\n2,0.1353352832366127\n")
        self.write("wrong.csv", "t,y\n0,1\n1,0.37\n")
        self.assertEqual(self.run_program("verify", "fine.run", "--against", "right.csv").returncode, 0)
        done = self.run_program("verify", "fine.run", "--against", "wrong.csv")
        self.assertEqual(done.returncode, 5)
        self.assertIn("y: largest difference 2.1e-03 at t = 1", done.stdout)

    def test_reference_is_the_classical_solution(self):
        self.write("d.json", DECAY.replace("RTOL", "1e-6"))
        done = self.run_program("reference", "d.json", "-s", "output.points=5")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertEqual(list(rows[0]), ["t", "y", "y_own_err"])
        self.assertEqual(len(rows), 5)
        self.assertAlmostEqual(float(rows[4]["y"]), 0.1353352832366127, delta=1e-9)
        told = json.loads(self.run_program("reference", "d.json", "--json").stdout)
        self.assertTrue(told["solved"])
        self.assertLess(told["own_error"], 1e-9)

    def test_diagnose_names_what_is_wrong(self):
        self.solve("fine", DECAY.replace("RTOL", "1e-9"))
        self.assertEqual(self.run_program("diagnose", "fine.run").stdout, "nothing found\n")
        self.solve("wrong", OTHER, 5)
        done = self.run_program("diagnose", "wrong.run", "--json")
        self.assertEqual(done.returncode, 5)
        self.assertEqual([finding["check"] for finding in json.loads(done.stdout)], ["residual-small-error-large"])

    def test_accept_anyway_changes_the_exit_code_alone(self):
        self.write("wrong.json", OTHER)
        done = self.run_program("wrong.json", "--accept-anyway")
        self.assertEqual(done.returncode, 0)
        record = json.loads(pathlib.Path(self.folder, "wrong.run", "run.json").read_text())
        self.assertEqual((record["exit_code"], record["verdict"]), (5, "not_accepted"))

    def test_doctor_tries_every_method(self):
        done = self.run_program("doctor", "--json")
        self.assertEqual(done.returncode, 0, done.stdout)
        findings = json.loads(done.stdout)
        self.assertTrue(findings["self-test readout"]["well"])
        self.assertTrue(findings["self-test least_squares"]["well"])
        text = self.run_program("doctor").stdout
        self.assertEqual(len(re.findall(r"^  ok ", text, re.MULTILINE)), len(findings))

    def test_manual_and_completion_know_every_command(self):
        overview = self.run_program("--help").stdout
        commands = re.findall(r"^  ([a-z]+) ", overview.split("commands:")[1].split("options:")[0], re.MULTILINE)
        self.assertGreater(len(commands), 10)
        manual = (ROOT / "docs" / "pinn-solve.1").read_text()
        bash = (ROOT / "scripts" / "completion" / "pinn-solve.bash").read_text()
        zsh = (ROOT / "scripts" / "completion" / "_pinn-solve").read_text()
        for command in commands:
            self.assertIn(f".TP\n.B {command}\n", manual)
            self.assertIn(command, re.search(r'commands="(.*)"', bash)[1].split())
            self.assertIn(f"'{command}:", zsh)

    def test_bash_completes_commands_and_keys(self):
        if not shutil.which("bash"):
            self.skipTest("no bash")
        script = (f"source {ROOT}/scripts/completion/pinn-solve.bash; compopt() {{ :; }}; "
                  'COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _pinn_solve; printf "%s\\n" "${COMPREPLY[@]}"')

        def complete(*words):
            done = subprocess.run(["bash", "-c", script, "bash", PROGRAM, *words], capture_output=True, text=True)
            return done.stdout.split()

        self.assertEqual(complete("su"), ["summary"])
        self.assertIn("training.method=", complete("c.json", "-s", "training.m"))
        self.assertIn("--overwrite", complete("c.json", "--o"))


if __name__ == "__main__":
    unittest.main()
