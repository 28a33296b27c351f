# SPDX-License-Identifier: BSD-3-Clause
# tools: the weir command, linked to the shared library; it finds that beside itself or, installed, in
# the library folder.
TOOL_SRCS := $(wildcard tools/*.c)
TOOL_OBJS := $(TOOL_SRCS:%.c=$(O)/%.o)
TOOL      := $(O)/weir

TARGETS_TOOLS += $(TOOL)
DATA_INSTALL += $(TOOL):$(bindir)/weir:755 \
	tools/completion/weir.bash:$(datadir)/bash-completion/completions/weir:644

$(TOOL): $(TOOL_OBJS) $(LIB_SO) $(LIB_LINKS)
	$(call say,LINK,$@)
	$(Q)$(CC) -o $@ $(TOOL_OBJS) -L$(O) -lweir $(ALL_LDFLAGS) \
		-Wl,-rpath,'$$ORIGIN:$$ORIGIN/../lib'
