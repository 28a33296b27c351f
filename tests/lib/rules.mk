# SPDX-License-Identifier: BSD-3-Clause
# tests/lib: the library's inside, its examples, its packaging, and savefiles through the card
TLIB := $(O)/tests/lib
TLIB_NAMES := hw walk ring open cbpf frame savefile reader
TLIB_BINS  := $(TLIB_NAMES:%=$(TLIB)/t_%) $(addprefix $(TLIB)/t_,sim standin trace throw filter swap change explain taps run)
TLIB_BINS  += $(TLIB)/t_loaded $(TLIB)/t_socket $(TLIB)/t_device_stats
$(TLIB)/t_walk $(TLIB)/t_ring $(TLIB)/t_frame: $(TLIB)/blocks.o
$(TLIB)/t_frame: $(TLIB)/weir_frame_test.o
$(TLIB)/t_filter $(TLIB)/t_run: $(TBPF_BOX) $(TLIB)/captured.o
$(TLIB)/t_swap $(TLIB)/t_change: $(TLIB)/captured.o
$(TLIB)/t_taps: $(TLIB)/captured.o $(TLIB)/blocks.o
# Each program that these load is checked before: loaded.h.
LOADED_BINS := $(addprefix $(TLIB)/t_,sim throw filter swap change taps run loaded)
$(LOADED_BINS): $(TLIB)/loaded.o $(TLIB)/captured.o $(TBPF_BOX)
$(LOADED_BINS): WRAP := $(foreach f,filter_translate weir_hw_store weir_hw_program weir_hw_tap_filter,-Wl$(,)--wrap=$(f))
# The driver, and what of the kernel is not to be had here.
$(TLIB)/t_socket: $(TLIB)/socket_standin.o $(TLIB)/captured.o $(TBPF_BOX)
$(TLIB)/t_socket: WRAP := $(foreach f,socket setsockopt ioctl access fopen,-Wl$(,)--wrap=$(f))
$(TLIB)/t_device_stats: WRAP := -Wl,--wrap=ioctl
$(TLIB_BINS): %: %.o $(LIB_INSIDE)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(WRAP) -o $@ $(filter %.o,$^) $(LIB_INSIDE) -lcmocka $(LIB_NEEDS)
$(foreach n,$(TLIB_NAMES),$(call test,lib/$(n),$(TLIB)/t_$(n),$(TLIB)/t_$(n),60))
$(call test,lib/sim,WEIR_SIM=$(O) $(TLIB)/t_sim,$(TLIB)/t_sim all,120)
$(call test,lib/filter,WEIR_SIM=$(O) $(TLIB)/t_filter,$(TLIB)/t_filter all,600)
$(call test,lib/throw,WEIR_SIM=$(O) $(TLIB)/t_throw,$(TLIB)/t_throw all,60)
$(call test,lib/swap,WEIR_SIM=$(O) $(TLIB)/t_swap,$(TLIB)/t_swap all,120)
$(call test,lib/change,WEIR_SIM=$(O) $(TLIB)/t_change,$(TLIB)/t_change all,120)
$(call test,lib/taps,WEIR_SIM=$(O) $(TLIB)/t_taps,$(TLIB)/t_taps all,60)
$(call test,lib/explain,WEIR_SIM=$(O) $(TLIB)/t_explain,$(TLIB)/t_explain all,30)
$(call test,lib/loaded,WEIR_SIM=$(O) $(TLIB)/t_loaded,$(TLIB)/t_loaded all,30)
$(call test,lib/run,WEIR_SIM=$(O) $(TLIB)/t_run,$(TLIB)/t_run all,60)
$(call test,lib/socket,$(TLIB)/t_socket,$(TLIB)/t_socket,60)
$(call test,lib/device_stats,$(TLIB)/t_device_stats,$(TLIB)/t_device_stats,20)
$(call test,lib/trace,WEIR_SIM=$(O) $(TLIB)/t_trace,$(TLIB)/t_trace $(SIM_TRACE),60)

# A simulation that is wrong: see its head.
STANDIN := $(TLIB)/libstandin.so
$(STANDIN): $(TLIB)/standin.o $(TLIB)/standin_abi.o $(SIM_LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) -shared -o $@ $(filter %.o,$^) $(ALL_LDFLAGS) \
		-Wl,--no-as-needed -L$(O) -lweir-sim -Wl,-rpath,'$$ORIGIN/../..' -ldl
$(call test,lib/standin,WEIR_SIM=$(STANDIN) $(TLIB)/t_standin,$(TLIB)/t_standin $(STANDIN) all,120)
$(call test,lib/accounts,O=$(O) tests/lib/accounts.sh,$(STANDIN) all,120)

$(call test,lib/api,O=$(O) CC=$(CC) CXX=$(CXX) tests/lib/api.sh,lib,60)
$(call test,lib/consumer,O=$(O) CC=$(CC) CXX=$(CXX) tests/lib/consumer.sh,all,300)
$(call test,lib/examples,O=$(O) tests/lib/examples.sh,all $(LIB_EXAMPLES),120)
$(call test,lib/filters,O=$(O) tests/lib/filters.sh,all,120)
