#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Installs the build into a folder, moves that folder and runs the program from there.

    install.py BUILD_FOLDER [--torch]

--torch: solve a small problem with the LibTorch engine too, which must be found beside the program.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile

TINY = {
    "problem": {"domain": [0, 1], "equations": ["y' = -y"], "conditions": ["y(0) = 1"], "exact": {"y": "exp(-t)"}},
    "network": {"hidden": [8], "activation": "tanh"},
    "training": {
        "method": "gradient",
        "conditions": "hard",
        "points": {"count": 20},
        "stages": [{"optimizer": "lbfgs", "iterations": 60}],
    },
    # Sixty iterations of lbfgs leave an error below 1e-3; what is tested here is that it runs.
    "accept": {"atol": 1e-2, "rtol": 0},
}


def run(*command, **more):
    """Runs a command that must succeed; its stdout."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def check_paths(program, build):
    """Nothing in the program may point back into the build folder."""
    assert os.fsencode(build) not in program.read_bytes(), f"{program} names the build folder {build}"


def check_libraries(program):
    """What every start would pay for: LibTorch and MPI load hundreds and dozens of libraries."""
    loaded = run("ldd", program)
    for name in ("libtorch", "libc10", "libmpi", "libgomp"):
        assert name not in loaded, f"{program} loads {name}:\n{loaded}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--torch", action="store_true")
    args = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run("cmake", "--install", args.build, "--prefix", folder / "first")
        prefix = folder / "moved to here"
        (folder / "first").rename(prefix)
        program = prefix / "bin" / "pinn-solve"

        check_paths(program, args.build)
        check_libraries(program)
        assert run(program, "--version", cwd=folder).startswith("pinn-solve ")
        configs = prefix / "share" / "pinn-solve" / "configs"
        for config in configs.glob("*.json"):
            run(program, "check", config, cwd=folder)
        robertson = (configs / "library" / "robertson.json").read_text(encoding="utf-8")
        assert run(program, "init", "robertson", cwd=folder) == robertson
        assert (prefix / "share" / "doc" / "pinn-solve" / "copyright").exists()

        if args.torch:
            (folder / "tiny.json").write_text(json.dumps(TINY), encoding="utf-8")
            environment = {key: value for key, value in os.environ.items() if key != "LD_LIBRARY_PATH"}
            run(program, "tiny.json", cwd=folder, env=environment)
            record = json.loads((folder / "tiny.run" / "run.json").read_text(encoding="utf-8"))
            assert record["verdict"] == "accepted", record


if __name__ == "__main__":
    main()
