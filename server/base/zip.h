/*
 * zip.h - a zip file in memory: written file by file, or read file by file.
 *
 * What is written holds no time and no owner.
 */
#ifndef THROUGHLINE_BASE_ZIP_H
#define THROUGHLINE_BASE_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct zip;

/* Everything it takes is in the arena or goes with it. */
struct zip *zip_new(struct arena *arena);

/* What follows is the content of `name`, `size` bytes in all, in as many
 * pieces as one likes. */
struct err *zip_file(struct zip *zip, const char *name, uint64_t size);
struct err *zip_add(struct zip *zip, const char *bytes, size_t length);

/* How much has been packed so far. */
size_t zip_length(const struct zip *zip);

/* The whole file. */
struct err *zip_finish(struct zip *zip, struct slice *ret_bytes);

struct unzip;

/* Opens the file at `path`. ERR_INVALID with the reason if it is no zip. */
struct err *unzip_open(struct arena *arena, const char *path,
                       struct unzip **ret_unzip);

/* The next file's name, or NULL after the last. */
struct err *unzip_next(struct unzip *unzip, const char **ret_name);

/* The next bytes of that file; length 0 at its end. They last until the next
 * call. */
struct err *unzip_read(struct unzip *unzip, struct slice *ret_bytes);

#endif
