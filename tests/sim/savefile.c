// SPDX-License-Identifier: BSD-3-Clause
/* savefile.c - pcap files made byte by byte, and a card that only takes them in */
#include "savefile.h"

#include <stdlib.h>
#include <unistd.h>

FILE *savefile_new(char *path, uint32_t magic, uint32_t link)
{
	uint32_t head[6] = { magic, 4 << 16 | 2, 0, 0, 262144, link };
	int fd = mkstemp(path);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");

	if (!f || fwrite(head, sizeof(head), 1, f) != 1) {
		perror(path);
		exit(1);
	}
	return f;
}

void savefile_record(FILE *f, uint32_t sec, uint32_t frac, uint32_t caplen, uint32_t len,
		     uint8_t byte)
{
	uint32_t head[4] = { sec, frac, caplen, len };

	fwrite(head, sizeof(head), 1, f);
	while (caplen--)
		putc(byte++, f);
}

uint64_t weir_dev_cycle(const struct weir_dev *dev)
{
	return dev->cycle;
}

uint64_t weir_dev_step(struct weir_dev *dev, uint64_t cycles)
{
	struct weir_port_beat beat;
	uint64_t n = 0;

	while (n < cycles && !dev->fault) {
		if (weir_port_drive(&dev->port, dev->cycle, &beat) && beat.first &&
		    dev->seen < 4096) {
			const struct weir_dev_frame *f = weir_port_frame(&dev->port);
			struct seen *s = &dev->frame[dev->seen++];

			s->start = dev->cycle;
			s->len = f->len;
			s->sec = f->sec;
			s->ns = f->ns;
			s->stamp = f->stamp;
			s->bad = f->bad;
			s->byte = (uint8_t)beat.data;
		}
		dev->cycle++;
		dev->clocked++;
		n++;
		if (dev->irq_every && dev->cycle % dev->irq_every == 0)
			break;
	}
	return n;
}

uint64_t weir_dev_jump(struct weir_dev *dev, uint64_t cycles)
{
	uint64_t wait = weir_port_wait(&dev->port, dev->cycle);

	if (dev->busy || dev->port.running)
		return 0;
	if (cycles > wait)
		cycles = wait;
	dev->cycle += cycles;
	dev->jumped += cycles;
	return cycles;
}

int weir_dev_port_in(struct weir_dev *dev, const struct weir_dev_frame *frame)
{
	return weir_port_in(&dev->port, frame);
}

int weir_dev_idle(const struct weir_dev *dev)
{
	return !dev->busy && !dev->port.running;
}

int weir_dev_port_idle(const struct weir_dev *dev)
{
	return !dev->port.waiting && !dev->port.running;
}
