/*
 * owner.h - a connection as the database's owner, for start-up and for the
 * operator's commands; it blocks, and no request is ever served with it.
 */
#ifndef THROUGHLINE_DB_OWNER_H
#define THROUGHLINE_DB_OWNER_H

#include "base/arena.h"
#include "base/err.h"

struct owner;

/* Connects; closed when the arena is released, or by owner_close(). */
struct err *owner_connect(struct arena *arena, const char *conninfo,
                          struct owner **ret_owner);

void owner_close(struct owner *owner);

#endif
