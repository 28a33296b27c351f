/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * trace.h - waves of the Verilated card, where it was built with them
 */
#ifndef WEIR_TRACE_H
#define WEIR_TRACE_H

#include "Vweir_card.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif

#include <cstdint>
#include <cstdio>
#include <memory>

class weir_trace {
public:
	// To the FST file `path`, from the half cycle `from` on; NULL: no waves. False with a line in err.
	bool open([[maybe_unused]] VerilatedContext *context, [[maybe_unused]] Vweir_card *top,
		  const char *path, [[maybe_unused]] uint64_t from, char *err, size_t err_len)
	{
		if (!path)
			return true;
#if VM_TRACE
		begin = from;
		context->traceEverOn(true);
		fst = std::make_unique<VerilatedFstC>();
		fst->set_time_unit("100ps");
		fst->set_time_resolution("100ps");
		top->trace(fst.get(), 99);
		fst->open(path);
		if (fst->isOpen())
			return true;
		snprintf(err, err_len, "%s: cannot be written", path);
#else
		snprintf(err, err_len, "this simulation was built without waves: make sim-trace");
#endif
		return false;
	}

	// What the card's signals are in this half cycle.
	void dump([[maybe_unused]] uint64_t half)
	{
#if VM_TRACE
		if (fst && half >= begin)
			fst->dump(half * tick);
#endif
	}

#if VM_TRACE
private:
	static constexpr uint64_t tick = 32;	// half a cycle in units of 100 ps
	uint64_t begin = 0;
	std::unique_ptr<VerilatedFstC> fst;	// destroyed before the model: closes the file
#endif
};

#endif
