# SPDX-License-Identifier: BSD-3-Clause
"""rtl/gen/weir_csr.v: the register block in Verilog-2005.

Registers of blocks that are not external are flip-flops here; external blocks become windows,
ports that pass a request on. Three cycles: decode; select and step one of the read multiplexer;
step two. The ports are explained in HEAD.
"""

from .model import ADDR_BITS

HEAD = """\
// SPDX-License-Identifier: BSD-3-Clause
// Generated from regs/weir.rdl by `make regs`; not edited by hand.
//
// {module}: the card's registers. Flip-flops for the card's own registers, windows (ext_*) to
// whatever holds the repeated ones.
// Throughput: one request at a time. Latency: answer 3 cycles after the request; through a window
// 4 cycles and those of the window. Backpressure: none but the answer.
// Requests: req is a pulse; write, addr, wdata and wstrb hold from then until ack, a pulse; rdata
// counts with ack. Windows work by the same rule, get whole words only, wdata with unimplemented
// bits 0, no address without a register, and no write when they hold nothing writable.
// Reads of unlisted addresses give 0, writes there do nothing. Byte strobes work on the card's own
// registers; a write of part of a word to a window is refused.
// Refused writes (those, and any to a locked register while lock_i) have no effect and pulse
// refused, with their address in refused_addr.
// Field ports are named <block>_<reg>_<field> and what they do:
//   _o the stored value, or a pulse for a command; _i the value that hardware gives; _we take _i
//   into the store now (a write by software in the same cycle wins); _swmod a pulse in the first
//   cycle that _o holds what software wrote; _hwset sets the stored bits that are 1 (wins over a
//   clear by software in the same cycle).
// Proven (rtl/formal/f_csr.v): one answer a request in bounded time, what windows are asked, and that
// locked registers keep their values. The fields are simulated against the generated table.

`default_nettype none

module {module} (
    input  wire        clk,
    input  wire        rst,

    // Requests
    input  wire        req,
    input  wire        write,
    input  wire [{top}:0] addr,
    input  wire [31:0] wdata,
    input  wire [3:0]  wstrb,
    output wire        ack,
    output wire [31:0] rdata,

    // Refused writes
    input  wire        lock_i,
    output wire        refused,
    output wire [{top}:0] refused_addr"""


def _range(width):
    return f"[{width - 1}:0] " if width > 1 else ""


def _path(*nodes):
    return "_".join(n.name for n in nodes).lower()


def _slice(fld, name):
    return f"{name}[{fld.msb}:{fld.lsb}]" if fld.width > 1 else f"{name}[{fld.lsb}]"


def _literal(width, value):
    return f"{width}'h{value:x}"


class Csr:
    def __init__(self, card, module):
        self.module = module
        self.blocks = [b for b in card.blocks if not b.external]
        self.windows = [b for b in card.blocks if b.external]
        self.own = [(b, r) for b in self.blocks for r in b.regs]
        self.written = [(b, r) for b, r in self.own if r.wmask]
        self.locked = [(b, r) for b, r in self.own if r.locked]
        self.writable = [w for w in self.windows if any(r.wmask for r in w.regs)]

    # Ports

    def field_ports(self, path, fld):
        ports = []
        rng = _range(fld.width)
        if fld.stored and fld.hw_r:
            ports.append(f"output wire {rng}{path}_o")
        if fld.hw_w and not fld.woclr:
            ports.append(f"input  wire {rng}{path}_i")
        if fld.we:
            ports.append(f"input  wire {path}_we")
        if fld.swmod:
            ports.append(f"output wire {path}_swmod")
        if fld.hwset:
            ports.append(f"input  wire {rng}{path}_hwset")
        return ports

    def window_bits(self, block):
        return (block.span * block.count - 1).bit_length()

    def window_ports(self, block):
        name = f"ext_{block.name.lower()}"
        ports = [f"output wire {name}_req"]
        if block in self.writable:
            ports.append(f"output wire {name}_write")
        ports.append(f"output wire [{self.window_bits(block) - 1}:2] {name}_addr")
        if block in self.writable:
            ports.append(f"output wire [31:0] {name}_wdata")
        return ports + [f"input  wire {name}_ack", f"input  wire [31:0] {name}_rdata"]

    def ports(self):
        groups = []
        for block in self.blocks:
            lines = [p for r in block.regs for f in r.fields
                     for p in self.field_ports(_path(block, r, f), f)]
            groups.append((f"{block.name}: {block.title}", lines))
        groups += [(f"Window {b.name}: {b.title}", self.window_ports(b)) for b in self.windows]
        out = ""
        for title, lines in groups:
            for i, line in enumerate(lines):
                out += (f",\n\n    // {title}" if i == 0 else ",") + f"\n    {line}"
        return out + "\n);"

    # Decoding, the cycle after the request

    def hit(self, block):
        low = self.window_bits(block) if block.external else (block.span - 1).bit_length()
        width = ADDR_BITS - low
        return f"(addr[{ADDR_BITS - 1}:{low}] == {_literal(width, block.base >> low)})"

    def word(self, block):
        return f"addr[{(block.span - 1).bit_length() - 1}:2]"

    def word_bits(self, block):
        return (block.span - 1).bit_length() - 2

    def rom(self, block, name, width, rows, default):
        """A function from the word in a block's element to a constant."""
        bits = self.word_bits(block)
        out = [f"    function {_range(width)}{name};", f"        input [{bits - 1}:0] word;",
               "        case (word)"]
        for key, value in rows:
            out.append(f"        {bits}'d{key}: {name} = {_literal(width, value)};")
        out += [f"        default: {name} = {_literal(width, default)};", "        endcase",
                "    endfunction", ""]
        return out

    def roms(self):
        out = []
        for block in self.windows:
            name = block.name.lower()
            words = block.words()
            rows = [(w, 0) for w in range(1 << self.word_bits(block)) if not words >> w & 1]
            out += self.rom(block, f"exists_{name}", 1, rows, 1)
        for block in self.writable:
            rows = [(r.offset // 4, r.wmask) for r in block.regs if r.wmask]
            out += self.rom(block, f"mask_{block.name.lower()}", 32, rows, 0)
        return out

    def decode(self):
        out = ["    // Cycle 1: which block; for windows also whether the word exists",
               "    reg s1_q;"]
        body = ["        s1_q <= req && !rst;"]
        for block in self.blocks:
            out.append(f"    reg sel_{block.name.lower()}_q;")
            body.append(f"        sel_{block.name.lower()}_q <= {self.hit(block)};")
        for block in self.windows:
            name = block.name.lower()
            out.append(f"    reg sel_{name}_q;")
            exists = f"exists_{name}({self.word(block)})"
            body.append(f"        sel_{name}_q <= {self.hit(block)} && {exists};")
        masks = [f"({{32{{{self.hit(b)}}}}} & mask_{b.name.lower()}({self.word(b)}))"
                 for b in self.writable]
        out += ["    reg [31:0] xmask_q;", "    reg whole_q, some_q, lockreg_q;"]
        body.append("        xmask_q <= " + (" |\n            ".join(masks) or "32'h0") + ";")
        body += ["        whole_q <= &wstrb;", "        some_q <= |wstrb;"]
        locks = [f"(addr[{ADDR_BITS - 1}:2] == {_literal(ADDR_BITS - 2, (b.base + r.offset) >> 2)})"
                 for b, r in self.locked]
        body.append("        lockreg_q <= " + (" ||\n            ".join(locks) or "1'b0") + ";")
        return out + ["", "    always @(posedge clk) begin"] + body + ["    end", ""]

    # Selecting, cycle 2

    def select(self):
        names = [b.name.lower() for b in self.windows]
        writes = [f"sel_{b.name.lower()}_q" for b in self.writable] or ["1'b0"]
        out = ["    // Cycle 2: write strobes, requests to windows, step one of the reading",
               f"    wire part = write && !whole_q && ({' || '.join(writes)});",
               "    wire locked = write && some_q && lockreg_q && lock_i;", ""]
        body = ["        refused_q <= s1_q && (locked || (part && some_q)) && !rst;"]
        local = []
        for block in self.windows:
            name = block.name.lower()
            ok = "(!write || whole_q)" if block in self.writable else "!write"
            out += [f"    wire go_{name} = sel_{name}_q && {ok};", f"    reg xreq_{name}_q;"]
            body.append(f"        xreq_{name}_q <= s1_q && go_{name} && !rst;")
            local.append(f"!go_{name}")
        for block, reg in self.written:
            name = _path(block, reg)
            key = f"{self.word_bits(block)}'d{reg.offset // 4}"
            guard = " && !locked" if reg.locked else ""
            out.append(f"    reg wr_{name}_q;")
            body.append(f"        wr_{name}_q <= s1_q && write && sel_{block.name.lower()}_q &&\n"
                        f"            ({self.word(block)} == {key}){guard} && !rst;")
        out += ["    reg refused_q, s2_q;", "    reg [3:0] be_q;"]
        if names:
            out.append("    reg [31:0] xwdata_q;")
            body.append("        xwdata_q <= wdata & xmask_q;")
        body += ["        s2_q <= s1_q && " + " && ".join(local + ["!rst"]) + ";",
                 "        be_q <= wstrb;"]
        out += ["", "    always @(posedge clk) begin"] + body + ["    end", ""]
        for block in self.windows:
            name = block.name.lower()
            bits = self.window_bits(block)
            out += [f"    assign ext_{name}_req = xreq_{name}_q;",
                    f"    assign ext_{name}_addr = addr[{bits - 1}:2];"]
            if block in self.writable:
                out += [f"    assign ext_{name}_write = write;",
                        f"    assign ext_{name}_wdata = xwdata_q;"]
        return out + ["    assign refused = refused_q;", "    assign refused_addr = addr;", ""]

    # Reading

    def read_value(self, block, reg):
        parts, bit = [], 32
        for fld in sorted(reg.fields, key=lambda f: -f.lsb):
            if not fld.sw_r:
                continue
            if fld.msb + 1 < bit:
                parts.append(f"{bit - fld.msb - 1}'h0")
            path = _path(block, reg, fld)
            parts.append(f"{path}_q" if fld.stored else f"{path}_i" if fld.hw_w
                         else _literal(fld.width, fld.reset))
            bit = fld.lsb
        if bit:
            parts.append(f"{bit}'h0")
        text = ", ".join(parts)
        if len(text) >= 70:
            text = "\n                " + ",\n                ".join(parts)
        return f"{{{text}}}"

    def reads(self):
        out = []
        for block in self.blocks:
            name = block.name.lower()
            out += [f"    reg [31:0] rd_{name}_q;", "", "    always @(posedge clk) begin",
                    f"        case ({self.word(block)})"]
            for reg in block.regs:
                if reg.rmask:
                    out.append(f"        {self.word_bits(block)}'d{reg.offset // 4}: "
                               f"rd_{name}_q <= {self.read_value(block, reg)};")
            out += [f"        default: rd_{name}_q <= 32'h0;", "        endcase",
                    f"        if (!sel_{name}_q)", f"            rd_{name}_q <= 32'h0;",
                    "    end", ""]
        names = [f"ext_{b.name.lower()}" for b in self.windows]
        acks = " || ".join(f"{n}_ack" for n in names) or "1'b0"
        if len(acks) > 60:
            acks = acks.replace(" || ", " ||\n            ")
        gated = [f"({{32{{{n}_ack}}}} & {n}_rdata)" for n in names] or ["32'h0"]
        gated = " |\n            ".join(gated)
        own = " | ".join(["xrdata_q"] + [f"rd_{b.name.lower()}_q" for b in self.blocks])
        return out + [
            "    // Cycle 3, and the answer of a window: step two", "    reg xack_q, ack_q;",
            "    reg [31:0] xrdata_q, rdata_q;", "", "    always @(posedge clk) begin",
            f"        xack_q <= ({acks}) && !rst;", f"        xrdata_q <= {gated};",
            "        ack_q <= (s2_q || xack_q) && !rst;", f"        rdata_q <= {own};",
            "    end", "",
            "    assign ack = ack_q;", "    assign rdata = rdata_q;", ""]

    # The stored fields

    def field(self, block, reg, fld):
        path = _path(block, reg, fld)
        wr = f"wr_{_path(block, reg)}_q"
        q, new, keep = f"{path}_q", _slice(fld, "wnew"), _slice(fld, "wkeep")
        decl = [f"    reg {_range(fld.width)}{q};"]
        if fld.singlepulse:
            body = [f"        {q} <= {{{fld.width}{{{wr} && !rst}}}} & {new};"]
        elif fld.woclr:
            body = [f"        {q} <= ({q} & ~({{{fld.width}{{{wr}}}}} & {new})) |",
                    f"            {path}_hwset;"]
        else:
            steps = []
            if fld.sw_w:
                steps.append((wr, f"{new} | ({q} & {keep})" if fld.sw_r else new))
            if fld.we:
                steps.append((f"{path}_we", f"{path}_i"))
            body = []
            for i, (cond, value) in enumerate(steps):
                word = "else if" if i else "if"
                body += [f"        {word} ({cond})", f"            {q} <= {value};"]
        if fld.reset is not None and not fld.singlepulse:
            body += ["        if (rst)", f"            {q} <= {_literal(fld.width, fld.reset)};"]
        if fld.swmod:
            low, high = fld.lsb // 8, fld.msb // 8
            any_be = f"(|be_q[{high}:{low}])" if high > low else f"be_q[{low}]"
            decl.append(f"    reg {path}_swmod_q;")
            body.append(f"        {path}_swmod_q <= {wr} && {any_be} && !rst;")
        out = decl + ["", "    always @(posedge clk) begin"] + body + ["    end", ""]
        if fld.hw_r:
            out.append(f"    assign {path}_o = {q};")
        if fld.swmod:
            out.append(f"    assign {path}_swmod = {path}_swmod_q;")
        return out + ([""] if out[-1].startswith("    assign") else [])

    def fields(self):
        out = []
        for block, reg in self.own:
            for fld in reg.fields:
                if fld.stored:
                    out += self.field(block, reg, fld)
        if not out:
            return out
        return ["    // Stored fields; writes arrive in the cycle after the strobe",
                "    wire [31:0] wkeep = ~{{8{be_q[3]}}, {8{be_q[2]}},",
                "                          {8{be_q[1]}}, {8{be_q[0]}}};",
                "    wire [31:0] wnew = wdata & ~wkeep;",
                ""] + out

    def text(self):
        lines = self.roms() + self.decode() + self.select() + self.fields() + self.reads()
        return (HEAD.format(module=self.module, top=ADDR_BITS - 1) + self.ports() + "\n\n"
                + "\n".join(lines) + "\nendmodule\n\n`default_nettype wire\n")


def emit(card, module="weir_csr"):
    """Returns the file's text."""
    return Csr(card, module).text()
