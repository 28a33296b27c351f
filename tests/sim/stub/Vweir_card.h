/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Vweir_card.h - a card that is nothing but a register, which answers as stub.h says, for device.cpp
 */
#ifndef TEST_STUB_VWEIR_CARD_H
#define TEST_STUB_VWEIR_CARD_H

#include "verilated.h"
extern "C" {
#include "stub.h"
}

class Vweir_card {
public:
	explicit Vweir_card(VerilatedContext *) {}

	// Takes accesses at the rising edge.
	void eval()
	{
		if (clk == was || !(was = clk))
			return;
		stub.cycles++;
		s_axil_rvalid = s_axil_bvalid = 0;
		if (s_axil_arvalid || s_axil_awvalid) {
			reads = s_axil_arvalid;
			left = stub.delay;
		}
		if (rst || !left || --left)
			return;
		s_axil_rvalid = reads;
		s_axil_bvalid = !reads;
	}
	void final() {}

	CData clk = 0, rst = 0, idle = 1, irq_valid = 0, irq_vector = 0;
	CData mac_link = 0, mac_fault = 0;
	uint32_t mac_mbps = 0;
	CData s_axis_tvalid = 0, s_axis_tkeep = 0, s_axis_tlast = 0, s_axis_tuser = 0;
	uint64_t s_axis_tdata = 0;
	CData s_axil_awvalid = 0, s_axil_wvalid = 0, s_axil_arvalid = 0, s_axil_bready = 0, s_axil_rready = 0;
	CData s_axil_awready = 1, s_axil_wready = 1, s_axil_arready = 1, s_axil_bvalid = 0, s_axil_rvalid = 0;
	CData s_axil_wstrb = 0;
	uint8_t &s_axil_bresp = stub.resp, &s_axil_rresp = stub.resp;
	uint32_t s_axil_araddr = 0, s_axil_awaddr = 0, s_axil_wdata = 0, s_axil_rdata = 42;
	CData m_axi_awready = 0, m_axi_wready = 0, m_axi_arready = 0, m_axi_bvalid = 0, m_axi_bresp = 0;
	CData m_axi_rvalid = 0, m_axi_rresp = 0, m_axi_rlast = 0;
	CData m_axi_awlen = 0, m_axi_awsize = 0, m_axi_awburst = 0, m_axi_awvalid = 0;
	CData m_axi_arlen = 0, m_axi_arsize = 0, m_axi_arburst = 0, m_axi_arvalid = 0;
	CData m_axi_wlast = 0, m_axi_wvalid = 0, m_axi_bready = 0, m_axi_rready = 0;
	uint64_t m_axi_awaddr = 0, m_axi_araddr = 0;
	uint32_t m_axi_wdata[8] = {}, m_axi_rdata[8] = {}, m_axi_wstrb = 0;

private:
	CData was = 0, reads = 0;
	unsigned int left = 0;
};

#endif
