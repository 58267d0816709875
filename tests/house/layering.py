#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that every include of include/pinn and src points the right way.

    layering.py [--root FOLDER]     status 1 and one line per wrong include
    layering.py --self-test         plants wrong includes and sees each one caught
"""
import argparse
import pathlib
import re
import sys
import tempfile

# Lowest first. A folder includes itself and what stands before it, never what stands after it.
ORDER = [
    "util",
    "expression",
    "model",
    "config",
    "problem",
    "basis",
    "engine",
    "readout",
    "least_squares",
    "reference",
    "verify",
    "report",
    "plot",
    "page",
    "app",
    "cli",
]

# Folders that may include less than their place in ORDER allows.
ONLY = {
    "expression": {"util"},
    "model": {"util", "expression"},
    "basis": {"util", "model", "config"},
    "readout": {"util", "expression", "model", "config", "problem", "basis", "engine"},
    "least_squares": {"util", "expression", "model", "config", "problem", "basis", "engine", "readout"},
    "plot": {"util"},
    "page": {"util", "expression", "model", "plot"},
    "report": {"util", "expression", "model", "config", "problem", "engine", "reference", "verify"},
    # Beside app: the program loads it and never includes it.
    "torch": {"util", "expression", "model", "config", "problem", "basis", "engine", "least_squares"},
}

# Libraries that stop somewhere: the include and the folders of src that may have it. No header under
# include/pinn may have any of them.
LIBRARIES = [
    (re.compile(r"nlohmann/"), {"config", "model", "report", "page", "cli"}),
    (re.compile(r"(torch|ATen|c10|caffe2)/"), {"torch"}),
    (re.compile(r"CLI/"), {"cli"}),
    (re.compile(r"(cvodes?|idas?|kinsol|arkode|nvector|sunmatrix|sunlinsol|sundials)/"), {"reference"}),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def allowed_folders(folder):
    """The folders that `folder` may include, itself among them."""
    if folder in ONLY:
        return ONLY[folder] | {folder}
    return set(ORDER[: ORDER.index(folder) + 1])


def folder_of(path):
    """`src/model/mlp.cpp` and `include/pinn/model/mlp.hpp` belong to `model`."""
    return path.parts[1] if path.parts[0] == "src" else path.parts[2]


def own_headers(root, path):
    """The ways to include the header that a source file implements; empty if there is none."""
    name = path.with_suffix(".hpp").relative_to("src")
    if (root / "include" / "pinn" / name).exists():
        return [f"pinn/{name.as_posix()}"]
    if (root / "src" / name).exists():
        return [name.name, name.as_posix()]
    return []


def target_folder(include, path):
    """The folder of ours that an include names, None for a file of somebody else."""
    parts = pathlib.PurePosixPath(include).parts
    if parts[0] == "pinn" and len(parts) > 2:
        return parts[1]
    if parts[0] in ORDER or parts[0] == "torch" and (len(parts) == 2 and parts[1] != "torch.h"):
        return parts[0]
    return folder_of(path) if len(parts) == 1 else None


def check_include(path, line, bracket, include):
    """Yields what is wrong with one include."""
    folder = folder_of(path)
    target = target_folder(include, path) if bracket == '"' else None
    if target and target not in allowed_folders(folder):
        yield f'{path}:{line}: error: {folder} must not include "{include}"; {folder} may include ' + " ".join(
            sorted(allowed_folders(folder))
        )
    for pattern, folders in LIBRARIES:
        if target or not pattern.match(include):
            continue
        if folder not in folders:
            yield f"{path}:{line}: error: <{include}> belongs in {' '.join(sorted(folders))} only, not in {folder}"
        elif path.parts[0] == "include":
            yield f"{path}:{line}: error: <{include}> belongs in files of src only"


def check_file(root, path):
    """Yields what is wrong in one file."""
    folder = folder_of(path)
    if folder not in ORDER and folder not in ONLY:
        yield f"{path}:1: error: folder {folder} has no place in tests/house/layering.py"
        return
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    includes = [(n, *found.groups()) for n, found in ((n, INCLUDE.match(l)) for n, l in enumerate(lines, 1)) if found]
    for line, bracket, include in includes:
        yield from check_include(path, line, bracket, include)
    if path.suffix == ".cpp":
        own = own_headers(root, path)
        line, _, first = includes[0] if includes else (1, None, None)
        if own and first not in own:
            yield f'{path}:{line}: error: the first include must be "{own[0]}"'


def check_tree(root):
    """Everything that is wrong under `root`, and the number of files looked at."""
    files = sorted(
        path.relative_to(root)
        for top in ("include/pinn", "src")
        for path in (root / top).rglob("*")
        if path.suffix in (".hpp", ".cpp")
    )
    return [mistake for path in files for mistake in check_file(root, path)], len(files)


# What the self-test plants: file, text, and the words of the mistake it must cause ("" for none).
PLANTED = [
    ("include/pinn/model/a.hpp", '#include "pinn/problem/b.hpp"', 'model must not include "pinn/problem/b.hpp"'),
    ("src/util/a.cpp", '#include "pinn/cli/b.hpp"', "util must not include"),
    ("src/app/a.cpp", '#include "pinn/torch/b.hpp"', "app must not include"),
    ("src/torch/a.cpp", '#include "pinn/report/b.hpp"', "torch must not include"),
    ("src/report/a.cpp", '#include "report/b.hpp"', ""),
    ("src/model/a.cpp", '#  include "verify/b.hpp"', "model must not include"),
    ("include/pinn/config/a.hpp", "#include <nlohmann/json.hpp>", "belongs in files of src only"),
    ("src/config/a.cpp", "#include <nlohmann/json.hpp>", ""),
    ("src/problem/a.cpp", "#include <nlohmann/json.hpp>", "not in problem"),
    ("src/engine/a.cpp", "#include <torch/torch.h>", "belongs in torch only"),
    ("src/engine/a.cpp", '#include "torch/torch.h"', "belongs in torch only"),
    ("src/torch/a.cpp", "#include <ATen/ATen.h>", ""),
    ("src/app/a.cpp", "#include <CLI/CLI.hpp>", "belongs in cli only"),
    ("src/verify/a.cpp", "#include <cvode/cvode.h>", "belongs in reference only"),
    ("include/pinn/reference/a.hpp", "#include <sundials/sundials_types.h>", "belongs in files of src only"),
    ("src/model/own.cpp", '#include <vector>\n#include "pinn/model/own.hpp"', "the first include must be"),
    ("src/model/own.cpp", '#include "pinn/model/own.hpp"\n#include <vector>', ""),
    ("src/model/own.cpp", '#include "own.hpp"', "the first include must be"),
    ("src/strange/a.cpp", "", "has no place"),
]


def self_test():
    """True if every planted mistake is caught and nothing else is."""
    good = True
    for name, text, words in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for file, content in (("include/pinn/model/own.hpp", ""), (name, text)):
                (root / file).parent.mkdir(parents=True, exist_ok=True)
                (root / file).write_text(content + "\n", encoding="utf-8")
            mistakes, _ = check_tree(root)
        caught = len(mistakes) == 1 and words in mistakes[0] if words else not mistakes
        if not caught:
            good = False
            print(f"{name}: {text!r}: expected {words!r}, found {mistakes}", file=sys.stderr)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--self-test", action="store_true")
    args = parser.parse_args()
    if args.self_test:
        return 0 if self_test() else 1
    mistakes, n_files = check_tree(args.root)
    print("\n".join(mistakes), file=sys.stderr, end="\n" if mistakes else "")
    if n_files == 0:
        print(f"{args.root}: error: no source files", file=sys.stderr)
        return 1
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
