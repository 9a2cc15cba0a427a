#include "db/sqlstate.h"

#include "base/str.h"
#include "db/constraints.h"

/* What a state or a class of states (its first two letters) means. The first
 * that fits counts. `shown`: the message is the house's own and for the
 * person; `quotes`: it may quote what was sent, so it is not even logged. */
struct meaning {
    const char *state;
    enum err_code code;
    int retry_after;
    bool shown;
    bool quotes;
};

static const struct meaning meanings[] = {
    {"TL401", ERR_UNAUTHENTICATED, 0,  false, false},
    {"TL403", ERR_FORBIDDEN,       0,  false, false},
    {"TL404", ERR_NOT_FOUND,       0,  false, false},
    {"TL409", ERR_IMPOSSIBLE_MOVE, 0,  true,  false},
    {"TL412", ERR_STALE,           0,  false, false},
    {"TL422", ERR_INVALID,         0,  true,  false},
    {"TL429", ERR_TOO_MANY,        60, true,  false},
    {"TLI01", ERR_KEY_ANSWERED,    0,  false, false},
    {"TLI02", ERR_KEY_REUSED,      0,  false, false},
    {"TLI03", ERR_STILL_RUNNING,   1,  false, false},
    {"TLE03", ERR_SECOND_FACTOR,   0,  false, false},
    {"TLK03", ERR_KEY_LIMITED,     0,  false, false},
    {"TLR03", ERR_RECENT_SIGN_IN,  0,  false, false},
    {"23505", ERR_CONFLICT,        0,  false, false},
    {"23P01", ERR_CONFLICT,        0,  false, false},
    {"23503", ERR_CONFLICT,        0,  false, false},
    {"23514", ERR_INVALID,         0,  false, false},
    {"23502", ERR_INVALID,         0,  false, false},
    {"22",    ERR_INVALID,         0,  false, true },
    {"42501", ERR_FORBIDDEN,       0,  false, false},
    {"40001", ERR_RETRY,           1,  false, false},
    {"40P01", ERR_RETRY,           1,  false, false},
    {"55P03", ERR_BUSY,            1,  false, false},
    {"26000", ERR_BUSY,            1,  false, false},
    {"58030", ERR_BUSY,            5,  false, false},
    {"08",    ERR_BUSY,            1,  false, false},
    {"53",    ERR_BUSY,            5,  false, false},
    {"57",    ERR_BUSY,            1,  false, false},
    {"25",    ERR_INTERNAL,        0,  false, false},
    {"42",    ERR_INTERNAL,        0,  false, false},
    {"XX",    ERR_INTERNAL,        0,  false, false},
    {"",      ERR_INTERNAL,        0,  false, true },
};

static const struct meaning *meaning_find(const char *sqlstate)
{
    const struct meaning *meaning = meanings;

    while (strncmp(sqlstate, meaning->state, strlen(meaning->state)) != 0)
        meaning++;
    return meaning;
}

static const struct constraint *constraint_find(const char *name)
{
    if (name)
        for (size_t i = 0; constraints[i].name; i++)
            if (strcmp(constraints[i].name, name) == 0)
                return &constraints[i];
    return NULL;
}

static const char *log_line(struct arena *arena,
                            const struct sqlstate_report *report, bool quotes)
{
    struct str line;

    str_init(&line, arena);
    str_addf(&line, "sqlstate %s", report->sqlstate);
    if (report->constraint)
        str_addf(&line, ", constraint %s", report->constraint);
    if (report->table)
        str_addf(&line, ", table %s", report->table);
    if (report->column)
        str_addf(&line, ", column %s", report->column);
    if (report->message && !quotes)
        str_addf(&line, ": %s", report->message);
    return line.data;
}

/* "referral_urgency_code_fkey" of table "referral" -> "urgency_code"; NULL if
 * the name is not made that way. */
static const char *foreign_column(struct arena *arena,
                                  const struct sqlstate_report *report)
{
    static const char suffix[] = "_fkey";
    size_t ending = sizeof(suffix) - 1;
    const char *name = report->constraint;
    size_t table, length;

    if (report->column)
        return report->column;
    if (!name || !report->table)
        return NULL;
    table = strlen(report->table);
    length = strlen(name);
    if (length <= table + 1 + ending ||
        strncmp(name, report->table, table) != 0 || name[table] != '_' ||
        strcmp(name + length - ending, suffix) != 0)
        return NULL;
    return arena_strndup(arena, name + table + 1, length - table - 1 - ending);
}

/* "urgency_code" -> "urgency": a column as a person would say it. */
static char *column_words(struct arena *arena, const char *column)
{
    static const char *const endings[] = {"_code", "_id"};
    size_t length = strlen(column);
    char *words;

    for (size_t i = 0; i < 2; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending &&
            strcmp(column + length - ending, endings[i]) == 0) {
            length -= ending;
            break;
        }
    }
    words = arena_strndup(arena, column, length);
    for (char *at = words; *at; at++)
        if (*at == '_')
            *at = ' ';
    return words;
}

static const char *article_for(const char *word)
{
    if (strncmp(word, "us", 2) == 0 || strncmp(word, "uni", 3) == 0)
        return "a";
    return *word && strchr("aeiou", *word) ? "an" : "a";
}

static void column_fault(struct arena *arena, struct err *err,
                         const char *column, const char *code)
{
    const char *words = column_words(arena, column);
    bool missing = strcmp(code, "required") == 0;
    const char *detail = missing
                             ? arena_printf(arena, "Enter the %s", words)
                             : arena_printf(arena, "Select %s %s from the list",
                                            article_for(words), words);

    fault_add(arena, &err->faults, arena_printf(arena, "/%s", column), code,
              detail);
}

/* A foreign key is broken either by what was sent (a value not in its list)
 * or by taking away what others still point to. */
static void foreign_key_explain(struct arena *arena, struct err *err,
                                const struct sqlstate_report *report)
{
    const char *column = foreign_column(arena, report);

    if (report->message &&
        strncmp(report->message, "update or delete", 16) == 0) {
        err->detail = "Other records still refer to this";
        return;
    }
    err->code = ERR_INVALID;
    if (column)
        column_fault(arena, err, column, "not_in_list");
}

static void constraint_explain(struct arena *arena, struct err *err,
                               const struct sqlstate_report *report)
{
    const struct constraint *known = constraint_find(report->constraint);
    bool foreign = strcmp(report->sqlstate, "23503") == 0;

    if (known) {
        if (foreign)
            err->code = ERR_INVALID;
        if (err->code == ERR_CONFLICT)
            err->detail = known->detail;
        fault_add(arena, &err->faults, known->pointer, known->code,
                  known->detail);
    } else if (foreign) {
        foreign_key_explain(arena, err, report);
    } else if (strcmp(report->sqlstate, "23502") == 0 && report->column) {
        column_fault(arena, err, report->column, "required");
    }
}

/* The house's own wording, and what its functions say beside it. */
static void message_show(struct arena *arena, struct err *err,
                         const struct sqlstate_report *report)
{
    if (report->message)
        err->detail = arena_strdup(arena, report->message);
    if (err->code == ERR_INVALID && report->column && err->detail)
        fault_add(arena, &err->faults,
                  arena_printf(arena, "/%s", report->column), "invalid",
                  err->detail);
    if (err->code == ERR_TOO_MANY && report->hint) {
        long seconds = strtol(report->hint, NULL, 10);
        if (seconds > 0 && seconds <= 86400)
            err->retry_after = (int)seconds;
    }
}

struct err *sqlstate_err(struct arena *arena,
                         const struct sqlstate_report *report)
{
    const struct meaning *meaning = meaning_find(report->sqlstate);
    struct err *err = err_new(arena, meaning->code, NULL);

    err->retry_after = meaning->retry_after;
    err->log = log_line(arena, report, meaning->quotes);
    if (meaning->shown)
        message_show(arena, err, report);
    else if (strncmp(report->sqlstate, "23", 2) == 0)
        constraint_explain(arena, err, report);
    return err;
}
