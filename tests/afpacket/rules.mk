# SPDX-License-Identifier: BSD-3-Clause
# The kernel's AF_PACKET ring against the card, see run.sh.
AFP := $(O)/tests/afpacket
AFP_PROGS := $(addprefix $(AFP)/,afp_blocks mkframes t_compare t_blocks_equal t_freeze)

$(AFP)/afp_blocks: $(AFP)/geometry.o
$(AFP)/t_compare: $(AFP)/compare.o
$(AFP)/t_blocks_equal: $(AFP)/geometry.o $(AFP)/compare.o $(LIB_INSIDE)
$(AFP)/t_freeze: $(AFP)/geometry.o $(LIB_INSIDE)
$(AFP_PROGS): %: %.o
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIB_NEEDS)

$(call test,afpacket/compare,$(AFP)/t_compare,$(AFP_PROGS),30)
$(foreach g,traffic protocol random edge freeze,$(call test,afpacket/$(g),BIN=$(AFP) \
	WEIR_SIM=$(O)/libweir-sim.so tests/afpacket/run.sh $(g),$(SIM_LIB)))
