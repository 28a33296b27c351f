// SPDX-License-Identifier: BSD-3-Clause
/*
 * sim_api.c - finds and loads libweir-sim.so
 *
 * Places, in this order: $WEIR_SIM (the file or its folder); the folder of libweir itself and weir/
 * in it, which serves a build tree as well as an installation; where a program that contains libweir
 * finds the installed simulation.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim_api.h"
#include "weir_int.h"

/* First the number, then the names: one of another version may lack some. */
static int bind_all(struct sim_api *api, const char *path, int trace, char *err, size_t err_len)
{
	const char *make = trace ? "sim-trace" : "sim";

	*(void **)&api->weir_dev_abi = dlsym(api->lib, "weir_dev_abi");
	if (!api->weir_dev_abi) {
		snprintf(err, err_len, "%s: is no simulation of the card", path);
		return -ELIBACC;
	}
	if (api->weir_dev_abi() != weir_sim_abi()) {
		snprintf(err, err_len, "%s: does not fit this libweir (interface %08x, not %08x): "
			 "rebuild it, \"make %s\", or install both of one version", path,
			 api->weir_dev_abi(), weir_sim_abi(), make);
		return -ELIBACC;
	}
#define X(name) \
	*(void **)&api->name = dlsym(api->lib, #name); \
	if (!api->name) { \
		snprintf(err, err_len, "%s: has no %s: rebuild it, \"make %s\"", path, #name, make); \
		return -ELIBACC; \
	}
	SIM_FUNCTIONS(X)
#undef X
	return 0;
}

static int load(struct sim_api *api, const char *path, int trace, char *err, size_t err_len)
{
	int ret;

	api->lib = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!api->lib) {
		snprintf(err, err_len, "the simulation cannot be loaded: %s", dlerror());
		return -ELIBACC;
	}
	ret = bind_all(api, path, trace, err, err_len);
	if (ret)
		sim_api_unload(api);
	return ret;
}

/* The folder that libweir, or a program that contains it, was loaded from. */
static void own_folder(char *buf, size_t len)
{
	Dl_info info;
	char *slash;

	buf[0] = '\0';
	if (!dladdr((void *)(uintptr_t)&sim_api_load, &info) || !info.dli_fname)
		return;
	snprintf(buf, len, "%s", info.dli_fname);
	slash = strrchr(buf, '/');
	if (slash)
		*slash = '\0';
	else
		snprintf(buf, len, ".");
}

int sim_api_load(struct sim_api *api, int trace, char *err, size_t err_len)
{
	const char *name = trace ? "libweir-sim-trace.so" : "libweir-sim.so";
	const char *env = getenv("WEIR_SIM");
	char own[PATH_MAX], path[PATH_MAX + 64];
	static const char *const below[] = { "", "weir/" };
	static const char *const installed[] = { "/usr/local/lib/weir", "/usr/lib/weir" };
	size_t i;

	memset(api, 0, sizeof(*api));
	if (env && *env) {
		size_t n = strlen(env);

		if (n > 3 && !strcmp(env + n - 3, ".so"))
			return load(api, env, trace, err, err_len);
		snprintf(path, sizeof(path), "%s/%s", env, name);
		return load(api, path, trace, err, err_len);
	}
	own_folder(own, sizeof(own));
	for (i = 0; *own && i < ARRAY_SIZE(below); i++) {
		snprintf(path, sizeof(path), "%s/%s%s", own, below[i], name);
		if (!access(path, F_OK))
			return load(api, path, trace, err, err_len);
	}
	for (i = 0; i < ARRAY_SIZE(installed); i++) {
		snprintf(path, sizeof(path), "%s/%s", installed[i], name);
		if (!access(path, F_OK))
			return load(api, path, trace, err, err_len);
	}
	snprintf(err, err_len, "%s is not found in %s and weir/ there; WEIR_SIM names another place%s",
		 name, own, trace ? ", \"make sim-trace\" makes it" : "");
	return -ELIBACC;
}

void sim_api_unload(struct sim_api *api)
{
	if (api->lib)
		dlclose(api->lib);
	memset(api, 0, sizeof(*api));
}

int weir_sim_probe(void)
{
	struct sim_api api;
	char err[PATH_MAX + 256];
	int ret = sim_api_load(&api, 0, err, sizeof(err));

	if (!ret)
		sim_api_unload(&api);
	return ret;
}
