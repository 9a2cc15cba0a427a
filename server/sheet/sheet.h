/*
 * sheet.h - the room of lists taken as a file: a spoke's caseload, referrals,
 * actions and allocations as CSV or Excel, as the page's filter shows them.
 */
#ifndef THROUGHLINE_SHEET_SHEET_H
#define THROUGHLINE_SHEET_SHEET_H

#include "http/route.h"

extern const struct room sheet_room;

#endif
