/*
 * embed_sql.h - between the parts of the build tool embed_sql: text helpers,
 * the reader of .sql files and the writer of C.
 *
 * A build tool: it runs for a moment, so memory is not given back, and the
 * first fault ends it.
 */
#ifndef THROUGHLINE_DB_TOOLS_EMBED_SQL_H
#define THROUGHLINE_DB_TOOLS_EMBED_SQL_H

#include <stdbool.h>
#include <stddef.h>

#define PARAMETERS_MAX 16 /* STMT_PARAMETERS_MAX of db/stmt.h */

/* A growing text; `data` is NULL until something is added. */
struct text {
    char *data;
    size_t length;
    size_t capacity;
};

struct type {
    const char *name;
    unsigned oid;
};

struct parameter {
    char *name;
    const struct type *type;
    bool used;
};

struct statement {
    const char *path;
    const char *room;
    char *name;
    int line;
    char *documentation;
    char *plan_note;
    struct text text;
    struct parameter parameters[PARAMETERS_MAX];
    size_t parameter_count;
};

struct catalogue {
    struct statement *statements;
    size_t count;
};

/* Says FILE:LINE: what is wrong (no line when 0) and ends the program. */
void fail(const char *path, int line, const char *format, ...)
    __attribute__((noreturn, format(printf, 3, 4)));

/* realloc() that does not return NULL. */
void *grown(void *memory, size_t size);

void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_add(struct text *text, const char *added);
void text_addf(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes characters of `unwanted` off the end. */
void text_trim_end(struct text *text, const char *unwanted);

char *copy_of(const char *bytes, size_t length);

/* The whole file; NULL when it cannot be opened. */
char *file_read(const char *path);

/* Leaves the file alone, and its time, when it holds just that. */
void file_write_changed(const char *path, const struct text *text);

/* Length of the identifier at `at`, 0 if none starts there. */
size_t name_length(const char *at);
bool is_name_start(char c);
bool is_name_char(char c);
bool starts(const char *text, const char *with);

/* Adds the statements of db/<room>/<room>.sql. */
void catalogue_load(struct catalogue *catalogue, const char *path);

/* Writes OUT_DIR/<room>_store.h for the statements of that room, of which
 * `first` is the first in the catalogue. */
void store_write(const struct catalogue *catalogue, size_t first,
                 const char *out_dir);

/* Writes OUT_DIR/stmt_table.c. */
void table_write(const struct catalogue *catalogue, const char *out_dir);

#endif
