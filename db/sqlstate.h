/*
 * sqlstate.h - what a failed statement means to the person who asked.
 */
#ifndef THROUGHLINE_DB_SQLSTATE_H
#define THROUGHLINE_DB_SQLSTATE_H

#include "base/arena.h"
#include "base/err.h"

/* What PostgreSQL says of a failure; all but `sqlstate` may be NULL. */
struct sqlstate_report {
    const char *sqlstate;
    const char *constraint;
    const char *table;
    const char *column;
    const char *hint;
    const char *message;
};

/* 23505 23503 23P01 conflict; 23514 23502 22* invalid; 42501 forbidden;
 * 40001 40P01 ERR_RETRY; 08* 53* 57* busy; the house's own, raised by
 * functions in migrations/functions:
 *   TL401 no live session      TL403 not entitled     TL404 not found
 *   TL409 impossible move      TL412 stale            TL422 invalid
 *   TLI01 key: answer kept     TLI02 key: other body  TLI03 key: at work
 *   TL429 throttled            TLR03 signed in too long ago
 *   TLE03 no second factor     TLK03 not for an API key
 * The message of TL409, TL422 and TL429 is the house's own and shown; COLUMN
 * names the field of a TL422, HINT the seconds to wait of a TL429.
 *
 * A constraint is looked up in db/constraints.h for the field and
 * wording. A foreign key <table>_<column>_fkey that is not there, broken by
 * what was sent, is a value not in its list: ERR_INVALID at /<column>.
 *
 * The database's own message goes to the log, unless it could quote what was
 * sent (R26). */
struct err *sqlstate_err(struct arena *arena,
                         const struct sqlstate_report *report);

#endif
