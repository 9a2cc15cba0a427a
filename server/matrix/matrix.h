/*
 * matrix.h - what is reviewed of the product: who may do what, which fields are
 * kept and how sensitive they are, for how long, and what flows where.
 */
#ifndef THROUGHLINE_MATRIX_MATRIX_H
#define THROUGHLINE_MATRIX_MATRIX_H

#include "http/route.h"

extern const struct room matrix_room;

#endif
