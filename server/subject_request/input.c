#include "subject_request/input.h"

#include "http/reply.h"

static const struct field list_fields[] = {
    {.name = "spoke",   .kind = FIELD_CODE, .label = "Spoke"},
    {.name = "open", .kind = FIELD_BOOLEAN, .label = "Only open ones"},
    PAGE_FIELDS,
    {0   },
};
const struct input_table subject_list_query = {.name = "SubjectRequestQuery",
                                               .fields = list_fields};

static const struct field new_fields[] = {
    {.name = "reference",
     .kind = FIELD_LINE,
     .required = true,
     .max = 40,
     .label = "Reference",
     .missing = "Enter the reference of the case"},
    {.name = "kind",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Kind",
     .missing = "Select what is asked for"},
    {.name = "asked_by",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Who asks",
     .missing = "Select who asks"},
    {.name = "asker_name",
     .kind = FIELD_LINE,
     .required = true,
     .max = 200,
     .label = "Name",
     .missing = "Enter the name of whoever asks"},
    {.name = "asker_contact",
     .kind = FIELD_TEXT,
     .max = 500,
     .label = "How to reach them"},
    {.name = "asked",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "What is asked",
     .missing = "Enter what they ask for, in their words"},
    {.name = "received_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "When it came",
     .missing = "Enter the day it came"},
    {0  },
};
const struct input_table subject_new_input = {.name = "SubjectRequestNew",
                                              .fields = new_fields};

static const struct field identity_fields[] = {
    {.name = "identity_on",
     .kind = FIELD_DATE,
     .required = true,
     .label = "When",
     .missing = "Enter the day it was known who asks"},
    {.name = "identity_how",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 500,
     .label = "How",
     .missing = "Enter how you know who asks"},
    {0},
};
const struct input_table subject_identity_input = {.name = "SubjectIdentity",
                                                   .fields = identity_fields};

static const struct field pause_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "What is waited for",
     .missing = "Enter what you asked them to make clear"},
    {0},
};
const struct input_table subject_pause_input = {.name = "SubjectPause",
                                                .fields = pause_fields};

static const struct field empty_fields[] = {
    {.name = "note", .kind = FIELD_TEXT, .max = 1000, .label = "Note"},
    {0  },
};
const struct input_table subject_empty_input = {.name = "SubjectMove",
                                                .fields = empty_fields};

static const struct field refuse_fields[] = {
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why it is refused"},
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Note",
     .missing = "Enter what you told them"},
    {0},
};
const struct input_table subject_refuse_input = {.name = "SubjectRefuse",
                                                 .fields = refuse_fields};

static const struct field withdraw_fields[] = {
    {.name = "note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Note",
     .missing = "Enter who took it back, and how"},
    {0},
};
const struct input_table subject_withdraw_input = {.name = "SubjectWithdraw",
                                                   .fields = withdraw_fields};

static const struct field extend_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 1000,
     .label = "Why",
     .missing = "Enter why it takes longer, as you told them"},
    {0},
};
const struct input_table subject_extend_input = {.name = "SubjectExtend",
                                                 .fields = extend_fields};

static const struct field outcome_fields[] = {
    {.name = "outcome",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Outcome",
     .missing = "Select what came of it"},
    {.name = "outcome_note",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 2000,
     .label = "What you told them",
     .missing = "Enter what you told them"},
    {.name = "statement",
     .kind = FIELD_TEXT,
     .max = 8000,
     .label = "Statement"},
    {0             },
};
const struct input_table subject_outcome_input = {.name = "SubjectOutcome",
                                                  .fields = outcome_fields};

static const struct field items_fields[] = {
    {.name = "undecided",
     .kind = FIELD_BOOLEAN,
     .label = "Only those to decide"},
    PAGE_FIELDS,
    {0},
};
const struct input_table subject_items_query = {.name = "SubjectItemQuery",
                                                .fields = items_fields};

static const struct field decide_fields[] = {
    {.name = "decision",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Decision",
     .missing = "Select whether it is included"},
    {.name = "exemption",                           .kind = FIELD_CODE, .label = "Exemption"},
    {.name = "note", .kind = FIELD_TEXT, .max = 1000, .label = "Note"},
    {0                       },
};
const struct input_table subject_decide_input = {.name = "SubjectItemDecision",
                                                 .fields = decide_fields};

static const struct field redact_fields[] = {
    {.name = "passage",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 4000,
     .label = "Words",
     .missing = "Copy the words that are not given out"},
    {.name = "reason",
     .kind = FIELD_CODE,
     .required = true,
     .label = "Reason",
     .missing = "Select why"},
    {0 },
};
const struct input_table subject_redact_input = {.name = "SubjectRedaction",
                                                 .fields = redact_fields};

static const struct field undo_fields[] = {
    {.name = "reason",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 500,
     .label = "Why",
     .missing = "Enter why they are given out after all"},
    {0},
};
const struct input_table subject_undo_input = {.name = "SubjectRedactionUndo",
                                               .fields = undo_fields};

static const struct field told_fields[] = {
    {.name = "disclosure_id",
     .kind = FIELD_UUID,
     .required = true,
     .label = "Who",
     .missing = "Choose who was told"},
    {0       },
};
const struct input_table subject_told_input = {.name = "SubjectTold",
                                               .fields = told_fields};
