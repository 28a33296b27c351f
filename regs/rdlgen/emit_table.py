# SPDX-License-Identifier: BSD-3-Clause
"""tests/gen/reg_table.h: every register, for a test that knows nothing else about the card."""

HEAD = """\
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * reg_table.h - every register of the card, for the register test
 *
 * Generated from regs/weir.rdl by `make regs`; not edited by hand.
 *
 * WEIR_REG_TABLE(X):
 *   X(name, addr, count, stride, reset, known, readable, writable, w1c, pulse, flags)
 *   count, stride   elements (taps, entries), and bytes from one to the next; 1 and 0 if single
 *   reset, known    the value after reset, and the bits of it that depend neither on the build nor
 *                   on the moment; unimplemented bits are known: 0
 *   readable        bits that can read other than 0
 *   writable        bits that a write reaches; those also readable and not w1c hold what is written
 *   w1c             bits that hardware sets and writing 1 clears
 *   pulse           bits that do something when written 1, and read 0
 * The masks are of the low word; counters (WEIR_ROW_COUNTER) are two words, both all readable.
 */
#ifndef WEIR_REG_TABLE_H
#define WEIR_REG_TABLE_H

#define WEIR_ROW_EXTERNAL	0x1u	/* in RAM behind a window; takes whole words only */
#define WEIR_ROW_CARD_LOCK	0x2u	/* locked while any tap is not DISABLED */
#define WEIR_ROW_TAP_LOCK	0x4u	/* locked while its own tap is not DISABLED */
#define WEIR_ROW_COUNTER	0x8u	/* 64 bits */
"""


def _row(block, reg):
    unknown = reg.bits(lambda f: f.sw_r and f.hw_w and (f.reset is None or not f.stored))
    flags = []
    if block.external:
        flags.append("WEIR_ROW_EXTERNAL")
    if block.is_counters:
        flags.append("WEIR_ROW_COUNTER")
    if reg.locked:
        flags.append("WEIR_ROW_CARD_LOCK")
    if block.name == "TAP" and not reg.live:
        flags.append("WEIR_ROW_TAP_LOCK")
    low = 0xffffffff
    values = [reg.reset, low & ~unknown, reg.rmask & low, reg.wmask & low,
              reg.bits(lambda f: f.woclr), reg.bits(lambda f: f.sw_w and not f.sw_r)]
    stride = f"0x{block.stride:x}u" if block.is_array else "0u"
    where = f"0x{block.base + reg.offset:05x}u, {block.count}u, {stride}"
    numbers = ", ".join(f"0x{v:08x}u" for v in values)
    return (f"\tX({block.name}_{reg.name}, {where}, \\\n\t  {numbers}, \\\n"
            f"\t  {' | '.join(flags) or '0u'})")


def emit(card):
    """Returns the file's text."""
    rows = [_row(b, r) for b in card.blocks for r in b.regs]
    return (HEAD + "\n#define WEIR_REG_TABLE(X) \\\n" + " \\\n".join(rows)
            + "\n\n#endif /* WEIR_REG_TABLE_H */\n")
