# SPDX-License-Identifier: BSD-3-Clause
# lib: libweir.so.0 and libweir.a. LIB_INSIDE is what tests of the inside link against.
LIB_SRCS  := $(wildcard lib/*.c)
LIB_OBJS  := $(LIB_SRCS:%.c=$(O)/%.o) $(HW_OBJS) $(BPFL_OBJS)
LIB_MAJOR := $(firstword $(subst ., ,$(VERSION)))
LIB_SO    := $(O)/libweir.so.$(VERSION)
LIB_LINKS := $(O)/libweir.so.$(LIB_MAJOR) $(O)/libweir.so
LIB_A     := $(O)/libweir.a
LIB_INSIDE := $(O)/libweir-inside.a
LIB_PC    := $(O)/weir.pc
OBJCOPY   ?= objcopy
LIB_NEEDS := -lpcap -ldl -pthread
LIB_HDRS  := lib/weir.h lib/weir_stats.h lib/weir_savefile.h lib/weir_explain.h include/weir_socket.h

TARGETS_LIB  += $(LIB_SO) $(LIB_LINKS) $(LIB_A) $(LIB_PC)
DATA_INSTALL += $(LIB_SO):$(libdir)/libweir.so.$(VERSION):755 $(LIB_A):$(libdir)/libweir.a:644 \
	$(LIB_PC):$(libdir)/pkgconfig/weir.pc:644 $(foreach h,$(LIB_HDRS),$(h):$(incdir)/$(notdir $(h)):644)
LINK_INSTALL += libweir.so.$(VERSION):$(libdir)/libweir.so.$(LIB_MAJOR) \
	libweir.so.$(LIB_MAJOR):$(libdir)/libweir.so

$(LIB_SRCS:%.c=$(O)/%.o): XFLAGS := -fvisibility=hidden -DWEIR_VERSION='"$(VERSION)"'
$(LIB_SRCS:%.c=$(O)/%.o): VERSION

$(LIB_SO): $(LIB_OBJS) lib/libweir.map
	$(call say,LINK,$@)
	$(Q)$(CC) -shared -o $@ $(LIB_OBJS) $(ALL_LDFLAGS) -Wl,-soname,libweir.so.$(LIB_MAJOR) \
		-Wl,--version-script=lib/libweir.map -Wl,--no-undefined $(LIB_NEEDS)
$(LIB_LINKS): $(LIB_SO)
	$(Q)ln -sfn $(<F) $@
$(LIB_INSIDE): $(LIB_OBJS)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^
# One object, so that names which only its parts share can be made local: a program may have its own.
$(O)/libweir.o: $(LIB_OBJS) lib/libweir.map
	$(Q)sed -n 's/^\t\t\(weir_[a-z_]*\);$$/\1/p' lib/libweir.map > $@.names
	$(Q)$(LD) -r -o $@ $(LIB_OBJS) && $(OBJCOPY) --keep-global-symbols=$@.names $@
$(LIB_A): $(O)/libweir.o
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^
# Where it will be installed; weir.pc alone depends on it.
$(O)/libdir: FORCE
	@echo '$(prefix) $(libdir) $(incdir) $(VERSION)' | cmp -s - $@ || \
		echo '$(prefix) $(libdir) $(incdir) $(VERSION)' > $@
$(LIB_PC): lib/weir.pc.in $(O)/libdir
	$(call say,GEN,$@)
	$(Q)sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' -e 's|@incdir@|$(incdir)|' \
		-e 's|@version@|$(VERSION)|' $< > $@

# Examples: each is one program, compiled as a user would and run by tests/lib.
LIB_EXAMPLES := $(patsubst lib/examples/%.c,$(O)/examples/%,$(wildcard lib/examples/*.c))
$(O)/examples/%: lib/examples/%.c $(LIB_SO) $(LIB_LINKS)
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 $(CWARN) $(CFLAGS) $(SANFLAGS) -Ilib -o $@ $< -L$(O) -lweir \
		-Wl,-rpath,'$$ORIGIN/..' $(ALL_LDFLAGS)
