# SPDX-License-Identifier: BSD-3-Clause
"""docs/registers.md and docs/counters.md."""

from .model import ModelError

NOTE = "Generated from `regs/weir.rdl` by `make regs`; not edited by hand.\n"

ACCESS = """\
All registers are 32 bits wide, little-endian, in BAR0, and are accessed as aligned 32-bit words.
Addresses that are not listed read 0 and ignore writes, as do bits that are not listed.

| access | meaning |
| --- | --- |
| ro | read only |
| rw | holds what was written |
| w1c | set by the card, cleared by writing 1 |
| cmd | writing 1 does something once; reads 0 |
| wo | takes what is written; reads 0 |

*Locked* registers can be written only while every tap is DISABLED, those of a tap that are not
*live* only while that tap is. A refused write has no effect; CTRL.REFUSED keeps its address and the
port counter `cfg_refused` counts it. Where a block is repeated (taps, entries) only whole words can
be written; a write of less is refused likewise. The card's own registers take single bytes.
A write is done when it is answered: a read after it sees its effect. After START and STOP the
answer waits until TAP.STATE shows that the command has arrived; poll it while STARTING or STOPPING.
"""

COUNTER_TEXT = """\
Counters have 64 bits, never fall (gauges do) and are not cleared by reading. All of them are copied
at one instant by CTRL.COMMAND.SNAPSHOT; the registers show the copy of the last snapshot.
CTRL.STATUS.SNAPSHOT_BUSY is set from the command until the copy is complete.

A snapshot is a mark in the ordered stream of the card's events, so these sums are exact in every
one, whatever the traffic does meanwhile:
"""

IDENTITIES = (
    ("PORT_COUNTERS", "RX_FRAMES",
     ("ERR_BAD", "ERR_RUNT", "ERR_LONG", "OVERFLOW", "UNMATCHED", "MATCHED", "IN_FLIGHT"),
     "Each frame that the MAC delivered has one fate, or none yet."),
    ("TAP_COUNTERS", "MATCHED",
     ("DELIVERED", "FILTERED", "DROP_NO_BLOCK", "DROP_BACKLOG", "DROP_DMA", "DROP_RESET",
      "DROP_STOPPED", "PENDING"),
     "Each frame that a tap matched has one fate for that tap, or none yet."),
)


def _access(fld):
    if fld.woclr:
        return "w1c"
    if fld.sw_w and fld.sw_r:
        return "rw"
    if fld.singlepulse or (fld.sw_w and fld.swmod):
        return "cmd"
    return "wo" if fld.sw_w else "ro"


def _bits(fld):
    return f"{fld.msb}:{fld.lsb}" if fld.width > 1 else str(fld.lsb)


def _cell(text):
    return text.replace("|", "\\|")


def _reset(block, fld):
    if _access(fld) in ("cmd", "wo"):
        return ""
    if fld.reset is not None:
        return f"{fld.reset:#x}" if fld.reset > 9 else str(fld.reset)
    if block.external and not fld.hw_w:
        return "0"
    return ""


def _fields(block, reg):
    out = ["", "| bits | field | access | reset | |", "| --- | --- | --- | --- | --- |"]
    for fld in reg.fields:
        access = _access(fld)
        if block.name == "TAP" and reg.name == "COMMAND":
            access = "cmd"
        text = fld.desc
        if fld.enum:
            codes = "; ".join(f"{v} = {n}" for n, v, _ in fld.enum.members)
            text = f"{text} {codes}.".strip()
        cells = (_bits(fld), fld.name, access, _reset(block, fld), _cell(text))
        out.append(f"| {' | '.join(cells)} |")
    return out


def _address(block, reg):
    addr = f"`{block.base + reg.offset:#07x}`"
    if block.is_array:
        addr += f" + {block.stride:#x} {'t' if block.name.startswith('TAP') else 'n'}"
    return addr


def _register(block, reg):
    mark = " Locked." if reg.locked else " Live." if reg.live and reg.wmask else ""
    text = f"{_address(block, reg)}: {reg.title}. {reg.desc}{mark}"
    return ["", f"### {block.name}.{reg.name}", "", text] + _fields(block, reg)


def _enum(enum):
    out = ["", f"### {enum.name}", "", "| code | name | |", "| --- | --- | --- |"]
    return out + [f"| {v} | {n} | {_cell(d)} |" for n, v, d in enum.members]


def registers(card, host):
    """Returns docs/registers.md."""
    out = ["# Registers", "", NOTE, ACCESS, "## Blocks", "", card.desc, ""]
    out += ["| address | block | |", "| --- | --- | --- |"]
    for block in card.blocks:
        times = f", {block.count} times, every {block.stride:#x}" if block.is_array else ""
        link = f"[{block.name}](#{block.name.lower()})"
        out.append(f"| `{block.base:#07x}` | {link} | {block.title}{times} |")
    for block in card.blocks:
        out += ["", f"## {block.name}", "", f"{block.title}. {block.desc}".strip()]
        if block.is_counters:
            out += ["", "| address | counter |", "| --- | --- |"]
            out += [f"| {_address(block, r)} | {r.name} |" for r in block.regs]
            out += ["", "What they count: [counters.md](counters.md)."]
            continue
        for reg in block.regs:
            out += _register(block, reg)
    out += ["", "## Codes"]
    for enum in card.enums:
        out += _enum(enum)
    out += ["", "## Records in host memory", "",
            "Little-endian. Read and written by the card besides the TPACKET_V3 blocks themselves."]
    for record in host.blocks:
        out += ["", f"### {record.title}", "", record.desc, "",
                "| offset | word | bits | field | |", "| --- | --- | --- | --- | --- |"]
        for reg in record.regs:
            for fld in reg.fields:
                text = _cell(fld.desc or reg.desc)
                out.append(f"| {reg.offset} | {reg.name} | {_bits(fld)} | {fld.name} | {text} |")
    return "\n".join(out) + "\n"


def _identity(card, block_name, total, parts, why):
    names = {r.name for r in card.block(block_name).regs}
    for name in (total, *parts):
        if name not in names:
            raise ModelError(f"{block_name}: the accounting needs a counter {name}")
    rest = [r.name for r in card.block(block_name).regs if r.name not in (total, *parts)]
    group = card.block(block_name).counter_group.lower()
    indent = " " * (len(group) + len(total) + 3)
    total_line = f"{group}: {total.lower()} = " + f"\n{indent}+ ".join(p.lower() for p in parts)
    return ["```", total_line, "```", "", f"{why} Not part of the sum: "
        + ", ".join(f"`{n.lower()}`" for n in rest) + ".", ""]


def counters(card):
    """Returns docs/counters.md."""
    out = ["# Counters", "", NOTE, COUNTER_TEXT]
    for identity in IDENTITIES:
        out += _identity(card, *identity)
    out += ["The `matched` of the taps add up to the copies wanted, so to more than the port's",
            "`matched` when frames match several taps. `in_flight` and `pending` are 0 when the card is",
            "drained."]
    for block in card.blocks:
        if not block.is_counters:
            continue
        out += ["", f"## {block.title}", "",
                "| | counter | counted at | what, and why a frame lands here |",
                "| --- | --- | --- | --- |"]
        for reg in block.regs:
            fld = reg.fields[0]
            kind = " (gauge)" if fld.gauge else ""
            out.append(f"| {reg.offset // 8} | `{reg.name.lower()}`{kind} | {_cell(fld.where)} "
                       f"| {_cell(fld.desc)} |")
    return "\n".join(out) + "\n"
