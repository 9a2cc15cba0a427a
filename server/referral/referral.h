/*
 * referral.h - the room of referrals: a worry put in writing, sent, triaged
 * and decided (domain.md 3).
 */
#ifndef THROUGHLINE_REFERRAL_REFERRAL_H
#define THROUGHLINE_REFERRAL_REFERRAL_H

#include "http/route.h"

extern const struct room referral_room;

#endif
