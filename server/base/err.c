#include "base/err.h"

/* Made ahead, for there may be nothing left to make it from. Shared by all
 * threads, so nobody writes to it. */
static const struct err no_memory = {
    .code = ERR_BUSY,
    .log = "out of memory",
    .retry_after = 1,
};

struct err *err_new(struct arena *arena, enum err_code code, const char *detail)
{
    struct err *err = arena_alloc(arena, sizeof(*err));

    err->code = code;
    err->detail = detail;
    return err;
}

struct err *err_logged(struct arena *arena, enum err_code code,
                       const char *format, ...)
{
    struct err *err = err_new(arena, code, NULL);
    va_list args;

    va_start(args, format);
    err->log = arena_vprintf(arena, format, args);
    va_end(args);
    return err;
}

struct err *err_no_memory(void)
{
    return (struct err *)&no_memory;
}

void fault_add(struct arena *arena, struct fault **list, const char *pointer,
               const char *code, const char *detail)
{
    struct fault *fault = arena_alloc(arena, sizeof(*fault));

    fault->pointer = pointer;
    fault->code = code;
    fault->detail = detail;
    while (*list)
        list = &(*list)->next;
    *list = fault;
}

struct err *err_from_faults(struct arena *arena, struct fault *faults)
{
    struct err *err;

    if (!faults)
        return NULL;
    err = err_new(arena, ERR_INVALID, NULL);
    err->faults = faults;
    return err;
}
