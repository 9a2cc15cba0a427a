#include "access/names.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "directory_store.h"

#define FRESH_MS 60000

struct entry {
    const char *kind;
    const char *id;
    const char *name;
    const char *detail;
};

struct names {
    struct arena arena;
    atomic_int holders;
    size_t slots; /* a power of two, at least twice the entries */
    struct entry *table;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct names *current; /* under lock */
static int64_t filled_ms;     /* under lock; 0 = never */

/* FNV-1a over kind, a separator, id. */
static size_t hash_of(const char *kind, const char *id)
{
    uint64_t hash = 14695981039346656037ULL;

    for (const char *c = kind; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211ULL;
    hash = (hash ^ 0xff) * 1099511628211ULL;
    for (const char *c = id; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211ULL;
    return (size_t)(hash ^ (hash >> 32));
}

static struct entry *slot_of(const struct names *names, const char *kind,
                             const char *id)
{
    size_t at = hash_of(kind, id) & (names->slots - 1);

    while (names->table[at].kind && (strcmp(names->table[at].id, id) != 0 ||
                                     strcmp(names->table[at].kind, kind) != 0))
        at = (at + 1) & (names->slots - 1);
    return &names->table[at];
}

static void names_add(struct names *names, const struct rows *rows, size_t row)
{
    const char *kind = arena_strdup(&names->arena, rows_text(rows, row, 0));
    const char *id = arena_strdup(&names->arena, rows_text(rows, row, 1));
    const char *detail = rows_text(rows, row, 3);

    *slot_of(names, kind, id) = (struct entry){
        .kind = kind,
        .id = id,
        .name = arena_strdup(&names->arena, rows_text(rows, row, 2)),
        .detail = detail ? arena_strdup(&names->arena, detail) : NULL,
    };
}

static struct names *names_new(const struct rows *rows)
{
    struct arena arena;

    arena_init(&arena);
    struct names *names = arena_alloc(&arena, sizeof *names);
    names->slots = 64;
    while (names->slots < rows_count(rows) * 2)
        names->slots *= 2;
    names->table = arena_array(&arena, names->slots, sizeof *names->table);
    names->arena = arena;
    for (size_t row = 0; row < rows_count(rows); row++)
        names_add(names, rows, row);
    atomic_store(&names->holders, 1);
    return names;
}

bool names_due(void)
{
    pthread_mutex_lock(&lock);
    bool due = filled_ms == 0 || clock_monotonic_ms() - filled_ms > FRESH_MS;
    if (due && current)
        filled_ms = clock_monotonic_ms(); /* one worker reloads, not all */
    pthread_mutex_unlock(&lock);
    return due;
}

struct err *names_queue(struct tx *tx, struct rows **ret_rows)
{
    return directory_names(tx, ret_rows);
}

void names_fill(const struct rows *rows)
{
    struct names *fresh = names_new(rows);

    pthread_mutex_lock(&lock);
    const struct names *old = current;
    current = fresh;
    filled_ms = clock_monotonic_ms();
    pthread_mutex_unlock(&lock);
    names_release(old);
}

const struct names *names_hold(void)
{
    pthread_mutex_lock(&lock);
    struct names *names = current;
    if (names)
        atomic_fetch_add(&names->holders, 1);
    pthread_mutex_unlock(&lock);
    return names;
}

void names_release(const struct names *held)
{
    struct names *names = (struct names *)held;

    if (!names || atomic_fetch_sub(&names->holders, 1) != 1)
        return;
    struct arena arena = names->arena; /* the dictionary lies inside it */
    arena_release(&arena);
}

static const struct entry *entry_find(const struct names *names,
                                      const char *kind, const char *id)
{
    if (!names || !kind || !id)
        return NULL;
    const struct entry *entry = slot_of(names, kind, id);
    return entry->kind ? entry : NULL;
}

const char *names_find(const struct names *names, const char *kind,
                       const char *id)
{
    const struct entry *entry = entry_find(names, kind, id);

    return entry ? entry->name : NULL;
}

const char *names_detail(const struct names *names, const char *kind,
                         const char *id)
{
    const struct entry *entry = entry_find(names, kind, id);

    return entry ? entry->detail : NULL;
}
