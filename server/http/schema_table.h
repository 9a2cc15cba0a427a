/*
 * schema_table.h - the rooms' answer schemas, embedded at build time.
 *
 * server/<room>/<room>.schema.json is one JSON object: the name of a schema,
 * as struct route's `answer` gives it, and the schema (JSON Schema 2020-12;
 * references are "#/components/schemas/Name").
 */
#ifndef THROUGHLINE_HTTP_SCHEMA_TABLE_H
#define THROUGHLINE_HTTP_SCHEMA_TABLE_H

struct schema_source {
    const char *room;
    const char *text;
};

/* Ends with a NULL room. */
extern const struct schema_source schema_table[];

#endif
