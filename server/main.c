/*
 * main.c - which command does what. The life of a request is in
 * http/request.c; what the program offers is listed in rooms.c.
 */
#include "input/json_keep.h"
#include <signal.h>
#include <sodium.h>

#include "commands/commands.h"

static const struct {
    const char *name;
    command *run;
    const char *summary;
} commands[] = {
    {"demo",         command_demo,
     "private PostgreSQL, demo partnership, server; what ./run starts"                  },
    {"serve",        command_serve,        "the server, on a database you run"          },
    {"migrate",      command_migrate,      "bring the database to this program's schema"},
    {"audit",        command_audit,
     "seal the access log, or find out who tampered with it"                            },
    {"user",         command_user,         "add, disable or reset a user's account"     },
    {"import",       command_import,       "take in a file of figures or of a list"     },
    {"export",       command_export,
     "published figures as CSV, or a spoke's whole record"                                },
    {"routes",       command_routes,       "list what the server answers, and to whom"  },
    {"openapi",      command_openapi,      "print the OpenAPI document"                 },
    {"check-config", command_check_config,
     "read the settings, say what is wrong"                                             },
    {"healthcheck",  command_healthcheck,
     "ask a running server; exit code 0 = well"                                         },
};

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static int usage(void)
{
    fputs("usage: throughline COMMAND\n\n", stderr);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(stderr, "  %-13s %s\n", commands[i].name, commands[i].summary);
    fputs("\nSettings: THROUGHLINE_CONFIG names a file, THROUGHLINE_... wins "
          "over it;\nconfig/throughline.conf.example explains them all.\n",
          stderr);
    return 2;
}

/* Once, before there is a second thread. */
static int libraries_start(void)
{
    if (sodium_init() < 0)
        return -1;
    json_object_seed(0);
    json_memory_watch(malloc);
    signal(SIGPIPE, SIG_IGN);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("throughline " THROUGHLINE_VERSION);
        return 0;
    }
    if (libraries_start() != 0) {
        fputs("throughline: no source of random numbers\n", stderr);
        return 1;
    }
    for (size_t i = 0; argc > 1 && i < COMMAND_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 2, argv + 2);
    return usage();
}
