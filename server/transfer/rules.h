/*
 * rules.h - what must hold between the fields of an offer. Pure.
 */
#ifndef THROUGHLINE_TRANSFER_RULES_H
#define THROUGHLINE_TRANSFER_RULES_H

#include "input/input.h"

/* The young person and the referrer were told, or why not: the checklist of
 * the episode that closes when the offer is accepted (domain.md 4). */
input_check transfer_offer_check;

#endif
