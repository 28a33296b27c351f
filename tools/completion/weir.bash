# SPDX-License-Identifier: BSD-3-Clause
# bash completion for weir
# shellcheck shell=bash

# Interfaces as the kernel names them, and savefiles for sim:. A colon divides words for readline, so
# that only what is behind it may be offered then.
_weir_devices() {
	local cur=$1 i
	case $cur in
	sim:*)
		mapfile -t COMPREPLY < <(compgen -P sim: -f -- "${cur#sim:}")
		compopt -o nospace -o filenames
		;;
	*)
		local all=(sim:)
		for i in /sys/class/net/*; do
			[[ $(readlink "$i/device/driver") != */weir ]] || all+=("${i##*/}")
			all+=("afpacket:${i##*/}")
		done
		mapfile -t COMPREPLY < <(compgen -W "${all[*]}" -- "$cur")
		[[ ${COMPREPLY[0]:-} == *: ]] && compopt -o nospace
		;;
	esac
	if declare -F __ltrim_colon_completions >/dev/null; then
		__ltrim_colon_completions "$cur"
	fi
	return 0
}

# Options of weir run, then a command, then what that completes itself; cur, words and cword are the caller's.
_weir_run() {
	local i at=0
	for ((i = 2; i < cword && at == 0; i++)); do
		case ${words[i]} in
		--family) i=$((i + 1)) ;;
		--) at=$((i + 1)) ;;
		-*) ;;
		*) at=$i ;;
		esac
	done
	if [[ $at -gt 0 && $at -lt $cword ]]; then
		if declare -F _command_offset >/dev/null; then
			_command_offset "$at"
		else
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
	elif [[ $at -eq 0 && ${words[cword - 1]} == --family ]]; then
		return 0
	elif [[ $at -eq 0 && $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--verbose -v --family --help --' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -c -- "$cur")
	fi
}

_weir() {
	local cur prev words cword
	if declare -F _init_completion >/dev/null; then
		_init_completion -n : || return
	else
		words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
		cur=${words[cword]} prev=${words[cword - 1]}
	fi
	local options=''
	if [[ $cword -eq 1 ]]; then
		mapfile -t COMPREPLY < <(compgen -W 'capture filter list info stat run --help --version' -- "$cur")
		return
	fi
	if [[ ${words[1]} == run ]]; then
		_weir_run
		return
	fi
	case $prev in
	-i | --interface) _weir_devices "$cur" && return ;;
	-w | -F | --ddd | --trace | --count)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		compopt -o filenames
		return
		;;
	-Q | --direction)
		mapfile -t COMPREPLY < <(compgen -W 'in out inout' -- "$cur")
		return
		;;
	--view)
		mapfile -t COMPREPLY < <(compgen -W 'linux wire' -- "$cur")
		return
		;;
	--protocol)
		mapfile -t COMPREPLY < <(compgen -W 'all ip ip6 arp vlan' -- "$cur")
		return
		;;
	-c | -s | --block-size | --blocks | --retire | --reserve | --budget) return ;;
	esac
	case ${words[1]} in
	capture)
		options='-i -w -c -s -F --ddd --view -e -q -U -l -n -p -Q --protocol --pcapng --nano --micro
			--stats --stats=json --strict --block-size --blocks --retire --reserve --help'
		;;
	filter) options='-i -d -dd -ddd --ddd --view --budget --graph --json --trace --count --help' ;;
	info) options='-i --json --help' ;;
	stat) options='-i --json --interval --help' ;;
	list) options='--help' ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
}
complete -F _weir weir
