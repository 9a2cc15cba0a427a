#include "input/identifier.h"

#include <stddef.h>
#include <string.h>

#define COMPACT_MAX 32

/* Letters and digits alone, upper case; false if there are too many. */
static bool compact(const char *text, char out[COMPACT_MAX + 1])
{
    size_t length = 0;

    for (; *text; text++) {
        char c = *text;

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if ((c < '0' || c > '9') && (c < 'A' || c > 'Z'))
            continue;
        if (length == COMPACT_MAX)
            return false;
        out[length++] = c;
    }
    out[length] = '\0';
    return true;
}

static bool all_digits(const char *text, size_t length)
{
    return strspn(text, "0123456789") >= length;
}

static int digit(char c)
{
    return c - '0';
}

bool nhs_number_valid(const char *text)
{
    char number[COMPACT_MAX + 1];
    int sum = 0;

    if (!compact(text, number) || strlen(number) != 10 ||
        !all_digits(number, 10))
        return false;
    for (int i = 0; i < 9; i++)
        sum += digit(number[i]) * (10 - i);
    int check = 11 - sum % 11;
    if (check == 11)
        check = 0;
    return check != 10 && check == digit(number[9]);
}

/* The alphabet without I, O and S, so that none is read as a digit. */
static const char upn_letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

/* What the last place of a UPN counts: a digit, or a temporary one's letter. */
static int upn_last(char c)
{
    const char *letter = strchr(upn_letters, c);

    return letter ? (int)(letter - upn_letters) : digit(c);
}

bool upn_valid(const char *text)
{
    char number[COMPACT_MAX + 1];
    int sum = 0;

    if (!compact(text, number) || strlen(number) != 13 ||
        !all_digits(number + 1, 11) ||
        (!all_digits(number + 12, 1) && !strchr(upn_letters, number[12])))
        return false;
    for (int i = 1; i <= 11; i++)
        sum += digit(number[i]) * (i + 1);
    sum += upn_last(number[12]) * 13;
    return number[0] == upn_letters[sum % 23];
}

/* The value of `count` digits. */
static long number_of(const char *digits, size_t count)
{
    long number = 0;

    for (size_t i = 0; i < count; i++)
        number = number * 10 + digit(digits[i]);
    return number;
}

/* The letter stands for the year's last two digits and the serial number in
 * seven places. */
bool pnc_id_valid(const char *text)
{
    static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";
    char number[COMPACT_MAX + 1];
    /* The year may be written short, but then needs its slash. */
    size_t year = strchr(text, '/') ? strspn(text, "0123456789") : 4;

    if (!compact(text, number) || (year != 2 && year != 4))
        return false;
    size_t length = strlen(number);
    if (length < year + 2 || length > year + 8 ||
        !all_digits(number, length - 1))
        return false;
    long whole = number_of(number + year - 2, 2) * 10000000 +
                 number_of(number + year, length - year - 1);
    return number[length - 1] == letters[whole % 23];
}

bool niche_reference_valid(const char *text)
{
    return strpbrk(text, "0123456789") != NULL;
}

bool uprn_valid(const char *text)
{
    char number[COMPACT_MAX + 1];

    if (!compact(text, number))
        return false;
    size_t length = strlen(number);
    return length >= 1 && length <= 12 && all_digits(number, length) &&
           strspn(number, "0") < length;
}

bool urn_valid(const char *text)
{
    char number[COMPACT_MAX + 1];

    return compact(text, number) && strlen(number) == 6 &&
           all_digits(number, 6);
}

static const struct {
    const char *kind;
    bool (*valid)(const char *text);
    const char *doubt;
} checks[] = {
    {"nhs_number",      nhs_number_valid,
     "Check the NHS number: it is not one that can exist"                                           },
    {"upn",             upn_valid,
     "Check the unique pupil number: its letter does not fit its digits"                            },
    {"pnc_id",          pnc_id_valid,
     "Check the PNC id: its letter does not fit its digits"                                         },
    {"niche_reference", niche_reference_valid,
     "Check the Niche reference: it has no number in it"                                            },
    {"uprn",            uprn_valid,
     "Check the property reference (UPRN): it has 1 to 12 digits"                                   },
    {"urn",             urn_valid,             "Check the school's reference (URN): it has 6 digits"},
};

const char *identifier_doubt(const char *kind, const char *value)
{
    for (size_t i = 0; kind && value && i < sizeof checks / sizeof *checks; i++)
        if (strcmp(checks[i].kind, kind) == 0)
            return checks[i].valid(value) ? NULL : checks[i].doubt;
    return NULL;
}
