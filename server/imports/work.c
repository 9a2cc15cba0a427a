#include "background/job.h"
#include "imports/imports.h"
#include "imports/map.h"
#include "imports_store.h"

/* Rows a step: short enough to be cancelled and for requests to come first. */
#define ROWS_A_STEP 250

struct task {
    const char *import;
    const char *state;
    struct slice content;
    json_t *plan;
    size_t checked;
    size_t copied;
    size_t faults;
    struct csv csv;
    struct map map;
    bool unreadable; /* the file or its header: no row is looked at */
};

static size_t count_at(const struct rows *rows, size_t column)
{
    return strtoul(rows_known(rows, 0, column), NULL, 10);
}

static const char *number(struct arena *arena, size_t value)
{
    return arena_printf(arena, "%zu", value);
}

static struct err *task_load(struct job *job, struct job_step *step, void *data)
{
    struct task *task = data;
    struct rows *rows = NULL;
    struct err *err = imports_task(step->tx, task->import, &rows);

    if (!err)
        err = tx_flush(step->tx);
    if (err)
        return err;
    task->state = arena_strdup(job->arena, rows_known(rows, 0, 1));
    task->content =
        slice_from(arena_strdup(job->arena, rows_known(rows, 0, 2)));
    task->plan = json_loads(rows_text(rows, 0, 3), 0, NULL);
    arena_on_release(job->arena, (void (*)(void *))json_decref, task->plan);
    task->checked = count_at(rows, 4);
    task->copied = count_at(rows, 5);
    task->faults = count_at(rows, 6);
    job_progress(job, job->done, job->total, "Reading the file");
    return NULL;
}

/* "the file, line 3: a quote ..." without what only a programmer needs. */
static const char *file_fault(struct arena *arena, const struct err *err,
                              size_t *ret_row)
{
    const char *line = strstr(err->log, "line ");
    const char *what = strstr(err->log, ": ");

    *ret_row = line ? strtoul(line + 5, NULL, 10) : 1;
    if (what && strcmp(what + 2, "not UTF-8 text") == 0)
        return "The file has letters we cannot read: in your spreadsheet save "
               "it as “CSV UTF-8 (Comma delimited)”";
    return arena_printf(arena, "The file cannot be read from here on: %s",
                        what ? what + 2 : "it is damaged");
}

/* Reads the whole file; what is wrong with its form is its only fault. */
static void file_read_in(struct job *job, struct task *task)
{
    struct err *err =
        csv_parse_sheet(job->arena, "file", task->content, &task->csv);

    if (!err) {
        map_begin(&task->map, job->arena, task->plan, &task->csv);
        if (task->csv.record_count == 0)
            map_fault(&task->map, 1, NULL, "The file has no rows");
        task->unreadable = task->map.fault_count > 0;
        return;
    }
    task->csv = (struct csv){0};
    task->map = (struct map){.arena = job->arena, .csv = &task->csv};
    str_init(&task->map.faults, job->arena);
    size_t row;
    const char *words = file_fault(job->arena, err, &row);
    map_fault(&task->map, row, NULL, words);
    task->unreadable = true;
}

/* What is wrong with the file as a whole stands for all of its rows. */
static struct err *file_refuse(struct job *job, struct job_step *step,
                               void *data)
{
    struct task *task = data;
    const char *from = number(step->arena, task->checked);

    job_progress(job, task->csv.record_count, job->total, "Checking rows");
    return imports_store(
        step->tx, task->import, from, from, "[]",
        arena_printf(step->arena, "[%s]",
                     task->faults == 0 ? task->map.faults.data : ""),
        NULL);
}

static struct err *rows_check(struct job *job, struct job_step *step,
                              void *data)
{
    struct task *task = data;
    size_t from = task->checked, to = from + ROWS_A_STEP;
    struct str rows;

    if (to > task->csv.record_count)
        to = task->csv.record_count;
    str_init(&rows, step->arena);
    str_add(&rows, "");
    str_init(&task->map.faults, step->arena);
    str_add(&task->map.faults, "");
    task->map.fault_count = 0;
    for (size_t i = from; i < to; i++)
        map_row(&task->map, i, &rows);
    job_progress(job, to, job->total, "Checking rows");
    return imports_store(
        step->tx, task->import, number(step->arena, from),
        number(step->arena, to), arena_printf(step->arena, "[%s]", rows.data),
        arena_printf(step->arena, "[%s]", task->map.faults.data), NULL);
}

static struct err *check_end(struct job *job, struct job_step *step, void *data)
{
    struct task *task = data;
    struct rows *rows = NULL;
    struct err *err =
        imports_checked(step->tx, task->import,
                        number(step->arena, task->csv.record_count), NULL);

    if (!err)
        err = imports_task(step->tx, task->import, &rows);
    if (!err)
        err = tx_flush(step->tx);
    if (err)
        return err;
    task->state = arena_strdup(job->arena, rows_known(rows, 0, 1));
    task->faults = count_at(rows, 6);
    job_progress(job, job->done + 1, job->total, NULL);
    return NULL;
}

static struct err *check(struct job *job, struct task *task)
{
    struct err *err = NULL;

    file_read_in(job, task);
    job->total = task->csv.record_count + 1;
    if (json_is_true(json_object_get(job->input, "commit")))
        job->total += task->csv.record_count + 1;
    if (task->unreadable)
        err = job_do(job, file_refuse, task);
    while (!err && !task->unreadable &&
           task->checked < task->csv.record_count) {
        err = job_do(job, rows_check, task);
        task->checked = job->done;
    }
    return err ? err : job_do(job, check_end, task);
}

static struct err *rows_copy(struct job *job, struct job_step *step, void *data)
{
    struct task *task = data;
    size_t from = task->copied, to = from + ROWS_A_STEP;

    if (to > task->checked)
        to = task->checked;
    job_progress(job, job->done + (to - from), job->total, "Taking rows in");
    return imports_copy(step->tx, task->import, number(step->arena, from),
                        number(step->arena, to), NULL);
}

static struct err *commit(struct job *job, struct job_step *step, void *data)
{
    struct task *task = data;

    job_progress(job, job->total, job->total, NULL);
    return imports_commit(step->tx, task->import, NULL);
}

static struct err *take_in(struct job *job, struct task *task)
{
    struct err *err = NULL;

    job->total = job->done + (task->checked - task->copied) + 1;
    while (!err && task->copied < task->checked) {
        size_t to = task->copied + ROWS_A_STEP;
        err = job_do(job, rows_copy, task);
        task->copied = to < task->checked ? to : task->checked;
    }
    return err ? err : job_do(job, commit, task);
}

static const char *counted(struct arena *arena, size_t count, const char *one,
                           const char *many)
{
    return arena_printf(arena, "%zu %s", count, count == 1 ? one : many);
}

/* The last words of the job. */
static struct err *words(struct job *job, const struct task *task, bool taken)
{
    const char *rows = counted(job->arena, task->checked, "row", "rows");

    job_result(job, arena_printf(job->arena, "/imports/%s", task->import),
               "Open the import");
    if (strcmp(task->state, "faulty") == 0)
        job->message =
            arena_printf(job->arena, "%s to put right. Nothing was taken in.",
                         counted(job->arena, task->faults, "thing", "things"));
    else
        job->message = arena_printf(
            job->arena, taken ? "%s taken in." : "%s, all good: take them in.",
            rows);
    return NULL;
}

static struct err *import_run(struct job *job)
{
    struct task task = {.import = job_text(job, "import")};
    bool wanted = json_is_true(json_object_get(job->input, "commit"));
    struct err *err = job_do(job, task_load, &task);

    if (!err && strcmp(task.state, "checking") == 0)
        err = check(job, &task);
    if (!err && wanted && strcmp(task.state, "ready") == 0)
        err = take_in(job, &task);
    return err ? err : words(job, &task, wanted);
}

/* What a cancelled or failed one leaves, the database clears up: it may not
 * even have begun. */
const struct job_kind import_job = {"import", import_run, NULL};
