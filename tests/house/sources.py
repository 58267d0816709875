#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks habits that a compiler does not: one line per file that breaks one, status 1 if any does.

    sources.py [--root FOLDER]
    sources.py --self-test      plants one breach of every habit and sees each one caught
"""
import argparse
import pathlib
import re
import sys
import tempfile

MAX_LINES = 400
LICENCE = "SPDX-License-Identifier: MIT"
TOPS = ("include", "src", "tests", "scripts", ".ci")

# Words that end the program or hide an error, and the files where they have their one place.
FORBIDDEN = [
    (
        re.compile(r"(?<![\w.>])(std::|::)?_?(exit|abort|quick_exit)\s*\("),
        {"src/cli/main.cpp", "src/cli/signals.cpp", "src/reference/no_mpi.cpp"},
    ),
    (re.compile(r"catch\s*\(\s*\.\.\.\s*\)"), {"src/cli/main.cpp", "src/torch/engine.cpp"}),
    (
        re.compile(r"\bstd::(cout|cerr|clog)\b|(?<![\w:])(std::)?(f?printf|puts)\s*\("),
        {"src/cli/", "src/reference/no_mpi.cpp"},
    ),
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), set()),
]

COMMENT = re.compile(r"//.*$")


def files_of(root):
    """Every text file of ours under the folders that hold code, relative to `root`."""
    for top in TOPS:
        for path in sorted((root / top).rglob("*")):
            generated = "__pycache__" in path.parts or "seeds" in path.parts or path.suffix in (".json", ".csv", ".dict")
            if path.is_file() and not generated:
                yield path.relative_to(root)


def check_head(path, lines):
    """The licence stands in the first line, or in the second below `#!`."""
    # A CMakeLists.txt is a list of names, a document speaks for itself.
    if path.suffix == ".md" or path.name == "CMakeLists.txt" or any(LICENCE in line for line in lines[:2]):
        return
    yield f'{path}:1: error: the first line must say "{LICENCE}"'


def check_length(path, lines):
    # Files with a name like this are written by a program.
    if path.name.startswith("shipped_"):
        return
    if len(lines) > MAX_LINES:
        yield f"{path}:{MAX_LINES + 1}: error: {len(lines)} lines, at most {MAX_LINES} are allowed; split the file"


def check_words(path, lines):
    """Forbidden words in the sources of the program."""
    if path.parts[0] not in ("src", "include"):
        return
    for number, line in enumerate(lines, 1):
        for pattern, places in FORBIDDEN:
            text = line if not places else COMMENT.sub("", line)
            found = pattern.search(text)
            if found and not any(path.as_posix().startswith(place) for place in places):
                yield f'{path}:{number}: error: "{found.group().strip()}" has no place here'


def check_listed(root, path):
    """Every .cpp is named in the CMakeLists.txt beside it: one that is not would never be compiled."""
    if path.suffix != ".cpp":
        return
    listing = root / path.parent / "CMakeLists.txt"
    text = listing.read_text(encoding="utf-8") if listing.exists() else ""
    if not re.search(rf"(?<![\w/.]){re.escape(path.name)}(?![\w.])", text):
        yield f"{path}:1: error: not listed in {path.parent}/CMakeLists.txt"


def check_tree(root):
    mistakes = []
    n_files = 0
    for path in files_of(root):
        n_files += 1
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        for check in (check_head, check_length, check_words):
            mistakes += check(path, lines)
        mistakes += check_listed(root, path)
    return mistakes, n_files


# What the self-test plants: file, lines below the licence, and the words of the mistake.
PLANTED = [
    ("src/model/a.cpp", ["std::exit(1);"], '"std::exit(" has no place here'),
    ("src/model/a.cpp", ["} catch (...) {"], '"catch (...)" has no place here'),
    ("src/app/a.cpp", ["std::cout << 1;"], "has no place here"),
    ("src/app/a.cpp", ["int x; // TODO: y"], '"TODO" has no place here'),
    ("src/model/a.cpp", ["int x;"] * MAX_LINES, "401 lines, at most 400"),
    ("src/model/b.cpp", ["int x;"], "not listed in src/model/CMakeLists.txt"),
    ("src/model/a.cpp", ["on_exit(1); // may call exit(1)"], ""),
]


def self_test():
    good = True
    for name, lines, words in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            path = root / name
            path.parent.mkdir(parents=True)
            path.write_text("\n".join([f"// {LICENCE}", *lines, ""]), encoding="utf-8")
            (path.parent / "CMakeLists.txt").write_text(f"# {LICENCE}\ntarget_sources(x PRIVATE a.cpp)\n", encoding="utf-8")
            mistakes, _ = check_tree(root)
        if not (len(mistakes) == 1 and words in mistakes[0] if words else not mistakes):
            good = False
            print(f"{name}: expected {words!r}, found {mistakes}", file=sys.stderr)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--self-test", action="store_true")
    args = parser.parse_args()
    if args.self_test:
        return 0 if self_test() else 1
    mistakes, n_files = check_tree(args.root)
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if n_files == 0:
        print(f"{args.root}: error: no source files", file=sys.stderr)
    return 1 if mistakes or n_files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
