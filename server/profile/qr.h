/*
 * qr.h - a text as a QR code, drawn by the page itself.
 */
#ifndef THROUGHLINE_PROFILE_QR_H
#define THROUGHLINE_PROFILE_QR_H

#include "base/arena.h"
#include "base/err.h"

/* {"size": modules a side, "path": an SVG path of its dark modules}. */
struct err *qr_json(struct arena *arena, const char *text,
                    const char **ret_json);

#endif
