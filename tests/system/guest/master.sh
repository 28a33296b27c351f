# shellcheck shell=sh
# SPDX-License-Identifier: BSD-3-Clause
# master.sh: is the card bus master only behind a soft reset? Watched are the writes to its COMMAND register, by whoever
# they are, and the ends of the driver's soft resets. Guards against a card that writes to memory of the life before:
# with bus mastering off, the simulated card gets errors for that and stops by itself, so nothing else shows it.
trace=/sys/kernel/tracing
master_watch() {
	[ -e $trace/kprobe_events ] || mount -t tracefs trace $trace || return 1
	# Of struct pci_dev the vendor is 60 bytes behind its start; a kernel that has it elsewhere has no writes here.
	for f in word dword; do
		arguments="where=\$arg2:u32 value=\$arg3:u16 vendor=+60(\$arg1):u16"
		echo "p:$f pci_write_config_$f $arguments" >>$trace/kprobe_events || return 1
		echo 'where == 4 && vendor == 0x5745' >$trace/events/kprobes/$f/filter || return 1
	done
	echo "r:reset weir:weir_hw_soft_reset" >>$trace/kprobe_events || return 1
	echo 1 >$trace/events/kprobes/enable
}
# One line: how often it became so, and how often without a reset before; 0 when there is something to see and nothing wrong.
master_told() {
	awk '
		/ reset: / { ready = 1 }
		match($0, /value=[0-9]+/) {
			on = int(substr($0, RSTART + 6, RLENGTH - 6) / 4) % 2
			if (on) { if (ready) good++; else wrong++ } else ready = 0
		}
		END { print good + 0 " times behind a reset, " wrong + 0 " times without"; exit !good || wrong }' $trace/trace
}
# Before the module goes, which the probe would hold.
master_end() {
	echo 0 >$trace/events/kprobes/enable
	for event in word dword reset; do echo "-:kprobes/$event" >>$trace/kprobe_events; done
}
