#include "input/texts.h"

#include "base/str.h"
#include "input/kinds.h"

#define CODE_MAX 64
#define EMAIL_MAX 254
#define EMAIL_LOCAL_MAX 64
#define EMAIL_LABEL_MAX 63

bool code_valid(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return length >= 1 && length <= CODE_MAX && text[length] == '\0';
}

/* Letters, digits and the marks RFC 5322 allows outside quotes; dots only
 * between others. */
static bool email_local_valid(const char *local, size_t length)
{
    bool after_dot = true;

    if (length < 1 || length > EMAIL_LOCAL_MAX)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool dot = local[i] == '.';

        if (dot ? after_dot
                : !isalnum((unsigned char)local[i]) &&
                      strchr("!#$%&'*+/=?^_`{|}~-", local[i]) == NULL)
            return false;
        after_dot = dot;
    }
    return !after_dot;
}

static bool email_label_valid(const char *label, size_t length)
{
    if (length < 1 || length > EMAIL_LABEL_MAX || label[0] == '-' ||
        label[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)label[i]) && label[i] != '-')
            return false;
    return true;
}

static bool email_domain_valid(const char *domain)
{
    int labels = 0;

    for (;;) {
        size_t length = strcspn(domain, ".");

        if (!email_label_valid(domain, length))
            return false;
        labels++;
        if (domain[length] == '\0')
            return labels >= 2;
        domain += length + 1;
    }
}

bool email_valid(const char *text)
{
    const char *at = strrchr(text, '@');

    return at != NULL && strlen(text) <= EMAIL_MAX &&
           email_local_valid(text, (size_t)(at - text)) &&
           email_domain_valid(at + 1);
}

/* Carriage returns become line feeds; the ends are trimmed. */
const char *text_tidied(struct arena *arena, const char *text)
{
    char *copy, *to;

    if (strchr(text, '\r') == NULL)
        return text_trimmed(arena, text);
    copy = to = arena_strdup(arena, text);
    for (; *text != '\0'; text++) {
        if (*text != '\r')
            *to++ = *text;
        else if (text[1] != '\n')
            *to++ = '\n';
    }
    *to = '\0';
    return text_trimmed(arena, copy);
}

/* U+0000..U+001F, U+007F and U+0080..U+009F; the last are C2 80..C2 9F. */
static bool has_control(const char *text, bool lines)
{
    const unsigned char *c = (const unsigned char *)text;

    for (; *c != '\0'; c++) {
        if ((*c < 0x20 && !(lines && (*c == '\n' || *c == '\t'))) ||
            *c == 0x7f || (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0))
            return true;
    }
    return false;
}

/* A line feed, or U+2028 or U+2029, which some programs break lines at. */
static bool has_line_break(const char *text)
{
    return strchr(text, '\n') != NULL || strstr(text, "\u2028") != NULL ||
           strstr(text, "\u2029") != NULL;
}

static bool is_one_of(const char *const *choices, const char *text)
{
    for (; *choices != NULL; choices++)
        if (strcmp(*choices, text) == 0)
            return true;
    return false;
}

static bool length_fits(struct arena *arena, const struct field *field,
                        enum field_kind kind, const char *text,
                        struct flaw *flaw)
{
    struct bounds bounds = field_bounds(field, kind);
    double length = (double)utf8_length(text);

    if (length > bounds.max)
        flaw_bound(arena, flaw, field, "too_long",
                   "must be %.0f characters or fewer", bounds.max);
    else if (length < bounds.min)
        flaw_bound(arena, flaw, field, "too_short",
                   "must be %.0f characters or more", bounds.min);
    return flaw->code == NULL;
}

bool text_fits(struct arena *arena, const struct field *field,
               enum field_kind kind, const char *text, struct flaw *flaw)
{
    if (field->one_of != NULL && !is_one_of(field->one_of, text))
        flaw_set(arena, flaw, field, "not_a_choice",
                 "must be chosen from the list");
    else if (kind == FIELD_LINE && has_line_break(text))
        flaw_set(arena, flaw, field, "line_break", "must be on one line");
    else if (has_control(text, kind == FIELD_TEXT))
        flaw_set(arena, flaw, field, "control_character",
                 "must not include control characters");
    else
        return length_fits(arena, field, kind, text, flaw);
    return false;
}
