// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_lane.cpp - weir_lane against bpflite's simulator: every micro-operation, every event, every cycle
 *
 * Guards against a lane that means something else than what the translator's tests were run on, state that
 * leaks from a frame or program to the next, and a program that delays frames. This file only connects the
 * Verilated model with lane_bench.c; what runs on it is the choice of who is linked with it: lane_main.c, or
 * tests/bpflite/t_rtl.c.
 */
#include "Vweir_lane.h"
#include "lane_bench.h"

static Vweir_lane *top;

static void put_pins(const lane_pins &p)
{
	top->rst = p.rst;
	top->st_we = p.st_we;
	top->st_addr = static_cast<SData>(p.st_addr);
	for (int i = 0; i < WEIR_UOP_WORDS; i++)
		top->st_data[i] = p.st_data.w[i];
	top->pt_we = p.pt_we;
	top->pt_addr = static_cast<CData>(p.pt_addr);
	top->pt_start = p.pt.start;
	top->pt_slots = p.pt.slots;
	top->pt_snap = p.pt.snap;
	top->pt_wire = p.pt.wire;
	top->win_we = p.win_we;
	top->win_slot = static_cast<CData>(p.win_slot);
	top->win_word = static_cast<CData>(p.win_word);
	top->win_data = p.win_data;
	top->start_valid = p.start_valid;
	top->start_slot = static_cast<CData>(p.slot);
	top->start_len = static_cast<SData>(p.frame.len);
	top->start_vlan = p.frame.vlan;
	top->start_tci = p.frame.tci;
	top->start_tpid = p.frame.tpid;
	top->start_proto = p.frame.proto;
	top->start_ptype = p.frame.ptype;
	top->start_hash = p.frame.hash;
	top->start_progs = static_cast<SData>(p.progs);
	top->start_tag = static_cast<CData>(p.tag);
	top->rnd = p.rnd;
}

static void get_pins(lane_pins &p)
{
	p.ready = top->start_ready;
	p.ev_valid = top->ev_valid;
	p.ev_prog_valid = top->ev_prog_valid;
	p.ev_done = top->ev_done;
	p.ev_tag = top->ev_tag;
	p.ev_prog = top->ev_prog;
	p.ev_kind = top->ev_kind;
	p.ev_keep = top->ev_keep;
	p.tr_valid = top->tr_valid;
	p.tr_pc = top->tr_pc;
	p.tr_v = top->tr_v;
	p.tr_r = top->tr_r;
	p.tr_target = top->tr_target;
}

void lane_clock(struct lane_pins *pins)
{
	put_pins(*pins);
	top->clk = 0;
	top->eval();
	top->clk = 1;
	top->eval();
	get_pins(*pins);
}

int main(int argc, char **argv)
{
	top = new Vweir_lane;
	int ret = lane_main(LANE_BUDGET, argc, argv);
	delete top;
	return ret;
}
