# SPDX-License-Identifier: BSD-3-Clause
# WEIR: see "make help". Every folder brings its own rules.mk, included below.
#
# What a rules.mk may use:
#   $(O)/DIR/x.o is made from DIR/x.c or x.cpp; per-folder flags by a target-specific XFLAGS.
#   TARGETS_SIM, TARGETS_LIB, TARGETS_TOOLS += files that "make sim|lib|tools" (and all) builds.
#   $(call test,GROUP/NAME,COMMAND ARGS,FILES IT NEEDS,SECONDS)   registers a test; the last two are
#       optional; a comma within COMMAND is written $(,). "make test-GROUP" runs one group.
#   DATA_INSTALL += file:path:mode, LINK_INSTALL += target:path   paths begin with $(bindir) ...
#   The named targets regs, regs-check, formal, fuzz, synth, timing, soak are each defined where they belong.
#   $(O)/deps/SET        order-only prerequisite: the Debian packages of tools/deps SET are there.
#   $(O)/venv/DIR.ok     order-only prerequisite: DIR/requirements.txt is installed in $(O)/venv.
#   $(Q) silences a recipe line unless V=1; $(call say,WORD,WHAT) prints its short form.

SHELL   := /bin/bash
O       ?= build
V       ?=
SAN     ?=
J       ?= $(shell nproc)
VERSION := $(shell cat VERSION)
CFLAGS  ?= -O2 -g
CXXFLAGS ?= -O2 -g
prefix  ?= /usr/local
bindir  ?= $(prefix)/bin
libdir  ?= $(prefix)/lib
incdir  ?= $(prefix)/include
datadir ?= $(prefix)/share
PYTHON  ?= /usr/bin/python3

Q    = $(if $(V),,@)
say  = $(if $(V),,@printf '  %-7s %s\n' '$(1)' '$(2)')
, := ,
WARN     := -Wall -Wextra -Wshadow
CWARN    := $(WARN) -Wstrict-prototypes -Wmissing-prototypes
INCLUDES := -Iinclude -Idriver/hw -Ilib -Isim -I.
SANFLAGS := $(if $(SAN),-fsanitize=address$(,)undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer)
ALL_CFLAGS   = -std=gnu11 $(CWARN) -fPIC $(INCLUDES) $(CPPFLAGS) $(CFLAGS) $(SANFLAGS)
ALL_CXXFLAGS = -std=gnu++17 $(WARN) -fPIC $(INCLUDES) $(CPPFLAGS) $(CXXFLAGS) $(SANFLAGS)
ALL_LDFLAGS  = $(LDFLAGS) $(SANFLAGS)

# test: keeps name, command and time limit in a variable of its own, and the files under its group.
test = $(eval TESTS += $(1))$(eval TEST_CMD_$(1) := $(2))$(eval TEST_SECS_$(1) := $(or $(4),300)) \
	$(eval TEST_DEPS_$(firstword $(subst /, ,$(1))) += $(3))

all:
RULES := $(addsuffix /rules.mk,regs fw/* rtl rtl/formal rtl/synth sim driver driver/hw lib tools tests/*)
include $(foreach r,$(RULES),$(wildcard $(r)))
GROUPS := $(sort $(foreach t,$(TESTS),$(firstword $(subst /, ,$(t)))))

.PHONY: help all sim lib tools demo check lint regs regs-check formal fuzz synth timing soak \
	install uninstall clean distclean tests-build FORCE
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:

help:
	@echo 'make demo       frames of a savefile through the simulated card and back (begin here)'
	@echo 'make all        sim, lib and tools: the card, the library, the weir command'
	@echo 'make sim-trace  the simulation that writes waves, for sim:FILE,trace=WAVES.fst'
	@echo 'make check      everything that CI runs; J=N tests at a time, NO_SKIP=1 fails on a skip'
	@echo 'make check-system  stock Linux with the card, in QEMU; system-root: its download; check-debug'
	@echo 'make lint       RTL, C and shell checkers, licences, limits'
	@echo 'make regs, uop, filter-table  what is made of weir.rdl, uop.tbl, filters; regs-check compares'
	@echo 'make bench-irq, bench-filter  latency by rx-usecs, time of a load, into docs/'
	@echo 'make formal     the proofs, formal-NAME one; formal-structure: what drives the bus'
	@echo 'make mutate     how many MUTANTS= of the gate its proof finds; some 20 minutes'
	@echo 'make fuzz       the fuzzers, a fixed number of inputs'
	@echo 'make synth      area by block (Yosys); BLOCK=module: of one'
	@echo 'make timing     place and route (nextpnr-ecp5), SEEDS="1 2 3"; timing-blocks: each block alone'
	@echo 'make record     records tests/golden/traffic.pcap anew, in network namespaces'
	@echo 'make soak       the long random runs, SOAK=N snapshots, SEED=N; minutes to hours'
	@echo 'make install    to DESTDIR and prefix; uninstall removes the same files'
	@echo 'make install-driver  of these the driver alone, for DKMS'
	@echo 'make clean      empties O=$(O) but for downloads of check-system;  distclean: all of it'
	@echo 'make test-GROUP one of: $(GROUPS)'
	@echo 'Variables: O=DIR V=1 SAN=1 (address and undefined-behaviour sanitizers) prefix= DESTDIR='

sim: $(TARGETS_SIM)
lib: $(TARGETS_LIB)
tools: $(TARGETS_TOOLS)
all: sim lib tools

DATA_INSTALL += $(foreach f,$(wildcard LICENSES/*),$(f):$(datadir)/licenses/weir/$(notdir $(f)):644)

# Tests: one list, written when it changes, that tests/run reads.
tab := $(shell printf '\t')
define newline


endef
test_line = $(1)$(tab)$(TEST_SECS_$(1))$(tab)$(TEST_CMD_$(1))$(newline)
$(O)/tests.list: FORCE
	@mkdir -p $(@D)
	$(file >$@.new,$(subst $(newline) ,$(newline),$(foreach t,$(TESTS),$(call test_line,$t))))
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

RUN = O=$(O) tests/run --file $(O)/tests.list -j $(J) $(if $(NO_SKIP),--no-skip)
tests-build: all $(foreach g,$(GROUPS),$(TEST_DEPS_$(g)))
check: $(O)/deps/check $(O)/tests.list
	@$(MAKE) --no-print-directory tests-build
	@$(RUN)
.SECONDEXPANSION:
test-%: $(O)/deps/check $$(TEST_DEPS_$$*) $(O)/tests.list FORCE
	@$(RUN) --group $*

# Objects. The stamp changes when the flags do, so that no object outlives the flags it was made with.
FLAGS = $(CC) $(ALL_CFLAGS) $(CXX) $(ALL_CXXFLAGS) $(ALL_LDFLAGS)
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' > $@
$(O)/%.o: %.c $(O)/flags | $(O)/deps/build
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $(XFLAGS) -MMD -MP -MF $@.d -c -o $@ $<
$(O)/%.o: %.cpp $(O)/flags | $(O)/deps/build
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(CXX) $(ALL_CXXFLAGS) $(XFLAGS) -MMD -MP -MF $@.d -c -o $@ $<
-include $(shell find $(O) -name '*.o.d' 2>/dev/null)

# What the build needs from outside.
$(O)/deps/%: tools/deps
	@tools/deps $*
	@mkdir -p $(@D) && touch $@
$(O)/venv/%.ok: $$*/requirements.txt | $(O)/deps/python
	@mkdir -p $(@D)
	$(call say,PIP,$<)
	$(Q)test -x $(O)/venv/bin/python || $(PYTHON) -m venv $(O)/venv
	$(Q)$(O)/venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@mkdir -p $(@D) && touch $@

install_files = set -e; for e in $(1); do IFS=: read -r f p m <<< "$$e"; \
	install -D -m "$$m" "$$f" "$(DESTDIR)$$p"; done
install: all
	$(Q)$(call install_files,$(DATA_INSTALL))
	$(Q)set -e; for e in $(LINK_INSTALL); do IFS=: read -r t p <<< "$$e"; \
		mkdir -p "$(DESTDIR)$${p%/*}"; ln -sfn "$$t" "$(DESTDIR)$$p"; done
uninstall:
	$(Q)for e in $(DATA_INSTALL) $(LINK_INSTALL); do IFS=: read -r f p m <<< "$$e"; \
		rm -f "$(DESTDIR)$$p"; while p=$${p%/*}; [[ $$p == */weir* ]]; do \
		rmdir "$(DESTDIR)$$p" 2>/dev/null || break; done; done

# KEEP += what took a download, below $(O).
clean: FIND = find $(O) $(KEEP:%=-path $(O)/% -prune -o)
clean:
	$(Q)test ! -d $(O) || { $(FIND) ! -type d -exec rm -f {} + && $(FIND) -type d -print | sort -r | \
		xargs rmdir --ignore-fail-on-non-empty; }
distclean:
	$(Q)rm -rf $(O) build obj_dir abc.history
