# SPDX-License-Identifier: BSD-3-Clause
# guest.mk: which tests run in a virtual machine, on which kernels and with what
# The longest first.
SYS_GUEST := faults family fed run pci driver ptp features traffic overload reset axi garbage restart storm capture filters \
	shutdown
# What those need that need something, most of all a savefile plugged into the card, and who looks at a run afterwards, with
# what behind the run's folder. $(2) is the kernel.
SYS_PASSES = --port pcap:$(O)/tests/system/frames.pcap,pace=recorded,loop=forever,hold=each
SYS_ARGS_ptp = $(SYS_PASSES),clock=own --append weir.seconds=240
SYS_ARGS_features = $(SYS_PASSES) --append 'iomem=relaxed weir.seconds=240'
# Two rounds of 10,038 frames on 6.12, of 956 on the others.
SYS_TIMES = $(if $(filter 6.12,$(2)),42,4)
SYS_ARGS_traffic = --port pcap:tests/golden/traffic.pcap,loop=forever,hold=each \
	--append 'weir.seconds=570 weir.passes=$(SYS_TIMES)'
# Linux counts frames as dropped that nothing but a capture took, when they had a tag.
SYS_THEN_traffic = accounts --played tests/golden/traffic.pcap,$(SYS_TIMES),2 \
	--unwanted 'vlan and not arp and not ip'
SYS_SHORT := $(O)/tests/system/short.pcap
# Each 50th frame is wrong, and some come closer than Ethernet allows.
SYS_ARGS_overload = --port pcap:$(SYS_SHORT),pace=line,loop=500,hold,bad=50,gap=none --card-options '--stall 700'
SYS_THEN_overload = accounts --played $(SYS_SHORT),500,1
SYS_ARGS_reset = --port pcap:$(SYS_SHORT),pace=line,loop=forever,hold --append weir.resets=10
SYS_THEN_reset = accounts --endless
SYS_LIST_reset := overload
# Frames without end; slab and free pages poisoned, so that a write to what was freed is seen when it is used again.
SYS_FAULTS = --port pcap:tests/golden/traffic.pcap,loop=forever \
	--append 'slub_debug=FZPU slab_nomerge page_poison=1 iomem=relaxed log_buf_len=4M' \
	--append weir.seconds=$(if $(SYS_SECS_$(1)),840,240)
SYS_ARGS_faults = $(SYS_FAULTS)
SYS_ARGS_axi = $(SYS_FAULTS) --card-options '--error 1000 --seed 5'
SYS_ARGS_garbage = $(SYS_FAULTS) --card-options '--garbage 2 --seed 5'
SYS_THEN_axi = accounts --endless --uncaptured
SYS_THEN_garbage = accounts --endless --uncaptured --spoilt
SYS_ARGS_restart = --append 'slub_debug=FZPU slab_nomerge page_poison=1 weir.seconds=240' --card-options '--error 83333 --seed 5'
SYS_ARGS_shutdown = $(SYS_FAULTS)
SYS_THEN_shutdown = console
SYS_ARGS_storm = --append 'slub_debug=FZPU slab_nomerge page_poison=1'
SYS_ARGS_run = --port pcap:tests/golden/traffic.pcap,loop=forever,hold=each --append weir.seconds=540
SYS_ARGS_capture = --port pcap:tests/golden/traffic.pcap,loop=forever,hold=each --append weir.seconds=240
SYS_ARGS_fed = --port pcap:tests/golden/traffic.pcap,loop=forever,hold=each,clock=own \
	--append 'slub_debug=FZPU slab_nomerge page_poison=1 weir.seconds=540'
SYS_THEN_fed = refused
SYS_ARGS_filters = --port pcap:tests/golden/traffic.pcap,loop=forever
SYS_ARGS_family = --append weir.seconds=540
SYS_LAST_shutdown = 'weir 0000:01:00.0: shutdown' 'weir 0000:01:00.0: stopped, and off the bus' 'reboot: Power down'
$(foreach t,overload reset faults axi garbage restart storm run capture fed filters shutdown,$(eval SYS_KERNELS_$(t) := 6.12))
SYS_SECS_faults := 900
SYS_SECS_traffic := 600
SYS_SECS_family := 600
SYS_SECS_fed := 600
SYS_SECS_run := 600
