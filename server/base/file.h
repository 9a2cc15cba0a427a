/*
 * file.h - whole small files and lists of them; start-up and tools only.
 *
 * Errors name the path and the cause, for the operator.
 */
#ifndef THROUGHLINE_BASE_FILE_H
#define THROUGHLINE_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* The whole file, followed by a NUL that is not counted. At most 64 MiB. */
struct err *file_read(struct arena *arena, const char *path,
                      struct slice *ret_content);

/* The whole file, of any size, as pages of memory that are read when touched.
 * Holds until the arena is released, also when the name is given to another
 * file; nobody may shorten this one. No NUL follows. */
struct err *file_map(struct arena *arena, const char *path,
                     struct slice *ret_content);

/* Writes `text` to `path` so that a reader sees the old or the new content,
 * never half of it: a temporary file beside it, fsync, rename. */
struct err *file_write(struct arena *arena, const char *path, unsigned mode,
                       const char *text);

/* Names (no folder) of the files in `directory` that end in `suffix`, in
 * byte order; hidden files are left out. A missing folder is an error. */
struct err *file_list(struct arena *arena, const char *directory,
                      const char *suffix, const char *const **ret_names,
                      size_t *ret_count);

/* True if something is there, whatever it is. */
bool file_exists(const char *path);

/* True if the folder is there, or was made with `mode`. Parents too. */
struct err *file_make_directory(struct arena *arena, const char *path,
                                unsigned mode);

/* Removes a folder and everything in it; never follows a link. */
void file_remove_directory(const char *path);

#endif
