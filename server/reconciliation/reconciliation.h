/*
 * reconciliation.h - the room of what is published beside what follows from
 * it. A difference is shown, with the reason somebody found, never hidden.
 */
#ifndef THROUGHLINE_RECONCILIATION_RECONCILIATION_H
#define THROUGHLINE_RECONCILIATION_RECONCILIATION_H

#include "http/route.h"

extern const struct room reconciliation_room;

#endif
