# SPDX-License-Identifier: BSD-3-Clause
# tests/rtl, second part: weir_lane against fw/bpflite's simulator, on random stores and on translated programs
# With the budget of four lanes and with an odd one
LANE_BUDGETS := 40 7
LANE_PROGS := $(LANE_BUDGETS:%=$(RXT)/t_lane-%)
LANE_BENCH := $(addprefix $(RXT)/,lane_bench.o lane_model.o)
LANE_OBJS := $(LANE_BENCH) $(addprefix $(RXT)/,lane_main.o lane_random.o) $(O)/fw/bpflite/uop.o \
	$(O)/fw/bpflite/uop_run.o
LANE_RTL := $(wildcard rtl/weir_lane*.v) rtl/weir_ram.v rtl/weir_lutram.v rtl/gen/weir_uop.vh
$(RXT)/lane-%/Vweir_lane__ALL.a: $(LANE_RTL) tests/rtl/lane.mk | $(O)/deps/build
	@mkdir -p $(@D)
	$(call say,VERILAT,weir_lane $*)
	$(Q)verilator --cc --top-module weir_lane -O3 --x-assign unique --x-initial unique --assert \
		-Wno-fatal -DWEIR_LANE_TRACE -GBUDGET=$* -Irtl -Irtl/gen --Mdir $(@D) rtl/weir_lane.v
	$(Q)$(MAKE) --no-print-directory -s -C $(@D) -f Vweir_lane.mk OPT_FAST=-O2 OPT_SLOW=-O1 \
		OPT_GLOBAL=-O2 CFLAGS= LDFLAGS= CXXFLAGS= Vweir_lane__ALL.a verilated.o verilated_threads.o
	@touch $@
$(RXT)/t_lane-%.o: tests/rtl/t_lane.cpp $(RXT)/lane-%/Vweir_lane__ALL.a tests/rtl/lane_bench.h $(O)/flags
	$(call say,CXX,$< $*)
	$(Q)$(CXX) $(ALL_CXXFLAGS) -Wno-shadow -DLANE_BUDGET=$* -DVM_TRACE=0 -DVM_COVERAGE=0 -DVM_SC=0 -isystem $(RX_VINC) \
		-isystem $(RX_VINC)/vltstd -isystem $(RXT)/lane-$* -c -o $@ $<
$(LANE_PROGS): $(RXT)/t_lane-%: $(RXT)/t_lane-%.o $(LANE_OBJS)
	$(call say,LINK,$@)
	$(Q)$(CXX) -o $@ $^ $(RXT)/lane-$*/*.a $(RXT)/lane-$*/verilated.o \
		$(RXT)/lane-$*/verilated_threads.o $(ALL_LDFLAGS) -pthread -latomic
$(foreach s,1 2,$(call test,lane/seed$(s),$(RXT)/t_lane-40 50000 $(s),$(RXT)/t_lane-40,120))
$(call test,lane/budget7,$(RXT)/t_lane-7 50000 3,$(RXT)/t_lane-7,120)

# Programs of classic BPF in the lane of four: 2 * 10^6 cases, so that nothing is missed by chance, and as many
# with the kernel. "make soak": 10^7 of each.
LANE_TRANS := $(TBPF)/t_rtl
$(LANE_TRANS): $(LANE_TRANS).o $(RXT)/t_lane-40.o $(LANE_BENCH) $(addprefix $(TBPF)/,tb_kernel.o tb_codes.o) \
		$(TBPF_BOX) $(LIB_INSIDE)
	$(call say,LINK,$@)
	$(Q)$(CXX) -o $@ $^ $(RXT)/lane-40/*.a $(RXT)/lane-40/verilated.o \
		$(RXT)/lane-40/verilated_threads.o $(ALL_LDFLAGS) -pthread -latomic $(LIB_NEEDS)
$(call test,bpflite/rtl,$(LANE_TRANS) 2000000,$(LANE_TRANS),120)
$(call test,bpflite/rtl-kernel,tests/bpflite/kernel.sh $(LANE_TRANS) 2000000,$(LANE_TRANS),120)
soak: $(TBPF)/soak-rtl
$(TBPF)/soak-rtl: $(LANE_TRANS) FORCE
	$< 10000000
	tests/bpflite/kernel.sh $< 10000000
