/*
 * rules.h - what one sent form of the meeting room must be in itself. Pure:
 * each adds its faults and looks at nothing else. What spans rows is kept by
 * the database (casework.minutes_missing, the freeze, the state machine).
 */
#ifndef THROUGHLINE_MEETING_RULES_H
#define THROUGHLINE_MEETING_RULES_H

#include "input/input.h"

/* A meeting has a title and a type, its own or its series'. */
void meeting_new_check(struct arena *arena, const json_t *clean,
                       struct fault **faults);

/* An agenda item names a young person or their episode. */
void agenda_new_check(struct arena *arena, const json_t *clean,
                      struct fault **faults);

/* A colleague, or a name and agency; a deputy says for whom. */
void attendance_new_check(struct arena *arena, const json_t *clean,
                          struct fault **faults);

/* Only a deputy stands in for somebody. */
void attendance_change_check(struct arena *arena, const json_t *clean,
                             struct fault **faults);

/* An agency's update: what is known, or that nothing is; never both. */
void contribution_new_check(struct arena *arena, const json_t *clean,
                            struct fault **faults);
void contribution_change_check(struct arena *arena, const json_t *clean,
                               struct fault **faults);

/* An action has an owner, person and agency. */
void action_new_check(struct arena *arena, const json_t *clean,
                      struct fault **faults);

/* The young person's view is said, seen or inferred, not blank; a level that
 * changes says why. Only what the same PATCH holds is judged. */
void discussion_change_check(struct arena *arena, const json_t *clean,
                             struct fault **faults);

/* A paper is a text, a link, or both; a link is one a browser opens. */
void paper_new_check(struct arena *arena, const json_t *clean,
                     struct fault **faults);
void paper_link_check(struct arena *arena, const json_t *clean,
                      struct fault **faults);

/* Nobody stands in for themselves. */
void guest_check(struct arena *arena, const json_t *clean,
                 struct fault **faults);

#endif
