# SPDX-License-Identifier: MIT
"""Solving: verdicts, exit codes, files, signals."""
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from program import DECAY, ProgramTest, contents, header

ENDLESS = ("-s", "training.stages.0.iterations=100000000")


class AcceptedRun(ProgramTest):
    """One run, looked at from many sides."""

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(tempfile.mkdtemp(prefix="pinn-program-"))
        (cls.home / "decay.json").write_text(DECAY)
        cls.result = cls.run_in_home("decay.json", "-s", "output.extrapolate=[0, 2]")
        cls.run_folder = cls.home / "decay.run"

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.home)

    @classmethod
    def run_in_home(cls, *arguments, **options):
        program = ProgramTest()
        program.folder = cls.home
        return program.run_program(*arguments, **options)

    def test_exit_code_and_stdout(self):
        self.assertEqual(self.result.returncode, 0, self.result.stderr)
        self.assertEqual(self.result.stdout, "decay.run\n")

    def test_verdict_on_stderr(self):
        lines = self.result.stderr.splitlines()
        block = lines[next(i for i, line in enumerate(lines) if "ACCEPTED" in line):]
        self.assertRegex(block[0], r"^decay: ACCEPTED against exact: max error \S+ in y at t = \S+, "
                                   r"tolerance 0\.5 \(\S+ of it\) at \d+ points$")
        self.assertRegex(block[1], r"^  residual rms \S+   condition exact to \S+   "
                                   r"gradient: 200 adam iterations, .+$")
        self.assertRegex(block[2], r"^  classical solver: CVODE \w+, rtol \S+, \d+ steps, .+, "
                                   r"max error \S+$")
        self.assertEqual(block[3], "  decay.run: solution.csv history.csv validation.csv "
                                   "conditions.csv extrapolation.csv model.safetensors run.json "
                                   "config.json plot.gp log.txt")

    def test_progress_is_whole_lines_without_control_characters(self):
        progress = [line for line in self.result.stderr.splitlines() if "it/s" in line]
        self.assertEqual(len(progress), 10)
        self.assertRegex(progress[0], r"^decay 20/200  loss \S+  \S+ it/s  .+ left$")
        self.assertFalse(any(ord(c) < 32 and c != "\n" for c in self.result.stderr))

    def test_headers(self):
        self.assertEqual(header(self.run_folder / "solution.csv"), "t,y,dy_dt,res_y,y_ref,y_err,y_err_est")
        self.assertEqual(header(self.run_folder / "extrapolation.csv"),
                         "t,y,dy_dt,res_y,y_ref,y_err,y_err_est")
        self.assertEqual(header(self.run_folder / "validation.csv"),
                         "t,state,value,ref,error,tolerance,ratio")
        self.assertEqual(header(self.run_folder / "conditions.csv"),
                         "condition,imposed,left,right,violation")
        self.assertEqual(header(self.run_folder / "history.csv"),
                         "iteration,restart,window,stage,optimizer,seconds,learning_rate,loss,"
                         "res_y,cond,grad_norm,val_loss,val_residual_rms,val_error_max")

    def test_history_has_the_first_hundred_every_fiftieth_and_the_last(self):
        rows = (self.run_folder / "history.csv").read_text().splitlines()[1:]
        iterations = [int(row.split(",")[0]) for row in rows]
        self.assertEqual(iterations, [*range(1, 101), 150, 200])
        losses = [float(row.split(",")[7]) for row in rows]
        self.assertLess(losses[-1], losses[0])

    def test_run_json(self):
        run = json.loads((self.run_folder / "run.json").read_text())
        self.assertEqual((run["verdict"], run["status"], run["exit_code"]),
                         ("accepted", "finished", 0))
        self.assertEqual(run["argv"][:3], ["pinn-solve", "solve", "decay.json"])
        self.assertEqual(run["training"]["iterations"], 200)
        self.assertIn("LibTorch", run["versions"]["libtorch"])

    def test_log_has_time_stamps(self):
        for line in (self.run_folder / "log.txt").read_text().splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ")

    def test_a_second_run_is_refused(self):
        before = contents(self.run_folder)
        result = self.run_in_home("decay.json")
        self.assert_fails(result, 4, "decay.run: error: cannot write: the folder is not empty; use "
                                     "--overwrite to replace an earlier run, or choose another "
                                     "place with -o\n")
        self.assertEqual(contents(self.run_folder), before)

    def test_the_kept_config_gives_the_same_bytes(self):
        again = self.run_in_home("decay.run/config.json", "-o", "again", "--progress", "none")
        self.assertEqual(again.returncode, 0, again.stderr)
        for name in ("solution.csv", "extrapolation.csv"):
            self.assertEqual((self.home / "again" / name).read_bytes(),
                             (self.run_folder / name).read_bytes())
        self.assertEqual((self.home / "again/config.json").read_bytes(),
                         (self.run_folder / "config.json").read_bytes())

    def test_eval_gives_the_rows_of_the_solution(self):
        result = self.run_in_home("eval", "decay.run", "--at", "0:1:11")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        rows = (self.run_folder / "solution.csv").read_text().splitlines()
        self.assertEqual(result.stdout.splitlines(),
                         [",".join(row.split(",")[:4]) for row in rows])
        by_file = self.run_in_home("eval", "decay.run/model.safetensors",
                                   "--at-file", "decay.run/solution.csv")
        self.assertEqual(by_file.stdout, result.stdout)

    def test_eval_outside_the_domain(self):
        where = "1 of 2 points outside the domain [0, 1] of t"
        refused = self.run_in_home("eval", "decay.run", "--at", "-1,0.5")
        self.assert_fails(refused, 2, f"pinn-solve: error: {where}; --extrapolate computes them "
                                      "all the same\n")
        allowed = self.run_in_home("eval", "decay.run", "--at", "-1,0.5", "--extrapolate")
        self.assertEqual(allowed.returncode, 0)
        self.assertEqual(allowed.stderr, f"pinn-solve: warning: {where}: a network knows nothing "
                                         "outside its domain\n")
        self.assertEqual(len(allowed.stdout.splitlines()), 3)

    def test_eval_loads_no_libtorch(self):
        trace = self.run_in_home("eval", "decay.run", "--at", "0", env={"LD_DEBUG": "libs"}).stderr
        self.assertNotRegex(trace, r"libtorch|libc10|libmpi|pinn_torch")

    def test_eval_of_a_damaged_model_is_a_config_error(self):
        damaged = (self.run_folder / "model.safetensors").read_bytes()[:-8]
        (self.home / "damaged.safetensors").write_bytes(damaged)
        result = self.run_in_home("eval", "damaged.safetensors", "--at", "0")
        self.assertEqual((result.returncode, result.stdout), (3, ""))
        self.assertTrue(result.stderr.startswith("damaged.safetensors: error: "), result.stderr)

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed")
    def test_the_script_draws_its_pictures_from_any_folder(self):
        result = subprocess.run(["gnuplot", str(self.run_folder / "plot.gp")], cwd="/",
                                capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        pictures = {p.stem for p in self.run_folder.iterdir() if p.suffix in (".png", ".svg")}
        self.assertEqual(pictures, {"loss", "solution", "error", "extrapolation"})


class ExitCodes(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("decay.json", DECAY)

    def test_not_accepted_is_five_and_names_the_worst_point(self):
        result = self.run_program("decay.json", "-s", "accept.atol=1e-12", "-s",
                                  "training.stages.0.iterations=5")
        self.assertEqual((result.returncode, result.stdout), (5, "decay.run\n"))
        self.assertIn("decay: NOT ACCEPTED against exact: max error ", result.stderr)
        self.assertIn("  worst of y: max error ", result.stderr)
        self.assertIn("  train longer: --set training.stages.0.iterations=10\n", result.stderr)
        self.assertEqual(self.run_json("decay.run")["verdict"], "not_accepted")

    def test_diverged_is_six_and_names_the_equation(self):
        result = self.run_program("decay.json", "-s", "problem.equations.0=y' = -y/(t - t)")
        self.assertEqual((result.returncode, result.stdout), (6, "decay.run\n"), result.stderr)
        self.assertIn("decay: DIVERGED: ", result.stderr)
        self.assertIn('in the residual of equation "y"', result.stderr)
        self.assertNotIn(" ACCEPTED", result.stderr)
        self.assertEqual(self.run_json("decay.run")["status"], "diverged")

    def test_out_of_time_is_seven(self):
        result = self.run_program("decay.json", *ENDLESS, "-s", "training.stop.max_seconds=0.3",
                                  "-s", "accept.atol=1e-14")
        self.assertEqual((result.returncode, result.stdout), (7, "decay.run\n"), result.stderr)
        self.assertEqual(self.run_json("decay.run")["status"], "stopped")

    def test_json_prints_the_record(self):
        result = self.run_program("decay.json", "--json", "--progress", "none")
        self.assertEqual(json.loads(result.stdout), self.run_json("decay.run"))

    def test_csv_on_stdout_writes_no_folder(self):
        result = self.run_program("-", "-o", "-", input=DECAY, env={"LC_ALL": "de_DE.UTF-8"})
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 12)
        self.assertTrue(result.stdout.startswith("t,y,dy_dt,res_y,y_ref,y_err,y_err_est\n0,1,"))
        self.assertEqual([p.name for p in self.folder.iterdir()], ["decay.json"])

    def test_a_reader_who_has_gone_is_an_io_error_of_a_finished_run(self):
        process = self.start_program("decay.json", "--progress", "none")
        process.stdout.close()
        self.assertIn("stdout: error: cannot write: ", process.stderr.read())
        process.stderr.close()
        self.assertEqual(process.wait(60), 4)
        self.assertEqual(self.run_json("decay.run")["verdict"], "accepted")


class Places(ProgramTest):
    """Places that cannot be written, for root neither."""

    def setUp(self):
        super().setUp()
        self.write("decay.json", DECAY)

    def test_below_a_file(self):
        self.write("file", "mine")
        self.assert_fails(self.run_program("decay.json", "-o", "file/run"), 4,
                          "file/run: error: cannot write: part of the path is not a folder\n")
        self.assert_fails(self.run_program("decay.json", "-o", "file", "--overwrite"), 4,
                          "file: error: cannot write: exists already and is not a folder; choose "
                          "another place with -o\n")
        self.assertEqual((self.folder / "file").read_text(), "mine")

    def test_below_proc(self):
        self.assert_fails(self.run_program("decay.json", "-o", "/proc/pinn/run"), 4,
                          "/proc/pinn/run: error: cannot write: no such file\n")

    def test_a_full_disk_keeps_the_earlier_run(self):
        earlier = self.folder / "decay.run"
        earlier.mkdir()
        (earlier / "solution.csv").write_text("old")
        (earlier / "run.json").write_text("old")
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        result = self.run_program("decay.json", "--overwrite", preexec_fn=limit)
        self.assertEqual((result.returncode, result.stdout), (4, ""), result.stderr)
        self.assertRegex(result.stderr.splitlines()[-1],
                         r"^\S+: error: cannot write: file too large for the limit of this process$")
        self.assertEqual(contents(earlier), {"solution.csv": b"old", "run.json": b"old"})
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["decay.json", "decay.run"])


class Signals(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("decay.json", DECAY)

    def wait_for_rows(self, pattern):
        """Until a history somewhere has rows: the training runs."""
        for _ in range(600):
            for path in self.folder.glob(pattern):
                if len(path.read_text().splitlines()) > 3:
                    return path.parent
            time.sleep(0.05)
        self.fail("the training never began")

    def end(self, process, number):
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=60)
        return process.returncode, stdout, stderr

    def test_ctrl_c_writes_everything_and_ends_by_the_signal(self):
        process = self.start_program("decay.json", *ENDLESS)
        self.wait_for_rows("decay.run/history.csv")
        code, stdout, stderr = self.end(process, signal.SIGINT)
        self.assertEqual((code, stdout), (-signal.SIGINT, "decay.run\n"))
        self.assertRegex(stderr, r"decay: INTERRUPTED: SIGINT, after \d+ of 100000000 iterations")
        run = self.run_json("decay.run")
        self.assertEqual((run["status"], run["verdict"], run["exit_code"]),
                         ("interrupted", None, 130))
        self.assertTrue((self.folder / "decay.run/solution.csv").exists())

    def test_term_during_an_overwrite_replaces_the_earlier_run(self):
        earlier = self.folder / "decay.run"
        earlier.mkdir()
        (earlier / "solution.csv").write_text("old")
        (earlier / "notes.txt").write_text("mine")
        process = self.start_program("decay.json", "--overwrite", *ENDLESS)
        self.wait_for_rows("decay.run.partial-*/history.csv")
        self.assertEqual((earlier / "solution.csv").read_text(), "old")
        code, _, _ = self.end(process, signal.SIGTERM)
        self.assertEqual(code, -signal.SIGTERM)
        self.assertEqual(self.run_json("decay.run")["exit_code"], 143)
        self.assertEqual(header(earlier / "solution.csv"), "t,y,dy_dt,res_y,y_ref,y_err,y_err_est")
        self.assertEqual((earlier / "notes.txt").read_text(), "mine")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["decay.json", "decay.run"])

    def test_a_killed_overwrite_leaves_the_earlier_run_whole(self):
        earlier = self.folder / "decay.run"
        earlier.mkdir()
        (earlier / "solution.csv").write_text("old")
        (earlier / "run.json").write_text("old")
        process = self.start_program("decay.json", "--overwrite", *ENDLESS)
        partial = self.wait_for_rows("decay.run.partial-*/history.csv")
        code, _, _ = self.end(process, signal.SIGKILL)
        self.assertEqual(code, -signal.SIGKILL)
        self.assertEqual(contents(earlier), {"solution.csv": b"old", "run.json": b"old"})
        self.assertEqual(json.loads((partial / "run.json").read_text())["status"], "running")

        after = self.run_program("decay.json", "--overwrite", "--progress", "none")
        self.assertEqual(after.returncode, 0, after.stderr)
        self.assertFalse(partial.exists())

    def test_a_killed_run_never_looks_finished(self):
        process = self.start_program("decay.json", *ENDLESS)
        self.wait_for_rows("decay.run/history.csv")
        self.end(process, signal.SIGKILL)
        run = self.run_json("decay.run")
        self.assertEqual((run["status"], run["verdict"]), ("running", None))


class Terminal(ProgramTest):
    def test_one_line_is_rewritten_and_fits(self):
        seen = self.seen_by_a_terminal("-s", "training.stages.0.iterations=20000")
        lines = [part.split(b"\x1b[K")[0] for part in seen.split(b"\r") if b"loss" in part]
        self.assertGreater(len(lines), 0)
        self.assertTrue(all(len(line) < 80 for line in lines), lines)

    def test_live_pictures_replace_each_other(self):
        seen = self.seen_by_a_terminal("--live", "-s", "training.stages.0.iterations=30000").decode()
        self.assertGreater(seen.count("solution after"), 1)
        self.assertEqual(seen.count("\x1b[22A\x1b[J"), seen.count("solution after") - 1)
        self.assertIn("y exact", seen)

    def test_live_needs_a_terminal(self):
        self.write("decay.json", DECAY)
        done = self.run_program("decay.json", "--live")
        self.assertEqual(done.returncode, 0)
        self.assertIn("pinn-solve: warning: --live needs a terminal on standard error\n", done.stderr)

    def seen_by_a_terminal(self, *options):
        """What the program writes to a terminal of 80 columns."""
        self.write("decay.json", DECAY)
        try:
            master, slave = os.openpty()
        except OSError as error:
            self.skipTest(f"no terminal can be made here: {error}")
        environment = dict(os.environ, TERM="xterm", OMP_NUM_THREADS="1", LC_ALL="C.UTF-8")
        process = subprocess.Popen([os.environ["PINN_SOLVE"], "decay.json", "-s", "training.stages.0.iterations=2000",
                                    *options], cwd=self.folder, stderr=slave, stdout=subprocess.DEVNULL,
                                   env=environment)
        os.close(slave)
        seen = b""
        while True:
            try:
                block = os.read(master, 4096)
            except OSError:
                break
            if not block:
                break
            seen += block
        os.close(master)
        self.assertEqual(process.wait(60), 0)
        return seen


if __name__ == "__main__":
    unittest.main()
