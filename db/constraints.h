/*
 * constraints.h - the field and wording of each constraint that a person can
 * run into, for db/sqlstate.c. Each room words its own, in the order of their
 * names, in db/<room>/constraints.h (the build finds them):
 *
 *     {"constraint", "/field", "code", "What to do about it"},
 *
 * Unique and exclusion constraints answer 409 with the wording as detail;
 * checks and foreign keys answer 422 with a fault at the field. A foreign key
 * to a vocabulary, <table>_<column>_fkey, needs no line.
 */
#ifndef THROUGHLINE_DB_CONSTRAINTS_H
#define THROUGHLINE_DB_CONSTRAINTS_H

struct constraint {
    const char *name;
    const char *pointer;
    const char *code;
    const char *detail;
};

static const struct constraint constraints[] = {
#include "constraints_of_rooms.h" /* made by the build */
    {0},
};

#endif
