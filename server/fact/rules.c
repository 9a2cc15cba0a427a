#include "fact/rules.h"

#include "base/str.h"
#include "input/identifier.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

void fact_dates_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    const char *from = text_of(clean, "valid_from");
    const char *to = text_of(clean, "valid_to");

    if (from && to && strcmp(to, from) < 0)
        fault_add(arena, faults, "/valid_to", "too_early",
                  "The last day must be the same as or after the first day");
}

void address_check(struct arena *arena, const json_t *clean,
                   struct fault **faults)
{
    const char *kind = text_of(clean, "code");

    fact_dates_check(arena, clean, faults);
    if (kind && strcmp(kind, "no_fixed_address") != 0 &&
        !text_of(clean, "lines") && !text_of(clean, "postcode"))
        fault_add(arena, faults, "/lines", "required",
                  "Enter the address, or its postcode");
}

void fact_correct_check(struct arena *arena, const json_t *clean,
                        struct fault **faults)
{
    fact_dates_check(arena, clean, faults);
    if (!text_of(clean, "reason"))
        fault_add(arena, faults, "/reason", "required",
                  "Select why this is corrected");
}

static void warning_add(struct str *out, const char *pointer,
                        const char *detail)
{
    if (!detail)
        return;
    str_addf(out, "%s{\"pointer\":\"%s\",\"code\":\"doubtful\",\"detail\":",
             out->length > 1 ? "," : "", pointer);
    str_add_json(out, detail);
    str_add_char(out, '}');
}

const char *fact_warnings(struct arena *arena, const json_t *clean,
                          const char *code, const char *value)
{
    const char *own_code = text_of(clean, "code");
    const char *own_value = text_of(clean, "value");
    struct str out;

    str_init(&out, arena);
    str_add_char(&out, '[');
    warning_add(&out, "/value",
                identifier_doubt(own_code ? own_code : code,
                                 own_value ? own_value : value));
    warning_add(&out, "/uprn",
                identifier_doubt("uprn", text_of(clean, "uprn")));
    warning_add(&out, "/urn", identifier_doubt("urn", text_of(clean, "urn")));
    str_add_char(&out, ']');
    return out.data;
}
