/*
 * settings.h - an operator's settings into a struct, by a table.
 *
 * A file of `name = value` lines under [section] headings, # or ; starting a
 * comment line; over it the environment: THROUGHLINE_NAME gives the value,
 * THROUGHLINE_NAME_FILE a file to read it from (one line, for secrets), and
 * a secret may also lie as NAME in $CREDENTIALS_DIRECTORY (systemd).
 * What is not in the table is an error that names the line.
 */
#ifndef THROUGHLINE_BASE_SETTINGS_H
#define THROUGHLINE_BASE_SETTINGS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

enum setting_kind {
    SETTING_TEXT = 1, /* const char * */
    SETTING_SECRET,   /* const char *; may be a systemd credential */
    SETTING_NUMBER,   /* int, low..high */
    SETTING_SWITCH,   /* bool: yes or no */
};

struct setting {
    const char *section;
    const char *name; /* lower case; NULL ends the table */
    enum setting_kind kind;
    const char *fallback; /* as it would stand in the file; NULL = unset */
    int low, high;
    size_t place; /* offsetof in the struct to fill */
};

/* Fills `values` by `table`: fallbacks, then the file at `path` (NULL: none),
 * then `environment` (as environ(7)). All strings are in the arena. */
struct err *settings_read(struct arena *arena, const struct setting *table,
                          const char *path, char *const *environment,
                          void *values);

#endif
