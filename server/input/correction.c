#include "input/correction.h"

static const struct field in_error_fields[] = {CORRECTION_FIELDS, {0}};
const struct input_table in_error_input = {.name = "RecordedInError",
                                           .fields = in_error_fields};
