// SPDX-License-Identifier: BSD-3-Clause
/*
 * blocks.c - takes whole blocks and lets a second thread look at them and give them back
 *
 *	blocks sim:traffic.pcap
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <weir.h>

#define BLOCKS 16	/* as many as the ring has */

static struct weir *w;
static struct weir_block *queue[BLOCKS];
static unsigned int head, tail, ended;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER;
static unsigned long long frames, blocks;

static struct weir_block *take(void)
{
	struct weir_block *b = NULL;

	pthread_mutex_lock(&lock);
	while (head == tail && !ended)
		pthread_cond_wait(&more, &lock);
	if (head != tail)
		b = queue[tail++ % BLOCKS];
	pthread_mutex_unlock(&lock);
	return b;
}

static void put(struct weir_block *b)
{
	pthread_mutex_lock(&lock);
	if (b)
		queue[head++ % BLOCKS] = b;
	else
		ended = 1;
	pthread_cond_signal(&more);
	pthread_mutex_unlock(&lock);
}

static void *worker(void *arg)
{
	const struct weir_frame *frame;
	struct weir_block *b;

	(void)arg;
	while ((b = take())) {
		while (weir_block_frame(b, &frame) == 1)
			frames++;
		blocks++;
		weir_release_block(w, b);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	char err[256];
	struct weir_opts opts = { .size = sizeof(opts), .err = err, .err_len = sizeof(err),
				  .block_size = 65536, .block_nr = BLOCKS,
				  .flags = WEIR_PROMISC };
	struct weir_block *b;
	pthread_t thread;
	int ret;

	if (argc != 2) {
		fprintf(stderr, "usage: blocks DEVICE\n");
		return 2;
	}
	if (weir_open(&w, argv[1], &opts)) {
		fprintf(stderr, "blocks: %s\n", err);
		return 1;
	}
	pthread_create(&thread, NULL, worker, NULL);
	while ((ret = weir_next_block(w, &b)) == 1)
		put(b);
	put(NULL);
	pthread_join(thread, NULL);
	printf("%llu frames in %llu blocks\n", frames, blocks);
	weir_close(w);
	return ret == -ENODATA ? 0 : 1;
}
