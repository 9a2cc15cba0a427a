/*
 * page.h - a job as one plain page, for who has scripts switched off.
 */
#ifndef THROUGHLINE_JOB_PAGE_H
#define THROUGHLINE_JOB_PAGE_H

#include "http/route.h"

/* Answers a navigation with how far the job in row 0 is (the columns of
 * job_plain), a link to look again and a button to call it off. */
struct err *job_page(struct call *call, struct rows *rows, struct reply *out);

#endif
