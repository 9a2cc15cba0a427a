/*
 * import.c - a file of figures or of a list, handed in from the terminal. The
 * work is the same job that a page would queue: it is done here where there is
 * a job_database, else by the server, and shown here either way.
 */
#include "base/file.h"
#include "base/log.h"
#include "commands/commands.h"
#include "commands/figures.h"
#include "commands/terminal_job.h"

static int usage(void)
{
    fputs(
        "usage: throughline import KIND FILE --as EMAIL [--period 2023-24]\n"
        "           [--partnership NAME] [--spoke CODE] [--preview] "
        "[--replace]\n"
        "The kinds and their columns: config/partnership/import_columns.csv\n",
        stderr);
    return 2;
}

static struct err *read_in(struct figures_request *request)
{
    struct slice text;
    struct err *err = file_read(request->arena, request->operands[1], &text);
    const char *slash = strrchr(request->operands[1], '/');

    if (err)
        return err;
    if (!utf8_valid(text.data, text.length))
        return err_logged(request->arena, ERR_INVALID,
                          "%s is not UTF-8: in your spreadsheet save it as "
                          "\"CSV UTF-8 (Comma delimited)\"",
                          request->operands[1]);
    request->file.kind = request->operands[0];
    request->file.name = slash ? slash + 1 : request->operands[1];
    request->file.content = text.data;
    return NULL;
}

/* What came of it: to standard output when good. */
static struct err *tell(struct figures_request *request, const char *id,
                        const char *state, const char *words)
{
    const char *import, *faults;
    struct err *err =
        figures_outcome(request->arena, request->owner, id, &import, &faults);

    if (err)
        return err;
    if (faults[0])
        fprintf(stderr, "%s\n", faults);
    if (strcmp(state, "done") != 0 || strcmp(import, "faulty") == 0)
        return err_logged(request->arena, ERR_INVALID, "%s: %s",
                          request->file.name, words);
    printf("%s: %s\n", request->file.name, words);
    return NULL;
}

static struct err *import(struct figures_request *request,
                          struct terminal_job *terminal)
{
    const char *id = NULL, *job = NULL;
    struct figures_standing standing = {"queued", "", 0, 0};
    struct err *err = read_in(request);

    if (!err)
        err = figures_connect(request, "import");
    log_set_level(LOG_ERROR); /* it speaks to a person */
    terminal->owner = request->owner;
    if (!err)
        err = terminal_job_ready(terminal);
    if (!err)
        err = figures_open(request->arena, request->owner, &request->file, &id,
                           &job);
    if (!err)
        err = terminal_job_work(terminal, job, &standing);
    return err ? err : tell(request, id, standing.state, standing.words);
}

int command_import(int argc, char **argv)
{
    struct arena arena;
    struct figures_request request = {.arena = &arena};
    struct terminal_job terminal = {.arena = &arena,
                                    .configuration = &request.configuration};
    int result;

    if (!figures_options(&request, argc, argv) || request.operand_count != 2 ||
        !request.file.email)
        return usage();
    arena_init(&arena);
    terminal_job_signals();
    result = command_result(import(&request, &terminal));
    terminal_job_release(&terminal);
    arena_release(&arena);
    return terminal_job_result(result);
}
