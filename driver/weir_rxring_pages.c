// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_rxring_pages.c - the memory of a ring: allocated, charged, mapped
 *
 * Ordinary pages, zeroed, each with its own count of users: what the application gave to a pipe, or to
 * a direct write, outlives the ring. They are charged to the user as locked memory, unless privileged
 * (CAP_IPC_LOCK).
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "weir_sock.h"

#define GFP_BLOCK (GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_NOWARN)

/* One range of pages if there is one: a device can write only to that. */
static int alloc_block(struct weir_rxblock *b, u32 bytes)
{
	b->page = alloc_pages(GFP_BLOCK | __GFP_COMP | __GFP_NORETRY, get_order(bytes));
	b->data = b->page ? page_address(b->page) : __vmalloc(bytes, GFP_BLOCK);
	return b->data ? 0 : -ENOMEM;
}

static void free_block(struct weir_rxblock *b)
{
	if (b->page)
		put_page(b->page);
	else
		vfree(b->data);
}

void weir_rxring_free(struct weir_rxring *r)
{
	u32 i;

	for (i = 0; r->blocks && i < r->block_nr; i++)
		free_block(&r->blocks[i]);
	kvfree(r->blocks);
	mm_unaccount_pinned_pages(&r->pin);
	kfree(r);
}

int weir_rxring_alloc(struct weir_rxring *r)
{
	u64 bytes = (u64)r->block_nr * r->block_bytes;
	u32 i;

	/* A mapping's length is signed; and what the machine does not have, it need not be asked for. */
	if (bytes > LONG_MAX || bytes >> PAGE_SHIFT > totalram_pages())
		return -ENOMEM;
	if (mm_account_pinned_pages(&r->pin, bytes))
		return -ENOMEM;
	r->blocks = kvcalloc(r->block_nr, sizeof(*r->blocks), GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!r->blocks)
		return -ENOMEM;
	for (i = 0; i < r->block_nr; i++) {
		if (alloc_block(&r->blocks[i], r->block_bytes))
			return -ENOMEM;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

static struct weir_sock *of_vma(const struct vm_area_struct *vma)
{
	struct socket *sock = vma->vm_file->private_data;

	return weir_sk(sock->sk);
}

static void vma_open(struct vm_area_struct *vma)
{
	atomic_long_inc(&of_vma(vma)->mapped);
}

static void vma_close(struct vm_area_struct *vma)
{
	atomic_long_dec(&of_vma(vma)->mapped);
}

static const struct vm_operations_struct vma_ops = {
	.open = vma_open,
	.close = vma_close,
};

static int insert(struct vm_area_struct *vma, const struct weir_rxring *r)
{
	unsigned long at = vma->vm_start;
	struct page *page;
	u32 i, off;
	int ret;

	for (i = 0; i < r->block_nr; i++) {
		for (off = 0; off < r->block_bytes; off += PAGE_SIZE, at += PAGE_SIZE) {
			if (r->blocks[i].page)
				page = r->blocks[i].page + (off >> PAGE_SHIFT);
			else
				page = vmalloc_to_page(r->blocks[i].data + off);
			ret = vm_insert_page(vma, at, page);
			if (ret)
				return ret;
		}
	}
	return 0;
}

int weir_sock_mmap(struct file *file, struct socket *sock, struct vm_area_struct *vma)
{
	struct weir_sock *ws = weir_sk(sock->sk);
	const struct weir_rxring *r;
	int ret = -EINVAL;

	if (vma->vm_pgoff)
		return -EINVAL;
	mutex_lock(&ws->mutex);
	r = ws->ring;
	if (r && vma->vm_end - vma->vm_start == (u64)r->block_nr * r->block_bytes)
		ret = insert(vma, r);
	if (!ret) {
		atomic_long_inc(&ws->mapped);
		vma->vm_ops = &vma_ops;
	}
	mutex_unlock(&ws->mutex);
	return ret;
}
