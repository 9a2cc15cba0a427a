#include "journey/detail.h"

#include "input/json_keep.h"

/* In the order they are read. A code has a vocabulary; "day" is a date. */
static const struct {
    const char *member;
    const char *label;
    const char *vocabulary;
} told[] = {
    {"reference",    "Reference",           NULL                   },
    {"urgency",      "Urgency",             "urgency"              },
    {"concerns",     "Concerns",            "concern"              },
    {"risk_before",  "Risk before",         "risk_level"           },
    {"risk_after",   "Risk after",          "risk_level"           },
    {"decisions",    "Decisions",           "decision"             },
    {"risk_to",      "Risk to them",        "risk_level"           },
    {"risk_from",    "Risk from them",      "risk_level"           },
    {"panel_level",  "Agreed by the panel", "risk_level"           },
    {"engagement",   "Engagement",          "engagement"           },
    {"minutes",      "Minutes",             NULL                   },
    {"outcomes",     "Outcome",             "contact_outcome"      },
    {"point",        "When measured",       "outcome_point"        },
    {"value",        "Value",               NULL                   },
    {"informant",    "Told by",             "informant"            },
    {"not_measured", "Not measured",        "answer_kind"          },
    {"about",        "About",               NULL                   },
    {"due_on",       "Due",                 "day"                  },
    {"role",         "Part in it",          "incident_role"        },
    {"reason",       "Reason",              NULL                   },
    {"shared_by",    "Shared by",           NULL                   },
    {"exit_reason",  "Ended because",       "exit_reason"          },
    {"certainty",    "How certain",         "association_certainty"},
};

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

void month_add(struct str *out, const char *day)
{
    long month = day ? strtol(day + 5, NULL, 10) : 0;

    if (month >= 1 && month <= 12)
        str_addf(out, "%s %ld", months[month - 1], strtol(day, NULL, 10));
}

void day_add(struct str *out, const char *day)
{
    if (day)
        str_addf(out, "%ld ", strtol(day + 8, NULL, 10));
    month_add(out, day);
}

/* A code nobody has a label for reads as words. */
static void code_add(struct str *out, const char *code)
{
    char *words = arena_strdup(out->arena, code);

    for (char *c = words; *c; c++)
        if (*c == '_')
            *c = ' ';
    str_add_html(out, words);
}

static void value_add(struct str *out, const json_t *value,
                      const char *vocabulary, const struct names *names)
{
    const char *text = json_string_value(value);
    const char *label = names_find(names, vocabulary, text);

    if (text && vocabulary && strcmp(vocabulary, "day") == 0)
        day_add(out, text);
    else if (label)
        str_add_html(out, label);
    else if (text)
        code_add(out, text);
    else if (json_is_number(value))
        str_addf(out, "%g", json_number_value(value));
}

static void list_add(struct str *out, const json_t *list,
                     const char *vocabulary, const struct names *names)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i > 0)
            str_add(out, "; ");
        value_add(out, json_array_get(list, i), vocabulary, names);
    }
}

static bool is_told(const json_t *value)
{
    return json_is_string(value) || json_is_number(value) ||
           json_array_size(value) > 0;
}

static void members_add(struct str *out, const json_t *detail,
                        const struct names *names)
{
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        const json_t *value = json_object_get(detail, told[i].member);

        if (!is_told(value))
            continue;
        str_addf(out, "<div><dt>%s</dt> <dd>", told[i].label);
        if (json_is_array(value))
            list_add(out, value, told[i].vocabulary, names);
        else
            value_add(out, value, told[i].vocabulary, names);
        str_add(out, "</dd></div>");
    }
}

void detail_add_html(struct str *out, const struct event *event,
                     const struct names *names)
{
    json_t *detail = NULL;
    struct str members;

    if (event->detail)
        detail = json_keep(out->arena, json_loads(event->detail, 0, NULL));
    str_init(&members, out->arena);
    members_add(&members, detail, names);
    if (members.length > 0) {
        str_add(out, "<dl>");
        str_add(out, members.data);
        str_add(out, "</dl>");
    }
}
