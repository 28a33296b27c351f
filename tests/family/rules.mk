# SPDX-License-Identifier: BSD-3-Clause
# The table test of packet sockets, see family.c. Static, for guests that have no library.
FAMILY := $(O)/tests/family
FAMILY_SRC := $(notdir $(wildcard tests/family/*.c))
# On which kernels it runs on the card; it takes some minutes. On veth pairs it runs on all, see tests/system.
FAMILY_CARD := 6.12
$(FAMILY)/t_family: $(FAMILY_SRC:%.c=$(FAMILY)/%.o)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(if $(SAN),,-static) -o $@ $^

$(call test,family/af_packet,$(FAMILY)/t_family --netns 17 near far,$(FAMILY)/t_family,300)
$(call test,family/compare,tests/family/t_compare.sh,,30)
$(foreach k,$(FAMILY_CARD),$(call test,system/table-$(k),O=$(O) tests/system/ready $(k) && \
	O=$(O) tests/family/on_card.sh $(k),$(FAMILY)/t_family,1400))
