# SPDX-License-Identifier: BSD-3-Clause
"""include/weir_regs.h: every address, field, code and counter for the kernel module, user space and
firmware. Plain constants without a type beyond u and ull, so that nothing needs to be included."""

import textwrap

from .emit_vh import Defines as _Defines

HEAD = """\
/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * weir_regs.h - the card's registers, counters and records in host memory
 *
 * Generated from regs/weir.rdl by `make regs`; not edited by hand.
 *
 *   WEIR_<BLOCK>_<REG>                byte address in BAR0; (t) or (n) where the block is repeated
 *   WEIR_<BLOCK>_<REG>_<FIELD>_MASK   the field's bits in its register, _SHIFT its lowest bit
 *   WEIR_<ENUM>_<NAME>                a code, as read from a field shifted down
 *   WEIR_<GROUP>_COUNTERS(X)          X(index, name, gauge, where, description) for each counter
 *   WEIR_HOST_<RECORD>_<WORD>         byte offset in a record in host memory, little-endian
 */
#ifndef WEIR_REGS_H
#define WEIR_REGS_H
"""


class Defines(_Defines):
    def note(self, text):
        self.lines.append(f"\n/* {text} */")

    def add(self, name, value, args=""):
        super().add(name, value)
        self.lines.pop()
        tabs = "\t" * max(1, (48 - len(f"#define {name}{args}") + 7) // 8)
        self.lines.append(f"#define {name}{args}{tabs}{value}")


def _field(out, prefix, fld, width):
    name = f"{prefix}_{fld.name}"
    mask = f"0x{fld.mask:016x}ull" if width == 64 else f"0x{fld.mask:08x}u"
    out.add(f"{name}_MASK", mask)
    out.add(f"{name}_SHIFT", fld.lsb)


def _address(out, block, reg):
    name = f"WEIR_{block.name}_{reg.name}"
    addr = f"0x{block.base + reg.offset:05x}u"
    if block.is_array:
        arg = "t" if block.name.startswith("TAP") else "n"
        out.add(name, f"({addr} + 0x{block.stride:x}u * ({arg}))", f"({arg})")
    else:
        out.add(name, addr)
    return name


def _block(out, block):
    out.note(f"{block.name}: {block.title}")
    if block.is_array:
        out.add(f"WEIR_{block.name}_COUNT", f"{block.count}u")
        out.add(f"WEIR_{block.name}_STRIDE", f"0x{block.stride:x}u")
    for reg in block.regs:
        name = _address(out, block, reg)
        if block.is_counters:
            continue
        fixed = block.name == "ID" and all(f.constant for f in reg.fields)
        if fixed:
            out.add(f"{name}_RESET", f"0x{reg.reset:08x}u")
        for fld in reg.fields:
            _field(out, name, fld, reg.width)
            if fixed and len(reg.fields) > 1:
                out.add(f"{name}_{fld.name}_RESET", f"{fld.reset}u")


def _quote(text):
    """String literals, one a line, none too long."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    parts = textwrap.wrap(text, 80)
    return " \\\n\t  ".join(f'"{p}{" " if p is not parts[-1] else ""}"' for p in parts)


def _counters(out, block):
    out.note(f"{block.title}: {block.desc}")
    num = f"WEIR_{block.counter_group}_COUNTER_NUM"
    out.add(num, f"{max(r.offset for r in block.regs) // 8 + 1}u")
    rows = []
    for reg in block.regs:
        fld = reg.fields[0]
        first = f"{reg.offset // 8}, {reg.name.lower()}, {int(fld.gauge)}, {_quote(fld.where)}"
        rows.append(f"\tX({first}, \\\n\t  {_quote(fld.desc)})")
    out.lines.append(f"#define WEIR_{block.name}(X) \\\n" + " \\\n".join(rows))


def emit(card, host):
    """Returns the file's text."""
    out = Defines()
    for enum in card.enums:
        out.note(f"Codes of {enum.name}")
        for name, value, _ in enum.members:
            out.add(f"WEIR_{enum.name.upper()}_{name}", f"{value}u")
    for block in card.blocks:
        _block(out, block)
    for block in card.blocks:
        if block.is_counters:
            _counters(out, block)
    for record in host.blocks:
        out.note(f"Host memory: {record.title}")
        prefix = f"WEIR_HOST_{record.name}"
        out.add(f"{prefix}_SIZE", f"{record.stride}u")
        for reg in record.regs:
            out.add(f"{prefix}_{reg.name}", f"{reg.offset}u")
            for fld in reg.fields:
                _field(out, f"{prefix}_{reg.name}", fld, reg.width)
    return HEAD + "\n".join(out.lines) + "\n\n#endif /* WEIR_REGS_H */\n"
