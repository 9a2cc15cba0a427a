/*
 * cluster_home.h - where the private cluster lives and whose it is. Only for
 * db/cluster*.c.
 */
#ifndef THROUGHLINE_DB_CLUSTER_HOME_H
#define THROUGHLINE_DB_CLUSTER_HOME_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"

struct account {
    const char *name;
    uid_t uid;
    gid_t gid;
    bool other; /* we are root, and this is who we have to become */
};

struct cluster_home {
    const char *var;    /* the state folder, absolute */
    const char *path;   /* VAR/postgres, resolved; 0700, the account's */
    const char *data;   /* PATH/data; may not be there yet */
    const char *socket; /* folder of the socket */
    bool socket_made;   /* it is in /tmp, for PATH was too long */
    struct account account;
    int lock; /* file descriptor that holds VAR's lock */
};

/* Makes what is missing, takes the lock. */
struct err *cluster_home_open(struct arena *arena, const char *var,
                              struct cluster_home *ret_home);

/* Removes the socket's folder if it was made in /tmp; gives the lock back. */
void cluster_home_close(struct cluster_home *home);

/* Becomes the account, for good: in a child before exec, or in the server.
 * Nothing to do when account->other is false. Async-signal-safe. */
bool account_become(const struct account *account);

#endif
