# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Installs missing packages on Debian and its relatives. To be sourced after common.sh.
#
# PINN_INSTALL=no leaves the system alone: what is missing is then an error of CMake, which names it.

# libopenblas0-pthread takes the place of the reference BLAS under LibTorch, which is 7 times slower.
# shellcheck disable=SC2034  # used by the scripts that source this file
packages_to_build=(
  g++ cmake ninja-build libtorch-dev libopenblas0-pthread libsundials-dev libeigen3-dev
  nlohmann-json3-dev libcli11-dev libgtest-dev libgmock-dev python3
)
# Debian 13's SUNDIALS asks for OpenMP, which Clang has in libomp-dev.
packages_to_fuzz=(clang libclang-rt-dev libomp-dev)
# shellcheck disable=SC2034
packages_to_test=(
  gnuplot-nox "${packages_to_fuzz[@]}" clang-format clang-tidy dpkg-dev file
)

# missing_packages PACKAGE...: those that dpkg does not have, one a line.
missing_packages() {
  # An unknown package is a complaint and a status, not a line; both are expected.
  local installed
  installed="$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)"
  local package
  for package in "$@"; do
    grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
  done
}

# apt_get ARGUMENT...: apt-get as root, asking nothing.
apt_get() {
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "not root and no sudo; as root: apt-get install --no-install-recommends $missing_text"
    as_root=(sudo)
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 "$@"
}

# need_packages PACKAGE...: installs what is missing, silent if nothing is.
need_packages() {
  if [[ "${PINN_INSTALL:-yes}" == no ]]; then return; fi
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    need_tools "$@"
    return
  fi
  local missing=() missing_text
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then return; fi
  missing_text="${missing[*]}"

  # shellcheck disable=SC2154  # project_root is set by common.sh
  mkdir -p "$project_root/build"
  local log="$project_root/build/apt.log"
  say "installing with apt-get (log: $log): $missing_text"
  if ((EUID != 0)); then say "sudo may ask for your password"; fi
  : >"$log"
  # A list that does not know a package, or knows a version that is gone, is brought up to date.
  if ! apt_get install --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    say "updating the package lists"
    apt_get update >>"$log" 2>&1 || true
    if ! apt_get install --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
      tail -n 20 -- "$log" >&2
      die "apt-get could not install: $missing_text"
    fi
  fi
}

# Without apt-get nothing is installed: the tools must be there, and CMake tells of the libraries.
need_tools() {
  local tool absent=()
  for tool in cmake ninja c++; do
    command -v "$tool" >/dev/null || absent+=("$tool")
  done
  if ((${#absent[@]} == 0)); then return; fi
  say "error: not found: ${absent[*]}; there is no apt-get here to install them with"
  say "needed: a C++17 compiler, CMake 3.25, Ninja, LibTorch, SUNDIALS, Eigen 3.4, nlohmann-json 3.11,"
  say "CLI11 2.1, GoogleTest; Debian calls them: $*"
  exit 1
}
