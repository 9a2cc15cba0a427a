#include "db/tools/embed_sql.h"

/* oids from pg_type, which PostgreSQL keeps fixed for its own types. */
static const struct type types[] = {
    {"bigint",      20  },
    {"bool",        16  },
    {"boolean",     16  },
    {"bytea",       17  },
    {"date",        1082},
    {"inet",        869 },
    {"int",         23  },
    {"int[]",       1007},
    {"integer",     23  },
    {"interval",    1186},
    {"json",        114 },
    {"jsonb",       3802},
    {"numeric",     1700},
    {"smallint",    21  },
    {"text",        25  },
    {"text[]",      1009},
    {"time",        1083},
    {"timestamptz", 1184},
    {"uuid",        2950},
    {"uuid[]",      2951},
};

/* Words a generated parameter cannot be called. */
static const char *const reserved[] = {
    "arguments", "auto",    "break",    "case",     "char",     "const",
    "continue",  "default", "do",       "double",   "else",     "enum",
    "extern",    "float",   "for",      "goto",     "if",       "inline",
    "int",       "long",    "register", "return",   "restrict", "ret_rows",
    "short",     "signed",  "sizeof",   "static",   "struct",   "switch",
    "tx",        "typedef", "union",    "unsigned", "void",     "volatile",
    "while",
};

struct source {
    const char *path;
    const char *room;
    const char *at;
    int line;
    char before; /* the character ahead of `at` */
};

enum token {
    TOKEN_END,
    TOKEN_COMMENT,
    TOKEN_LINE_END,
    TOKEN_PARAMETER,
    TOKEN_SEMICOLON,
    TOKEN_OTHER, /* goes to PostgreSQL as it is */
};

/* --- tokens --------------------------------------------------------------- */

static size_t block_comment_length(const struct source *source)
{
    const char *at = source->at;
    int depth = 0;

    do {
        if (starts(at, "/*")) {
            depth++;
            at += 2;
        } else if (starts(at, "*/")) {
            depth--;
            at += 2;
        } else if (*at) {
            at++;
        } else {
            fail(source->path, source->line, "this comment is never closed");
        }
    } while (depth > 0);
    return (size_t)(at - source->at);
}

/* Only E'...' knows the backslash. */
static size_t quoted_length(const struct source *source, bool backslash)
{
    char quote = *source->at;
    const char *at = source->at + 1;

    while (*at && (*at != quote || at[1] == quote)) {
        bool pair = *at == quote || (backslash && *at == '\\' && at[1]);
        at += pair ? 2 : 1;
    }
    if (!*at)
        fail(source->path, source->line, "this %c is never closed", quote);
    return (size_t)(at + 1 - source->at);
}

/* $$...$$ or $tag$...$tag$; 0 when it is no dollar quote. */
static size_t dollar_quoted_length(const struct source *source)
{
    size_t tag = name_length(source->at + 1) + 2;
    char *mark;
    const char *end;

    if (is_name_char(source->before) || source->at[tag - 1] != '$')
        return 0;
    mark = copy_of(source->at, tag);
    end = strstr(source->at + tag, mark);
    if (!end)
        fail(source->path, source->line, "%s is never closed", mark);
    return (size_t)(end - source->at) + tag;
}

/* a::text, a[lo:hi] and f(x)[1:n] hold colons that announce no parameter. */
static bool parameter_starts(const struct source *source)
{
    return *source->at == ':' && is_name_start(source->at[1]) &&
           !is_name_char(source->before) && source->before != ':' &&
           source->before != ']' && source->before != ')';
}

static size_t other_length(const struct source *source)
{
    const char *at = source->at;
    size_t length = name_length(at);

    if (length && at[length] == '\'' && length == 1 && (*at | 32) == 'e') {
        struct source quoted = *source;
        quoted.at++;
        return 1 + quoted_length(&quoted, true);
    }
    if (length)
        return length;
    if (*at == '\'' || *at == '"')
        return quoted_length(source, false);
    if (*at == '$' && isdigit((unsigned char)at[1]))
        fail(source->path, source->line, "write :name for a parameter, not $%c",
             at[1]);
    if (*at == '$' && (length = dollar_quoted_length(source)) > 0)
        return length;
    return 1;
}

static enum token token_look(const struct source *source, size_t *ret_length)
{
    const char *at = source->at;

    *ret_length = 1;
    if (!*at)
        return TOKEN_END;
    if (*at == '\n')
        return TOKEN_LINE_END;
    if (*at == ';')
        return TOKEN_SEMICOLON;
    if (starts(at, "--")) {
        *ret_length = strcspn(at, "\n");
        return TOKEN_COMMENT;
    }
    if (starts(at, "/*")) {
        *ret_length = block_comment_length(source);
        return TOKEN_COMMENT;
    }
    if (parameter_starts(source)) {
        *ret_length = 1 + name_length(at + 1);
        return TOKEN_PARAMETER;
    }
    *ret_length = other_length(source);
    return TOKEN_OTHER;
}

static void source_skip(struct source *source, size_t length)
{
    for (; length > 0; length--) {
        if (*source->at == '\n')
            source->line++;
        source->before = *source->at++;
    }
}

/* --- the announcement: -- name: room_verb(a uuid, b text) ------------------
 */

/* The text of a `-- ` comment line; moves past the line. */
static char *comment_take(struct source *source)
{
    size_t length = strcspn(source->at, "\n");
    size_t skip = source->at[2] == ' ' ? 3 : 2;
    struct text text = {0};

    text_add_bytes(&text, source->at + skip, length - skip);
    text_trim_end(&text, " \t\r");
    source_skip(source, length);
    return text.data;
}

/* What follows `label` in a comment line, or NULL. */
static const char *labelled(const char *comment, const char *label)
{
    if (!starts(comment, label))
        return NULL;
    comment += strlen(label);
    return comment + strspn(comment, " \t");
}

static const struct type *type_find(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (strlen(types[i].name) == length &&
            strncmp(types[i].name, name, length) == 0)
            return &types[i];
    return NULL;
}

static struct parameter *parameter_find(struct statement *statement,
                                        const char *name, size_t length)
{
    for (size_t i = 0; i < statement->parameter_count; i++) {
        struct parameter *parameter = &statement->parameters[i];
        if (strlen(parameter->name) == length &&
            strncmp(parameter->name, name, length) == 0)
            return parameter;
    }
    return NULL;
}

static void parameter_name_check(struct statement *statement, const char *name)
{
    if (parameter_find(statement, name, strlen(name)))
        fail(statement->path, statement->line,
             "parameter %s is announced twice", name);
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
        if (strcmp(name, reserved[i]) == 0)
            fail(statement->path, statement->line,
                 "a parameter cannot be called %s in C: choose another name",
                 name);
}

/* Reads `name type`; returns where it ended. */
static const char *parameter_read(struct statement *statement, const char *at)
{
    size_t name = name_length(at);
    const char *type = at + name + strspn(at + name, " \t");
    size_t type_length = strcspn(type, " \t,)");
    struct parameter parameter = {.type = type_find(type, type_length)};

    if (!name || type == at + name)
        fail(statement->path, statement->line,
             "expected `name type` at \"%.30s\"", at);
    parameter.name = copy_of(at, name);
    parameter_name_check(statement, parameter.name);
    if (!parameter.type)
        fail(statement->path, statement->line,
             "parameter %s: unknown type \"%.*s\" (the list stands in "
             "db/tools/embed_sql.c)",
             parameter.name, (int)type_length, type);
    if (statement->parameter_count == PARAMETERS_MAX)
        fail(statement->path, statement->line,
             "more than %d parameters: pass one jsonb instead", PARAMETERS_MAX);
    statement->parameters[statement->parameter_count++] = parameter;
    return type + type_length + strspn(type + type_length, " \t");
}

static void parameters_read(struct statement *statement, const char *at)
{
    if (*at == '(') {
        at += 1 + strspn(at + 1, " \t");
        while (*at != ')') {
            at = parameter_read(statement, at);
            if (*at == ',')
                at += 1 + strspn(at + 1, " \t");
            else if (*at != ')')
                fail(statement->path, statement->line,
                     "expected , or ) at \"%.30s\"", at);
        }
        at += 1 + strspn(at + 1, " \t");
    }
    if (*at)
        fail(statement->path, statement->line,
             "unexpected \"%.30s\" after the statement's name", at);
}

/* The announcement may go on over several comment lines until its `)`. */
static char *announcement_join(struct source *source, const char *first)
{
    struct text text = {0};

    text_add(&text, first);
    while (strchr(text.data, '(') && !strchr(text.data, ')') &&
           starts(source->at, "\n--")) {
        source_skip(source, 1);
        text_add(&text, " ");
        text_add(&text, comment_take(source));
    }
    if (strchr(text.data, '(') && !strchr(text.data, ')'))
        fail(source->path, source->line, "the parameter list is never closed");
    return text.data;
}

static void announcement_read(struct source *source, const char *first,
                              struct statement *statement)
{
    size_t room = strlen(source->room);
    char *announcement;
    size_t length;

    statement->path = source->path;
    statement->room = source->room;
    statement->line = source->line;
    announcement = announcement_join(source, first);
    length = name_length(announcement);
    statement->name = copy_of(announcement, length);
    if (!starts(statement->name, source->room) ||
        statement->name[room] != '_' || !statement->name[room + 1])
        fail(source->path, statement->line,
             "\"%s\" must be called %s_something, after its room",
             statement->name, source->room);
    parameters_read(statement, announcement + length +
                                   strspn(announcement + length, " \t"));
}

/* --- the statement -------------------------------------------------------- */

static void plan_note_set(const struct source *source,
                          struct statement *statement, const char *note)
{
    if (!*note)
        fail(source->path, source->line, "say after plan: why it is right");
    statement->plan_note = copy_of(note, strlen(note));
}

/* Comments ahead of a name become its documentation; a blank line parts them
 * from it. False at the end of the file. */
static bool preamble_read(struct source *source, struct statement *statement)
{
    struct text documentation = {0};
    size_t length;
    enum token token;

    while ((token = token_look(source, &length)) != TOKEN_END) {
        if (token == TOKEN_COMMENT && starts(source->at, "--")) {
            char *comment = comment_take(source);
            const char *value = labelled(comment, "name:");
            if (value) {
                statement->documentation = documentation.data;
                announcement_read(source, value, statement);
                return true;
            }
            if ((value = labelled(comment, "plan:")) != NULL) {
                plan_note_set(source, statement, value);
                continue;
            }
            text_add(&documentation, comment);
            text_add(&documentation, "\n");
            continue;
        }
        if (token == TOKEN_LINE_END && source->before == '\n')
            documentation = (struct text){0};
        else if (token != TOKEN_COMMENT && !isspace((unsigned char)*source->at))
            fail(source->path, source->line,
                 "SQL outside a statement: one statement for each "
                 "`-- name:` line, ended by one ;");
        source_skip(source, length);
    }
    return false;
}

static void body_add_parameter(struct source *source, size_t length,
                               struct statement *statement)
{
    struct parameter *parameter =
        parameter_find(statement, source->at + 1, length - 1);

    if (!parameter)
        fail(source->path, source->line,
             "%s does not announce a parameter %.*s", statement->name,
             (int)length - 1, source->at + 1);
    parameter->used = true;
    text_addf(&statement->text, "$%zu",
              (size_t)(parameter - statement->parameters) + 1);
}

static void body_skip_comment(struct source *source, size_t length,
                              struct statement *statement)
{
    char *comment;
    const char *note;

    if (!starts(source->at, "--")) {
        text_add(&statement->text, " ");
        source_skip(source, length);
        return;
    }
    comment = comment_take(source);
    if (labelled(comment, "name:"))
        fail(source->path, source->line, "%s is not ended by ; before this",
             statement->name);
    if ((note = labelled(comment, "plan:")) != NULL)
        plan_note_set(source, statement, note);
}

static void body_add_line_end(struct text *text)
{
    text_trim_end(text, " \t\r");
    if (text->length && text->data[text->length - 1] != '\n')
        text_add(text, "\n");
}

static void body_check(struct statement *statement)
{
    text_trim_end(&statement->text, " \t\r\n");
    if (!statement->text.length)
        fail(statement->path, statement->line, "%s has no SQL",
             statement->name);
    for (size_t i = 0; i < statement->parameter_count; i++)
        if (!statement->parameters[i].used)
            fail(statement->path, statement->line,
                 "%s announces %s but does not use it", statement->name,
                 statement->parameters[i].name);
}

static void body_read(struct source *source, struct statement *statement)
{
    size_t length;
    enum token token;

    text_add(&statement->text, "");
    while ((token = token_look(source, &length)) != TOKEN_SEMICOLON) {
        if (token == TOKEN_COMMENT) {
            body_skip_comment(source, length, statement);
            continue;
        }
        if (token == TOKEN_END)
            fail(source->path, source->line, "%s is not ended by ;",
                 statement->name);
        if (token == TOKEN_PARAMETER)
            body_add_parameter(source, length, statement);
        else if (token == TOKEN_LINE_END)
            body_add_line_end(&statement->text);
        else
            text_add_bytes(&statement->text, source->at, length);
        source_skip(source, length);
    }
    source_skip(source, length);
    body_check(statement);
}

/* --- files in ------------------------------------------------------------- */

static void catalogue_add(struct catalogue *catalogue,
                          const struct statement *statement)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct statement *other = &catalogue->statements[i];
        if (strcmp(other->name, statement->name) == 0)
            fail(statement->path, statement->line, "%s stands already at %s:%d",
                 statement->name, other->path, other->line);
    }
    catalogue->statements =
        grown(catalogue->statements,
              (catalogue->count + 1) * sizeof(*catalogue->statements));
    catalogue->statements[catalogue->count++] = *statement;
}

static char *room_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t length = name_length(base);

    if (!length || strcmp(base + length, ".sql") != 0)
        fail(path, 0, "the file must be called <room>.sql");
    return copy_of(base, length);
}

void catalogue_load(struct catalogue *catalogue, const char *path)
{
    struct source source = {.path = path, .line = 1, .before = '\n'};
    struct statement statement = {0};

    source.room = room_of(path);
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->statements[i].room, source.room) == 0)
            fail(path, 0, "room %s was read already from %s", source.room,
                 catalogue->statements[i].path);
    source.at = file_read(path);
    if (!source.at)
        fail(path, 0, "cannot be opened");
    for (; preamble_read(&source, &statement);
         statement = (struct statement){0}) {
        body_read(&source, &statement);
        catalogue_add(catalogue, &statement);
    }
}
