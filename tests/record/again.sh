#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# again.sh: the recording script still makes a savefile with everything that the committed one has
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(dirname "$0")
status=0
"$here/record.sh" "$work/traffic.pcap" || status=$?
[[ $status -eq 0 ]] || exit $status
"$here/content.sh" "$work/traffic.pcap"
