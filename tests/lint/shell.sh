#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# shell.sh: shellcheck has nothing to say about any script
set -euo pipefail
mapfile -t scripts < <(tests/lint/files.sh | while IFS= read -r f; do
	if head -n 1 "$f" | grep -aq '^#!.*\bbash'; then echo "$f"; fi
done)
[[ ${#scripts[@]} -gt 0 ]]
shellcheck "${scripts[@]}"
