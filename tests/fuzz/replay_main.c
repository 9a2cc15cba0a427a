/*
 * Runs one fuzz target over the files named on the command line, without
 * libFuzzer: what `./run test` does with the corpora. Prints TAP.
 */
#include "base/arena.h"
#include "base/file.h"
#include "fuzz.h"

int main(int argc, char **argv)
{
    int failures = 0;

    for (int i = 1; i < argc; i++) {
        struct arena arena;
        struct slice bytes;

        arena_init(&arena);
        struct err *err = file_read(&arena, argv[i], &bytes);
        if (!err)
            LLVMFuzzerTestOneInput((const uint8_t *)bytes.data, bytes.length);
        failures += err != NULL;
        printf("%sok %d - %s\n", err ? "not " : "", i, argv[i]);
        arena_release(&arena);
    }
    return failures || argc < 2;
}
