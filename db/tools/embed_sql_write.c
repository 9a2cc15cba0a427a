#include "db/tools/embed_sql.h"

#define LINE_WIDTH 80

static char *upper_case(const char *text)
{
    char *copy = copy_of(text, strlen(text));

    for (char *at = copy; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    return copy;
}

/* One comment line of ours for each line of `documentation`; a slash that
 * would end the comment is parted from its star. */
static void documentation_add(struct text *out, const char *documentation)
{
    while (*documentation) {
        size_t length = strcspn(documentation, "\n");
        text_add(out, length ? " * " : " *");
        for (size_t i = 0; i < length; i++) {
            text_add_bytes(out, documentation + i, 1);
            if (documentation[i] == '*' && documentation[i + 1] == '/')
                text_add(out, " ");
        }
        text_add(out, "\n");
        documentation += length + 1;
    }
}

/* How a continued line starts. */
struct margin {
    int width;
    const char *lead;
};

/* Adds a piece of a comma list, on a new line where this one is full. A
 * margin wider than `lead` is filled up with spaces. */
static void wrapped_add(struct text *out, size_t *line_start,
                        struct margin margin, const char *piece)
{
    size_t column = out->length - *line_start;

    if (column + strlen(piece) + 1 > LINE_WIDTH) {
        text_trim_end(out, " ");
        text_add(out, "\n");
        *line_start = out->length;
        text_addf(out, "%-*s", margin.width, margin.lead);
    }
    text_add(out, piece);
}

static void comment_add(struct text *out, const struct statement *statement)
{
    size_t line_start;

    text_add(out, "/*\n");
    if (statement->documentation) {
        documentation_add(out, statement->documentation);
        text_add(out, " *\n");
    }
    line_start = out->length;
    text_addf(out, " * %s.sql:%d", statement->room, statement->line);
    for (size_t i = 0; i < statement->parameter_count; i++) {
        struct text piece = {0};
        text_add(out, i ? ", " : "; ");
        text_addf(&piece, "%s %s", statement->parameters[i].name,
                  statement->parameters[i].type->name);
        wrapped_add(out, &line_start, (struct margin){3, " * "}, piece.data);
    }
    text_add(out, "\n */\n");
}

static void signature_add(struct text *out, const struct statement *statement)
{
    size_t line_start = out->length;
    struct margin margin = {0, ""};

    text_addf(out, "static inline struct err *%s(", statement->name);
    margin.width = (int)(out->length - line_start);
    text_add(out, "struct tx *tx, ");
    for (size_t i = 0; i < statement->parameter_count; i++) {
        struct text piece = {0};
        text_addf(&piece, "const char *%s, ", statement->parameters[i].name);
        wrapped_add(out, &line_start, margin, piece.data);
    }
    wrapped_add(out, &line_start, margin, "struct rows **ret_rows)");
    text_add(out, "\n");
}

static void arguments_add(struct text *out, const struct statement *statement)
{
    size_t line_start = out->length;
    struct margin margin = {37, ""};

    text_add(out, "    const char *const arguments[] = {");
    for (size_t i = 0; i < statement->parameter_count; i++) {
        struct text piece = {0};
        text_addf(&piece, "%s%s", statement->parameters[i].name,
                  i + 1 < statement->parameter_count ? ", " : "};");
        wrapped_add(out, &line_start, margin, piece.data);
    }
    text_add(out, "\n\n");
}

static void place_add(struct text *out, const struct statement *statement)
{
    char *upper = upper_case(statement->name);

    text_addf(out, "    STMT_%s,\n", upper);
}

static void function_add(struct text *out, const struct statement *statement)
{
    char *upper = upper_case(statement->name);
    bool bare = statement->parameter_count == 0;
    struct text call = {0};
    size_t line_start;

    comment_add(out, statement);
    signature_add(out, statement);
    text_add(out, "{\n");
    if (!bare)
        arguments_add(out, statement);
    text_addf(&call, "    return tx_queue(tx, &%s_statements[STMT_%s], ",
              statement->room, upper);
    text_add(out, call.data);
    line_start = out->length - call.length;
    wrapped_add(out, &line_start, (struct margin){20, ""},
                bare ? "NULL, " : "arguments, ");
    wrapped_add(out, &line_start, (struct margin){20, ""}, "ret_rows);");
    text_add(out, "\n}\n\n");
}

void store_write(const struct catalogue *catalogue, size_t first,
                 const char *out_dir)
{
    const char *room = catalogue->statements[first].room;
    char *upper = upper_case(room);
    struct text out = {0};
    struct text path = {0};
    size_t end = first;

    while (end < catalogue->count &&
           strcmp(catalogue->statements[end].room, room) == 0)
        end++;
    text_addf(&out, "/*\n * %s_store.h - the statements of %s.sql.\n", room,
              room);
    text_add(&out, " * Made by embed_sql (db/stmt.h): change the .sql.\n */\n");
    text_addf(&out, "#ifndef THROUGHLINE_STORE_%s_H\n", upper);
    text_addf(&out, "#define THROUGHLINE_STORE_%s_H\n\n", upper);
    text_add(&out, "#include \"db/stmt.h\"\n#include \"db/tx.h\"\n\n");
    text_addf(&out, "extern const struct stmt *const %s_statements;\n\n", room);
    text_addf(&out, "/* Their places in %s_statements. */\nenum {\n", room);
    for (size_t i = first; i < end; i++)
        place_add(&out, &catalogue->statements[i]);
    text_add(&out, "};\n\n");
    for (size_t i = first; i < end; i++)
        function_add(&out, &catalogue->statements[i]);
    text_add(&out, "#endif\n");
    text_addf(&path, "%s/%s_store.h", out_dir, room);
    file_write_changed(path.data, &out);
}

/* `text` as C string literals, one for each of its lines. */
static void literal_add(struct text *out, const char *text)
{
    text_add(out, "        \"");
    for (; *text; text++) {
        if (*text == '\n')
            text_add(out, text[1] ? "\\n\"\n        \"" : "\\n");
        else if (*text == '"' || *text == '\\' || *text == '?')
            text_addf(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20 || *text == 0x7F)
            text_addf(out, "\\%03o", (unsigned)*text);
        else
            text_add_bytes(out, text, 1);
    }
    text_add(out, "\"");
}

static void types_add(struct text *out, const struct statement *statement)
{
    if (!statement->parameter_count)
        return;
    text_addf(out, "static const unsigned %s_types[] = {", statement->name);
    for (size_t i = 0; i < statement->parameter_count; i++)
        text_addf(out, "%s%u", i ? ", " : "",
                  statement->parameters[i].type->oid);
    text_add(out, "};\n");
}

static void row_add(struct text *out, const struct statement *statement)
{
    text_addf(out, "    {\n        \"%s\",\n        \"%s\",\n", statement->room,
              statement->name);
    literal_add(out, statement->text.data);
    text_addf(out, ",\n        %zu,\n", statement->parameter_count);
    if (statement->parameter_count)
        text_addf(out, "        %s_types,\n", statement->name);
    else
        text_add(out, "        NULL,\n");
    if (statement->plan_note)
        literal_add(out, statement->plan_note);
    else
        text_add(out, "        NULL");
    text_add(out, ",\n    },\n");
}

static void rooms_add(struct text *out, const struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        const char *room = catalogue->statements[i].room;
        if (i && strcmp(catalogue->statements[i - 1].room, room) == 0)
            continue;
        text_addf(out,
                  "\nextern const struct stmt *const %s_statements;\n"
                  "const struct stmt *const %s_statements = stmt_table + "
                  "%zu;\n",
                  room, room, i);
    }
}

void table_write(const struct catalogue *catalogue, const char *out_dir)
{
    struct text out = {0};
    struct text path = {0};

    text_add(&out, "/* Made by embed_sql (db/stmt.h): change the .sql. */\n"
                   "#include \"db/stmt.h\"\n\n");
    for (size_t i = 0; i < catalogue->count; i++)
        types_add(&out, &catalogue->statements[i]);
    text_add(&out, "\nconst struct stmt stmt_table[] = {\n");
    for (size_t i = 0; i < catalogue->count; i++)
        row_add(&out, &catalogue->statements[i]);
    text_addf(&out, "    {0},\n};\n\nconst size_t stmt_count = %zu;\n",
              catalogue->count);
    rooms_add(&out, catalogue);
    text_addf(&path, "%s/stmt_table.c", out_dir);
    file_write_changed(path.data, &out);
}
