/*
 * csv_write.h - writing comma-separated values (RFC 4180) that a spreadsheet
 * opens as what they are: a cell that would be a formula there begins with an
 * apostrophe (security.md R20), a number stays a number.
 */
#ifndef THROUGHLINE_BASE_CSV_WRITE_H
#define THROUGHLINE_BASE_CSV_WRITE_H

#include "base/str.h"

/* One record with its line end (CRLF). */
void csv_add_record(struct str *out, const char *const *cells, size_t count);

#endif
