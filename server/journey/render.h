/*
 * render.h - from the rows of a journey to what is sent.
 *
 * Events come as typed columns; names of colleagues, agencies and labels are
 * put in from the server's dictionary, which is half the price of joining to
 * them. Pure: rows in, text out.
 */
#ifndef THROUGHLINE_JOURNEY_RENDER_H
#define THROUGHLINE_JOURNEY_RENDER_H

#include <jansson.h>

#include "access/names.h"
#include "base/str.h"
#include "db/rows.h"

struct journey {
    const char *person_id;
    const struct rows *head;   /* journey_head */
    const struct rows *events; /* journey_events */
    const struct names *names;
    const json_t *query; /* kind, from, to, purpose as asked */
};

/* {"person":{},"episodes":[],"events":[{at, kind, title, code, who, agency,
 * episode_id, ref:{kind,id}, summary, detail}]} */
void journey_render_json(const struct journey *journey, struct str *out);

/* The same as one plain page: for a browser without scripts, and for paper. */
void journey_render_page(const struct journey *journey, struct str *out);

#endif
