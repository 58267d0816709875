#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the packages and looks into the Debian one; 77 (skipped) without Debian's tools.

    package.py BUILD_FOLDER [--torch]
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def run(*command):
    """Runs a command that must succeed; its stdout."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--torch", action="store_true")
    args = parser.parse_args()
    if not all(shutil.which(tool) for tool in ("dpkg-shlibdeps", "dpkg-deb", "file")):
        print("skipped: dpkg-dev and file are not there")
        return 77

    with tempfile.TemporaryDirectory() as folder:
        run("cpack", "--config", args.build / "CPackConfig.cmake", "-B", folder)
        (deb,) = pathlib.Path(folder).glob("*.deb")
        (archive,) = pathlib.Path(folder).glob("*.tar.gz")
        files = run("dpkg-deb", "--contents", deb)
        depends = run("dpkg-deb", "--field", deb, "Depends")
        archived = run("tar", "--list", "--file", archive)

    wanted = [r"\./usr/bin/pinn-solve$", r"\./usr/share/doc/pinn-solve/copyright$"]
    libraries = ["libc6", r"libsundials-cvode\d"]
    if args.torch:
        wanted.append(r"\./usr/lib/.*pinn-solve/pinn_torch\.so$")
        libraries.append(r"libtorch\d")
    for pattern in wanted:
        assert re.search(pattern, files, re.MULTILINE), f"{pattern} is not in the package:\n{files}"
    for pattern in libraries:
        assert re.search(rf"(^|, ){pattern}", depends), f"{pattern} is not among the dependencies: {depends}"
    assert "/bin/pinn-solve\n" in archived, archived
    return 0


if __name__ == "__main__":
    sys.exit(main())
