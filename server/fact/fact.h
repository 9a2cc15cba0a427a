/*
 * fact.h - the room of what is known of a young person and since when:
 * identifiers, addresses, carers, professionals, care, education,
 * disabilities, warning markers, contact safety. A fact is added, corrected
 * with a reason, ended or struck; never overwritten (domain.md 2 and 11).
 */
#ifndef THROUGHLINE_FACT_FACT_H
#define THROUGHLINE_FACT_FACT_H

#include "http/route.h"

extern const struct room fact_room;

#endif
