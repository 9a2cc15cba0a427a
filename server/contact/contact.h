/*
 * contact.h - the room of the Early Intervention Team's contacts: logged in
 * under a minute on a phone, held back by the police until they release them.
 */
#ifndef THROUGHLINE_CONTACT_CONTACT_H
#define THROUGHLINE_CONTACT_CONTACT_H

#include "http/route.h"

extern const struct room contact_room;

#endif
