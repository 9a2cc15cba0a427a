/*
 * setting.h - the room of what a spoke decides for itself: its clocks, review
 * periods, meeting and the words of its letters. Every change is dated.
 */
#ifndef THROUGHLINE_SETTING_SETTING_H
#define THROUGHLINE_SETTING_SETTING_H

#include "http/route.h"

extern const struct room setting_room;

#endif
