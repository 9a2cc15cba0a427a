/*
 * job.h - the room of long work: how far it is, how it ended, and a way to
 * call it off. What the work is, other rooms say (background/job.h).
 */
#ifndef THROUGHLINE_JOB_JOB_H
#define THROUGHLINE_JOB_JOB_H

#include "http/route.h"

extern const struct room job_room;

#endif
