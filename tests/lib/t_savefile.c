// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_savefile.c - what is written is read back by libpcap the same; a file that could not be written
 * to its end says so and ends with a whole frame
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <cmocka.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "weir_savefile.h"

#define FRAMES 5000

static char path[] = "/tmp/weir-savefile-XXXXXX";
static uint8_t data[9600];

static void frame(struct weir_frame *f, uint32_t i)
{
	memset(f, 0, sizeof(*f));
	f->data = data;
	f->len = 14 + i * 37 % 9500;
	f->caplen = i % 5 ? f->len : f->len / 2;
	f->sec = 1700000000u + i;
	if (i == 7)
		f->sec = 4000000000u;
	f->nsec = i * 199999u % 1000000000u;
	f->pkttype = (uint8_t)(i % 5);
	f->vlan = i % 3 == 0;
	f->vlan_tci = f->vlan ? (uint16_t)i : 0;
	f->vlan_tpid = f->vlan ? 0x8100 : 0;
}

static void check_read(uint32_t snaplen, bool micro)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, err);
	uint8_t want[9700];
	struct pcap_pkthdr *h;
	const u_char *bytes;
	struct weir_frame f;
	uint32_t i;

	assert_non_null(p);
	assert_int_equal(pcap_datalink(p), DLT_EN10MB);
	assert_int_equal(pcap_snapshot(p), snaplen);
	for (i = 0; i < FRAMES; i++) {
		uint32_t cap;

		frame(&f, i);
		assert_int_equal(pcap_next_ex(p, &h, &bytes), 1);
		cap = (uint32_t)weir_frame_wire(&f, want, sizeof(want));
		if (cap > snaplen)
			cap = snaplen;
		assert_int_equal(h->caplen, cap);
		assert_int_equal(h->len, weir_frame_wire_len(&f));
		assert_int_equal((uint32_t)h->ts.tv_sec, f.sec);
		assert_int_equal(h->ts.tv_usec, micro ? f.nsec / 1000 * 1000 : f.nsec);
		assert_memory_equal(bytes, want, cap);
	}
	assert_int_equal(pcap_next_ex(p, &h, &bytes), PCAP_ERROR_BREAK);
	pcap_close(p);
}

static void read_back(void **state)
{
	uint32_t format, micro, i;

	(void)state;
	for (format = WEIR_PCAP; format <= WEIR_PCAPNG; format++) {
		for (micro = 0; micro < 2; micro++) {
			struct weir_writer_opts o = {
				.size = sizeof(o), .format = format, .micro = micro,
				.snaplen = micro ? 96 : 0, .interface = "afpacket:eth0",
				.filter = "ip or arp", .application = "a test",
			};
			struct weir_writer *wr;
			struct weir_frame f;

			assert_int_equal(weir_writer_open(&wr, path, &o), 0);
			for (i = 0; i < FRAMES; i++) {
				frame(&f, i);
				assert_int_equal(weir_write(wr, &f), 0);
			}
			assert_int_equal(weir_writer_flush(wr), 0);
			assert_int_equal(weir_writer_frames(wr), FRAMES);
			assert_int_equal(weir_writer_close(wr, FRAMES + 3, 3), 0);
			check_read(micro ? 96 : WEIR_SNAPLEN_MAX, micro);
		}
	}
}

/* Frames that libpcap finds in the file; -1 if it does not end with a whole one. */
static int frames_in(void)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline(path, err);
	struct pcap_pkthdr *h;
	const u_char *bytes;
	int n = 0, ret;

	if (!p)
		return -1;
	while ((ret = pcap_next_ex(p, &h, &bytes)) == 1)
		n++;
	pcap_close(p);
	return ret == PCAP_ERROR_BREAK ? n : -1;
}

/* In a child, since a limit cannot be lifted again. Exit 0: as it should be. */
static int limited(uint32_t format)
{
	struct rlimit lim = { 3000000, 3000000 };
	struct weir_writer_opts o = { .size = sizeof(o), .format = format };
	struct weir_writer *wr;
	struct weir_frame f;
	uint32_t i;
	int ret = 0;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &lim) || weir_writer_open(&wr, path, &o))
		return 1;
	for (i = 0; i < FRAMES && !ret; i++) {
		frame(&f, i);
		ret = weir_write(wr, &f);
	}
	if (ret != -EFBIG || weir_write(wr, &f) != -EFBIG || weir_writer_flush(wr) != -EFBIG)
		return 2;
	if (!weir_writer_frames(wr) || weir_writer_frames(wr) >= i)
		return 3;
	if ((int64_t)weir_writer_frames(wr) != frames_in())
		return 4;
	return weir_writer_close(wr, 0, 0) == -EFBIG && frames_in() > 0 ? 0 : 5;
}

static void no_room(void **state)
{
	uint32_t format;
	int status;

	(void)state;
	for (format = WEIR_PCAP; format <= WEIR_PCAPNG; format++) {
		pid_t pid = fork();

		if (!pid)
			_exit(limited(format));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void refused(void **state)
{
	char err[200] = "";
	struct weir_writer_opts o = { .size = sizeof(o), .err = err, .err_len = sizeof(err) };
	struct weir_writer *wr = (struct weir_writer *)1;
	int fd;

	(void)state;
	assert_int_equal(weir_writer_open(&wr, "/nonexistent/x", &o), -ENOENT);
	assert_null(wr);
	assert_string_equal(err, "/nonexistent/x: No such file or directory");
	assert_int_equal(weir_writer_open(&wr, "/dev/full", &o), -ENOSPC);
	o.format = 2;
	assert_int_equal(weir_writer_open(&wr, path, &o), -EINVAL);
	o.format = 0;
	o.size = 4;
	assert_int_equal(weir_writer_open(&wr, path, &o), -EINVAL);
	/* A file that is being read is not emptied. */
	o.size = sizeof(o);
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(weir_writer_open(&wr, path, &o), -EBUSY);
	assert_true(lseek(fd, 0, SEEK_END) > 0);
	close(fd);
	assert_int_equal(weir_writer_open(&wr, path, &o), 0);
	assert_int_equal(weir_writer_close(wr, 0, 0), 0);
	assert_int_equal(frames_in(), 0);
	assert_int_equal(weir_writer_close(NULL, 0, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(read_back), cmocka_unit_test(no_room),
					    cmocka_unit_test(refused) };
	int fd = mkstemp(path), ret;
	size_t i;

	if (fd < 0)
		return 1;
	close(fd);
	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 13);
	ret = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return ret;
}
