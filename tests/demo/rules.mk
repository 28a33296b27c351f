# SPDX-License-Identifier: BSD-3-Clause
DEMO_SHOW  := $(O)/tests/demo/show_block
DEMO_BEGAN := $(shell date +%s)

$(DEMO_SHOW): $(DEMO_SHOW).o $(LIB_SO) $(LIB_LINKS)
	$(call say,LD,$@)
	$(Q)$(CC) -o $@ $< -L$(O) -lweir $(ALL_LDFLAGS) -Wl,-rpath,'$$ORIGIN/../..'
demo: all $(DEMO_SHOW)
	@O=$(O) DEMO_BEGAN=$(DEMO_BEGAN) tests/demo/demo.sh
$(call test,demo/demo,O=$(O) tests/demo/demo.sh,all $(DEMO_SHOW))
