/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bpfl_insn.h - the codes of classic BPF, and those of the translator's own
 */
#ifndef WEIR_BPFL_INSN_H
#define WEIR_BPFL_INSN_H

/* Classes, by the lowest three bits of a code */
enum { IN_LD, IN_LDX, IN_ST, IN_STX, IN_ALU, IN_JMP, IN_RET, IN_MISC };

enum {
	IN_H = 0x08, IN_B = 0x10,	/* size of a load; none: four bytes */
	IN_X = 0x08,			/* operand is X */
	IN_LD_IMM = 0x00, IN_LD_ABS = 0x20, IN_LD_IND = 0x40, IN_LD_MEM = 0x60, IN_LD_LEN = 0x80,
	IN_LDX_IMM = 0x01, IN_LDX_MEM = 0x61, IN_LDX_LEN = 0x81, IN_LDX_MSH = 0xb1,
	IN_ADD = 0x04, IN_SUB = 0x14, IN_MUL = 0x24, IN_DIV = 0x34, IN_OR = 0x44, IN_AND = 0x54,
	IN_LSH = 0x64, IN_RSH = 0x74, IN_NEG = 0x84, IN_MOD = 0x94, IN_XOR = 0xa4,
	IN_JA = 0x05, IN_JEQ = 0x15, IN_JGT = 0x25, IN_JGE = 0x35, IN_JSET = 0x45,
	IN_RET_K = 0x06, IN_RET_A = 0x16,
	IN_TAX = 0x07, IN_TXA = 0x87,
	/* The translator's: A from META; the packet type, which the tag may change; a constant to a cell; the
	 * host must see; nothing; never run */
	OP_META = 0x17, OP_PTYPE = 0x57, OP_ST_IMM = 0x27, OP_UNSURE = 0x37, OP_NOP = 0x47, OP_DEAD = 0xff,
};

/* Ancillary data, from this offset on */
#define AD_OFF 0xfffff000u
enum {
	AD_PROTOCOL = 0, AD_PKTTYPE = 4, AD_IFINDEX = 8, AD_NLATTR = 12, AD_NLATTR_NEST = 16, AD_MARK = 20,
	AD_QUEUE = 24, AD_HATYPE = 28, AD_RXHASH = 32, AD_CPU = 36, AD_ALU_XOR_X = 40, AD_VLAN_TAG = 44,
	AD_VLAN_TAG_PRESENT = 48, AD_PAY_OFFSET = 52, AD_RANDOM = 56, AD_VLAN_TPID = 60, AD_MAX = 64,
};

static inline unsigned int in_class(unsigned int code)
{
	return code & 7;
}

/* Bytes that a load from the frame has */
static inline unsigned int in_bytes(unsigned int code)
{
	return (code & 0x18) == IN_H ? 2 : (code & 0x18) == IN_B ? 1 : 4;
}

#endif
