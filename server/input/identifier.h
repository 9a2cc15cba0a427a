/*
 * identifier.h - whether an identifier can be right. Pure. An identifier is
 * never refused: a doubt is told beside it, for a person to look into.
 *
 * All take text as people type it; spaces, dashes and slashes do not count.
 * Sources: domain.md 2 (NHS number, UPN, PNC id); the letters of the PNC id
 * are those the courts and prisons check by.
 */
#ifndef THROUGHLINE_INPUT_IDENTIFIER_H
#define THROUGHLINE_INPUT_IDENTIFIER_H

#include <stdbool.h>

bool nhs_number_valid(const char *text);      /* 10 digits, the last a check */
bool upn_valid(const char *text);             /* check letter and 12 digits; the
                                               * last may be a letter while the
                                               * number is temporary */
bool pnc_id_valid(const char *text);          /* 2003/0062845E, 03/62845E */
bool niche_reference_valid(const char *text); /* has a digit, no more known */
bool uprn_valid(const char *text);            /* 1 to 12 digits, not all 0 */
bool urn_valid(const char *text);             /* a school's: 6 digits */

/* "Check the NHS number: ..." for a value of that identifier_kind, or NULL
 * where nothing speaks against it. A literal. */
const char *identifier_doubt(const char *kind, const char *value);

#endif
