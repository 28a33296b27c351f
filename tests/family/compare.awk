# SPDX-License-Identifier: BSD-3-Clause
# compare.awk: the answers of two runs of t_family are the same, but for what docs/compat.md names
#
#	awk -f compare.awk docs/compat.md REFERENCE OUTPUT
#
# A row of the table, "| NUMBER | statement | what |", is about the cases of that number. WHAT begins with "same", "different"
# or "later". Any text may name answers that differ as `CASE/ANSWER`; either part may end with "*". A row called different
# names one at least and says why; later may be called what is listed below alone, and only then all may differ. Both runs
# must be whole, and the first as its cases expect. Every statement has a row. Prints a TAP line for each number that has a
# case, what was named and did not differ as "# ", and exits 1 if anything is wrong. For any awk, the guest's included.
function wrong(text) {
	print "not ok - " text
	bad = 1
}
# matches: name is pattern, which may end with "*".
function matches(pattern, name) {
	# Not by index(): BusyBox's does not find the empty string.
	if (substr(pattern, length(pattern)) == "*")
		return substr(name, 1, length(pattern) - 1) == substr(pattern, 1, length(pattern) - 1)
	return pattern == name
}
function named(number, run, answer, i, part) {
	for (i = 1; i <= names[number]; i++) {
		split(allowed[number, i], part, "/")
		if (matches(part[1], run) && matches(part[2], answer)) {
			used[number, i] = 1
			return 1
		}
	}
	return 0
}
function row(number, what, text, at) {
	if (number in status)
		wrong(number ": two rows")
	status[number] = what
	sub(/[^a-z].*/, "", status[number])
	if (status[number] !~ /^(same|different|later)$/)
		wrong(number ": is not said to be same, different or later, but: " what)
	if (status[number] == "later" && !(number in may_be_later))
		wrong(number ": may not be left for later")
	text = what
	while ((at = match(text, /`[^`]*\/[^`]*`/)) > 0) {
		allowed[number, ++names[number]] = substr(text, RSTART + 1, RLENGTH - 2)
		text = substr(text, 1, at - 1) substr(text, at + RLENGTH)
	}
	gsub(/[^A-Za-z]/, "", text)
	if (status[number] == "different" && (!names[number] || length(text) < 20))
		wrong(number ": says different, but not which answer or why")
}
# answers: a line of a run into answer[key, field], where key is its number and name.
function answers(run, key, i, eq) {
	i = $1 == "not" ? 4 : 3
	key = $i
	if ((run, key) in seen)
		wrong(key ": twice in one run")
	seen[run, key] = 1
	if (run == 1) {
		order[++cases] = key
		if ($1 == "not")
			wrong(key ": the reference is not as expected")
	}
	for (i++; i <= NF; i++) {
		eq = index($i, "=")
		field[run, key, substr($i, 1, eq - 1)] = field[run, key, substr($i, 1, eq - 1)] substr($i, eq + 1) ","
		list[run, key] = list[run, key] " " substr($i, 1, eq - 1)
	}
}
# differ: what of a case differs and is not named.
function differ(key, number, part, n, i, all, done, text) {
	split(key, part, ".")
	number = part[1]
	if (!(number in status))
		return " no row in the table"
	if (!((2, key) in seen))
		return " missing in the second run"
	if (status[number] == "later")
		return ""
	n = split(list[1, key] list[2, key], all, " ")
	for (i = 1; i <= n; i++) {
		if (all[i] in done)
			continue
		done[all[i]] = 1
		if (field[1, key, all[i]] == field[2, key, all[i]])
			continue
		if (!named(number, substr(key, length(number) + 2), all[i]))
			text = text " " all[i] "=" field[1, key, all[i]] field[2, key, all[i]]
	}
	return text
}
BEGIN {
	n = split("8 35 36 37 38 39 40 40b 40c 69 96 97 98 99 100 101 109 111 112 113 114 115 116 117 119 120", later, " ")
	for (i = 1; i <= n; i++)
		may_be_later[later[i]] = 1
}
FNR == 1 { file++ }
file == 1 && /^\| *[0-9]+[a-c]? *\|/ {
	split($0, cell, "|")
	gsub(/ /, "", cell[2])
	what = $0
	sub(/^\|[^|]*\|[^|]*\| */, "", what)
	sub(/ *\| *$/, "", what)
	row(cell[2], what)
}
file > 1 && /^(not )?ok - / { answers(file - 1) }
file > 1 && /^# [0-9]+ cases/ { whole[file - 1] = $2 }
END {
	for (i = 1; i <= 129; i++)
		numbers = numbers " " i
	n = split(numbers " 40b 40c 66b 66c", every, " ")
	for (i = 1; i <= n; i++)
		if (!(every[i] in status))
			wrong(every[i] ": no row in the table")
	for (run = 1; run <= 2; run++)
		if (!whole[run])
			wrong((run == 1 ? "reference" : "output") ": not whole")
	if (whole[1] != whole[2])
		wrong("cases: " whole[1] " and " whole[2])
	for (i = 1; i <= cases; i++) {
		text = differ(order[i])
		if (text != "")
			wrong(order[i] ":" text)
		else
			print "ok - " order[i]
	}
	for (i = 1; i <= n; i++)
		for (j = 1; j <= names[every[i]]; j++)
			if (!((every[i], j) in used))
				print "# " every[i] ": " allowed[every[i], j] " does not differ here"
	exit bad
}
