/*
 * figures.h - what `import` and `export` have in common: their options, and
 * the owner's connection.
 */
#ifndef THROUGHLINE_COMMANDS_FIGURES_H
#define THROUGHLINE_COMMANDS_FIGURES_H

#include "commands/configuration.h"
#include "db/figures.h"

struct figures_request {
    struct arena *arena;
    struct configuration configuration;
    struct owner *owner;
    struct figures_file file;
    const char *operands[2]; /* what is no option */
    int operand_count;
};

/* Reads the arguments; false when they are not understood. */
bool figures_options(struct figures_request *request, int argc, char **argv);

/* Reads the settings and connects as the owner; `command` is for what it
 * says when the setting is missing. */
struct err *figures_connect(struct figures_request *request,
                            const char *command);

#endif
