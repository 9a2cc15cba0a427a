#include "base/settings.h"

#include <errno.h>
#include <stdbool.h>

#include "base/file.h"
#include "base/str.h"

#define PREFIX "THROUGHLINE_"

/* Told to the test suites by tests/run-tests.sh, or read before the settings
 * are (CONFIG): no settings, and no mistakes either. */
static const char *const not_settings[] = {
    "CONFIG", "BASE_URL", "ACCOUNTS", "PSQL", "PROGRAM", "TEST_DATABASE"};

struct reading {
    struct arena *arena;
    const struct setting *table;
    void *values;
    bool *given; /* by the file, or by the environment: one entry a setting */
};

static struct err *fault(struct reading *reading, const char *where,
                         const char *what)
{
    return err_logged(reading->arena, ERR_INVALID, "%s: %s", where, what);
}

/* --- one value ---------------------------------------------------------------
 */

static void *place_of(struct reading *reading, const struct setting *setting)
{
    return (char *)reading->values + setting->place;
}

static struct err *number_set(struct reading *reading,
                              const struct setting *setting, const char *where,
                              const char *text)
{
    char *end;
    long number;

    errno = 0;
    number = strtol(text, &end, 10);
    if (end == text || *end || errno || number < setting->low ||
        number > setting->high)
        return err_logged(reading->arena, ERR_INVALID,
                          "%s: %s takes a whole number from %d to %d", where,
                          setting->name, setting->low, setting->high);
    *(int *)place_of(reading, setting) = (int)number;
    return NULL;
}

static struct err *switch_set(struct reading *reading,
                              const struct setting *setting, const char *where,
                              const char *text)
{
    bool on = strcmp(text, "yes") == 0;

    if (!on && strcmp(text, "no") != 0)
        return err_logged(reading->arena, ERR_INVALID, "%s: %s is yes or no",
                          where, setting->name);
    *(bool *)place_of(reading, setting) = on;
    return NULL;
}

static struct err *value_set(struct reading *reading,
                             const struct setting *setting, const char *where,
                             const char *text)
{
    if (setting->kind == SETTING_NUMBER)
        return number_set(reading, setting, where, text);
    if (setting->kind == SETTING_SWITCH)
        return switch_set(reading, setting, where, text);
    *(const char **)place_of(reading, setting) =
        text[0] ? arena_strdup(reading->arena, text) : NULL;
    return NULL;
}

static struct err *fallbacks_set(struct reading *reading)
{
    struct err *err = NULL;

    for (const struct setting *s = reading->table; s->name && !err; s++)
        if (s->fallback)
            err = value_set(reading, s, "built in", s->fallback);
    return err;
}

/* --- the file
 * ------------------------------------------------------------------ */

static const struct setting *file_setting(struct reading *reading,
                                          const char *section, const char *name)
{
    for (const struct setting *s = reading->table; s->name; s++)
        if (strcmp(s->section, section) == 0 && strcmp(s->name, name) == 0)
            return s;
    return NULL;
}

static bool section_known(struct reading *reading, const char *section)
{
    for (const struct setting *s = reading->table; s->name; s++)
        if (strcmp(s->section, section) == 0)
            return true;
    return false;
}

static struct err *heading_read(struct reading *reading, const char *where,
                                char *line, const char **section)
{
    size_t length = strlen(line);

    if (line[length - 1] != ']')
        return fault(reading, where, "a heading ends in ]");
    line[length - 1] = '\0';
    *section = line + 1;
    if (!section_known(reading, *section))
        return err_logged(reading->arena, ERR_INVALID,
                          "%s: there is no section [%s]", where, *section);
    return NULL;
}

static struct err *assignment_read(struct reading *reading, const char *where,
                                   char *line, const char *section)
{
    char *equals = strchr(line, '=');
    const struct setting *setting;
    const char *name;

    if (!equals)
        return fault(reading, where, "not `name = value`");
    *equals = '\0';
    name = text_trimmed(reading->arena, line);
    setting = file_setting(reading, section, name);
    if (!setting)
        return err_logged(reading->arena, ERR_INVALID,
                          "%s: there is no setting %s in section [%s]", where,
                          name, section);
    if (reading->given[setting - reading->table])
        return err_logged(reading->arena, ERR_INVALID,
                          "%s: %s was given further up already", where, name);
    reading->given[setting - reading->table] = true;
    return value_set(reading, setting, where,
                     text_trimmed(reading->arena, equals + 1));
}

static struct err *file_settings(struct reading *reading, const char *path)
{
    const char *section = "";
    struct slice text;
    struct err *err = file_read(reading->arena, path, &text);
    const char *at = text.data;

    for (size_t number = 1; !err && *at; number++) {
        size_t length = strcspn(at, "\n");
        char *line = text_trimmed(reading->arena,
                                  arena_strndup(reading->arena, at, length));
        const char *where =
            arena_printf(reading->arena, "%s, line %zu", path, number);

        if (line[0] == '[')
            err = heading_read(reading, where, line, &section);
        else if (line[0] && line[0] != '#' && line[0] != ';')
            err = assignment_read(reading, where, line, section);
        at += length + (at[length] == '\n');
    }
    return err;
}

/* --- the environment
 * ------------------------------------------------------------ */

static bool same_name(const char *upper, size_t length, const char *lower)
{
    if (strlen(lower) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (upper[i] != toupper((unsigned char)lower[i]))
            return false;
    return true;
}

static const struct setting *named(struct reading *reading, const char *upper,
                                   size_t length)
{
    for (const struct setting *s = reading->table; s->name; s++)
        if (same_name(upper, length, s->name))
            return s;
    return NULL;
}

static bool is_no_setting(const char *upper, size_t length)
{
    for (size_t i = 0; i < sizeof not_settings / sizeof *not_settings; i++)
        if (strlen(not_settings[i]) == length &&
            strncmp(not_settings[i], upper, length) == 0)
            return true;
    return false;
}

static struct err *file_value_set(struct reading *reading,
                                  const struct setting *setting,
                                  const char *where, const char *path)
{
    struct slice text;
    struct err *err = file_read(reading->arena, path, &text);

    if (err)
        return err;
    return value_set(reading, setting, where,
                     text_trimmed(reading->arena, text.data));
}

static struct err *variable_set(struct reading *reading, const char *variable)
{
    const char *name = variable + strlen(PREFIX);
    size_t length = strcspn(name, "=");
    const char *value = name + length + (name[length] == '=');
    const char *where =
        arena_strndup(reading->arena, variable, strlen(PREFIX) + length);
    const struct setting *setting = named(reading, name, length);
    bool from_file = false;

    if (!setting && length > 5 && strncmp(name + length - 5, "_FILE", 5) == 0) {
        setting = named(reading, name, length - 5);
        from_file = true;
    }
    if (!setting)
        return is_no_setting(name, length)
                   ? NULL
                   : fault(reading, where, "there is no such setting");
    if (reading->given[setting - reading->table])
        return fault(reading, where,
                     "given twice, by value and by file; choose one");
    reading->given[setting - reading->table] = true;
    return from_file ? file_value_set(reading, setting, where, value)
                     : value_set(reading, setting, where, value);
}

static const char *variable_of(char *const *environment, const char *name)
{
    size_t length = strlen(name);

    for (; *environment; environment++)
        if (strncmp(*environment, name, length) == 0 &&
            (*environment)[length] == '=')
            return *environment + length + 1;
    return NULL;
}

static struct err *credentials_set(struct reading *reading,
                                   char *const *environment)
{
    const char *folder = variable_of(environment, "CREDENTIALS_DIRECTORY");
    struct err *err = NULL;

    if (!folder)
        return NULL;
    for (const struct setting *s = reading->table; s->name && !err; s++) {
        const char *path =
            arena_printf(reading->arena, "%s/%s", folder, s->name);
        if (s->kind == SETTING_SECRET && file_exists(path))
            err = file_value_set(reading, s, path, path);
    }
    return err;
}

static struct err *environment_settings(struct reading *reading,
                                        char *const *environment)
{
    struct err *err = credentials_set(reading, environment);

    for (; *environment && !err; environment++)
        if (strncmp(*environment, PREFIX, strlen(PREFIX)) == 0)
            err = variable_set(reading, *environment);
    return err;
}

struct err *settings_read(struct arena *arena, const struct setting *table,
                          const char *path, char *const *environment,
                          void *values)
{
    struct reading reading = {.arena = arena, .table = table, .values = values};
    struct err *err;
    size_t count = 0;

    while (table[count].name)
        count++;
    reading.given = arena_array(arena, count + 1, sizeof *reading.given);
    err = fallbacks_set(&reading);
    if (!err && path)
        err = file_settings(&reading, path);
    memset(reading.given, 0, (count + 1) * sizeof *reading.given);
    return err ? err : environment_settings(&reading, environment);
}
