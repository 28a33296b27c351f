# SPDX-License-Identifier: BSD-3-Clause
RECORD_BIN := $(O)/tests/record
RECORD_TOOLS := $(addprefix $(RECORD_BIN)/,talk tagger wire)

$(RECORD_TOOLS): %: %.o
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $< -lpcap

# Not part of any other target: a new recording replaces the committed one on purpose only.
.PHONY: record
record: $(RECORD_TOOLS) | $(O)/deps/record
	$(Q)BIN=$(RECORD_BIN) tests/record/record.sh tests/golden/traffic.pcap
	$(Q)BIN=$(RECORD_BIN) tests/record/content.sh tests/golden/traffic.pcap

$(call test,record/content,BIN=$(RECORD_BIN) tests/record/content.sh tests/golden/traffic.pcap,\
	$(RECORD_TOOLS),60)
$(call test,record/again,BIN=$(RECORD_BIN) tests/record/again.sh,$(RECORD_TOOLS),120)
