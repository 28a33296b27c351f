/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * device.h - the Verilated card as a device: mmio, dma, irq, step, port in, port out
 *
 * One thread at a time may use a device. Nothing here blocks; time passes only in weir_dev_step()
 * and in the register accesses, which step the card until the access is answered.
 */
#ifndef WEIR_DEVICE_H
#define WEIR_DEVICE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WEIR_DEV_ABI 1

struct weir_dev;

/* What the card asks of its host. Called from inside weir_dev_step() and the register accesses. */
struct weir_dev_host {
	void *ctx;
	/* Memory read and write by the card: 0, or negative for an AXI error response (SLVERR).
	 * strb: one bit a byte of data, NULL when all are written. */
	int (*dma_read)(void *ctx, uint64_t addr, void *data, size_t len);
	int (*dma_write)(void *ctx, uint64_t addr, const void *data, const uint8_t *strb,
			 size_t len);
	/* The card pulses an interrupt vector. */
	void (*irq)(void *ctx, unsigned int vector);
};

struct weir_dev_opts {
	size_t size;			/* sizeof(struct weir_dev_opts) */
	const char *trace;		/* FST file, or NULL */
	uint64_t trace_from;		/* first cycle traced */
	uint64_t seed;			/* of the random numbers below */
	unsigned int read_latency;	/* cycles from AR to R, least (0 = 160, about 1 us) */
	unsigned int write_latency;	/* cycles from last W to B, least (0 = 80) */
	unsigned int stall_permille;	/* chance in 1,000 a cycle that an AXI ready is withheld */
	unsigned int error_ppm;		/* chance in 1,000,000 a burst of an error response */
};

/* A frame for the card's port. The card takes its first beat at cycle >= start. */
struct weir_dev_frame {
	const uint8_t *data;
	uint32_t len;			/* bytes without FCS, 1 to 16,384 */
	int bad;			/* flag it bad at its end */
	uint64_t start;			/* earliest cycle of the first beat */
};

struct weir_dev *weir_dev_create(const struct weir_dev_host *host,
				 const struct weir_dev_opts *opts, char *err, size_t err_len);
void weir_dev_destroy(struct weir_dev *dev);

uint32_t weir_dev_read32(struct weir_dev *dev, uint32_t addr);
void weir_dev_write32(struct weir_dev *dev, uint32_t addr, uint32_t value);

/* Clocks the card for up to `cycles` cycles; returns early after a cycle with an interrupt.
 * Returns the number of cycles done. */
uint64_t weir_dev_step(struct weir_dev *dev, uint64_t cycles);
/* Moves time on by `cycles` without clocking; only when weir_dev_idle(). The card's clock and
 * microsecond counter advance as if it had been clocked. */
void weir_dev_jump(struct weir_dev *dev, uint64_t cycles);
uint64_t weir_dev_cycle(const struct weir_dev *dev);

/* Hands over the next frame for the port; 1 if taken, 0 if the port still holds one that has not
 * started (its data must stay valid until weir_dev_port_idle() or the next one is taken). */
int weir_dev_port_in(struct weir_dev *dev, const struct weir_dev_frame *frame);
/* 1 when the port holds no frame, whole or in part. */
int weir_dev_port_idle(const struct weir_dev *dev);
/* 1 when no AXI transaction is open and the card reports no activity but its timers. */
int weir_dev_idle(const struct weir_dev *dev);

struct weir_dev_stats {
	uint64_t cycles;		/* clocked */
	uint64_t jumped;		/* moved on without clocking */
	uint64_t dma_write_bytes;	/* strobed bytes */
	uint64_t dma_write_bursts;
	uint64_t dma_write_beats;
	uint64_t dma_reads;
	uint64_t dma_errors;		/* error responses given */
	uint64_t irqs;
};
void weir_dev_stats(const struct weir_dev *dev, struct weir_dev_stats *out);

#ifdef __cplusplus
}
#endif
#endif
