/*
 * exports.h - files made for one person by a job: what a kind of file holds is
 * said in the database (migrations/functions/58_exports.sql), here it is
 * packed, signed, listed and given out.
 */
#ifndef THROUGHLINE_EXPORTS_EXPORTS_H
#define THROUGHLINE_EXPORTS_EXPORTS_H

#include "background/job.h"
#include "http/route.h"

extern const struct room exports_room;
extern const struct job_kind export_job;

#endif
