/*
 * journey_audit.h - the room of journey audits: the hub draws a sample, opens
 * one journey with a reason, grades it; the spoke answers.
 */
#ifndef THROUGHLINE_JOURNEY_AUDIT_JOURNEY_AUDIT_H
#define THROUGHLINE_JOURNEY_AUDIT_JOURNEY_AUDIT_H

#include "http/route.h"

extern const struct room journey_audit_room;

#endif
