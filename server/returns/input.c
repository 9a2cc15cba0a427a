#include "returns/input.h"

#include "returns/rules.h"

#define LINES_MOST 100
#define WORDS_MOST 20000
#define MONEY_MOST 100000000
#define YEAR_FIRST 2019
#define YEAR_LAST 2099

static const struct field query_fields[] = {
    {.name = "year",
     .kind = FIELD_INTEGER,
     .min = YEAR_FIRST,
     .max = YEAR_LAST,
     .label = "The year it starts in"},
    {.name = "spoke",                .kind = FIELD_CODE, .label = "Spoke"},
    {0},
};
const struct input_table returns_query = {.name = "ReturnQuery",
                                          .fields = query_fields};

static const struct field rows_fields[] = {
    {.name = "intervention_id", .kind = FIELD_UUID, .label = "Intervention"},
    {.name = "measure",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Figure",
     .missing = "Select the figure"},
    {.name = "category",         .kind = FIELD_CODE, .label = "Part of it"},
    {0         },
};
const struct input_table returns_rows_query = {.name = "ReturnRowsQuery",
                                               .fields = rows_fields};

static const struct field export_fields[] = {
    {.name = "reason",
     .kind = FIELD_LINE,
     .required = true,
     .max = 500,
     .label = "Reason",
     .missing = "Enter why you need this file"},
    {.name = "as_counted",
     .kind = FIELD_BOOLEAN,
     .label = "With small numbers"},
    {0},
};
const struct input_table returns_export_query = {.name = "ReturnExport",
                                                 .fields = export_fields};

static const struct field new_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "quarter",
     .kind = FIELD_DATE,
     .required = true,
     .label = "Quarter",
     .missing = "Select the quarter"},
    {0},
};
const struct input_table returns_new_input = {
    .name = "ReturnNew", .fields = new_fields, .check = returns_new_check};

static const struct field money_fields[] = {
    {.name = "intervention_id",                      .kind = FIELD_UUID, .label = "Intervention"},
    {.name = "funding_stream",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Funding stream",
     .missing = "Select where the money comes from"},
    {.name = "budget",
     .kind = FIELD_NUMBER,
     .required = true,
     .max = MONEY_MOST,
     .label = "Budget",
     .missing = "Enter the budget for the quarter"},
    {.name = "forecast",
     .kind = FIELD_NUMBER,
     .max = MONEY_MOST,
     .label = "Forecast"},
    {.name = "actual",
     .kind = FIELD_NUMBER,
     .max = MONEY_MOST,
     .label = "Spent"},
    {.name = "variance_reason",                               .kind = FIELD_CODE, .label = "Why it differs"},
    {.name = "variance_note",
     .kind = FIELD_LINE,
     .max = 500,
     .label = "More about why it differs"},
    {0                             },
};

static const struct field match_fields[] = {
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Cash or in kind",
     .missing = "Select cash or in kind"},
    {.name = "source",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Who gave it",
     .missing = "Enter who gave it"},
    {.name = "amount",
     .kind = FIELD_NUMBER,
     .required = true,
     .min = 0.01,
     .max = MONEY_MOST,
     .label = "Amount",
     .missing = "Enter what it is worth"},
    {0                   },
};

static const struct field change_fields[] = {
    {.name = "narrative",
     .kind = FIELD_TEXT,
     .max = WORDS_MOST,
     .label = "What happened in the quarter"},
    {.name = "risks",
     .kind = FIELD_TEXT,
     .max = WORDS_MOST,
     .label = "Risks and issues"},
    {.name = "case_study",
     .kind = FIELD_TEXT,
     .max = WORDS_MOST,
     .label = "Case study"},
    {.name = "case_study_permission",
     .kind = FIELD_CODE,
     .label = "Whether it may be published"},
    {.name = "money",
     .kind = FIELD_LIST,
     .item = FIELD_OBJECT,
     .fields = money_fields,
     .max = LINES_MOST,
     .label = "Money"},
    {.name = "match",
     .kind = FIELD_LIST,
     .item = FIELD_OBJECT,
     .fields = match_fields,
     .max = LINES_MOST,
     .label = "Match funding"},
    {0          },
};
const struct input_table returns_change_input = {.name = "ReturnChange",
                                                 .fields = change_fields,
                                                 .check = returns_change_check,
                                                 .partial = true};

static const struct field move_fields[] = {
    {.name = "note", .kind = FIELD_TEXT, .max = 4000, .label = "Note"},
    {0  },
};
const struct input_table returns_move_input = {.name = "ReturnMove",
                                               .fields = move_fields};

#define NOTE_INPUT(TABLE, NAME, LABEL, MISSING)                                \
    static const struct field TABLE##_fields[] = {                             \
        {.name = "note",                                                       \
         .kind = FIELD_TEXT,                                                   \
         .required = true,                                                     \
         .max = 4000,                                                          \
         .label = LABEL,                                                       \
         .missing = MISSING},                                                  \
        {0},                                                                   \
    };                                                                         \
    const struct input_table TABLE = {.name = NAME, .fields = TABLE##_fields}

NOTE_INPUT(returns_question_input, "ReturnQuestion", "Question",
           "Enter what you ask");
NOTE_INPUT(returns_answer_input, "ReturnAnswer", "Answer", "Enter your answer");
NOTE_INPUT(returns_restate_input, "ReturnRestatement", "Reason",
           "Enter why the figures are restated");
