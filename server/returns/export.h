/*
 * export.h - private to server/returns: a return as a file (R20: a reason, a
 * recent sign-in, a row cap, its row in the access log).
 */
#ifndef THROUGHLINE_RETURNS_EXPORT_H
#define THROUGHLINE_RETURNS_EXPORT_H

#include "http/route.h"

#define XLSX_TYPE                                                              \
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

route_handler returns_export_xlsx;
route_handler returns_export_csv;

#endif
