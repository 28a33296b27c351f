// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_reader.c - savefiles read without a card: frames that are none, tags, bad files,
 * options of other versions
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "weir_savefile.h"

static char dir[] = "/tmp/weir-reader.XXXXXX", path[64], err[256];
static struct weir_reader_opts opts = { .size = sizeof(opts), .err = err, .err_len = sizeof(err) };
static struct weir_reader *rd;

static int make_dir(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/in.pcap", dir);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(dir);
}

static void put(FILE *f, const void *data, size_t n)
{
	assert_int_equal(fwrite(data, 1, n, f), n);
}

/* A savefile of this link type, with one record a length; 0 ends them. */
static void make(uint32_t link, const uint8_t *data, const uint32_t *lens)
{
	const uint32_t head[] = { 0xa1b2c3d4, 4 << 16 | 2, 0, 0, 262144, link };
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	put(f, head, sizeof(head));
	for (; *lens; lens++) {
		const uint32_t record[] = { 1700000000, 999999, *lens, *lens + 1000 };

		put(f, record, sizeof(record));
		put(f, data, *lens);
	}
	assert_int_equal(fclose(f), 0);
}

static void frames(void **state)
{
	static const uint8_t data[64] = { 0x02, 'W', 'E', 'I', 'R', 0,	  [6] = 1, [12] = 0x88, 0xa8, 0x20,
					  0x05, 0x00, 0x2e, 0xff, 0xff };
	static const uint32_t lens[] = { 1, 13, 17, 18, 20, 64, 0 };
	static const uint16_t protocols[] = { 0, 0, 0x88a8, 4, 1, 1 };
	const struct weir_frame *f;
	unsigned int i;

	(void)state;
	make(1, data, lens);
	assert_int_equal(weir_reader_open(&rd, path, NULL), 0);
	for (i = 0; lens[i]; i++) {
		assert_int_equal(weir_reader_next(rd, &f), 1);
		/* A frame of 18 bytes can have a tag; what the file has cut is as long as what it left. */
		assert_int_equal(f->vlan, lens[i] >= 18);
		assert_true(f->caplen == f->len && f->len == lens[i] - (f->vlan ? 4 : 0));
		assert_int_equal(weir_frame_wire_len(f), lens[i]);
		assert_int_equal(f->protocol, protocols[i]);
		assert_int_equal(f->pkttype, lens[i] < 6 ? 3 : 0);
		assert_true(f->sec == 1700000000 && f->nsec == 999999000);
		assert_true(!f->vlan || (f->vlan_tpid == 0x88a8 && f->vlan_tci == 0x2005));
	}
	assert_int_equal(weir_reader_next(rd, &f), 0);
	assert_null(f);
	assert_string_equal(weir_reader_error(rd), "");
	weir_reader_close(rd);
	weir_reader_close(NULL);
}

static void refused(const char *file, int ret, const char *why)
{
	*err = '\0';
	assert_int_equal(weir_reader_open(&rd, file, &opts), ret);
	assert_null(rd);
	if (!strstr(err, why))
		fail_msg("\"%s\" does not tell \"%s\"", err, why);
}

static void bad_files(void **state)
{
	static const uint8_t data[100];
	const struct weir_frame *f;

	(void)state;
	refused("nofile.pcap", -ENOENT, "nofile.pcap: No such file");
	refused("/", -EISDIR, "/: Is a directory");
	refused("/dev/null", -ENODATA, "the file is empty");
	refused("Makefile", -EBADMSG, "Makefile: not a savefile: ");
	make(113, data, (const uint32_t[]){ 0 });
	refused(path, -EPROTOTYPE, "link type 113, not Ethernet");
	make(1, data, (const uint32_t[]){ 60, 60, 0 });
	assert_int_equal(truncate(path, 24 + 16 + 60 + 16 + 59), 0);
	assert_int_equal(weir_reader_open(&rd, path, &opts), 0);
	assert_int_equal(weir_reader_next(rd, &f), 1);
	assert_int_equal(weir_reader_next(rd, &f), -EBADMSG);
	assert_null(f);
	assert_non_null(strstr(weir_reader_error(rd), "truncated"));
	weir_reader_close(rd);
}

static void versions(void **state)
{
	struct {
		struct weir_reader_opts o;
		char more[8];
	} longer = { .o = { .size = sizeof(longer) } };

	(void)state;
	assert_int_equal(weir_reader_open(&rd, "tests/golden/traffic.pcap", &longer.o), 0);
	weir_reader_close(rd);
	longer.more[7] = 1;
	assert_int_equal(weir_reader_open(&rd, "tests/golden/traffic.pcap", &longer.o), -E2BIG);
	assert_null(rd);
	longer.o.size = 8;
	assert_int_equal(weir_reader_open(&rd, "tests/golden/traffic.pcap", &longer.o), -EINVAL);
	/* One line, cut to the space that there is. */
	opts.err_len = 6;
	refused("nofile.pcap", -ENOENT, "nofil");
	assert_int_equal(strlen(err), 5);
	opts.err_len = sizeof(err);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(frames), cmocka_unit_test(bad_files),
					    cmocka_unit_test(versions) };

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
