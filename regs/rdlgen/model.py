# SPDX-License-Identifier: BSD-3-Clause
"""Reads an address map with systemrdl-compiler into plain objects, and refuses what the
emitters cannot express. Addresses and offsets are in bytes, bit numbers count from the LSB."""

from dataclasses import dataclass, field as dc_field

from systemrdl import RDLCompiler, RDLCompileError
from systemrdl.messages import MessagePrinter
from systemrdl.node import RegfileNode, RegNode
from systemrdl.rdltypes import AccessType, OnWriteType

ADDR_BITS = 18                  # of the card's BAR0


class ModelError(Exception):
    """The source asks for something that cannot be generated, or is not SystemRDL."""


@dataclass
class Enum:
    name: str                   # without the weir_ prefix
    width: int
    members: list               # (name, value, desc)


@dataclass
class Field:
    name: str
    lsb: int
    width: int
    sw_r: bool
    sw_w: bool
    hw_r: bool
    hw_w: bool
    reset: object               # int or None
    singlepulse: bool
    swmod: bool
    woclr: bool
    hwset: bool
    we: bool
    desc: str
    where: object
    gauge: bool
    enum: object

    @property
    def msb(self):
        return self.lsb + self.width - 1

    @property
    def mask(self):
        return ((1 << self.width) - 1) << self.lsb

    @property
    def stored(self):
        """True when the field is flip-flops of the register block."""
        return self.singlepulse or self.sw_w or self.we

    @property
    def constant(self):
        return not self.stored and not self.hw_w


@dataclass
class Reg:
    name: str
    title: str
    desc: str
    offset: int                 # within the block
    width: int                  # 32 or 64
    live: bool
    locked: bool
    fields: list = dc_field(default_factory=list)

    def bits(self, want):
        return sum(f.mask for f in self.fields if want(f))

    @property
    def rmask(self):
        return self.bits(lambda f: f.sw_r)

    @property
    def wmask(self):
        return self.bits(lambda f: f.sw_w)

    @property
    def reset(self):
        return sum((f.reset or 0) << f.lsb for f in self.fields if f.sw_r)


@dataclass
class Block:
    name: str
    title: str
    desc: str
    base: int
    count: int
    stride: int                 # of an array; else the size up to its last register
    is_array: bool
    external: bool
    regs: list = dc_field(default_factory=list)

    @property
    def size(self):
        """Bytes from the first register to the end of the last one, in one element."""
        return max(r.offset + r.width // 8 for r in self.regs)

    @property
    def span(self):
        """Bytes of address space decoded for one element: a power of two."""
        return self.stride if self.is_array else 1 << (self.size - 1).bit_length()

    @property
    def is_counters(self):
        return all(f.where for r in self.regs for f in r.fields)

    @property
    def counter_group(self):
        return self.name[: -len("_COUNTERS")]

    def words(self, want=lambda r: True):
        """Bit mask of the 32-bit words of one element that hold a register for which want()."""
        return sum(((1 << (r.width // 32)) - 1) << (r.offset // 4) for r in self.regs if want(r))


@dataclass
class Map:
    name: str
    title: str
    desc: str
    blocks: list = dc_field(default_factory=list)
    enums: list = dc_field(default_factory=list)

    def block(self, name):
        return next(b for b in self.blocks if b.name == name)


class _Quiet(MessagePrinter):
    """Keeps messages for the exception instead of printing them."""

    def __init__(self):
        self.lines = []

    def emit_message(self, lines):
        self.lines.extend(lines)


FIELD_PROPS = {"name", "desc", "sw", "hw", "reset", "singlepulse", "swmod", "onwrite", "hwset", 
               "we", "encode", "weir_where", "weir_gauge"}
REG_PROPS = {"name", "desc", "regwidth", "weir_live", "weir_locked"}
BLOCK_PROPS = {"name", "desc"}


def _refuse(node, why):
    raise ModelError(f"{node.get_path()}: {why}")


def _text(node, prop):
    return " ".join((node.get_property(prop) or "").split())


def _only(node, allowed):
    for prop in node.list_properties():
        if prop not in allowed:
            _refuse(node, f"property {prop} is not supported")


def _enum(node, enums):
    cls = node.get_property("encode")
    if cls is None:
        return None
    name = cls.type_name
    if name.startswith("weir_"):
        name = name[5:]
    for known in enums:
        if known.name == name:
            known.width = max(known.width, node.width)
            return known
    members = [(m.name, m.value, " ".join((m.rdl_desc or "").split())) for m in cls]
    enums.append(Enum(name, node.width, members))
    return enums[-1]


def _field(node, enums):
    _only(node, FIELD_PROPS)
    sw, hw = node.get_property("sw"), node.get_property("hw")
    plain = {AccessType.na, AccessType.r, AccessType.w, AccessType.rw}
    if sw not in plain or hw not in plain:
        _refuse(node, "only sw and hw access na, r, w and rw are supported")
    onwrite = node.get_property("onwrite")
    if onwrite not in (None, OnWriteType.woclr):
        _refuse(node, "only onwrite = woclr is supported")
    reset = node.get_property("reset")
    if reset is not None and not isinstance(reset, int):
        _refuse(node, "a reset value must be a number")
    we = node.get_property("we")
    hwset = node.get_property("hwset")
    if not isinstance(we, bool) or not isinstance(hwset, bool):
        _refuse(node, "we and hwset cannot name a signal")
    return Field(
        name=node.inst_name, lsb=node.low, width=node.width,
        sw_r=sw in (AccessType.r, AccessType.rw), sw_w=sw in (AccessType.w, AccessType.rw),
        hw_r=hw in (AccessType.r, AccessType.rw), hw_w=hw in (AccessType.w, AccessType.rw),
        reset=reset, singlepulse=node.get_property("singlepulse"),
        swmod=node.get_property("swmod"), woclr=onwrite == OnWriteType.woclr, hwset=hwset, we=we,
        desc=_text(node, "desc"), where=node.get_property("weir_where", default=None),
        gauge=bool(node.get_property("weir_gauge", default=False)), enum=_enum(node, enums))


def _check_flop_field(node, f):
    """Combinations that the register block can build from flip-flops."""
    if f.singlepulse and (f.sw_r or f.hw_w or f.reset != 0):
        _refuse(node, "a singlepulse field is sw = w, hw = r with reset 0")
    if f.woclr != f.hwset:
        _refuse(node, "onwrite = woclr and hwset come together")
    if f.woclr and (not f.hw_w or f.reset is None):
        _refuse(node, "a woclr field needs hw = w and a reset value")
    if f.we and not f.hw_w:
        _refuse(node, "we needs hw = w or rw")
    if f.sw_w and f.hw_w and not (f.we or f.woclr):
        _refuse(node, "written by software and hardware without we or woclr")
    if f.sw_w and not f.hw_w and f.reset is None:
        _refuse(node, "needs a reset value")
    if f.constant and f.reset is None:
        _refuse(node, "a field that nobody writes needs a reset value")
    if f.swmod and not f.sw_w:
        _refuse(node, "swmod without software writes")


def _reg(node, enums, flops):
    _only(node, REG_PROPS)
    if node.is_array:
        _refuse(node, "arrays of registers are not supported")
    width = node.get_property("regwidth")
    if width not in (32, 64):
        _refuse(node, "a register is 32 or 64 bits wide")
    if flops and width != 32:
        _refuse(node, "64 bits only in external blocks")
    reg = Reg(node.inst_name, _text(node, "name"), _text(node, "desc"), node.raw_address_offset,
              width, bool(node.get_property("weir_live", default=False)),
              bool(node.get_property("weir_locked", default=False)))
    if reg.title == reg.name:
        reg.title = ""
    for child in node.fields():
        fld = _field(child, enums)
        if flops:
            _check_flop_field(child, fld)
        reg.fields.append(fld)
    if reg.offset % (width // 8):
        _refuse(node, "is not aligned to its width")
    if reg.locked and not flops:
        _refuse(node, "weir_locked is for registers of the card, not of external blocks")
    if reg.live and flops:
        _refuse(node, "weir_live is for registers of external blocks")
    return reg


def _block(node, enums, host):
    _only(node, BLOCK_PROPS)
    if not isinstance(node, RegfileNode):
        _refuse(node, "an address map holds regfiles only")
    if node.is_array and len(node.array_dimensions) != 1:
        _refuse(node, "arrays have one dimension")
    if node.is_array and not (node.external or host):
        _refuse(node, "an array must be external")
    block = Block(node.inst_name, _text(node, "name"), _text(node, "desc"), node.raw_address_offset,
                  node.array_dimensions[0] if node.is_array else 1,
                  node.array_stride if node.is_array else 0, node.is_array, bool(node.external))
    for child in node.children():
        if not isinstance(child, RegNode):
            _refuse(child, "a regfile holds registers only")
        block.regs.append(_reg(child, enums, not (node.external or host)))
    if not block.is_array:
        block.stride = block.size
    if host:
        return block
    whole = block.span * block.count
    if block.span & (block.span - 1) or whole & (whole - 1):
        _refuse(node, "stride and number of elements must be powers of two")
    if block.base % whole:
        _refuse(node, f"must begin at a multiple of its {whole} bytes")
    if block.base + whole > 1 << ADDR_BITS:
        _refuse(node, f"is beyond the {ADDR_BITS}-bit address space")
    if any(f.where for r in block.regs for f in r.fields) != block.is_counters or (
            block.is_counters and not block.name.endswith("_COUNTERS")):
        _refuse(node, "a block of counters is named *_COUNTERS and holds nothing else")
    return block


def _check_decode(blocks):
    """Blocks are decoded as power-of-two windows: these must not overlap either."""
    spans = sorted((b.base, b.base + b.span * b.count, b.name) for b in blocks)
    for (_, end, low), (start, _, high) in zip(spans, spans[1:]):
        if start < end:
            raise ModelError(f"{low} and {high}: their decoded windows overlap at {start:#x}")


def load(path, top, host=False):
    """Returns the Map of address map `top` of the file; host: records in memory, no registers.
    Raises ModelError."""
    printer = _Quiet()
    compiler = RDLCompiler(message_printer=printer)
    try:
        compiler.compile_file(path)
        node = compiler.elaborate(top).top
    except RDLCompileError as err:
        raise ModelError("\n".join(printer.lines) or str(err)) from err
    _only(node, BLOCK_PROPS | {"lsb0", "littleendian"})
    out = Map(top, _text(node, "name"), _text(node, "desc"))
    for child in node.children():
        out.blocks.append(_block(child, out.enums, host))
    if not host:
        _check_decode(out.blocks)
    return out
