/*
 * sqlstate.h - what a failed statement means to the person who asked.
 */
#ifndef THROUGHLINE_DB_SQLSTATE_H
#define THROUGHLINE_DB_SQLSTATE_H

#include "base/arena.h"
#include "base/err.h"

/* 23505 23503 23P01 conflict; 23514 23502 22* invalid; 42501 forbidden;
 * 40001 40P01 busy (after one retry by the caller); 08* 53* 57P* busy; the
 * house's own, raised by functions in migrations/functions:
 *   TL401 no live session      TL403 not entitled     TL404 not found
 *   TL409 impossible move      TL412 stale            TL422 invalid
 *   TLI01 key: answer kept     TLI02 key: other body  TLI03 key: at work
 *   TL429 throttled
 * `constraint` (may be NULL) is looked up in the constraint table for the
 * field and wording; the database's own message goes to the log only. */
struct err *sqlstate_err(struct arena *arena, const char *sqlstate,
                         const char *constraint, const char *message);

#endif
