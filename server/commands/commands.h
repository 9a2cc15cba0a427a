/*
 * commands.h - what `throughline COMMAND` can do; main.c lists them. Each
 * takes what follows the command's name and returns the exit code: 0 done, 1
 * failed (and said why on stderr), 2 called wrongly.
 */
#ifndef THROUGHLINE_COMMANDS_COMMANDS_H
#define THROUGHLINE_COMMANDS_COMMANDS_H

#include "base/err.h"

typedef int command(int argc, char **argv);

command command_audit;
command command_check_config;
command command_demo;
command command_export;
command command_healthcheck;
command command_import;
command command_migrate;
command command_openapi;
command command_routes;
command command_serve;
command command_user;

/* 0 for NULL, else says the error on stderr and returns 1. */
int command_result(const struct err *err);

/* Refuses arguments where none are taken: 2, else 0. */
int command_without_arguments(int argc, char **argv);

#endif
