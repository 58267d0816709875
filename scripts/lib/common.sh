# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the scripts share: speaking, the number of jobs, configuring and building. To be sourced.

# The folder of the project, however the script was called.
project_root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)"

# stdout belongs to the program that a script runs; what scripts say goes to stderr.
say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# One job a core, and fewer if memory is short: a file that includes LibTorch takes 1.5 GB to compile.
job_count() {
  local cores memory_kb limit
  cores="$(nproc)"
  memory_kb="$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)"
  if [[ -r /sys/fs/cgroup/memory.max ]]; then
    limit="$(</sys/fs/cgroup/memory.max)"
    if [[ "$limit" != max ]] && ((limit / 1024 < memory_kb)); then memory_kb=$((limit / 1024)); fi
  fi
  local jobs=$((memory_kb / 1536000))
  ((jobs <= cores)) || jobs="$cores"
  ((jobs >= 1)) || jobs=1
  printf '%s\n' "$jobs"
}

# configure PRESET: only when the folder is new, the presets have changed or packages have come, of
# which CMake remembers that they were missing; it sees to the rest.
configure() {
  local made="$project_root/build/$1/build.ninja"
  if [[ "$made" -nt "$project_root/CMakePresets.json" &&
    ! "$project_root/build/apt.log" -nt "$made" ]]; then return; fi
  say "configuring build/$1"
  (cd -- "$project_root" && cmake --preset "$1" >&2)
}

# build PRESET [TARGET...]: silent if there is nothing to do.
build() {
  local folder="$project_root/build/$1"
  shift
  # Checked first because a build without work would still print a line.
  if ninja -C "$folder" -n "$@" 2>/dev/null | tail -n 1 | grep -q 'no work to do'; then return; fi
  say "building ${*:-all} in ${folder#"$project_root/"} with $(job_count) jobs"
  ninja -C "$folder" -j "$(job_count)" "$@" >&2
}
