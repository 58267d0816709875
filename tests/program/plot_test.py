# SPDX-License-Identifier: MIT
"""pinn-solve plot, from run folders to text and pictures."""
import os
import pty
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as xml

from program import PROGRAM, ProgramTest

DECAY = '{"problem": {"domain": [0, 5], "equations": ["y\' = -y"], "conditions": ["y(0) = 1"]}}\n'


def read_all(terminal):
    """What a program writes to a terminal until it ends, which is an error of reading there."""
    chunks = []
    try:
        while chunk := os.read(terminal, 65536):
            chunks.append(chunk)
    except OSError:
        pass
    os.close(terminal)
    return b"".join(chunks).decode()


class Plot(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("decay.json", DECAY)
        self.assertEqual(self.run_program("decay.json").returncode, 0)

    def plot(self, *arguments, **environment):
        return self.run_program("plot", *arguments, env={"LC_ALL": "C.UTF-8", "TERM": "xterm", **environment})

    def test_draws_in_braille_or_in_ascii_by_the_locale(self):
        braille = self.plot("decay.run")
        self.assertEqual(braille.returncode, 0)
        self.assertTrue(any(0x2800 < ord(c) < 0x2900 for c in braille.stdout))
        self.assertLessEqual(len(braille.stdout.splitlines()), 23)
        self.assertLessEqual(max(map(len, braille.stdout.splitlines())), 80)
        self.assertNotIn("\x1b", braille.stdout)
        for ascii in (self.plot("decay.run", LC_ALL="C"), self.plot("decay.run", "--ascii")):
            self.assertTrue(ascii.stdout.isascii())
            self.assertIn("solution  * y", ascii.stdout)

    def test_has_colour_on_a_terminal_alone(self):
        for term, colour in (("xterm", True), ("dumb", False)):
            parent, child = pty.openpty()
            drawing = subprocess.Popen([PROGRAM, "plot", "decay.run"], cwd=self.folder, stdout=child,
                                       env=dict(os.environ, LC_ALL="C.UTF-8", TERM=term))
            os.close(child)
            text = read_all(parent)
            self.assertEqual(drawing.wait(), 0)
            self.assertEqual("\x1b[" in text, colour, term)
            self.assertEqual(text.isascii(), not colour, term)

    def test_writes_svg_and_png(self):
        self.assertEqual(self.plot("decay.run", "--svg", "a.svg").returncode, 0)
        root = xml.parse(os.path.join(self.folder, "a.svg")).getroot()
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        titles = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text") if e.get("class") == "title"]
        self.assertEqual(titles, ["solution", "error", "residual"])
        png = self.plot("decay.run", "--png", "a.png")
        if shutil.which("gnuplot"):
            self.assertEqual(png.returncode, 0, png.stderr)
            with open(os.path.join(self.folder, "a.png"), "rb") as file:
                self.assertEqual(file.read(8), b"\x89PNG\r\n\x1a\n")
        lacking = self.plot("decay.run", "--png", "b.png", PATH="/nowhere")
        self.assertEqual(lacking.returncode, 4)
        self.assertIn("--png needs gnuplot", lacking.stderr)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith("b.png")], [])

    def test_says_what_is_wrong(self):
        self.assertIn("is not a run folder", self.plot("decay.json").stderr)
        self.assertEqual(self.plot("decay.run", "--panels", "errors").returncode, 2)
        self.assertIn('--panels has "errors", expected solution', self.plot("decay.run", "--panels", "errors").stderr)
        self.assertEqual(self.plot().returncode, 2)

    def test_stays_readable_with_many_rows_and_states(self):
        equations = ", ".join(f'"y{i}\' = -{i + 1}*y{i}"' for i in range(20))
        conditions = ", ".join(f'"y{i}(0) = {i + 1}"' for i in range(20))
        self.write("many.json", '{"problem": {"domain": [0, 1], "equations": [%s], "conditions": [%s]}}'
                   % (equations, conditions))
        self.assertEqual(self.run_program("many.json").returncode, 0)
        with open(os.path.join(self.folder, "many.run", "history.csv"), "w") as file:
            file.write("iteration,learning_rate,loss\n")
            file.writelines(f"{i},0.1,{1.0 / i}\n" for i in range(1, 10001))
        drawn = self.plot("many.run")
        self.assertEqual(drawn.returncode, 0)
        self.assertIn("loss", drawn.stdout)


if __name__ == "__main__":
    unittest.main()
