/*
 * input.h - what the contact room's forms and queries send.
 */
#ifndef THROUGHLINE_CONTACT_INPUT_H
#define THROUGHLINE_CONTACT_INPUT_H

#include "input/input.h"

extern const struct input_table contact_query;
extern const struct input_table contact_new_input;
extern const struct input_table contact_change_input;
extern const struct input_table contact_strike_input;
extern const struct input_table contact_follow_up_input;
extern const struct input_table contact_held_query;
extern const struct input_table contact_keep_input;
extern const struct input_table contact_counts_query;
extern const struct input_table contact_counted_query;
extern const struct input_table identified_query;
extern const struct input_table identified_link_input;
extern const struct input_table identified_unlink_input;

#endif
