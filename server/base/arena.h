/*
 * arena.h - memory that lives exactly as long as one piece of work.
 *
 * One arena per request (and one for start-up). Nothing taken from an arena is
 * freed by hand; arena_release() frees everything and runs the adopted
 * destructors, newest first. An arena belongs to one thread at a time.
 *
 * Allocation never returns NULL. When memory runs out the arena jumps to its
 * guard (see arena_guard), so a handler needs no check after each line and
 * whatever it adopted is still released. Without a guard the process aborts:
 * that is for start-up only.
 */
#ifndef THROUGHLINE_BASE_ARENA_H
#define THROUGHLINE_BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

struct arena_block;
struct arena_adopted;

struct arena {
    struct arena_block *blocks;
    struct arena_adopted *adopted;
    jmp_buf *guard;
};

void arena_init(struct arena *arena);

/* Frees all memory and runs all adopted destructors. Accepts a released arena.
 */
void arena_release(struct arena *arena);

/* Where to go when memory runs out; NULL removes the guard. The caller does
 * `if (setjmp(guard)) return err_no_memory();` before handing it over. */
void arena_guard(struct arena *arena, jmp_buf *guard);

/* Takes the guard (without one: aborts): the work cannot go on, for a reason
 * that has been logged. */
_Noreturn void arena_give_up(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; overflow counts as no memory. */
void *arena_array(struct arena *arena, size_t count, size_t size);

char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

/* Hands `object` to the arena: `release(object)` runs at arena_release. If
 * memory for the note itself runs out, `object` is released at once and the
 * guard taken. NULL objects are ignored. */
void arena_on_release(struct arena *arena, void (*release)(void *object),
                      void *object);

#ifdef ARENA_INJECT
/* Test builds: the nth allocation from now, in any arena, finds no memory
 * (R34). 0 switches it off. Returns how many there were since last set. */
long arena_fail_at(long n);
#endif

#endif
