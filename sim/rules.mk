# SPDX-License-Identifier: BSD-3-Clause
# sim: the Verilated card as a library that libweir loads at run time.
#   $(O)/libweir-sim.so         fast
#   $(O)/weir-sim               the same behind vfio-user, for virtual machines
#   $(O)/libweir-sim-trace.so   the same with FST waves, several times slower; "make sim-trace"
# The model is built for speed whatever CFLAGS say, and without sanitizers: it is generated code.
RTL_F     ?= rtl/files.f
VFIO_SRCS := $(wildcard sim/vfio_*.c)
SIM_SRCS  := $(filter-out $(VFIO_SRCS),$(wildcard sim/*.c))
VFIO_OBJS := $(VFIO_SRCS:%.c=$(O)/%.o)
VFIO      := $(O)/weir-sim
SIM_OBJS  := $(SIM_SRCS:%.c=$(O)/%.o)
SIM_LIB   := $(O)/libweir-sim.so
SIM_TRACE := $(O)/libweir-sim-trace.so
SIM_RTL   := $(RTL_F) $(wildcard rtl/*.v rtl/*.vh rtl/gen/*.v rtl/gen/*.vh rtl/lint.vlt)
SIM_VFLAGS := --cc --top-module weir_card -O3 --x-assign fast --x-initial fast --noassert \
	-Wno-fatal $(wildcard rtl/lint.vlt) sim/public.vlt -f $(RTL_F)
SIM_VINC   = $(shell verilator --getenv VERILATOR_ROOT 2>/dev/null)/include
SIM_GLOBAL := verilated.o verilated_threads.o verilated_dpi.o

TARGETS_SIM += $(SIM_LIB) $(VFIO)
DATA_INSTALL += $(SIM_LIB):$(libdir)/weir/libweir-sim.so:755 $(VFIO):$(bindir)/weir-sim:755
.PHONY: sim-trace
sim-trace: $(SIM_TRACE)

$(SIM_OBJS): XFLAGS := -O3

# $(call sim_model,DIR,VERILATOR FLAGS,MORE GLOBAL OBJECTS): the model, its harness and its library's name.
# -Wno-shadow: in C++ a function hides the constructor of the structure of its name.
define sim_model
$(O)/sim/$(1)/Vweir_card.mk: $(SIM_RTL) sim/public.vlt sim/rules.mk | $(O)/deps/build
	@mkdir -p $$(@D)
	$$(call say,VERILAT,$(RTL_F))
	$$(Q)verilator $(SIM_VFLAGS) $(2) --Mdir $$(@D)
	@touch $$@
$(O)/sim/$(1)/Vweir_card__ALL.a: $(O)/sim/$(1)/Vweir_card.mk
	$$(call say,MODEL,$$(@D))
	$$(Q)$$(MAKE) --no-print-directory -s -C $$(@D) -f Vweir_card.mk OPT_FAST=-O3 OPT_SLOW=-O1 \
		OPT_GLOBAL=-O2 CFLAGS= LDFLAGS= CXXFLAGS= VM_USER_CFLAGS='-fPIC -fvisibility=hidden' \
		Vweir_card__ALL.a $(SIM_GLOBAL) $(3)
$(O)/sim/$(1)/device.o: sim/device.cpp $(O)/sim/$(1)/Vweir_card.mk $(O)/flags
	$$(call say,CXX,$$<)
	$$(Q)$$(CXX) $$(ALL_CXXFLAGS) -Wno-shadow -O3 -DVM_TRACE=$(if $(3),1,0) \
		-DVM_COVERAGE=0 -DVM_SC=0 -isystem $$(SIM_VINC) -isystem $$(SIM_VINC)/vltstd \
		-isystem $$(@D) -MMD -MP -MF $$@.d -c -o $$@ $$<
endef
$(O)/sim/trace/Vweir_card.mk: | $(O)/deps/trace
$(eval $(call sim_model,fast,))
$(eval $(call sim_model,trace,--trace-fst,verilated_fst_c.o))

SIM_LINK = $(CXX) -shared -o $@ $(filter %.o,$^) $(@D)/sim/$(SIM_DIR)/*.a \
	$(addprefix $(@D)/sim/$(SIM_DIR)/,$(SIM_GLOBAL) $(SIM_MORE)) $(ALL_LDFLAGS) \
	-Wl,-soname,$(@F) -Wl,--version-script=sim/exports.map -Wl,--no-undefined \
	-lpcap $(SIM_LIBS) -pthread -latomic
$(SIM_TRACE): SIM_MORE := verilated_fst_c.o
$(SIM_TRACE): SIM_LIBS := -lz
$(SIM_LIB): SIM_DIR := fast
$(SIM_TRACE): SIM_DIR := trace
$(SIM_LIB): $(O)/sim/fast/device.o $(SIM_OBJS) $(O)/sim/fast/Vweir_card__ALL.a sim/exports.map
	$(call say,LINK,$@)
	$(Q)$(SIM_LINK)
$(SIM_TRACE): $(O)/sim/trace/device.o $(SIM_OBJS) $(O)/sim/trace/Vweir_card__ALL.a sim/exports.map
	$(call say,LINK,$@)
	$(Q)$(SIM_LINK)
$(VFIO): $(VFIO_OBJS) $(SIM_LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) -o $@ $(VFIO_OBJS) $(SIM_LIB) $(ALL_LDFLAGS) -Wl,-rpath,'$$ORIGIN:$$ORIGIN/../lib/weir'
