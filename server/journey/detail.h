/*
 * detail.h - what an event tells besides its words, as "Urgency: Urgent".
 */
#ifndef THROUGHLINE_JOURNEY_DETAIL_H
#define THROUGHLINE_JOURNEY_DETAIL_H

#include "journey/event.h"

/* Appends <dl> with what `event->detail` holds; nothing where it holds nothing
 * that people read. */
void detail_add_html(struct str *out, const struct event *event,
                     const struct names *names);

/* "2026-03-05" as "5 March 2026"; NULL adds nothing. */
void day_add(struct str *out, const char *day);

/* "March 2026" of such a day. */
void month_add(struct str *out, const char *day);

#endif
