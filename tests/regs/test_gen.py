# SPDX-License-Identifier: BSD-3-Clause
"""What must hold of regs/rdlgen: what it makes of small.rdl works, and what it cannot express it
refuses with a message that says where and why. Arguments: a folder to work in."""

import os
import re
import subprocess
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(ROOT, "tests", "regs")
sys.path.insert(0, os.path.join(ROOT, "regs"))

import gen  # noqa: E402
from rdlgen import emit_csr, emit_docs, emit_h, emit_table, emit_vh  # noqa: E402
from rdlgen.model import ModelError, load  # noqa: E402

SMALL = os.path.join(HERE, "small.rdl")
WORK = "."


def path(name):
    return os.path.join(WORK, name)


def write(name, text):
    with open(path(name), "w", encoding="utf-8") as file:
        file.write(text)
    return path(name)


def run(*args):
    done = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise AssertionError(f"{' '.join(args)}: exit {done.returncode}\n{done.stdout}")
    return done.stdout


class Generated(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.card = load(SMALL, "small")
        cls.host = load(SMALL, "small_host", host=True)
        cls.csr = write("small_csr.v", emit_csr.emit(cls.card, "small_csr"))
        cls.header = write("small_regs.h", emit_h.emit(cls.card, cls.host))

    def test_registers_simulate(self):
        program = path("small_tb")
        run("iverilog", "-g2005", "-Wall", "-o", program, os.path.join(HERE, "small_tb.v"), self.csr)
        run("vvp", "-n", program)

    def test_registers_lint(self):
        run("verilator", "--lint-only", "-Wall", self.csr)
        run("yosys", "-q", "-p", f"read_verilog {self.csr}; synth -top small_csr; check -assert")

    def test_header_is_c_and_cxx(self):
        source = write("use.c", '#include "small_regs.h"\n'
                       "#define ROW(i, name, gauge, where, what) + (i) * 10 + (gauge)\n"
                       "typedef char counters[0 WEIR_SOME_COUNTERS(ROW) == 11 ? 1 : -1];\n"
                       "typedef char address[WEIR_SET_HIGH(2) == 0x204c ? 1 : -1];\n"
                       "typedef char mask[WEIR_ONE_MIXED_IN_MASK == 0xfff0 ? 1 : -1];\n"
                       "typedef char wide[WEIR_HOST_RECORD_WORD_HIGH_MASK == 0xfffffffffffff000ull\n"
                       "\t? 1 : -1];\n"
                       "typedef char step[WEIR_HOST_RECORD_SIZE == 64 ? 1 : -1];\n"
                       "typedef char code[WEIR_SPEED_FAST == 2 ? 1 : -1];\n")
        flags = ("-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only")
        run("gcc", "-std=c11", "-Wno-unused-local-typedefs", *flags, source)
        run("g++", "-x", "c++", "-Wno-unused-local-typedefs", *flags, source)

    def test_constants(self):
        macros = dict(re.findall(r"^`define (\w+) +(.+)$", emit_vh.emit(self.card, self.host), re.M))
        for name, value in {"WEIR_ONE_MIXED_RESET": "32'h5a000002", "WEIR_ONE_MIXED_RMASK": "32'hff00fff3",
                            "WEIR_ONE_MIXED_WMASK": "32'h00000003", "WEIR_ONE_EVENT_BITS_LSB": "4",
                            "WEIR_SET_STRIDE_LOG2": "5", "WEIR_CNT_SOME_SECOND": "1'd1",
                            "WEIR_SPEED_FAST": "2'd2", "WEIR_HOST_RECORD_WORD": "8"}.items():
            self.assertEqual(macros.get(name), value, name)

    def test_table(self):
        rows = re.findall(r"X\((\w+), (.*?)\)", emit_table.emit(self.card).replace("\\\n", ""))
        rows = {name: [part.strip() for part in rest.split(",")] for name, rest in rows}
        self.assertEqual(rows["ONE_LOAD"][3:8], ["0x00000000u", "0xffe0001fu", "0x001fffe0u",
                                                 "0x001fffe0u", "0x00000000u"])
        self.assertEqual(rows["ONE_EVENT"][7], "0x00000ff0u")
        self.assertEqual(rows["ONE_CMD"][8], "0x00000101u")
        self.assertEqual(rows["ONE_LOCKED"][9], "WEIR_ROW_CARD_LOCK")
        self.assertEqual(rows["SET_LOW"][:3], ["0x02000u", "4u", "0x20u"])

    def test_documents(self):
        text = emit_docs.registers(self.card, self.host)
        self.assertIn("| 11:4 | BITS | w1c | 0x10 |  |", text)
        self.assertIn("| 8 | TWO | cmd |  |  |", text)
        self.assertIn("0 = SLOW; 2 = FAST", text)


class Refused(unittest.TestCase):
    def refused(self, body, message, block="regfile"):
        """A map with one block made of `body` must be refused with `message`."""
        with open(SMALL, encoding="utf-8") as file:
            head = file.read().split("enum weir_speed")[0]
        source = write("bad.rdl", f"{head}addrmap bad {{ default hw = r; {block} {{ {body} }} B @ 0x100; }};")
        with self.assertRaises(ModelError) as caught:
            load(source, "bad")
        self.assertIn(message, str(caught.exception))

    def field(self, field, message):
        self.refused(f"reg {{ {field} }} R @ 0;", message)

    def test_fields(self):
        self.field("field { sw = rw; hw = r; } F[7:0];", "bad.B.R.F: needs a reset value")
        self.field("field { sw = rw; hw = rw; } F[7:0] = 0;", "without we or woclr")
        self.field("field { sw = r; hw = na; } F[7:0];", "that nobody writes needs a reset")
        self.field("field { sw = rw; hw = w; onwrite = woclr; } F = 0;", "come together")
        self.field("field { sw = rw; hw = w; hwset; onwrite = woset; } F = 0;", "onwrite = woclr")
        self.field("field { sw = rw; hw = w; hwset; onwrite = woclr; } F;", "needs hw = w and a reset")
        self.field("field { sw = rw; hw = r; singlepulse; } F = 0;", "singlepulse field is")
        self.field("field { sw = r; hw = w; rclr; } F = 0;", "property rclr is not supported")
        self.field("field { sw = rw; hw = r; counter; } F = 0;", "property counter is not supported")
        self.field("field { sw = rw1; hw = r; } F = 0;", "only sw and hw access")

    def test_registers(self):
        self.refused("reg { field {} F[7:0] = 0; } R[2] @ 0;", "arrays of registers")
        self.refused("reg { regwidth = 64; field {} F[7:0] = 0; } R @ 0;", "64 bits only in external")
        self.refused("reg { weir_live = true; field {} F[7:0] = 0; } R @ 0;", "weir_live is for")
        self.refused("reg { weir_locked = true; field {} F[7:0]; } R @ 0;", "weir_locked is for",
                     "external regfile")
        self.refused("reg { field {} F[7:0] = 0; } R @ 0; reg { field {} F[7:0] = 0; } S @ 0;", "overlap")
        self.refused("reg { field {} F[7:0] = 0; field {} G[4:4] = 0; } R @ 0;", "overlap")
        self.refused("reg { field {} F[7:0] = 0; } R @ 2;", "aligned")

    def test_blocks(self):
        self.refused("reg { field {} F[7:0]; } R @ 0x17c;", "must begin at a multiple", "external regfile")
        self.refused("reg { field {} F[7:0] = 0; } R[1] @ 0;", "arrays of registers")
        self.refused("regfile { reg { field {} F[7:0] = 0; } R; } S;", "holds registers only")
        self.refused("reg { field { sw = r; weir_where = \"x\"; } F[63:0]; regwidth = 64; } R;",
                     "named *_COUNTERS", "external regfile")

    def test_windows_may_not_overlap(self):
        text = ("addrmap bad { default hw = r;"
                "external regfile { reg { field {} F[7:0]; } R; reg { field {} F[7:0]; } S @ 0x14; }"
                " A @ 0x100;"
                "external regfile { reg { field {} F[7:0]; } R; } B @ 0x118; };")
        with self.assertRaisesRegex(ModelError, "A and B: their decoded windows overlap at 0x118"):
            load(write("bad.rdl", text), "bad")

    def test_not_systemrdl(self):
        with self.assertRaisesRegex(ModelError, "bad.rdl"):
            load(write("bad.rdl", "addrmap bad { reg };"), "bad")

    def test_beyond_the_address_space(self):
        text = "addrmap bad { default hw = r; regfile { reg { field {} F = 0; } R; } A @ 0x40000; };"
        with self.assertRaisesRegex(ModelError, "bad.A: is beyond the 18-bit address space"):
            load(write("bad.rdl", text), "bad")

    def test_same_name_twice(self):
        text = ("addrmap bad { default hw = r;"
                "regfile { reg { field {} C[7:0] = 0; } B; reg { field {} F[7:0] = 0; } B_C_W; } A; };")
        card = load(write("bad.rdl", text), "bad")
        host = load(SMALL, "small_host", host=True)
        with self.assertRaisesRegex(ModelError, "WEIR_A_B_C_W"):
            emit_vh.emit(card, host)


class Check(unittest.TestCase):
    def test_differences_are_found(self):
        files, card = gen.generate(os.path.join(ROOT, "regs", "weir.rdl"))
        root = path("tree")
        gen.write(files, root)
        self.assertEqual(gen.check(files, root), 0)
        with open(os.path.join(root, "include/weir_regs.h"), "a", encoding="utf-8") as file:
            file.write("\n")
        os.remove(os.path.join(root, "docs/counters.md"))
        self.assertEqual(gen.check(files, root), 2)
        write("tree/VERSION", "9.9.9\n")
        self.assertIn("9.9.9", gen.version_differs(card, root))
        write("tree/VERSION", ".".join(str(f.reset) for f in reversed(
            next(r for r in card.block("ID").regs if r.name == "VERSION").fields)) + "\n")
        self.assertIsNone(gen.version_differs(card, root))


if __name__ == "__main__":
    WORK = sys.argv.pop(1)
    os.makedirs(WORK, exist_ok=True)
    unittest.main(verbosity=1, buffer=True)
