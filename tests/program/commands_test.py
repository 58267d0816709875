# SPDX-License-Identifier: MIT
"""The commands that do not solve, and the command line."""
import json
import os
import re
import resource
import unittest

from program import DECAY, ProgramTest


class CommandLine(ProgramTest):
    def test_version_is_one_line(self):
        result = self.run_program("--version")
        self.assertRegex(result.stdout, r"^pinn-solve \d+\.\d+\.\d+( \(\S+\))?\n$")
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_help_goes_to_stdout(self):
        for words in (["--help"], ["-h"], ["help"], ["solve", "--help"], ["help", "solve"]):
            result = self.run_program(*words)
            self.assertEqual((result.returncode, result.stderr), (0, ""), words)
            self.assertIn("solve", result.stdout)

    def test_mistakes_are_usage_errors(self):
        cases = {
            (): "no config given; try pinn-solve --help",
            ("c.json", "--overwrit"): 'unknown option "--overwrit"; did you mean "--overwrite"?',
            ("c.json", "d.json"):
                'unexpected argument "d.json"; try pinn-solve solve --help',
            ("c.json", "--resume"): "option --resume is not available in version 0.1.0",
            ("eval", "m", "--at", "0", "--param", "k=1"):
                "option --param is not available in version 0.1.0",
            ("sweep", "x"): 'command "sweep" is not available in version 0.1.0',
            ("-", ): "a config from standard input needs -o FOLDER (or -o - for CSV)",
            ("c.json", "--json", "-o", "-"):
                "--json and -o - both print to standard output; choose one",
            ("c.json", "--progress", "loud"):
                '--progress is "loud", expected auto, line, log or none',
            ("eval", "m"): "expected one of --at A:B:N, --at V,V,... and --at-file CSV",
            ("init", "ivpp"):
                'no config "ivpp"; did you mean "ivp"?; pinn-solve init lists them',
            ("help", "trianing.seed"):
                'no help on "trianing.seed"; did you mean "training.seed"?',
        }
        for words, message in cases.items():
            with self.subTest(words=words):
                self.assert_fails(self.run_program(*words), 2, f"pinn-solve: error: {message}\n")

    def test_a_missing_config_is_an_io_error(self):
        for words in (["none.json"], ["check", "none.json"], ["eval", "none", "--at", "0"]):
            result = self.run_program(*words)
            self.assertEqual((result.returncode, result.stdout), (4, ""))
        self.assert_fails(self.run_program("none.json"), 4,
                          "none.json: error: cannot read: no such file\n")

    def test_a_full_stdout_is_an_io_error(self):
        with open("/dev/full", "w") as full:
            result = self.run_program("schema", capture_output=False, stdout=full, stderr=-1)
        self.assertEqual(result.returncode, 4)
        self.assertEqual(result.stderr,
                         "stdout: error: cannot write: no space left on the disk\n")

    def test_the_word_of_a_command_can_be_a_config_after_all(self):
        self.write("check", DECAY)
        result = self.run_program("check", "./check")
        self.assertEqual(result.returncode, 0, result.stderr)


class Commands(ProgramTest):
    def test_every_starter_config_is_accepted_by_check(self):
        for name in ("ivp", "ivp2", "system", "bvp"):
            self.write(f"{name}.json", self.run_program("init", name).stdout)
            result = self.run_program("check", f"{name}.json")
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_schema_is_json(self):
        schema = json.loads(self.run_program("schema").stdout)
        self.assertEqual(schema["$schema"], "http://json-schema.org/draft-07/schema#")

    def test_help_explains_keys_and_topics(self):
        for topic in ("config", "expressions", "columns", "exit-codes", "training.points.jitter",
                      "training.stages.0.momentum", "training.points"):
            result = self.run_program("help", topic)
            self.assertEqual((result.returncode, result.stderr), (0, ""), topic)
            self.assertGreater(len(result.stdout), 50)

    def test_check_says_how_the_problem_was_understood(self):
        self.write("decay.json", DECAY)
        result = self.run_program("check", "decay.json")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertTrue(result.stdout.startswith("decay: ok\n"), result.stdout)
        self.assertIn("hard conditions: y(0) = 1\n", result.stdout)
        self.assertIn("network: 1-8-1 tanh\n", result.stdout)
        self.assertIn("against the exact solution", result.stdout)

    def test_check_as_json(self):
        self.write("decay.json", DECAY)
        result = self.run_program("check", "decay.json", "--json", "-s", "problem.parameters.k=2")
        understanding = json.loads(result.stdout)
        self.assertEqual(understanding["states"], ["y"])
        self.assertEqual(understanding["kind"], "ivp")
        self.assertEqual(understanding["conditions"], {"hard": ["y(0) = 1"], "soft": []})
        self.assertEqual(understanding["basis"], "exact")

    def test_check_reads_standard_input(self):
        result = self.run_program("check", "-", input=DECAY)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_set_value_is_taken_verbatim(self):
        self.write("decay.json", DECAY)
        result = self.run_program("check", "decay.json", "--json",
                                  "--set", "problem.equations.0=y' = -k*y + sin(2*t), extra",
                                  "--set", 'problem.equations.0=y\' = -k*y + pow(t, 2)',
                                  "-s", "network.hidden=[4, 5]", "--set=name=a-b")
        self.assertEqual(result.returncode, 0, result.stderr)
        understanding = json.loads(result.stdout)
        self.assertEqual(understanding["layers"], [1, 4, 5, 1])
        self.assertEqual(understanding["name"], "a-b")

    @unittest.skipIf(os.environ.get("PINN_SANITIZE"), "sanitizers make a start several times as long")
    def test_light_commands_start_fast(self):
        self.write("decay.json", DECAY)
        for words in (["--version"], ["check", "decay.json"]):
            best = min(self.seconds(words) for _ in range(5))
            # 50 ms is promised of a release build; a debug build gets four times.
            self.assertLess(best, 0.2, words)

    def seconds(self, words):
        """Of the processor, which other programs on the machine do not change."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.run_program(*words)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def test_light_commands_map_neither_libtorch_nor_mpi(self):
        self.write("decay.json", DECAY)
        for words in (["--version"], ["--help"], ["check", "decay.json"], ["schema"],
                      ["eval", "none", "--at", "0"]):
            trace = self.run_program(*words, env={"LD_DEBUG": "libs"}).stderr
            self.assertIn("libc.so", trace)
            self.assertIsNone(re.search(r"libtorch|libc10|libmpi|pinn_torch", trace), words)


if __name__ == "__main__":
    unittest.main()
