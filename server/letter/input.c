#include "letter/input.h"

#include "letter/rules.h"

#define LINE_MOST 200
#define OWN_WORDS_MOST 4000
#define NOTE_MOST 4000

static const struct field new_fields[] = {
    {.name = "result",                  .kind = FIELD_CODE, .label = "What the letter tells"},
    {0},
};
const struct input_table letter_new_input = {.name = "LetterNew",
                                             .fields = new_fields};

static const struct field change_fields[] = {
    {.name = "addressee",
     .kind = FIELD_LINE,
     .max = LINE_MOST,
     .label = "Whom it is to"},
    {.name = "organisation",
     .kind = FIELD_LINE,
     .max = LINE_MOST,
     .label = "Organisation"},
    {.name = "send_to",
     .kind = FIELD_TEXT,
     .max = 1000,
     .label = "Where to send it"},
    {.name = "own_words",
     .kind = FIELD_TEXT,
     .max = OWN_WORDS_MOST,
     .label = "Your own paragraph"},
    {0},
};
const struct input_table letter_change_input = {.name = "LetterChange",
                                                .fields = change_fields,
                                                .check = letter_change_check,
                                                .partial = true};

static const struct field issue_fields[] = {
    {.name = "channel",
     .kind = FIELD_CODE,
     .required = true,
     .label = "How it is sent",
     .missing = "Select how it is sent"},
    {.name = "checked",                   .kind = FIELD_BOOLEAN, .label = "Read over"},
    {0},
};
const struct input_table letter_issue_input = {
    .name = "LetterIssue", .fields = issue_fields, .check = letter_issue_check};

static const struct field aside_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why it is not sent"},
    {.name = "note",                       .kind = FIELD_TEXT, .max = NOTE_MOST, .label = "Note"},
    {0},
};
const struct input_table letter_aside_input = {.name = "LetterSetAside",
                                               .fields = aside_fields,
                                               .check = letter_aside_check};
