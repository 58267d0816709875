# SPDX-License-Identifier: MIT
"""scripts/sweep: the grid, skipping, collecting, ending."""
import csv
import os
import runpy
import signal
import subprocess
import sys
import time
import unittest

from program import DECAY, PROGRAM, ROOT, ProgramTest

SWEEP = ROOT / "scripts/sweep"


class SplitValues(unittest.TestCase):
    def test_commas_inside_brackets_and_quotes_do_not_split(self):
        split = runpy.run_path(str(SWEEP))["split_values"]
        self.assertEqual(split("1,2"), ["1", "2"])
        self.assertEqual(split("[20],[50,50]"), ["[20]", "[50,50]"])
        self.assertEqual(split('"a,b",c'), ['"a,b"', "c"])
        self.assertEqual(split('["y\' = pow(y, 2)"],x'), ['["y\' = pow(y, 2)"]', "x"])
        self.assertEqual(split(""), [""])


class Sweep(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("decay.json", DECAY.replace('"iterations": 200', '"iterations": 20'))

    def sweep(self, *arguments):
        return subprocess.run([sys.executable, SWEEP, "decay.json", *arguments,
                               "--program", PROGRAM], cwd=self.folder, capture_output=True,
                              text=True, timeout=120)

    def rows(self, out):
        with open(self.folder / out / "sweep.csv", newline="") as file:
            return list(csv.DictReader(file))

    def test_a_grid_is_solved_collected_and_not_solved_again(self):
        words = ["network.hidden=[4],[4,4]", "accept.atol=1,1e-9", "-j", "2", "-o", "out"]
        first = self.sweep(*words)
        self.assertEqual((first.returncode, first.stdout), (8, "out/sweep.csv\n"), first.stderr)
        rows = self.rows("out")
        self.assertEqual(list(rows[0]), [
            "index", "folder", "verdict", "status", "exit_code", "network.hidden", "accept.atol",
            "max_error", "tolerance_ratio", "residual_rms", "loss", "iterations", "seconds"])
        self.assertEqual([r["network.hidden"] for r in rows], ["[4]", "[4]", "[4, 4]", "[4, 4]"])
        self.assertEqual([r["accept.atol"] for r in rows], ["1", "1e-09", "1", "1e-09"])
        self.assertEqual([r["verdict"] for r in rows],
                         ["accepted", "not_accepted", "accepted", "not_accepted"])
        self.assertEqual([r["exit_code"] for r in rows], ["0", "5", "0", "5"])
        self.assertEqual([r["folder"] for r in rows], ["00000", "00001", "00002", "00003"])
        self.assertEqual([r["iterations"] for r in rows], ["20"] * 4)

        stamps = self.stamps("out")
        again = self.sweep(*words)
        self.assertEqual(again.returncode, 8)
        self.assertEqual((self.stamps("out"), self.rows("out")), (stamps, rows))

        self.write("decay.json", DECAY.replace('"iterations": 200', '"iterations": 10'))
        self.sweep(*words)
        self.assertEqual([r["iterations"] for r in self.rows("out")], ["10"] * 4)

    def stamps(self, out):
        return [p.stat().st_mtime_ns for p in sorted((self.folder / out).glob("*/run.json"))]

    def test_a_point_that_fails_is_a_row_without_results(self):
        result = self.sweep("training.seed=1,none")
        self.assertEqual(result.returncode, 8)
        rows = self.rows("decay.sweep")
        self.assertEqual([r["exit_code"] for r in rows], ["0", "3"])
        self.assertEqual(rows[1]["training.seed"], '"none"')
        self.assertEqual(rows[1]["max_error"], "")
        self.assertIn("training.seed", (self.folder / "decay.sweep/00001.log").read_text())

    def test_ctrl_c_ends_its_children(self):
        process = subprocess.Popen(
            [sys.executable, SWEEP, "decay.json", "training.stages.0.iterations=100000000",
             "-o", "out", "--program", PROGRAM], cwd=self.folder, stderr=subprocess.DEVNULL)
        history = self.folder / "out/00000/history.csv"
        deadline = time.time() + 30
        while time.time() < deadline and not history.exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 130)
        self.assertEqual(self.run_json("out/00000")["status"], "interrupted")


if __name__ == "__main__":
    unittest.main()
