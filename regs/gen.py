#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Generates everything that names a register, field, code or counter from regs/weir.rdl.

    gen.py ROOT            writes the generated files below ROOT
    gen.py --check ROOT    writes nothing; names each file below ROOT that differs, and exits 1
"""

import argparse
import difflib
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from rdlgen import emit_csr, emit_docs, emit_h, emit_table, emit_vh  # noqa: E402
from rdlgen.model import ModelError, load  # noqa: E402


def generate(source):
    """Returns {path: text} of all generated files."""
    card = load(source, "weir")
    host = load(source, "weir_host", host=True)
    return {
        "rtl/gen/weir_regs.vh": emit_vh.emit(card, host),
        "include/weir_regs.h": emit_h.emit(card, host),
        "rtl/gen/weir_csr.v": emit_csr.emit(card),
        "docs/registers.md": emit_docs.registers(card, host),
        "docs/counters.md": emit_docs.counters(card),
        "tests/gen/reg_table.h": emit_table.emit(card),
    }, card


def version_differs(card, root):
    """A message when the file VERSION and the ID block name different versions."""
    path = os.path.join(root, "VERSION")
    if not os.path.exists(path):
        return None
    with open(path, encoding="ascii") as file:
        text = file.read().strip()
    wanted = re.match(r"(\d+)\.(\d+)\.(\d+)", text)
    reg = next(r for r in card.block("ID").regs if r.name == "VERSION")
    have = {f.name: f.reset for f in reg.fields}
    have = (have["MAJOR"], have["MINOR"], have["PATCH"])
    if wanted and tuple(int(n) for n in wanted.groups()) == have:
        return None
    return f"VERSION says {text}, ID.VERSION in regs/weir.rdl says {'.'.join(str(n) for n in have)}"


def check(files, root):
    """Prints how each file on disk differs from what would be generated; returns how many do."""
    bad = 0
    for path, text in files.items():
        try:
            with open(os.path.join(root, path), encoding="utf-8") as file:
                old = file.read()
        except FileNotFoundError:
            old = None
        if old == text:
            continue
        bad += 1
        print(f"{path}: {'is missing' if old is None else 'is not what regs/weir.rdl gives'}; "
              "run `make regs`", file=sys.stderr)
        if old is not None:
            diff = difflib.unified_diff(old.splitlines(), text.splitlines(), "on disk", "generated",
                                        lineterm="", n=1)
            for _, line in zip(range(20), diff):
                print(f"  {line}", file=sys.stderr)
    return bad


def write(files, root):
    for path, text in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        try:
            with open(full, encoding="utf-8") as file:
                if file.read() == text:
                    continue
        except FileNotFoundError:
            pass
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
        print(f"wrote {path}")


def main():
    parser = argparse.ArgumentParser(description="Generates files from regs/weir.rdl.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("root", help="root of the source tree")
    args = parser.parse_args()
    try:
        files, card = generate(os.path.join(HERE, "weir.rdl"))
    except ModelError as err:
        print(f"regs/weir.rdl: {err}", file=sys.stderr)
        return 1
    message = version_differs(card, args.root)
    if message:
        print(message, file=sys.stderr)
        return 1
    if args.check:
        return 1 if check(files, args.root) else 0
    write(files, args.root)
    return 0


if __name__ == "__main__":
    sys.exit(main())
