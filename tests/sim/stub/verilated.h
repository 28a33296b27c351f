/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * verilated.h - so much of Verilator's own as sim/device.cpp asks for, for a card that is not generated
 */
#ifndef TEST_STUB_VERILATED_H
#define TEST_STUB_VERILATED_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

using CData = uint8_t;
using SData = uint16_t;

class VerilatedVar {
public:
	size_t entSize() const { return size; }
	void *datap() const { return const_cast<uint16_t *>(&data); }

	size_t size;
	uint16_t data;
};

class VerilatedScope {
public:
	const VerilatedVar *varFind(const char *name) const
	{
		auto at = vars.find(name);

		return at == vars.end() ? nullptr : &at->second;
	}

	std::map<std::string, VerilatedVar> vars;
};

/* The two signals of sim/public.vlt that device.cpp itself looks at. */
class VerilatedContext {
public:
	const std::map<std::string, const VerilatedScope *> *scopeNameMap() const { return &map; }

private:
	VerilatedScope scope{ { { "stuck_q", { sizeof(SData), 0 } },
				{ "ctl_rx_enable", { sizeof(CData), 0 } } } };
	std::map<std::string, const VerilatedScope *> map{ { "card.u_rx", &scope } };
};

#endif
