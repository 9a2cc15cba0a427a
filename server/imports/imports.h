/*
 * imports.h - the room of files taken in: lists and published figures. What a
 * file of a kind holds is data (config/partnership/import_columns.csv).
 */
#ifndef THROUGHLINE_IMPORTS_IMPORTS_H
#define THROUGHLINE_IMPORTS_IMPORTS_H

#include "background/job.h"
#include "http/route.h"

extern const struct room imports_room;
extern const struct job_kind import_job;

#endif
