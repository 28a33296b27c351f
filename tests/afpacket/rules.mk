# SPDX-License-Identifier: BSD-3-Clause
# The kernel's AF_PACKET ring against the card, see run.sh.
AFP := $(O)/tests/afpacket
AFP_KERNEL := $(AFP)/afp_blocks $(AFP)/mkframes

$(AFP)/afp_blocks: $(AFP)/geometry.o
$(AFP_KERNEL): %: %.o
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lpcap
$(AFP)/t_compare: $(AFP)/t_compare.o $(AFP)/compare.o
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^

$(call test,afpacket/compare,$(AFP)/t_compare,$(AFP)/t_compare,30)
