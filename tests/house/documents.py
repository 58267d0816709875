#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the documents to the truth.

    documents.py links           every link and every path that a document names exists
    documents.py run BUILD       every command in a ```console block prints what the block shows
    documents.py self-test       wrong outputs are caught

In a ```console block a line that starts with "$ " is a command (a "\\" at its end continues it), and
the lines up to the next command are what it prints, stdout and stderr together. A line "..." stands
for any lines, "..." within a line for any text. Words after ```console change the rules:
`numbers=any` lets every number differ (times, last digits), `exit=N` expects that exit status of the
last command. A block below `<!-- not run: reason -->` is left alone. The blocks of a document run one
after the other in a folder of their own, which has the project's configs and scripts in it.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import NamedTuple

ROOT = pathlib.Path(__file__).resolve().parents[2]
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:scripts|configs|src|include|tests|\.ci)/[\w./-]+)`")
MAX_SECONDS = 600


class Command(NamedTuple):
    line: int
    text: str
    expected: list
    any_numbers: bool
    status: int


def documents():
    """The Markdown files of the project."""
    folders = (ROOT, ROOT / "configs", ROOT / "docs", ROOT / "scripts", ROOT / "tests")
    return sorted(path for folder in folders for path in folder.glob("*.md"))


def anchors(path):
    """The anchors that the headings of a document give, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_links(path):
    """Yields the links and paths of one document that lead nowhere."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for target in LINK.findall(line):
            if re.match(r"(https?|mailto):", target):
                continue
            name, _, anchor = target.partition("#")
            file = (path.parent / name) if name else path
            if not file.exists():
                yield f"{path.name}:{number}: error: link to {target}: no such file"
            elif anchor and anchor not in anchors(file):
                yield f"{path.name}:{number}: error: link to {target}: no such heading"
        for name in PATH.findall(line):
            if not (ROOT / name).exists():
                yield f"{path.name}:{number}: error: {name} is not in the project"


def commands_of(text):
    """The commands of every console block that is to be run, in order."""
    found = []
    lines = iter(enumerate(text.splitlines(), 1))
    before = ""
    for number, line in lines:
        if not line.startswith("```"):
            before = line if line.strip() else before
            continue
        words = line[3:].split()
        block = []
        for inner_number, inner in lines:
            if inner.startswith("```"):
                break
            block.append((inner_number, inner))
        if words[:1] == ["console"] and not before.startswith("<!-- not run:"):
            found += commands_of_block(block, words[1:])
        before = line
    return found


def commands_of_block(block, words):
    options = dict(word.split("=", 1) for word in words)
    found = []
    continued = False
    for number, line in block:
        if continued:
            found[-1] = found[-1]._replace(text=found[-1].text + "\n" + line)
        elif line.startswith("$ "):
            found.append(Command(number, line[2:], [], options.get("numbers") == "any", 0))
        else:
            found[-1].expected.append(line.rstrip())
        continued = (continued or line.startswith("$ ")) and line.endswith("\\")
    if found:
        found[-1] = found[-1]._replace(status=int(options.get("exit", 0)))
    return found


def pattern_of(expected, any_numbers):
    """The regular expression of an expected output."""

    def pattern_of_line(line):
        pieces = []
        for piece in line.split("..."):
            if any_numbers:
                pieces.append(NUMBER.join(re.escape(part) for part in re.split(NUMBER, piece)))
            else:
                pieces.append(re.escape(piece))
        return "[^\n]*".join(pieces) + "\n"

    return "".join(r"(?:[^\n]*\n)*?" if line.strip() == "..." else pattern_of_line(line) for line in expected)


def judge(command, output, status):
    """What is wrong with what a command did; empty if nothing is."""
    if status != command.status:
        return f"exit status {status}, expected {command.status}; it printed:\n{output}"
    # Columns set apart by spaces may move with the numbers in them.
    squeeze = (lambda s: re.sub(r" +", " ", s)) if command.any_numbers else (lambda s: s)
    lines = [squeeze(line.rstrip()) for line in output.splitlines()]
    actual = "".join(line + "\n" for line in lines)
    expected = [squeeze(line) for line in command.expected]
    if re.fullmatch(pattern_of(expected, command.any_numbers), actual):
        return ""
    return "the document shows\n" + "\n".join(command.expected) + "\nbut it printed\n" + output


def run_document(path, build):
    """Yields what is wrong with the commands of one document."""
    commands = commands_of(path.read_text(encoding="utf-8"))
    environment = dict(os.environ, LC_ALL="C.UTF-8", COLUMNS="100", PINN_INSTALL="no")
    environment["PATH"] = f"{build}:{environment['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        for name in ("configs", "scripts", "build"):
            if (ROOT / name).exists():
                os.symlink(ROOT / name, os.path.join(folder, name))
        for command in commands:
            done = subprocess.run(
                ["bash", "-c", command.text],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                timeout=MAX_SECONDS,
            )
            mistake = judge(command, done.stdout, done.returncode)
            if mistake:
                yield f"{path.name}:{command.line}: error: {command.text}: {mistake}"
    print(f"{path.name}: {len(commands)} commands")


def self_test():
    """True if the judge and the reader of blocks tell right from wrong."""
    text = "<!-- not run: x -->\n```console\n$ no\n```\n```console numbers=any exit=5\n$ a \\\n  b\nt = 1\n$ c\n```\n"
    first, second = commands_of(text)
    right = [
        (first.text == "a \\\n  b" and first.expected == ["t = 1"] and first.status == 0),
        (second.text == "c" and second.status == 5),
        judge(first, "t = 2.5e-3\n", 0) == "",
        judge(first, "u = 1\n", 0) != "",
        judge(first, "t = 1\n", 1) != "",
        judge(Command(1, "x", ["a", "...", "b ... c"], False, 0), "a\n1\n2\nb anything c\n", 0) == "",
        judge(Command(1, "x", ["a 1"], False, 0), "a 2\n", 0) != "",
        judge(Command(1, "x", [], False, 0), "a\n", 0) != "",
    ]
    return all(right)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["links", "run", "self-test"])
    parser.add_argument("build", nargs="?", type=pathlib.Path)
    args = parser.parse_args()
    if args.what == "self-test":
        return 0 if self_test() else 1
    mistakes = []
    for path in documents():
        mistakes += check_links(path) if args.what == "links" else run_document(path, args.build.resolve())
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
