#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Checks that every shell script parses, and what shellcheck says of it where there is one.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."

scripts=()
while IFS= read -r -d '' file; do
  if [[ "$file" == *.sh ]] || head -n 1 -- "$file" | grep -q '^#!.*bash'; then scripts+=("$file"); fi
done < <(find scripts tests .ci -type f -not -path '*/seeds/*' -print0)

((${#scripts[@]} > 0))
for file in "${scripts[@]}"; do bash -n "$file"; done
if command -v shellcheck >/dev/null; then
  shellcheck --external-sources --source-path=SCRIPTDIR "${scripts[@]}"
fi
echo "${#scripts[@]} shell scripts"
