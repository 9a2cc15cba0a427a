/*
 * demo_accounts.h - the sign-ins of the demo partnership.
 */
#ifndef THROUGHLINE_COMMANDS_DEMO_ACCOUNTS_H
#define THROUGHLINE_COMMANDS_DEMO_ACCOUNTS_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/owner.h"

/* Makes sure that `path` tells a password for each account. If the file is
 * not there, or no account has a password yet, every account gets a new one;
 * otherwise nothing is touched. The file is a JSON array of
 * {email, password, name, roles: [{role, spoke}]}. */
struct err *demo_accounts_make(struct arena *arena, struct owner *owner,
                               const char *path, FILE *terminal);

/* A table of sign-ins for people, and where all of them are. */
struct err *demo_accounts_print(struct arena *arena, const char *path,
                                FILE *terminal);

#endif
