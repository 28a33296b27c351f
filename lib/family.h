/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * family.h - PF_WEIR on this machine: its number, its sockets, its cards' interfaces
 */
#ifndef WEIR_FAMILY_H
#define WEIR_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#define FAMILY_WHY 256	/* bytes for the words of family_socket() */

/* A socket of PF_WEIR that receives nothing yet; or -errno, and in one line what to do. */
int family_socket(char why[FAMILY_WHY]);

#define FAMILY_DRIVER 32	/* bytes for the name of a driver */

enum family_link { FAMILY_NO_LINK, FAMILY_OTHER_LINK, FAMILY_CARD_LINK };

/* Whose an interface is; driver becomes its driver's name, "" if it tells none. */
enum family_link family_link(const char *interface, char driver[FAMILY_DRIVER]);

#endif
