/*
 * terminal_job.h - a job that a command in the terminal has queued: worked off
 * here where there is a job_database, else by the server, and shown here
 * either way. Ctrl-C calls it off.
 */
#ifndef THROUGHLINE_COMMANDS_TERMINAL_JOB_H
#define THROUGHLINE_COMMANDS_TERMINAL_JOB_H

#include "background/worker.h"
#include "commands/configuration.h"
#include "db/figures.h"

struct terminal_job {
    struct arena *arena;
    const struct configuration *configuration;
    struct owner *owner;
    struct worker worker;
};

/* Takes Ctrl-C; before anything is queued. */
void terminal_job_signals(void);

/* The exit code: 130 where it was called off. */
int terminal_job_result(int result);

/* Ready before there is a job, so that the server does not come first. */
struct err *terminal_job_ready(struct terminal_job *terminal);

/* Until it is over, whoever does it. */
struct err *terminal_job_work(struct terminal_job *terminal, const char *id,
                              struct figures_standing *ret_standing);

void terminal_job_release(struct terminal_job *terminal);

#endif
