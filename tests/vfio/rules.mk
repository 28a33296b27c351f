# SPDX-License-Identifier: BSD-3-Clause
# tests/vfio: the program weir-sim against a client that speaks as QEMU does
TVFIO := $(O)/tests/vfio
TVFIO_NAMES := capture order reset refuse tap
TVFIO_BINS  := $(TVFIO_NAMES:%=$(TVFIO)/t_%)
# Its card is a stand-in: the server from the socket to the card, in the test itself.
$(TVFIO)/t_order: $(addprefix $(O)/sim/,vfio_user.o vfio_serve.o vfio_msg.o vfio_reply.o)
$(TVFIO_BINS): %: %.o $(TVFIO)/client.o $(TVFIO)/server.o $(TVFIO)/session.o $(TVFIO)/ring.o $(HW_OBJS)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka -lpcap
vfio_test = $(call test,vfio/$(1),WEIR_SIM_SERVER=$(O)/weir-sim $(TVFIO)/t_$(1),$(TVFIO)/t_$(1) $(VFIO),60)
$(foreach n,$(TVFIO_NAMES),$(call vfio_test,$(n)))
$(call test,vfio/program,O=$(O) tests/vfio/program.sh,$(VFIO),60)
