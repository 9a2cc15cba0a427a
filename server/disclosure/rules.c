#include "disclosure/rules.h"

static const char *text_of(const json_t *clean, const char *name)
{
    return json_string_value(json_object_get(clean, name));
}

static bool is(const json_t *clean, const char *name, const char *code)
{
    const char *given = text_of(clean, name);

    return given && strcmp(given, code) == 0;
}

/* One recipient: an agency of the partnership, or a body outside it. */
static void recipient_check(struct arena *arena, const json_t *clean,
                            struct fault **faults)
{
    bool agency = text_of(clean, "recipient_agency") != NULL;
    bool outside = text_of(clean, "recipient_name") != NULL;

    if (!agency && !outside)
        fault_add(arena, faults, "/recipient_agency", "required",
                  "Select the agency, or name the body it was shared with");
    if (agency && outside)
        fault_add(arena, faults, "/recipient_name", "contradiction",
                  "Select an agency or name another body, not both");
}

void disclosure_check(struct arena *arena, const json_t *clean,
                      struct fault **faults)
{
    const char *shared = text_of(clean, "shared_on");
    const char *expires = text_of(clean, "expires_on");

    recipient_check(arena, clean, faults);
    if (is(clean, "gateway", "other_legal") &&
        !text_of(clean, "gateway_reason"))
        fault_add(arena, faults, "/gateway_reason", "required",
                  "Enter which legal power it is");
    if (shared && expires && strcmp(expires, shared) < 0) /* as text: ISO */
        fault_add(arena, faults, "/expires_on", "too_early",
                  "The date it ends must be on or after the date it was "
                  "shared");
}

void disclosure_review_check(struct arena *arena, const json_t *clean,
                             struct fault **faults)
{
    if (is(clean, "outcome", "continue") && !text_of(clean, "next_review_on"))
        fault_add(arena, faults, "/next_review_on", "required",
                  "Enter when it is looked at again");
}

void agreement_check(struct arena *arena, const json_t *clean,
                     struct fault **faults)
{
    const char *gateway = text_of(clean, "gateway");
    bool sharing =
        is(clean, "kind", "sharing") && is(clean, "change", "withdrawn");

    if (gateway && !sharing)
        fault_add(arena, faults, "/gateway", "contradiction",
                  "Select a power only where agreement to sharing is "
                  "withdrawn");
    if (is(clean, "gateway", "consent_confidentiality"))
        fault_add(arena, faults, "/gateway", "contradiction",
                  "Select a power that does not rest on agreement");
    if (gateway && !text_of(clean, "gateway_reason"))
        fault_add(arena, faults, "/gateway_reason", "required",
                  "Enter why this power allows it");
    if (!gateway && text_of(clean, "gateway_reason"))
        fault_add(arena, faults, "/gateway", "required",
                  "Select the power on which sharing goes on");
}
