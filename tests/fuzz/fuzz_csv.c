/* CSV: each record has the header's columns, and the JSON of it is JSON. */
#include <jansson.h>

#include "base/csv.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct csv csv;

    arena_init(&arena);
    if (!csv_parse(&arena, "fuzz.csv", (struct slice){(const char *)data, size},
                   &csv)) {
        json_t *rows = json_loads(csv_json(&arena, &csv), 0, NULL);
        MUST(rows && json_array_size(rows) == csv.record_count);
        json_decref(rows);
    }
    if (!csv_parse_sheet(&arena, "fuzz.csv",
                         (struct slice){(const char *)data, size}, &csv)) {
        for (size_t i = 0; i < csv.record_count; i++)
            for (size_t j = 0; j < csv.column_count; j++)
                MUST(csv.records[i].fields[j] != NULL);
    }
    arena_release(&arena);
    return 0;
}
