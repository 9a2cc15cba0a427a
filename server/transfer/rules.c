#include "transfer/rules.h"

#include "input/told.h"

void transfer_offer_check(struct arena *arena, const json_t *clean,
                          struct fault **faults)
{
    told_closing_check(arena, clean, faults);
}
