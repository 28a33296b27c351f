#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# shell.sh: shellcheck has nothing to say about any script
set -euo pipefail
mapfile -t scripts < <(git ls-files | while IFS= read -r f; do
	[[ -f $f ]] && head -n 1 "$f" 2>/dev/null | grep -aq '^#!.*\bbash' && echo "$f"
done)
[[ ${#scripts[@]} -gt 0 ]]
shellcheck "${scripts[@]}"
