// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_rx.cpp - weir_rx against rx_model: every event, every record, every byte in the frame buffer
 *
 * Guards against lost or doubled fates, mixed-up records, overwritten words, and a front that does not keep
 * up with Ethernet's spacing. This file only connects the Verilated model with rx_bench.c.
 * usage: t_rx [FRAMES [SEED]]. Exit 1 with cycle, expected and actual on the first mismatch.
 */
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "Vweir_rx.h"
#include "rx_bench.h"

static Vweir_rx *top;

template <typename T> static void put(T &to, const void *from, size_t n)
{
	memcpy(static_cast<void *>(&to), from, std::min(n, sizeof(to)));
}

static void put_pins(const rx_pins &p)
{
	top->rst = p.rst != 0;
	top->s_axis_tvalid = p.valid != 0;
	if (p.valid) {
		put(top->s_axis_tdata, p.beat, MAC_W / 8);
		put(top->s_axis_tkeep, &p.keep, sizeof(p.keep));
		top->s_axis_tlast = p.last != 0;
		top->s_axis_tuser = p.user != 0;
	}
	top->ctl_rx_enable = p.enable != 0;
	top->ctl_vlan_lift = p.lift != 0;
	top->ctl_mac = p.mac;
	top->time_sec = p.sec;
	top->time_ns = p.ns;
	top->cfg_we = p.cfg_we != 0;
	top->cfg_tap = static_cast<CData>(p.cfg_tap);
	top->cfg_reg = static_cast<CData>(p.cfg_reg);
	top->cfg_wdata = p.cfg_data;
	top->adr_we = p.adr_we != 0;
	top->adr_index = static_cast<CData>(p.adr_index);
	top->adr_data = p.adr_data;
	top->tap_run = p.run;
	top->fb_rptr = static_cast<SData>(p.rptr);
	top->fr_full = p.fr_full != 0;
	top->win_oldest = static_cast<CData>(p.win_oldest);
}

static void get_pins(rx_pins &p)
{
	p.ready = top->s_axis_tready;
	p.busy = top->busy;
	p.fb_we = top->fb_we;
	if (p.fb_we) {
		p.fb_addr = top->fb_waddr;
		memcpy(p.fb_data, &top->fb_wdata[0], BUF_W / 8);
	}
	p.fr_valid = top->fr_valid;
	if (p.fr_valid)
		memcpy(p.fr, &top->fr_data[0], sizeof(p.fr));
	p.fr_done = top->fr_done;
	p.win_we = top->win_we;
	p.win_slot = top->win_slot;
	p.win_word = top->win_word;
	p.win_data = top->win_data;
	p.end_valid = top->ev_rx_valid;
	p.end_bytes = top->ev_rx_bytes;
	p.end_err = top->ev_rx_err;
	p.fate_valid = top->ev_fate_valid;
	p.fate = top->ev_fate;
	p.matched = top->ev_matched;
	p.shed = top->ev_shed;
}

void rx_clock(struct rx_pins *pins)
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
	uint64_t frames = argc > 1 ? strtoull(argv[1], nullptr, 0) : 20000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], nullptr, 0) : 1;

	top = new Vweir_rx;
	int ret = rx_bench_run(MAC_W, BUF_W, frames, seed);
	delete top;
	return ret;
}
