/*
 * fuzz.h - what a fuzz target is: one function over bytes that aborts when
 * something that must hold does not. Each parser of untrusted bytes has one.
 */
#ifndef THROUGHLINE_TESTS_FUZZ_FUZZ_H
#define THROUGHLINE_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts, with the condition's text, unless it holds. */
#define MUST(condition)                                                        \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);    \
            abort();                                                           \
        }                                                                      \
    } while (0)

#endif
