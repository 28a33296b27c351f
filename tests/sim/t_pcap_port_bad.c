// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_pcap_port_bad.c - a bad savefile is refused with one line that names it and what is wrong
 *
 * Guards against a file that is half played before its fault is found, an error without its cause, and
 * a strict run that lets something pass.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "savefile.h"

static struct weir_dev dev;
static char path[] = "/tmp/weir-pcap-bad-XXXXXX";
static char err[512];

static FILE *file(uint32_t magic, uint32_t link)
{
	strcpy(path + sizeof(path) - 7, "XXXXXX");
	return savefile_new(path, magic, link);
}

/* Opening must fail so, and say "PATH: text", and it may be more that libpcap says. */
static void refused(const char *name, const struct weir_pcap_port_opts *opts, int ret,
		    const char *text)
{
	struct weir_pcap_port *port = NULL;
	char expected[1024];

	snprintf(expected, sizeof(expected), "%s: %s", name, text);
	assert_int_equal(weir_pcap_port_open(&port, name, opts, err, sizeof(err)), ret);
	err[strlen(err) < strlen(expected) ? strlen(err) : strlen(expected)] = '\0';
	assert_string_equal(err, expected);
	assert_null(port);
}

/* The file as written, cut to `bytes`. */
static void refused_file(FILE *f, long bytes, const struct weir_pcap_port_opts *opts, int ret,
			 const char *text)
{
	fclose(f);
	if (bytes >= 0)
		assert_int_equal(truncate(path, bytes), 0);
	refused(path, opts, ret, text);
	unlink(path);
}

static void test_open(void **state)
{
	(void)state;
	refused("/nowhere/x.pcap", NULL, -ENOENT, "No such file or directory");
	refused("/tmp", NULL, -EISDIR, "Is a directory");
	refused_file(file(MAGIC_US, 1), 0, NULL, -ENODATA, "the file is empty");
	refused_file(file(0x12345678, 1), -1, NULL, -EBADMSG,
		     "not a savefile: unknown file format");
	refused_file(file(MAGIC_US, 1), 3, NULL, -EBADMSG,
		     "not a savefile: truncated dump file");
	refused_file(file(MAGIC_US, 1), 20, NULL, -EBADMSG,
		     "not a savefile: truncated dump file");
	refused_file(file(MAGIC_US, 101), -1, NULL, -EPROTOTYPE,
		     "holds frames of link type 12 (RAW), not Ethernet");
	refused_file(file(MAGIC_US, 113), -1, NULL, -EPROTOTYPE,
		     "holds frames of link type 113 (LINUX_SLL), not Ethernet");
}

static void test_truncated(void **state)
{
	static const struct {
		long bytes;
		const char *text;
	} cases[] = {
		{ 24 + 76 + 76 + 5, "damaged after record 2: truncated dump file" },
		{ 24 + 76 + 76 + 16, "damaged after record 2: truncated dump file" },
		{ 24 + 76 + 20, "damaged after record 1: truncated dump file" },
	};
	size_t i;
	unsigned int n;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		FILE *f = file(MAGIC_US, 1);

		for (n = 0; n < 3; n++)
			savefile_record(f, 1, n, 60, 60, 0);
		refused_file(f, cases[i].bytes, NULL, -EBADMSG, cases[i].text);
	}
}

static void test_strict(void **state)
{
	struct weir_pcap_port_opts opts = { .size = sizeof(opts), .pace = WEIR_PCAP_RECORDED, .loop = 1,
					    .strict = 1 };
	static const struct {
		uint32_t sec, frac, caplen, len;
		const char *text;
	} cases[] = {
		{ 6, 0, 13, 13, "record 2 of 13 bytes is shorter than 14 bytes" },
		{ 6, 0, 9601, 9601, "record 2 of 9601 bytes is longer than 9,600 bytes" },
		{ 6, 0, 60, 61, "record 2 of 60 bytes is cut short by the savefile" },
		{ 4, 0, 60, 60, "record 2 of 60 bytes is older than the record before it" },
		{ 6, 1000000000, 60, 60, "record 2 of 60 bytes is without a possible time stamp" },
	};
	struct weir_pcap_port *port;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		FILE *f = file(MAGIC_NS, 1);

		savefile_record(f, 5, 0, 60, 60, 0);
		savefile_record(f, cases[i].sec, cases[i].frac, cases[i].caplen, cases[i].len, 0);
		refused_file(f, -1, &opts, -EINVAL, cases[i].text);
	}
	/* With pace=line nobody looks at times. */
	opts.pace = WEIR_PCAP_LINE;
	{
		FILE *f = file(MAGIC_NS, 1);

		savefile_record(f, 5, 0, 60, 60, 0);
		savefile_record(f, 4, 1000000000, 60, 60, 0);
		fclose(f);
		assert_int_equal(weir_pcap_port_open(&port, path, &opts, err, sizeof(err)), 0);
		weir_pcap_port_close(port);
		unlink(path);
	}
}

static void test_options(void **state)
{
	struct weir_pcap_port_opts opts = { .size = sizeof(opts) - 1 };

	(void)state;
	fclose(file(MAGIC_US, 1));
	refused(path, &opts, -EINVAL, "unknown options");
	opts.size++;
	opts.pace = (enum weir_pcap_pace)2;
	refused(path, &opts, -EINVAL, "unknown options");
	unlink(path);
}

/* A pipe is played as it comes; what is wrong with it is told when all before it is in the card. */
static void test_pipe(void **state)
{
	struct weir_pcap_port_opts opts = { .size = sizeof(opts), .loop = 2 };
	struct weir_pcap_port_summary sum;
	struct weir_pcap_port *port;
	char fifo[] = "/tmp/weir-pcap-fifo-XXXXXX", expected[256];
	const char *text;
	int fd = mkstemp(fifo), i;
	int64_t ret;
	pid_t pid;

	(void)state;
	close(fd);
	unlink(fifo);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	for (i = 0; i < 2; i++) {
		pid = fork();
		if (!pid) {
			FILE *f = file(MAGIC_US, 1), *out = fopen(fifo, "wb");
			char buf[4096];
			size_t n;

			savefile_record(f, 1, 0, 60, 60, 0);
			savefile_record(f, 1, 500000, 60, 60, 0);
			savefile_record(f, 1, 500001, 60, 60, 0);
			rewind(f);
			n = fread(buf, 1, sizeof(buf), f);
			unlink(path);
			fwrite(buf, 1, n - 10, out);
			fclose(out);
			_exit(0);
		}
		if (i == 0) {
			refused(fifo, &opts, -EINVAL,
				"a pipe cannot be read more than once, as loop asks for");
			waitpid(pid, NULL, 0);
			continue;
		}
		opts.loop = 1;
		assert_int_equal(weir_pcap_port_open(&port, fifo, &opts, err, sizeof(err)), 0);
		while ((ret = weir_pcap_port_run(port, &dev, 100)) > 0)
			;
		waitpid(pid, NULL, 0);
		assert_int_equal(ret, -EBADMSG);
		snprintf(expected, sizeof(expected), "%s: damaged after record 2: truncated dump "
			 "file", fifo);
		text = weir_pcap_port_error(port);
		assert_non_null(text);
		assert_memory_equal(text, expected, strlen(expected));
		assert_int_equal(weir_pcap_port_run(port, &dev, 100), -EBADMSG);
		weir_pcap_port_summary(port, &sum);
		assert_int_equal(sum.given_frames, 2);
		assert_int_equal(sum.total_frames, 0);
		assert_int_equal(dev.seen, 2);
		assert_true(weir_dev_port_idle(&dev));
		weir_pcap_port_close(port);
	}
	unlink(fifo);
}

/* A card with a fault ends the run at once, whatever the file still holds. */
static void test_fault(void **state)
{
	struct weir_pcap_port *port;
	FILE *f = file(MAGIC_US, 1);

	(void)state;
	savefile_record(f, 1, 0, 60, 60, 0);
	fclose(f);
	dev.fault = 1;
	assert_int_equal(weir_pcap_port_open(&port, path, NULL, err, sizeof(err)), 0);
	assert_int_equal(weir_pcap_port_run(port, &dev, 100), -EIO);
	assert_null(weir_pcap_port_error(port));
	weir_pcap_port_close(port);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open), cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_strict), cmocka_unit_test(test_options),
		cmocka_unit_test(test_pipe), cmocka_unit_test(test_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
