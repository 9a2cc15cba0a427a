/*
 * figures.h - files of figures and lists as the operator hands them in and
 * takes them out again, in somebody's name.
 */
#ifndef THROUGHLINE_DB_FIGURES_H
#define THROUGHLINE_DB_FIGURES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/owner.h"

struct figures_file {
    const char *email; /* whose import it is */
    const char *kind;
    const char *period; /* each of these NULL where it does not apply */
    const char *partnership;
    const char *spoke;
    const char *name; /* of the file */
    const char *content;
    bool preview; /* check it only */
    bool replace; /* what is in force may make way */
};

/* Keeps the file, unless it was looked at before, and queues its job. */
struct err *figures_open(struct arena *arena, struct owner *owner,
                         const struct figures_file *file,
                         const char **ret_import, const char **ret_job);

/* How a job stands: `state` is "queued", "running", "done", ..., `words` what
 * it says. `total` is 0 while it is not known. */
struct figures_standing {
    const char *state;
    const char *words;
    long done;
    long total;
};

struct err *figures_job(struct arena *arena, struct owner *owner,
                        const char *id, struct figures_standing *ret_standing);

/* Asks the job to stop. */
struct err *figures_cancel(struct owner *owner, const char *id);

/* The import's state, and its faults as lines "row 3, young_people: ...". */
struct err *figures_outcome(struct arena *arena, struct owner *owner,
                            const char *id, const char **ret_state,
                            const char **ret_faults);

/* What is in force, as a file of its kind: the table's cells row by row, the
 * header first. `kind` may also be "reconciliation". */
struct table {
    size_t columns;
    size_t rows; /* with the header */
    const char *const *cells;
};
struct err *figures_table(struct arena *arena, struct owner *owner,
                          const struct figures_file *wanted,
                          struct table *ret_table);

#endif
