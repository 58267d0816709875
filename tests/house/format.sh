#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Checks that every C++ file is as clang-format would write it; 77 (skipped) if there is none.
#
#   format.sh [fix]     `fix` rewrites the files instead
#
# Versions disagree in details: the one that Debian 12 has is the one that counts.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

clang_format="$(command -v clang-format-14 || command -v clang-format || true)"
if [[ -z "$clang_format" ]] || ! "$clang_format" --version | grep -q 'version 14\.'; then
  echo 'skipped: clang-format 14 is not there'
  exit 77
fi
mapfile -d '' -t files < <(find include src tests scripts \( -name '*.cpp' -o -name '*.hpp' \) -print0)
if [[ "${1:-}" == fix ]]; then
  "$clang_format" -i "${files[@]}"
  exit
fi
if ! "$clang_format" --dry-run --Werror "${files[@]}"; then
  echo 'not as clang-format writes it; run tests/house/format.sh fix'
  exit 1
fi
