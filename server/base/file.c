#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_BYTES_MAX ((off_t)64 * 1024 * 1024)

static struct err *file_err(struct arena *arena, const char *what,
                            const char *path)
{
    return err_logged(arena, ERR_INTERNAL, "cannot %s %s: %s", what, path,
                      strerror(errno));
}

static bool read_whole(int fd, char *bytes, size_t length)
{
    size_t done = 0;

    while (done < length) {
        ssize_t got = read(fd, bytes + done, length - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0) {
            errno = EIO;
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

static bool write_whole(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, bytes, length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        length -= (size_t)put;
    }
    return true;
}

static struct err *file_read_open(struct arena *arena, const char *path, int fd,
                                  struct slice *ret_content)
{
    struct stat status;
    char *bytes;

    if (fstat(fd, &status) != 0)
        return file_err(arena, "read", path);
    if (!S_ISREG(status.st_mode) || status.st_size > FILE_BYTES_MAX)
        return err_logged(arena, ERR_INTERNAL,
                          "cannot read %s: not a file of at most 64 MiB", path);
    bytes = arena_alloc(arena, (size_t)status.st_size + 1);
    if (!read_whole(fd, bytes, (size_t)status.st_size))
        return file_err(arena, "read", path);
    *ret_content = (struct slice){bytes, (size_t)status.st_size};
    return NULL;
}

struct err *file_read(struct arena *arena, const char *path,
                      struct slice *ret_content)
{
    struct err *err;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return file_err(arena, "open", path);
    err = file_read_open(arena, path, fd, ret_content);
    close(fd);
    return err;
}

static void map_release(void *object)
{
    struct slice *content = object;

    munmap((void *)(uintptr_t)content->data, content->length);
}

static struct err *file_map_open(struct arena *arena, const char *path, int fd,
                                 struct slice *ret_content)
{
    struct slice *content = arena_alloc(arena, sizeof(*content));
    struct stat status;
    void *bytes;

    if (fstat(fd, &status) != 0)
        return file_err(arena, "read", path);
    *ret_content = (struct slice){"", 0};
    if (status.st_size == 0)
        return NULL;
    bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return file_err(arena, "map", path);
    *content = (struct slice){bytes, (size_t)status.st_size};
    arena_on_release(arena, map_release, content);
    *ret_content = *content;
    return NULL;
}

struct err *file_map(struct arena *arena, const char *path,
                     struct slice *ret_content)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct err *err;

    if (fd < 0)
        return file_err(arena, "open", path);
    err = file_map_open(arena, path, fd, ret_content);
    close(fd);
    return err;
}

struct err *file_write(struct arena *arena, const char *path, unsigned mode,
                       const char *text)
{
    char *beside = arena_printf(arena, "%s.XXXXXX", path);
    bool written;
    int fd = mkostemp(beside, O_CLOEXEC);

    if (fd < 0)
        return file_err(arena, "write beside", path);
    written = write_whole(fd, text, strlen(text)) &&
              fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
    if (close(fd) != 0 || !written || rename(beside, path) != 0) {
        struct err *err = file_err(arena, "write", path);
        unlink(beside);
        return err;
    }
    return NULL;
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name), end = strlen(suffix);

    return length > end && strcmp(name + length - end, suffix) == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t collect_names(struct arena *arena, DIR *directory,
                            const char *suffix, const char ***ret_names)
{
    const char **names = NULL;
    size_t count = 0, room = 0;
    struct dirent *entry;

    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.' || !ends_with(entry->d_name, suffix))
            continue;
        if (count == room) {
            const char **more;
            room = room ? room * 2 : 32;
            more = arena_array(arena, room, sizeof *more);
            if (count)
                memcpy(more, names, count * sizeof *more);
            names = more;
        }
        names[count++] = arena_strdup(arena, entry->d_name);
    }
    *ret_names = names;
    return count;
}

struct err *file_list(struct arena *arena, const char *directory,
                      const char *suffix, const char *const **ret_names,
                      size_t *ret_count)
{
    const char **names;
    size_t count;
    DIR *open_directory = opendir(directory);

    if (!open_directory)
        return file_err(arena, "list", directory);
    count = collect_names(arena, open_directory, suffix, &names);
    closedir(open_directory);
    if (count > 1)
        qsort(names, count, sizeof *names, compare_names);
    *ret_names = names;
    *ret_count = count;
    return NULL;
}

bool file_exists(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0;
}

struct err *file_make_directory(struct arena *arena, const char *path,
                                unsigned mode)
{
    char *part = arena_strdup(arena, path);

    for (char *slash = part + 1; *part; slash++) {
        bool last = *slash == '\0';
        if (!last && *slash != '/')
            continue;
        *slash = '\0';
        if (mkdir(part, last ? (mode_t)mode : 0755) != 0 && errno != EEXIST)
            return file_err(arena, "make folder", part);
        if (last)
            break;
        *slash = '/';
    }
    return NULL;
}

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void file_remove_directory(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}
