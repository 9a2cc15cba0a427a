/*
 * walk.h - private to server/input: where in a body we are, what was wrong
 * there, and how it is said.
 */
#ifndef THROUGHLINE_INPUT_WALK_H
#define THROUGHLINE_INPUT_WALK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "input/input.h"

/* More faults than this help nobody, and a hostile body could hold 50,000. */
#define FAULTS_MAX 100

/* One step of the path to a value; `member` NULL means an array index. */
struct place {
    const struct place *parent;
    const char *member;
    size_t index;
};

struct walk {
    struct arena *arena;
    struct fault **faults;
    size_t fault_count;
};

/* What is wrong with one value; `code` NULL = nothing. */
struct flaw {
    const char *code;
    const char *detail;
};

/* RFC 6901 pointer to `place`; "" for the body itself. */
const char *place_pointer(struct arena *arena, const struct place *place);

void walk_fault(struct walk *walk, const struct place *place, const char *code,
                const char *detail);

/* "Date of birth", and the same inside a sentence: "date of birth". */
const char *wording_label(struct arena *arena, const struct field *field);
const char *wording_inside(struct arena *arena, const struct field *field);

/* "Enter ...", "Select ..." or the field's own wording. */
const char *wording_missing(struct arena *arena, const struct field *field);

/* "<Label> <rest>" as the flaw, for bounds that the person can count. */
void flaw_bound(struct arena *arena, struct flaw *flaw,
                const struct field *field, const char *code, const char *format,
                ...) __attribute__((format(printf, 5, 6)));

/* The field's own wording for a bad value, else "<Label> <rest>". */
void flaw_set(struct arena *arena, struct flaw *flaw, const struct field *field,
              const char *code, const char *rest);

#endif
