/*
 * daemon.h - libmicrohttpd as we want it: external epoll, suspend and resume,
 * strict, no time-outs of its own (deadline.h has them).
 */
#ifndef THROUGHLINE_HTTP_DAEMON_H
#define THROUGHLINE_HTTP_DAEMON_H

#include "http/front.h"

/* Starts the public daemon, listening. */
struct err *daemon_start(struct arena *arena, struct front *front);

/* Starts the operator's, if the options ask for it. */
struct err *daemon_start_monitor(struct arena *arena, struct front *front);

/* The port it listens on. */
int daemon_port(struct MHD_Daemon *daemon);

/* The descriptor to wait on for input; then call MHD_run. */
int daemon_fd(struct MHD_Daemon *daemon);

/* Milliseconds until MHD_run must be called at the latest, -1 for never. */
int daemon_wait(struct MHD_Daemon *daemon);

/* Stops accepting; those connected go on. */
void daemon_quiesce(struct MHD_Daemon *daemon);

#endif
