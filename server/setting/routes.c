#include "setting/setting.h"
#include "setting_store.h"

/* The vocabulary of settings: one page. */
#define SETTINGS_MOST 1000
#define VALUE_MOST 4000
#define REASON_MOST 1000

static const struct field query_fields[] = {
    {.name = "setting",   .kind = FIELD_CODE, .label = "Setting"},
    {0},
};
static const struct input_table setting_query = {.name = "SettingQuery",
                                                 .fields = query_fields};

static const struct field said_fields[] = {
    {.name = "setting",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Setting",
     .missing = "Select a setting"},
    {.name = "value",
     .kind = FIELD_TEXT,
     .required = true,
     .max = VALUE_MOST,
     .label = "New value",
     .missing = "Enter the new value"},
    {.name = "valid_from", .kind = FIELD_DATE, .label = "When it starts"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = REASON_MOST,
     .label = "Reason",
     .missing = "Enter why it changes"},
    {0             },
};
static const struct input_table setting_input = {.name = "SettingNew",
                                                 .fields = said_fields};

static struct err *settings_show(struct call *call, struct reply *out)
{
    struct rows *rows = NULL;
    struct err *err =
        setting_list(call->tx, call->ids[0],
                     input_text(call->arena, &call->query, "setting"), &rows);

    return err ? err : reply_list(call, rows, SETTINGS_MOST, out);
}

static struct err *setting_add(struct call *call, struct reply *out)
{
    struct rows *said = NULL, *loaded = NULL;
    struct err *err =
        setting_say(call->tx, call->ids[0], call->body.json, &said);

    if (!err)
        err = setting_list(call->tx, call->ids[0],
                           input_text(call->arena, &call->body, "setting"),
                           &loaded);
    return err ? err : reply_one(call, loaded, out);
}

static const struct route setting_routes[] = {
    {.method = METHOD_GET,
     .path = "/api/v1/spokes/{spoke}/settings",
     .name = "setting.list",
     .permission = "setting.read",
     .mode = TX_READ,
     .query = &setting_query,
     .answer = "Setting[]",
     .summary = "What a spoke works by, with what it was and will be",
     .handler = settings_show},
    {.method = METHOD_POST,
     .path = "/api/v1/spokes/{spoke}/settings",
     .name = "setting.say",
     .permission = "setting.write",
     .mode = TX_WRITE,
     .input = &setting_input,
     .answer = "Setting",
     .summary = "Say a new value, from today or a day to come",
     .after = "/settings",
     .handler = setting_add},
    {0       },
};

const struct room setting_room = {.name = "setting", .routes = setting_routes};
