#include "imports/map.h"

#include "imports/cell.h"

#define TEXT_MOST 4000
#define CHOICES_SAID 8

struct cell {
    const json_t *column;
    const char *name;
    const char *text;  /* as written, trimmed */
    const char *value; /* as it is kept; NULL = empty */
    bool number;       /* kept as a JSON number */
};

static const char *member(const json_t *column, const char *name)
{
    const char *text = json_string_value(json_object_get(column, name));

    return text ? text : "";
}

static bool is(const json_t *column, const char *name, const char *value)
{
    return strcmp(member(column, name), value) == 0;
}

void map_fault(struct map *map, size_t row, const char *column,
               const char *detail)
{
    struct str *out = &map->faults;

    str_addf(out, "%s{\"line\":%zu,\"column\":", map->fault_count ? "," : "",
             row);
    if (column)
        str_add_json(out, column);
    else
        str_add(out, "null");
    str_add(out, ",\"detail\":");
    str_add_json(out, detail);
    str_add_char(out, '}');
    map->fault_count++;
}

/* --- the header --------------------------------------------------------- */

static bool names_column(struct map *map, const char *given,
                         const json_t *column)
{
    const char *key = cell_key(map->arena, given);

    return strcmp(key, member(column, "name")) == 0 ||
           strcmp(key, cell_key(map->arena, member(column, "label"))) == 0;
}

static size_t place_of(struct map *map, const json_t *column)
{
    size_t i = 0;

    while (i < map->csv->column_count &&
           !names_column(map, map->csv->columns[i], column))
        i++;
    return i;
}

static void unknown_columns(struct map *map)
{
    for (size_t i = 0; i < map->csv->column_count; i++) {
        bool known = false;
        size_t index;
        json_t *column;
        json_array_foreach (map->plan, index, column)
            known |= names_column(map, map->csv->columns[i], column);
        if (!known)
            map_fault(map, 1, map->csv->columns[i],
                      "Take this column out: a file of this kind has none of "
                      "that name");
    }
}

/* A file saved with another separator is one column wide. */
static bool one_column(struct map *map)
{
    if (map->csv->column_count > 1 || !strpbrk(map->csv->columns[0], ";\t"))
        return false;
    map_fault(map, 1, NULL,
              "The columns are not parted by commas: in your spreadsheet save "
              "the file as “CSV UTF-8 (Comma delimited)”");
    return true;
}

void map_begin(struct map *map, struct arena *arena, const json_t *plan,
               const struct csv *csv)
{
    size_t *places =
        arena_array(arena, json_array_size(plan) + 1, sizeof *places);
    size_t index;
    json_t *column;

    *map = (struct map){
        .arena = arena, .plan = plan, .csv = csv, .places = places};
    str_init(&map->faults, arena);
    str_add(&map->faults, "");
    if (one_column(map))
        return;
    json_array_foreach (plan, index, column) {
        places[index] = place_of(map, column);
        if (places[index] == csv->column_count &&
            json_is_true(json_object_get(column, "required")))
            map_fault(map, 1, member(column, "name"),
                      "Add this column: every file of this kind has it");
    }
    unknown_columns(map);
}

/* --- a cell -------------------------------------------------------------- */

static const char *code_at(const json_t *codes, size_t index)
{
    const char *code =
        json_string_value(json_array_get(json_array_get(codes, index), 0));

    return code ? code : "";
}

/* The first few; a code may have several labels, one after the other. */
static const char *choices(struct map *map, const json_t *codes)
{
    struct str out;
    size_t said = 0;

    str_init(&out, map->arena);
    str_add(&out, "");
    for (size_t i = 0; i < json_array_size(codes); i++) {
        if (i > 0 && strcmp(code_at(codes, i), code_at(codes, i - 1)) == 0)
            continue;
        if (said == CHOICES_SAID) {
            str_add(&out, " …");
            break;
        }
        str_addf(&out, "%s%s", said++ ? ", " : "", code_at(codes, i));
    }
    return out.data;
}

static const char *wrong_code(struct map *map, const struct cell *cell)
{
    return arena_printf(map->arena, "“%.60s” is not in the list: %s",
                        cell->text,
                        choices(map, json_object_get(cell->column, "codes")));
}

static const char *read_code(struct map *map, struct cell *cell)
{
    const json_t *codes = json_object_get(cell->column, "codes");

    if (!json_is_array(codes)) { /* another partnership's areas */
        cell->value = cell_key(map->arena, cell->text);
        return cell_is_code(cell->value) ? NULL : "Use letters and digits";
    }
    cell->value = cell_code(map->arena, cell->text, codes);
    return cell->value ? NULL : wrong_code(map, cell);
}

static const char *read_number(struct map *map, struct cell *cell, int decimals,
                               const char *wrong)
{
    cell->value = cell_number(map->arena, cell->text, decimals);
    cell->number = true;
    return cell->value ? NULL : wrong;
}

/* What is wrong with it, or NULL. */
static const char *read_typed(struct map *map, struct cell *cell)
{
    const json_t *column = cell->column;

    if (is(column, "type", "count"))
        return read_number(map, cell, 0,
                           "Enter a whole number, like 12 or 1,250");
    if (is(column, "type", "money"))
        return read_number(map, cell, 2,
                           "Enter an amount, like 1250.50 or £1,250.50");
    if (is(column, "type", "number"))
        return read_number(map, cell, 2, "Enter a number, like 12 or 4.5");
    if (is(column, "type", "code") || is(column, "type", "area"))
        return read_code(map, cell);
    cell->value = cell->text;
    if (is(column, "type", "period")) {
        cell->value = cell_period(map->arena, cell->text);
        return cell->value ? NULL
                           : "Enter a year or a quarter, like 2023-24 or "
                             "2023-24 Q1";
    }
    if (is(column, "type", "name") && !cell_is_code(cell->text))
        return "Use small letters, digits and _ only";
    return utf8_length(cell->text) > TEXT_MOST
               ? "This is too long: at most 4,000 characters"
               : NULL;
}

/* False when there is a fault. */
static bool read_cell(struct map *map, size_t index, const json_t *column,
                      const struct csv_record *record, struct cell *cell)
{
    size_t place = map->places[index];
    const char *wrong = NULL;

    *cell = (struct cell){.column = column, .name = member(column, "name")};
    cell->text = place < map->csv->column_count
                     ? cell_text(map->arena, record->fields[place])
                     : "";
    if (cell->text[0])
        wrong = read_typed(map, cell);
    else if (json_is_true(json_object_get(column, "required")) &&
             place < map->csv->column_count)
        wrong =
            arena_printf(map->arena, "Fill in: %s", member(column, "label"));
    if (wrong)
        map_fault(map, record->row, cell->name, wrong);
    return !wrong;
}

/* --- a row --------------------------------------------------------------- */

static void add_member(struct str *out, const char *name,
                       const struct cell *cell)
{
    if (out->length > 0 && out->data[out->length - 1] != '{')
        str_add_char(out, ',');
    str_add_json(out, name);
    str_add_char(out, ':');
    if (cell->number)
        str_add(out, cell->value);
    else
        str_add_json(out, cell->value);
}

static void add_figure(struct str *out, const char *measure, const char *unit,
                       const char *value)
{
    str_add(out, out->length ? ",{\"measure\":" : "{\"measure\":");
    str_add_json(out, measure);
    str_add(out, ",\"unit\":");
    str_add_json(out, unit);
    str_addf(out, ",\"value\":%s}", value);
}

struct parts {
    struct str fields;   /* members of the row */
    struct str dims;     /* members of "dims" */
    struct str figures;  /* elements of "figures" */
    const char *measure; /* a long file's own name for its value */
    const struct cell *value;
    bool has_figures;
};

/* In which part of the row a cell goes. */
static void cell_place(struct map *map, struct parts *parts,
                       const struct cell *cell)
{
    const char *role = member(cell->column, "role");

    if (strcmp(role, "measure") == 0 || strcmp(role, "value") == 0)
        parts->has_figures = true;
    if (!cell->value)
        return;
    if (strcmp(role, "measure") == 0)
        add_figure(&parts->figures, cell->name, member(cell->column, "unit"),
                   cell->value);
    else if (strcmp(role, "measure_name") == 0)
        parts->measure = cell_key(map->arena, cell->value);
    else if (strcmp(role, "value") == 0)
        parts->value = cell;
    else if (strcmp(role, "dimension") == 0 || strcmp(role, "period") == 0)
        add_member(&parts->dims, cell->name, cell);
    else
        add_member(&parts->fields,
                   strcmp(role, "field") == 0 ? cell->name : role, cell);
}

static void row_write(struct parts *parts, size_t number, size_t row,
                      struct str *out)
{
    str_addf(out, "%s{\"number\":%zu,\"line\":%zu", out->length ? "," : "",
             number, row);
    if (parts->fields.length)
        str_addf(out, ",%s", parts->fields.data);
    if (parts->dims.length)
        str_addf(out, ",\"dims\":{%s}", parts->dims.data);
    if (parts->has_figures)
        str_addf(out, ",\"figures\":[%s]", parts->figures.data);
    str_add_char(out, '}');
}

static void parts_init(struct parts *parts, struct arena *arena)
{
    *parts = (struct parts){0};
    str_init(&parts->fields, arena);
    str_init(&parts->dims, arena);
    str_init(&parts->figures, arena);
    str_add(&parts->figures, "");
}

bool map_row(struct map *map, size_t index, struct str *out)
{
    const struct csv_record *record = &map->csv->records[index];
    size_t count = json_array_size(map->plan);
    struct cell *cells = arena_array(map->arena, count + 1, sizeof *cells);
    size_t before = map->fault_count;
    struct parts parts;

    parts_init(&parts, map->arena);
    if (record->too_long)
        map_fault(map, record->row, NULL,
                  "This row has more cells than the header has columns");
    for (size_t i = 0; i < count; i++)
        if (read_cell(map, i, json_array_get(map->plan, i), record, &cells[i]))
            cell_place(map, &parts, &cells[i]);
    if (map->fault_count > before)
        return false;
    if (parts.measure && parts.value)
        add_figure(&parts.figures, parts.measure,
                   member(parts.value->column, "unit"), parts.value->value);
    row_write(&parts, index + 1, record->row, out);
    return true;
}
