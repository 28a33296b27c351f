# SPDX-License-Identifier: BSD-3-Clause
# Unit benches of RTL blocks: the block alone in Verilator, against a model in C.
#   make test-rx        weir_rx, 64 bits wide with many frames, the other widths with fewer
#   make test-lane      weir_lane
#   make test-rtl       the hash's test vectors, the clock
RXT := $(O)/tests/rtl
RX_WIDTHS := 64-256 128-256 256-256 256-512 512-512
RX_PROGS := $(RX_WIDTHS:%=$(RXT)/t_rx-%)
RX_OBJS := $(addprefix $(RXT)/,rx_bench.o rx_check.o rx_model.o rx_random.o)
RX_RTL := $(wildcard rtl/*.v rtl/*.vh rtl/gen/*.vh)
RX_VINC = $(shell verilator --getenv VERILATOR_ROOT)/include
rx_mac = $(word 1,$(subst -, ,$*))
rx_buf = $(word 2,$(subst -, ,$*))

# Unreset registers start at random, so that nothing is 0 by chance.
$(RXT)/rx-%/Vweir_rx__ALL.a: $(RX_RTL) tests/rtl/rules.mk | $(O)/deps/build
	@mkdir -p $(@D)
	$(call say,VERILAT,weir_rx $*)
	$(Q)verilator --cc --top-module weir_rx -O3 --x-assign unique --x-initial unique --assert \
		-Wno-fatal -GMAC_W=$(rx_mac) -GBUF_W=$(rx_buf) -Irtl -Irtl/gen --Mdir $(@D) rtl/weir_rx.v
	$(Q)$(MAKE) --no-print-directory -s -C $(@D) -f Vweir_rx.mk OPT_FAST=-O2 OPT_SLOW=-O1 \
		OPT_GLOBAL=-O2 CFLAGS= LDFLAGS= CXXFLAGS= Vweir_rx__ALL.a verilated.o verilated_threads.o
$(RXT)/rx_fields.h: rtl/weir_frame.vh tests/rtl/rx_fields.awk
	@mkdir -p $(@D)
	$(Q)awk -f tests/rtl/rx_fields.awk $< > $@
$(RXT)/t_rx-%.o: tests/rtl/t_rx.cpp $(RXT)/rx-%/Vweir_rx__ALL.a tests/rtl/rx_bench.h \
		tests/rtl/rx_model.h $(O)/flags
	$(call say,CXX,$< $*)
	$(Q)$(CXX) $(ALL_CXXFLAGS) -DMAC_W=$(rx_mac) -DBUF_W=$(rx_buf) -DVM_TRACE=0 -DVM_COVERAGE=0 \
		-DVM_SC=0 -isystem $(RX_VINC) -isystem $(RX_VINC)/vltstd -isystem $(RXT)/rx-$* \
		-c -o $@ $<
$(RX_PROGS): $(RXT)/t_rx-%: $(RXT)/t_rx-%.o $(RX_OBJS)
	$(call say,LINK,$@)
	$(Q)$(CXX) -o $@ $^ $(RXT)/rx-$*/*.a $(RXT)/rx-$*/verilated.o \
		$(RXT)/rx-$*/verilated_threads.o $(ALL_LDFLAGS) -pthread -latomic
$(RXT)/rx_check.o: XFLAGS := -I$(RXT)
$(RXT)/rx_check.o: $(RXT)/rx_fields.h
$(RXT)/t_hash: $(RXT)/t_hash.o $(RXT)/rx_model.o
	$(call say,LINK,$@)
	$(Q)$(CC) -o $@ $^ $(ALL_LDFLAGS)

# The clock's bench is Verilog, for Icarus: a second simulator, and nothing to connect
$(RXT)/t_clock: tests/rtl/t_clock.v rtl/weir_clock.v rtl/weir_tick.v | $(O)/deps/check
	@mkdir -p $(@D)
	$(call say,IVL,$@)
	$(Q)iverilog -g2005 -Wall -o $@ $^

$(foreach s,1 2 3,$(call test,rx/64-256-seed$(s),$(RXT)/t_rx-64-256 100000 $(s),$(RXT)/t_rx-64-256,120))
$(foreach w,$(filter-out 64-256,$(RX_WIDTHS)),\
	$(call test,rx/$(w),$(RXT)/t_rx-$(w) 30000 4,$(RXT)/t_rx-$(w),120))
$(call test,rtl/hash,$(RXT)/t_hash docs/rtl.md,$(RXT)/t_hash,10)
# -N: $stop, which the bench calls on a mismatch, makes the exit code 1
$(foreach s,1 2 3,$(call test,rtl/clock-seed$(s),vvp -N $(RXT)/t_clock +seed=$(s),$(RXT)/t_clock,60))
include $(wildcard tests/rtl/lane.mk)
