/*
 * workload.h - the room of those who share out the work: who has how much to
 * do, and work that changes hands when somebody leaves.
 */
#ifndef THROUGHLINE_WORKLOAD_WORKLOAD_H
#define THROUGHLINE_WORKLOAD_WORKLOAD_H

#include "http/route.h"

extern const struct room workload_room;

#endif
