/*
 * failing_malloc.c - loaded before libc (LD_PRELOAD): the nth allocation from
 * now finds no memory (R34). Who arms it writes to the file that FAILING_MALLOC
 * names, which is mapped here; how many allocations there were and how many
 * are still held can be read from it at any time. The health check's thread
 * goes its own way and is left alone.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

struct control { /* support/memory.mjs writes and reads it by these places */
    atomic_long armed;
    atomic_long fail_at;
    atomic_long count;
    atomic_long held;
    atomic_long struck;
};

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *piece, size_t size);
extern void __libc_free(void *piece);

static struct control nothing;
static struct control *control = &nothing;

__attribute__((constructor)) static void control_map(void)
{
    const char *path = getenv("FAILING_MALLOC");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *mapped;

    if (fd < 0)
        return;
    mapped =
        mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped != MAP_FAILED)
        control = mapped;
}

static bool is_health(void)
{
    char name[16] = "";

    prctl(PR_GET_NAME, name);
    return strcmp(name, "health") == 0;
}

static bool strikes(void)
{
    if (!atomic_load(&control->armed) || is_health())
        return false;
    if (atomic_fetch_add(&control->count, 1) + 1 !=
        atomic_load(&control->fail_at))
        return false;
    atomic_fetch_add(&control->struck, 1);
    errno = ENOMEM;
    return true;
}

static void *held(void *piece)
{
    if (piece)
        atomic_fetch_add(&control->held, 1);
    return piece;
}

void *malloc(size_t size)
{
    return strikes() ? NULL : held(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return strikes() ? NULL : held(__libc_calloc(count, size));
}

void *realloc(void *piece, size_t size)
{
    if (!piece)
        return malloc(size);
    return strikes() ? NULL : __libc_realloc(piece, size);
}

void free(void *piece)
{
    if (piece)
        atomic_fetch_sub(&control->held, 1);
    __libc_free(piece);
}
