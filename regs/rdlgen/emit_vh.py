# SPDX-License-Identifier: BSD-3-Clause
"""rtl/gen/weir_regs.vh: every address, field, code and counter as a Verilog macro."""

from .model import ADDR_BITS, ModelError

HEAD = """\
// SPDX-License-Identifier: BSD-3-Clause
// Generated from regs/weir.rdl by `make regs`; not edited by hand.
//
// Constants of the register map and of the records in host memory.
//   WEIR_<BLOCK>_<REG>            byte address; of element 0 where a block is repeated
//   WEIR_<BLOCK>_<REG>_{RESET,RMASK,WMASK}   reset value, readable bits, writable bits
//   WEIR_<BLOCK>_<REG>_<FIELD>_{MSB,LSB,W}   where a field is in its register
//   WEIR_<ENUM>_<NAME>            a code
//   WEIR_TAPREG_<REG>             word offset in a tap's set: cfg_reg of the configuration bus
//   WEIR_CNT_{PORT,TAP}_<NAME>    column of a counter
//   WEIR_HOST_<RECORD>_<WORD>     byte offset in a record in host memory; fields as above
//
// Requests between the register blocks (weir_axil, weir_csr, its ext_* windows) follow one rule:
// req is a pulse of one cycle; write, addr and wdata hold their values from then until the answer;
// ack is a pulse of one cycle, any number of cycles later, rdata counts only in that cycle; exactly
// one ack a req, to writes as well, and no new req before it. The ext_* windows get whole words
// only, wdata with the unimplemented bits already 0, no address without a register, and no write
// to a read-only block.
"""


class Defines:
    """Collects macros in order and refuses a name that comes twice."""

    def __init__(self):
        self.lines = []
        self.seen = set()

    def note(self, text):
        self.lines.append(f"\n// {text}")

    def add(self, name, value):
        if name in self.seen:
            raise ModelError(f"two things would be called {name}")
        self.seen.add(name)
        self.lines.append(f"`define {name:<47} {value}")


def _field(out, prefix, fld):
    name = f"{prefix}_{fld.name}"
    out.add(f"{name}_MSB", fld.msb)
    out.add(f"{name}_LSB", fld.lsb)
    out.add(f"{name}_W", fld.width)


def _block(out, block):
    out.note(f"{block.name}: {block.title}")
    prefix = f"WEIR_{block.name}"
    out.add(f"{prefix}_BASE", f"{ADDR_BITS}'h{block.base:05x}")
    if block.is_array:
        out.add(f"{prefix}_COUNT", block.count)
        out.add(f"{prefix}_STRIDE", block.stride)
        out.add(f"{prefix}_STRIDE_LOG2", block.stride.bit_length() - 1)
    for reg in block.regs:
        name = f"{prefix}_{reg.name}"
        out.add(name, f"{ADDR_BITS}'h{block.base + reg.offset:05x}")
        if block.is_counters:
            continue
        out.add(f"{name}_RESET", f"32'h{reg.reset:08x}")
        out.add(f"{name}_RMASK", f"32'h{reg.rmask:08x}")
        out.add(f"{name}_WMASK", f"32'h{reg.wmask:08x}")
        for fld in reg.fields:
            _field(out, name, fld)


def _tap_words(out, block):
    out.note("Word offsets in a tap's set; bit n of a mask belongs to word n")
    words = block.stride // 4
    bits = (words - 1).bit_length()
    out.add("WEIR_TAPREG_AW", bits)
    for reg in block.regs:
        out.add(f"WEIR_TAPREG_{reg.name}", f"{bits}'d{reg.offset // 4}")
    out.add("WEIR_TAPREG_EXISTS", f"{words}'h{block.words():0{words // 4}x}")
    out.add("WEIR_TAPREG_LIVE", f"{words}'h{block.words(lambda r: r.live):0{words // 4}x}")


def _counters(out, blocks):
    out.note("Columns of the counters; WEIR_CNT_AW bits hold any column")
    bits = max((b.span // 8 - 1).bit_length() for b in blocks)
    out.add("WEIR_CNT_AW", bits)
    for block in blocks:
        group = f"WEIR_CNT_{block.counter_group}"
        out.add(f"{group}_NUM", len(block.regs))
        for reg in block.regs:
            out.add(f"{group}_{reg.name}", f"{bits}'d{reg.offset // 8}")


def _host(out, record):
    out.note(f"Host memory: {record.title}")
    prefix = f"WEIR_HOST_{record.name}"
    out.add(f"{prefix}_SIZE", record.stride)
    for reg in record.regs:
        out.add(f"{prefix}_{reg.name}", reg.offset)
        for fld in reg.fields:
            _field(out, f"{prefix}_{reg.name}", fld)


def emit(card, host):
    """Returns the file's text."""
    out = Defines()
    for enum in card.enums:
        out.note(f"Codes of {enum.name}")
        prefix = f"WEIR_{enum.name.upper()}"
        out.add(f"{prefix}_BITS", enum.width)
        for name, value, _ in enum.members:
            out.add(f"{prefix}_{name}", f"{enum.width}'d{value}")
    for block in card.blocks:
        _block(out, block)
    for block in card.blocks:
        if block.name == "TAP":
            _tap_words(out, block)
    counters = [b for b in card.blocks if b.is_counters]
    if counters:
        _counters(out, counters)
    for record in host.blocks:
        _host(out, record)
    body = "\n".join(out.lines)
    return f"{HEAD}\n`ifndef WEIR_REGS_VH\n`define WEIR_REGS_VH\n{body}\n\n`endif\n"
