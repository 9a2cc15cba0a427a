#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef ARENA_INJECT
#include <stdatomic.h>
#endif

#define BLOCK_FIRST ((size_t)4 * 1024)
#define BLOCK_LARGEST ((size_t)1024 * 1024)
#define ALIGNMENT alignof(max_align_t)
#define SIZE_LARGEST ((size_t)1 << 30) /* more is a mistake somewhere */

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) char data[];
};

struct arena_adopted {
    struct arena_adopted *next;
    void (*release)(void *object);
    void *object;
};

#ifdef ARENA_INJECT
static atomic_long injected_count;
static atomic_long injected_failure;

long arena_fail_at(long n)
{
    atomic_store(&injected_failure, n);
    return atomic_exchange(&injected_count, 0);
}

static bool injection_strikes(void)
{
    return atomic_fetch_add(&injected_count, 1) + 1 ==
           atomic_load(&injected_failure);
}
#endif

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_release(struct arena *arena)
{
    /* A destructor may itself look at arena memory, so these go first. */
    while (arena->adopted) {
        struct arena_adopted *adopted = arena->adopted;
        arena->adopted = adopted->next;
        adopted->release(adopted->object);
    }
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    arena->guard = NULL;
}

void arena_guard(struct arena *arena, jmp_buf *guard)
{
    arena->guard = guard;
}

void arena_give_up(struct arena *arena)
{
    if (arena->guard)
        longjmp(*arena->guard, 1);
    fputs("out of memory\n", stderr);
    abort();
}

static size_t block_size_for(const struct arena *arena, size_t size)
{
#ifdef ARENA_EACH_PIECE
    (void)arena;
    return size;
#else
    size_t wanted = arena->blocks ? arena->blocks->size * 2 : BLOCK_FIRST;

    if (wanted > BLOCK_LARGEST)
        wanted = BLOCK_LARGEST;
    return size > wanted ? size : wanted;
#endif
}

static struct arena_block *block_new(struct arena *arena, size_t size)
{
    struct arena_block *block;

    size = block_size_for(arena, size);
    block = malloc(sizeof(*block) + size);
    if (!block)
        return NULL;
    block->size = size;
    block->used = 0;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

/* NULL when memory runs out. */
static void *piece_new(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->blocks;
    size_t taken = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    char *piece;

    if (size > SIZE_LARGEST)
        return NULL;
#ifdef ARENA_INJECT
    if (injection_strikes())
        return NULL;
#endif
#ifdef ARENA_EACH_PIECE
    taken = size;
    block = NULL;
#endif
    if (!block || block->size - block->used < taken)
        block = block_new(arena, taken);
    if (!block)
        return NULL;
    piece = block->data + block->used;
    block->used += taken;
    return memset(piece, 0, size);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *piece = piece_new(arena, size);

    if (!piece)
        arena_give_up(arena);
    return piece;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        arena_give_up(arena);
    return arena_alloc(arena, count * size);
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list measured;
    char *text;
    int length;

    va_copy(measured, args);
    length = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    if (length < 0)
        arena_give_up(arena);
    text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

void arena_on_release(struct arena *arena, void (*release)(void *object),
                      void *object)
{
    struct arena_adopted *note;

    if (!object)
        return;
    note = piece_new(arena, sizeof(*note));
    if (!note) {
        release(object);
        arena_give_up(arena);
    }
    note->release = release;
    note->object = object;
    note->next = arena->adopted;
    arena->adopted = note;
}
