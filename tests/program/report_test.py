# SPDX-License-Identifier: MIT
"""pinn-solve report: the page, and the network that runs in it."""
import html.parser
import json
import pathlib
import re
import shutil
import subprocess
import unittest

from program import ROOT, ProgramTest

EVALUATE = ROOT / "tests" / "page" / "evaluate.js"
SAME = 1e-9  # relative: sums in the same order, tanh of another library

RUNS = {
    "windows": '{"problem": {"domain": [0, 4], "equations": ["x\' = 1.5*x - x*y", "y\' = x*y - 3*y"],'
               ' "conditions": ["x(0) = 3", "y(0) = 1"]}}',
    "weights": '{"problem": {"domain": [0, 2], "equations": ["x\'\' = -x"], "conditions": ["x(0) = 1", "x\'(0) = 0"]},'
               ' "training": {"method": "least_squares"}, "network": {"activation": "gelu"}}',
    "between": '{"problem": {"domain": [0, 1], "equations": ["y\'\' = -exp(y)"],'
               ' "conditions": ["y(0) = 0", "y(1) = 0"]}}',
}


class Balanced(html.parser.HTMLParser):
    """Every element that is opened is closed."""
    VOID = {"meta", "input", "link", "br", "mspace"}

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()


class Report(ProgramTest):
    def test_is_a_whole_page_whose_network_says_what_eval_says(self):
        node = shutil.which("node")
        for name, config in RUNS.items():
            self.write(f"{name}.json", config)
            self.assertIn(self.run_program(f"{name}.json").returncode, (0, 5))
            done = self.run_program("report", f"{name}.run")
            self.assertEqual(done.returncode, 0, done.stderr)
            page = pathlib.Path(self.folder, done.stdout.strip())
            parser = Balanced()
            parser.feed(page.read_text())
            self.assertEqual(parser.open, [])
            if not node:
                continue
            at = ["0.11", "0.5", "0.93"]
            found = json.loads(subprocess.run([node, EVALUATE, page, *at], capture_output=True, text=True,
                                              check=True).stdout)
            table = self.run_program("eval", f"{name}.run", "--at", ",".join(at)).stdout.splitlines()
            columns = table[0].split(",")
            for row, states in zip(table[1:], found):
                values = dict(zip(columns, map(float, row.split(","))))
                for state, (value, slope) in zip([c for c in ("x", "y") if c in columns], states):
                    self.assertLessEqual(abs(value - values[state]), SAME * (1 + abs(value)))
                    self.assertLessEqual(abs(slope - values[f"d{state}_dt"]), SAME * (1 + abs(slope)))

    def test_opens_in_a_browser_and_answers(self):
        browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not browser:
            self.skipTest("no Chromium here")
        self.write("windows.json", RUNS["windows"])
        self.run_program("windows.json")
        self.run_program("report", "windows.run")
        page = pathlib.Path(self.folder, "windows.run", "report.html")
        asking = pathlib.Path(self.folder, "asking.html")
        # What a person does: types a number and reads what comes below.
        asking.write_text(page.read_text().replace(
            "</body>", "<script>document.getElementById('at').value = '1.5';"
                       "document.getElementById('at').dispatchEvent(new Event('input'));</script></body>"))
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                   f"--user-data-dir={self.folder}/profile", "--enable-logging=stderr", "--v=0", "--dump-dom"]
        try:
            done = subprocess.run([*command, f"file://{asking}"], capture_output=True, text=True, timeout=60)
        except subprocess.TimeoutExpired:
            self.skipTest("Chromium does not end here")
        if done.returncode != 0 or "</html>" not in done.stdout:
            self.skipTest("Chromium does not run here")
        self.assertNotIn("CONSOLE", done.stderr)
        answer = re.search(r'id="answer"[^>]*>(.*?)</pre>', done.stdout, re.DOTALL)
        self.assertIsNotNone(answer)
        numbers = [float(text) for text in re.findall(r"-?\d+\.\d+(?:e[-+]?\d+)?", answer[1])]
        table = self.run_program("eval", "windows.run", "--at", "1.5").stdout.splitlines()
        values = dict(zip(table[0].split(","), map(float, table[1].split(","))))
        for state in ("x", "y"):
            self.assertTrue(any(abs(number - values[state]) <= SAME * (1 + abs(number)) for number in numbers),
                            (state, values, numbers))
        data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', done.stdout,
                                    re.DOTALL)[1])
        rows = pathlib.Path(self.folder, "windows.run", "solution.csv").read_text().splitlines()
        curve = data["panels"][0]["curves"][0]
        self.assertEqual(len(curve["x"]), len(rows) - 1)

    def test_goes_where_it_is_told(self):
        self.write("a.json", RUNS["between"])
        self.run_program("a.json")
        self.assertTrue(self.run_program("report", "a.run", "-o", "-").stdout.startswith("<!DOCTYPE html>"))
        self.assertEqual(self.run_program("report", "a.run", "-o", "p.html").stdout, "p.html\n")
        self.assertIn("is not a run folder", self.run_program("report", "a.json").stderr)
        self.assertEqual(self.run_program("report").returncode, 2)


if __name__ == "__main__":
    unittest.main()
