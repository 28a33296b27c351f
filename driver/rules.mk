# SPDX-License-Identifier: BSD-3-Clause
# driver: what of weir.ko is installed: its sources where DKMS looks for them, and examples of settings.
# It is built by driver/Makefile, for one kernel, or by DKMS, for each.
usrsrcdir ?= /usr/src
DKMS_DIR  = $(usrsrcdir)/weir-$(VERSION)
DKMS_CONF := $(O)/driver/dkms.conf
DKMS_SRCS := driver/Kbuild driver/probe.sh $(wildcard driver/*.[ch] driver/hw/*.[ch] driver/probe/*.c)
DRIVER_INSTALL = $(foreach f,$(DKMS_SRCS),$(f):$(DKMS_DIR)/$(f:driver/%=%):644) \
	$(foreach f,$(wildcard fw/bpflite/*.[ch]),$(f):$(DKMS_DIR)/bpflite/$(notdir $(f)):644) \
	$(foreach f,$(wildcard include/*.h),$(f):$(DKMS_DIR)/$(f):644) $(DKMS_CONF):$(DKMS_DIR)/dkms.conf:644 \
	LICENSES/GPL-2.0-only.txt:$(DKMS_DIR)/LICENSE:644 LICENSES/BSD-3-Clause.txt:$(DKMS_DIR)/LICENSE.bpflite:644 \
	$(foreach f,$(wildcard driver/examples/*),$(f):$(datadir)/doc/weir/examples/$(notdir $(f)):644)
DATA_INSTALL += $(DRIVER_INSTALL)

$(DKMS_CONF): driver/dkms.conf.in VERSION
	@mkdir -p $(@D)
	$(Q)sed 's/@VERSION@/$(VERSION)/' $< >$@
# For a machine that needs neither library nor simulation, nor what those are made with.
.PHONY: install-driver
install: $(DKMS_CONF)
install-driver: $(DKMS_CONF)
	$(Q)$(call install_files,$(DRIVER_INSTALL))
