#include "http/deadline.h"

#include <stddef.h>

void deadlines_init(struct deadlines *deadlines)
{
    *deadlines = (struct deadlines){0};
    for (int kind = 0; kind < DEADLINE_KINDS; kind++) {
        struct deadline *head = &deadlines->heads[kind];

        head->previous = head;
        head->next = head;
    }
}

static void deadline_unlink(struct deadline *deadline)
{
    if (!deadline->next)
        return;
    deadline->previous->next = deadline->next;
    deadline->next->previous = deadline->previous;
    deadline->next = NULL;
    deadline->previous = NULL;
}

void deadline_set(struct deadlines *deadlines, struct deadline *deadline,
                  enum deadline_kind kind, int64_t now_ms)
{
    struct deadline *head = &deadlines->heads[kind];

    deadline_unlink(deadline);
    deadline->kind = kind;
    if (kind == DEADLINE_NONE)
        return;
    deadline->expires_ms = now_ms + deadlines->length_ms[kind];
    deadline->previous = head->previous;
    deadline->next = head;
    head->previous->next = deadline;
    head->previous = deadline;
}

struct deadline *deadline_expired(struct deadlines *deadlines, int64_t now_ms)
{
    for (int kind = 0; kind < DEADLINE_KINDS; kind++) {
        struct deadline *head = &deadlines->heads[kind];
        struct deadline *first = head->next;

        if (first != head && first->expires_ms <= now_ms) {
            deadline_unlink(first);
            return first;
        }
    }
    return NULL;
}

int64_t deadlines_wait(const struct deadlines *deadlines, int64_t now_ms)
{
    int64_t wait = -1;

    for (int kind = 0; kind < DEADLINE_KINDS; kind++) {
        const struct deadline *head = &deadlines->heads[kind];
        int64_t left = head->next->expires_ms - now_ms;

        if (head->next == head)
            continue;
        if (left < 0)
            left = 0;
        if (wait < 0 || left < wait)
            wait = left;
    }
    return wait;
}
