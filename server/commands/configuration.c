#include "commands/configuration.h"

#include <limits.h>
#include <stddef.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"

#define INSTALLED "/usr/share/throughline"
#define PLACE(member) offsetof(struct configuration, member)
#define PORT_MAX 65535
#define SECONDS_MAX 3600

const struct setting configuration_table[] = {
    {"http",                          "address", SETTING_TEXT, "127.0.0.1", 0, 0,
     PLACE(listener.address)},
    {"http",                   "port", SETTING_NUMBER, "8080", 0, PORT_MAX, PLACE(listener.port)},
    {"http",                              "metrics_address", SETTING_TEXT, "127.0.0.1", 0, 0,
     PLACE(listener.metrics_address)},
    {"http",         "metrics_port", SETTING_NUMBER, "0", -1, PORT_MAX,
     PLACE(listener.metrics_port)},
    {"http",                          "behind_tls", SETTING_SWITCH, "no", 0, 0,
     PLACE(listener.behind_tls)},
    {"http",                 "web_root", SETTING_TEXT, NULL, 0, 0, PLACE(listener.web_root)},
    {"http",                              "partnership_name", SETTING_TEXT, NULL, 0, 0,
     PLACE(listener.brand.name)},
    {"http",           "partnership_colour", SETTING_TEXT, NULL, 0, 0,
     PLACE(listener.brand.colour)},
    {"http",                          "training", SETTING_SWITCH, "no", 0, 0,
     PLACE(listener.brand.training)},
    {"http",                   "connections_max", SETTING_NUMBER, "12000", 16, 100000,
     PLACE(listener.connections_max)},
    {"http",                              "head_seconds", SETTING_NUMBER, "10", 1, SECONDS_MAX,
     PLACE(listener.head_seconds)},
    {"http", "body_seconds", SETTING_NUMBER, "20", 1, SECONDS_MAX,
     PLACE(listener.body_seconds)},
    {"http",                          "reply_seconds", SETTING_NUMBER, "30", 1, SECONDS_MAX,
     PLACE(listener.reply_seconds)},
    {"http",                 "idle_seconds", SETTING_NUMBER, "75", 1, SECONDS_MAX,
     PLACE(listener.idle_seconds)},
    {"http",                             "answer_seconds", SETTING_NUMBER, "5", 1, SECONDS_MAX,
     PLACE(listener.answer_seconds)},
    {"http",    "drain_seconds", SETTING_NUMBER, "10", 0, SECONDS_MAX,
     PLACE(listener.drain_seconds)},
    {"workers",                          "read_workers", SETTING_NUMBER, "3", 1, 64,
     PLACE(listener.read_workers)},
    {"workers",                 "write_workers", SETTING_NUMBER, "8", 1, 64,
     PLACE(listener.write_workers)},
    {"workers",                              "slow_workers", SETTING_NUMBER, "1", 1, 16,
     PLACE(listener.slow_workers)},
    {"workers",      "password_workers", SETTING_NUMBER, "2", 1, 2,
     PLACE(listener.password_workers)},
    {"workers",                          "queue_length", SETTING_NUMBER, "256", 1, 10000,
     PLACE(listener.queue_length)},
    {"database",                   "database", SETTING_SECRET, NULL, 0, 0, PLACE(database)},
    {"database",                              "admin_database", SETTING_SECRET, NULL, 0, 0,
     PLACE(admin_database)},
    {"database",       "job_database", SETTING_SECRET, NULL, 0, 0,
     PLACE(job_database)},
    {"workers",                          "job_lease_seconds", SETTING_NUMBER, "30", 3, SECONDS_MAX,
     PLACE(job_lease_seconds)},
    {"sign-in",                   "second_factor_key_file", SETTING_TEXT, NULL, 0, 0,
     PLACE(second_factor_key_file)},
    {"audit",                              "seal_database", SETTING_SECRET, NULL, 0, 0,
     PLACE(seal_database)},
    {"audit",      "seal_key_file", SETTING_TEXT, NULL, 0, 0, PLACE(seal_key_file)},
    {"audit",                          "seal_folder", SETTING_TEXT, NULL, 0, 0, PLACE(seal_folder)},
    {"exports",                   "export_key_file", SETTING_TEXT, NULL, 0, 0,
     PLACE(export_key_file)},
    {"files",                              "data_root", SETTING_TEXT, NULL, 0, 0, PLACE(data_root)},
    {"log",    "log_level", SETTING_TEXT, "info", 0, 0, PLACE(log_level)},
    {0                         }
};

/* The folder the program lies in. */
static const char *program_folder(struct arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    char *slash;

    if (length <= 0)
        return ".";
    path[length] = '\0';
    slash = strrchr(path, '/');
    *slash = '\0';
    return arena_strdup(arena, path);
}

/* The first folder that has `marker` in it, else the last one. */
static const char *folder_with(struct arena *arena, const char *const *folders,
                               const char *marker)
{
    for (; folders[1]; folders++)
        if (file_exists(arena_printf(arena, "%s/%s", *folders, marker)))
            break;
    return *folders;
}

static void folders_find(struct arena *arena,
                         struct configuration *configuration)
{
    const char *program = program_folder(arena);
    const char *const data[] = {arena_printf(arena, "%s/..", program), ".",
                                INSTALLED, NULL};
    const char *const site[] = {arena_printf(arena, "%s/site", program),
                                "build/site", INSTALLED "/site", NULL};

    if (!configuration->data_root)
        configuration->data_root = folder_with(arena, data, "migrations");
    if (!configuration->listener.web_root)
        configuration->listener.web_root =
            folder_with(arena, site, "site.json");
}

static struct err *log_level_set(struct arena *arena, const char *name)
{
    static const char *const names[] = {"debug", "info", "warning", "error"};

    for (int level = LOG_DEBUG; level <= LOG_ERROR; level++) {
        if (name && strcmp(name, names[level]) == 0) {
            log_set_level((enum log_level)level);
            return NULL;
        }
    }
    return err_logged(arena, ERR_INVALID,
                      "log_level is debug, info, warning or error");
}

static struct err *brand_check(struct arena *arena,
                               const struct configuration *configuration)
{
    const char *colour = configuration->listener.brand.colour;

    if (!colour || brand_colour_fits(colour))
        return NULL;
    return err_logged(arena, ERR_INVALID,
                      "partnership_colour is like #123a4a, and dark enough "
                      "for the white text on it");
}

struct err *configuration_read(struct arena *arena,
                               struct configuration *ret_configuration)
{
    struct err *err;

    *ret_configuration = (struct configuration){0};
    err =
        settings_read(arena, configuration_table, getenv("THROUGHLINE_CONFIG"),
                      environ, ret_configuration);
    if (err)
        return err;
    folders_find(arena, ret_configuration);
    err = brand_check(arena, ret_configuration);
    if (err)
        return err;
    return log_level_set(arena, ret_configuration->log_level);
}
