/*
 * cluster.h - the private PostgreSQL of `throughline demo`: made on first
 * use inside the state folder, reachable over a unix socket only, started
 * and stopped with the program. `serve` never comes here.
 *
 * PostgreSQL refuses to run as root. Started as root, the cluster belongs to
 * the account `postgres` (or to whoever owns it already), and
 * cluster_become() makes the server itself that account too.
 *
 * In the state folder:
 *     throughline.lock   held while a server runs here; its process id
 *     conninfo           how to reach the database as its owner, for psql
 *     log/               initdb.log, postgres.log
 *     checkpoints/       what the sealer signed, for partners to keep
 *     postgres/          data/ and socket/, for the account alone; a link
 *                        where the account cannot reach the state folder
 */
#ifndef THROUGHLINE_DB_CLUSTER_H
#define THROUGHLINE_DB_CLUSTER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct cluster;

/* Takes the state folder's lock, makes the cluster if there is none, starts
 * it and waits until it answers. The child is told to stop at once should
 * this process die without cluster_stop(). Errors say what to do. `var` is
 * made absolute; the cluster lives in `arena`. */
struct err *cluster_start(struct arena *arena, const char *var,
                          struct cluster **ret_cluster);

/* libpq strings: as the database's owner, as the server's role, as its
 * worker's and as the sealer's. */
const char *cluster_owner_conninfo(const struct cluster *cluster);
const char *cluster_server_conninfo(const struct cluster *cluster);
const char *cluster_worker_conninfo(const struct cluster *cluster);
const char *cluster_sealer_conninfo(const struct cluster *cluster);

/* The folder `name` in the state folder, made and handed to the account. */
struct err *cluster_folder(struct arena *arena, const struct cluster *cluster,
                           const char *name, const char **ret_path);

/* The state folder, absolute. */
const char *cluster_var(const struct cluster *cluster);

/* True once the PostgreSQL process has ended, whoever ended it. */
bool cluster_ended(struct cluster *cluster);

/* Gives up root for the cluster's account, for good; nothing to do when not
 * root. Call it when whatever needs root's reach has been opened. */
struct err *cluster_become(struct arena *arena, const struct cluster *cluster);

/* Fast shutdown and wait; the lock is given back. NULL and an ended cluster
 * are fine. */
void cluster_stop(struct cluster *cluster);

#endif
