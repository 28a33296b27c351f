# SPDX-License-Identifier: BSD-3-Clause
# tests/sim: the simulation's own parts, each without a card
TSIM := $(O)/tests/sim
$(TSIM)/t_axi $(TSIM)/t_axi_rules $(TSIM)/t_axi_order: $(TSIM)/axi_bench.o $(O)/sim/axi.o \
	$(O)/sim/axi_order.o
$(TSIM)/t_hostmem: $(O)/sim/hostmem.o
$(TSIM)/t_port: $(O)/sim/port.o
$(TSIM)/t_card_time: $(O)/sim/card_time.o
$(TSIM)/t_pcap_port $(TSIM)/t_pcap_port_bad: $(TSIM)/savefile.o $(O)/sim/pcap_port.o $(O)/sim/port.o
$(TSIM)/t_vfio_msg $(TSIM)/t_vfio_access: $(TSIM)/vfio_bench.o $(O)/sim/vfio_msg.o $(O)/sim/vfio_reply.o
$(TSIM)/t_vfio_mem: $(O)/sim/vfio_mem.o $(O)/sim/hostmem.o
$(TSIM)/t_vfio_pci: $(O)/sim/vfio_pci.o
$(TSIM)/t_vfio_card: $(addprefix $(O)/sim/,vfio_card.o vfio_counters.o vfio_pci.o vfio_mem.o vfio_garbage.o hostmem.o)
$(TSIM)/t_vfio_garbage: $(addprefix $(O)/sim/,vfio_garbage.o vfio_mem.o hostmem.o)

# sim/device.cpp over a card of a few lines.
$(TSIM)/stub/device.o: sim/device.cpp $(wildcard tests/sim/stub/*.h) $(O)/flags
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(CXX) $(ALL_CXXFLAGS) -Wno-shadow -DVM_TRACE=0 -Itests/sim/stub -MMD -MP -MF $@.d -c -o $@ $<
$(TSIM)/t_device: $(TSIM)/stub/device.o $(addprefix $(O)/sim/,axi.o axi_order.o port.o)
$(TSIM)/t_device: TSIM_LINK = $(CXX)

TSIM_NAMES := axi axi_rules axi_order hostmem port card_time pcap_port pcap_port_bad vfio_msg vfio_access \
	vfio_mem vfio_pci vfio_card vfio_garbage device
TSIM_BINS  := $(TSIM_NAMES:%=$(TSIM)/t_%)
$(TSIM_BINS): %: %.o
	$(call say,LINK,$@)
	$(Q)$(or $(TSIM_LINK),$(CC)) $(ALL_LDFLAGS) -o $@ $^ -lcmocka -lpcap
$(foreach n,$(TSIM_NAMES),$(call test,sim/$(n),$(TSIM)/t_$(n),$(TSIM)/t_$(n),60))
