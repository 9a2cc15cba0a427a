#include "base/zip.h"

#include <archive.h>
#include <archive_entry.h>

#define READ_BYTES 65536

struct zip {
    struct arena *arena;
    struct archive *archive;
    struct str bytes;
};

static void zip_release(void *object)
{
    struct zip *zip = object;

    archive_write_free(zip->archive);
}

static la_ssize_t zip_take(struct archive *archive, void *data,
                           const void *bytes, size_t length)
{
    struct zip *zip = data;

    (void)archive;
    str_add_bytes(&zip->bytes, bytes, length);
    return (la_ssize_t)length;
}

struct zip *zip_new(struct arena *arena)
{
    struct zip *zip = arena_alloc(arena, sizeof *zip);

    zip->arena = arena;
    str_init(&zip->bytes, arena);
    zip->archive = archive_write_new();
    arena_on_release(arena, zip_release, zip);
    archive_write_set_format_zip(zip->archive);
    archive_write_set_bytes_per_block(zip->archive, 0);
    archive_write_open(zip->archive, zip, NULL, zip_take, NULL);
    return zip;
}

static struct err *zip_failed(const struct zip *zip)
{
    const char *why = archive_error_string(zip->archive);

    return err_logged(zip->arena, ERR_INTERNAL, "cannot pack: %s",
                      why ? why : "no reason given");
}

struct err *zip_file(struct zip *zip, const char *name, uint64_t size)
{
    struct archive_entry *entry = archive_entry_new();
    int answer;

    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)size);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    answer = archive_write_header(zip->archive, entry);
    archive_entry_free(entry);
    return answer == ARCHIVE_OK ? NULL : zip_failed(zip);
}

struct err *zip_add(struct zip *zip, const char *bytes, size_t length)
{
    if (archive_write_data(zip->archive, bytes, length) != (la_ssize_t)length)
        return zip_failed(zip);
    return NULL;
}

size_t zip_length(const struct zip *zip)
{
    return zip->bytes.length;
}

struct err *zip_finish(struct zip *zip, struct slice *ret_bytes)
{
    if (archive_write_close(zip->archive) != ARCHIVE_OK)
        return zip_failed(zip);
    *ret_bytes = (struct slice){zip->bytes.data, zip->bytes.length};
    return NULL;
}

/* --- reading ---------------------------------------------------------------
 */

struct unzip {
    struct arena *arena;
    const char *path;
    struct archive *archive;
    char bytes[READ_BYTES];
};

static void unzip_release(void *object)
{
    struct unzip *unzip = object;

    archive_read_free(unzip->archive);
}

static struct err *unzip_failed(const struct unzip *unzip)
{
    const char *why = archive_error_string(unzip->archive);

    return err_logged(unzip->arena, ERR_INVALID, "%s cannot be read: %s",
                      unzip->path, why ? why : "no reason given");
}

struct err *unzip_open(struct arena *arena, const char *path,
                       struct unzip **ret_unzip)
{
    struct unzip *unzip = arena_alloc(arena, sizeof *unzip);

    unzip->arena = arena;
    unzip->path = path;
    unzip->archive = archive_read_new();
    arena_on_release(arena, unzip_release, unzip);
    archive_read_support_format_zip(unzip->archive);
    if (archive_read_open_filename(unzip->archive, path, READ_BYTES) !=
        ARCHIVE_OK)
        return unzip_failed(unzip);
    *ret_unzip = unzip;
    return NULL;
}

struct err *unzip_next(struct unzip *unzip, const char **ret_name)
{
    struct archive_entry *entry;
    int answer = archive_read_next_header(unzip->archive, &entry);
    const char *name;

    *ret_name = NULL;
    if (answer == ARCHIVE_EOF)
        return NULL;
    if (answer != ARCHIVE_OK)
        return unzip_failed(unzip);
    name = archive_entry_pathname(entry);
    if (!name)
        return err_logged(unzip->arena, ERR_INVALID,
                          "%s holds a file without a name", unzip->path);
    *ret_name = arena_strdup(unzip->arena, name);
    return NULL;
}

struct err *unzip_read(struct unzip *unzip, struct slice *ret_bytes)
{
    la_ssize_t got =
        archive_read_data(unzip->archive, unzip->bytes, sizeof unzip->bytes);

    if (got < 0)
        return unzip_failed(unzip);
    *ret_bytes = (struct slice){unzip->bytes, (size_t)got};
    return NULL;
}
