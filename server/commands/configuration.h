/*
 * configuration.h - all settings of this program, in one table.
 * config/throughline.conf.example explains each; a test holds the two
 * together.
 */
#ifndef THROUGHLINE_COMMANDS_CONFIGURATION_H
#define THROUGHLINE_COMMANDS_CONFIGURATION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/settings.h"
#include "http/listener.h"

struct configuration {
    struct listener_options listener;
    const char *database;       /* libpq string of the server's role */
    const char *admin_database; /* of the owner: migrate, user, import */
    const char *job_database;   /* of throughline_worker, or NULL */
    int job_lease_seconds;
    const char *seal_database; /* of throughline_sealer */
    const char *seal_key_file;
    const char *seal_folder; /* where checkpoints are kept, or NULL */
    const char *second_factor_key_file; /* NULL: no codes from apps */
    const char *export_key_file; /* signs whole records; NULL: none is made */
    const char *data_root;       /* folder with migrations/ and config/ */
    const char *log_level;
};

extern const struct setting configuration_table[];

/* Reads THROUGHLINE_CONFIG's file, if set, and the environment; finds
 * data_root and web_root where they are not given: beside the program (a
 * build tree), or under /usr/share/throughline (installed). */
struct err *configuration_read(struct arena *arena,
                               struct configuration *ret_configuration);

#endif
