/*
 * handlers.h - the person room's operations, for its route table.
 */
#ifndef THROUGHLINE_PERSON_HANDLERS_H
#define THROUGHLINE_PERSON_HANDLERS_H

#include "http/route.h"

/* names.c */
route_handler name_add, name_end, name_show, name_change, name_strike;

#endif
