# SPDX-License-Identifier: BSD-3-Clause
# The table test of packet sockets, see family.c. Static, for guests that have no library.
FAMILY := $(O)/tests/family
FAMILY_SRC := $(notdir $(wildcard tests/family/*.c))
$(FAMILY)/t_family: $(FAMILY_SRC:%.c=$(FAMILY)/%.o)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(if $(SAN),,-static) -o $@ $^

$(call test,family/af_packet,$(FAMILY)/t_family --netns 17 near far,$(FAMILY)/t_family,300)
$(call test,family/compare,tests/family/t_compare.sh,,30)
