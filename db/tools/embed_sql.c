/*
 * embed_sql OUT_DIR FILE.sql... - turns named SQL statements into C.
 *
 * Reads db/<room>/<room>.sql (the format is told in db/stmt.h) and writes
 * OUT_DIR/<room>_store.h and OUT_DIR/stmt_table.c, each only when it changes.
 * The first fault ends it with FILE:LINE: and what to do about it.
 */
#include "db/tools/embed_sql.h"

int main(int argc, char **argv)
{
    struct catalogue catalogue = {0};

    if (argc < 2) {
        fputs("usage: embed_sql OUT_DIR FILE.sql...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        size_t first = catalogue.count;
        catalogue_load(&catalogue, argv[i]);
        if (catalogue.count == first)
            fail(argv[i], 0, "holds no `-- name:` line");
    }
    for (size_t i = 0; i < catalogue.count; i++)
        if (i == 0 || strcmp(catalogue.statements[i].room,
                             catalogue.statements[i - 1].room) != 0)
            store_write(&catalogue, i, argv[1]);
    table_write(&catalogue, argv[1]);
    return 0;
}
