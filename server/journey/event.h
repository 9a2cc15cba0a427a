/*
 * event.h - one event of a journey, as the database's columns and as words.
 */
#ifndef THROUGHLINE_JOURNEY_EVENT_H
#define THROUGHLINE_JOURNEY_EVENT_H

#include "access/names.h"
#include "base/str.h"
#include "db/rows.h"

/* Texts of one row of journey_events; NULL where there is none. */
struct event {
    const char *at; /* an instant, UTC; a day where there is no more */
    const char *kind;
    const char *subject;    /* what it is about: an intervention, a meeting */
    const char *vocabulary; /* with code: what happened */
    const char *code;
    const char *who_id;
    const char *agency_id;
    const char *spoke_id;
    const char *episode_id;
    const char *ref_kind;
    const char *ref_id;
    const char *summary;
    const char *detail; /* a JSON object */
    const char *local;  /* "2026-03-05 14:30" or a day alone; for the page */
};

struct event event_read(const struct rows *rows, size_t row);

/* Appends "subject: label"; what police hold back reads
 * "<agency> hold information: ask". Plain text: escape it for where it goes. */
void event_title(const struct event *event, const struct names *names,
                 struct str *out);

/* Who acted, and for which agency; NULL when nobody is told. */
const char *event_who(const struct event *event, const struct names *names);
const char *event_agency(const struct event *event, const struct names *names);

#endif
