#ifndef THROUGHLINE_EXPORTS_TAKE_H
#define THROUGHLINE_EXPORTS_TAKE_H

#include "http/route.h"

/* The file itself, to its owner. */
struct err *export_give(struct call *call, struct reply *out);

#endif
