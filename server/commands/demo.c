/*
 * demo.c - all of Throughline with one command: a private PostgreSQL, the
 * demo partnership, the server. Ctrl-C ends all of it, the data stays.
 *
 * People read this command's output, so the server's log goes to a file.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "access/second_factor.h"
#include "base/file.h"
#include "commands/commands.h"
#include "commands/configuration.h"
#include "commands/demo_accounts.h"
#include "commands/schema.h"
#include "commands/sealing.h"
#include "commands/serving.h"
#include "db/cluster.h"
#include "db/demo_load.h"
#include "exports/manifest.h"

struct demo {
    struct arena *arena;
    struct configuration configuration;
    struct cluster *cluster;
    const char *accounts; /* path of demo-accounts.json */
    pid_t sealer;
    FILE *terminal;
    struct err *failure; /* of say_ready(), which cannot return it */
};

/* PORT is what ./run's users know; THROUGHLINE_PORT works too. */
static struct err *port_read(struct demo *demo)
{
    const char *text = getenv("PORT");
    char *end;
    long port;

    if (!text || !text[0])
        return NULL;
    port = strtol(text, &end, 10);
    if (*end || port < 0 || port > 65535)
        return err_logged(demo->arena, ERR_INVALID,
                          "PORT is a number from 0 (any free one) to 65535");
    demo->configuration.listener.port = (int)port;
    return NULL;
}

/* Told now rather than after all the work before listening. */
static struct err *port_check(struct demo *demo)
{
    const struct listener_options *options = &demo->configuration.listener;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)options->port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int reuse = 1;
    int cause;

    if (fd < 0 || inet_pton(AF_INET, options->address, &address.sin_addr) != 1)
        return err_logged(demo->arena, ERR_INVALID,
                          "address is no IPv4 address");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    cause = bind(fd, (struct sockaddr *)&address, sizeof address) ? errno : 0;
    close(fd);
    if (cause == 0)
        return NULL;
    return err_logged(demo->arena, ERR_CONFLICT,
                      "port %d cannot be had (%s). Choose another one: "
                      "PORT=%d ./run",
                      options->port, strerror(cause), options->port + 1);
}

/* Standard output becomes VAR/log/server.log; `terminal` is what it was. */
static struct err *log_divert(struct demo *demo)
{
    const char *path = arena_printf(demo->arena, "%s/log/server.log",
                                    cluster_var(demo->cluster));
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int terminal = dup(STDOUT_FILENO);

    fflush(stdout);
    if (log < 0 || terminal < 0 || dup2(log, STDOUT_FILENO) < 0)
        return err_logged(demo->arena, ERR_INTERNAL, "cannot open %s: %s", path,
                          strerror(errno));
    close(log);
    demo->terminal = fdopen(terminal, "w");
    if (!demo->terminal)
        return err_no_memory();
    setvbuf(demo->terminal, NULL, _IOLBF, 0);
    return NULL;
}

static struct err *data_prepare(struct demo *demo, struct owner *owner)
{
    const char *root = demo->configuration.data_root;
    struct schema_change change = {0};
    bool loaded;
    struct err *err = schema_bring_up(demo->arena, owner, root, &change);

    if (!err)
        err = demo_loaded(demo->arena, owner, &loaded);
    if (!err && !loaded) {
        fputs("Loading the demo partnership (half a minute)...\n",
              demo->terminal);
        err = demo_load(demo->arena, owner,
                        arena_printf(demo->arena, "%s/config/demo", root));
    }
    if (!err)
        err = demo_accounts_make(demo->arena, owner, demo->accounts,
                                 demo->terminal);
    return err;
}

static struct err *database_prepare(struct demo *demo)
{
    struct owner *owner;
    struct err *err = owner_connect(
        demo->arena, cluster_owner_conninfo(demo->cluster), &owner);

    if (err)
        return err;
    err = data_prepare(demo, owner);
    owner_close(owner);
    return err;
}

static void say_ready(int port, void *data)
{
    struct demo *demo = data;

    demo->failure =
        demo_accounts_print(demo->arena, demo->accounts, demo->terminal);
    /* The port is open and all files are read: nothing more needs root. */
    if (!demo->failure)
        demo->failure = cluster_become(demo->arena, demo->cluster);
    if (demo->failure) {
        listener_stop();
        return;
    }
    fprintf(demo->terminal,
            "\nThroughline is ready: http://%s:%d  (Ctrl-C stops it)\n",
            demo->configuration.listener.address, port);
}

static struct err *demo_serve(struct demo *demo)
{
    struct listener_options *options = &demo->configuration.listener;
    struct err *err;

    options->conninfo = cluster_server_conninfo(demo->cluster);
    options->brand.demo = true;
    err = second_factor_open(demo->arena,
                             arena_printf(demo->arena, "%s/second-factor.key",
                                          cluster_var(demo->cluster)));
    if (!err)
        err =
            signing_open(demo->arena, arena_printf(demo->arena, "%s/export.key",
                                                   cluster_var(demo->cluster)));
    if (err)
        return err;
    err =
        serving_run(demo->arena, options,
                    &(struct worker_options){
                        .conninfo = cluster_worker_conninfo(demo->cluster),
                        .lease_seconds = demo->configuration.job_lease_seconds},
                    say_ready, demo);
    if (!err)
        err = demo->failure;
    if (!err && cluster_ended(demo->cluster))
        err = err_logged(demo->arena, ERR_INTERNAL,
                         "PostgreSQL ended by itself: see %s/log/postgres.log",
                         cluster_var(demo->cluster));
    return err;
}

/* The key lies beside the data here; a partnership keeps it elsewhere. */
static struct err *sealer_start(struct demo *demo)
{
    struct sealing_options options = {
        .conninfo = cluster_sealer_conninfo(demo->cluster)};
    struct err *err = seal_key_open(
        demo->arena,
        arena_printf(demo->arena, "%s/seal.key", cluster_var(demo->cluster)),
        &options.key);

    if (!err)
        err = cluster_folder(demo->arena, demo->cluster, "checkpoints",
                             &options.folder);
    if (!err)
        err =
            sealing_start(demo->arena, &options, demo->cluster, &demo->sealer);
    return err;
}

static struct err *demo_run(struct demo *demo)
{
    struct err *err;

    demo->accounts = arena_printf(demo->arena, "%s/demo-accounts.json",
                                  cluster_var(demo->cluster));
    err = port_check(demo);
    if (!err)
        err = log_divert(demo);
    if (!err)
        err = database_prepare(demo);
    if (!err)
        err = sealer_start(demo);
    if (!err)
        err = demo_serve(demo);
    sealing_stop(demo->sealer);
    if (!err)
        fprintf(demo->terminal, "\nStopped. The data stays in %s.\n",
                cluster_var(demo->cluster));
    return err;
}

static struct err *demo(struct arena *arena)
{
    struct demo demo = {.arena = arena};
    const char *var = getenv("VAR");
    struct err *err = configuration_read(arena, &demo.configuration);

    if (!err)
        err = port_read(&demo);
    if (err)
        return err;
    puts("Starting PostgreSQL...");
    fflush(stdout);
    err = cluster_start(arena, var && var[0] ? var : "var", &demo.cluster);
    if (err)
        return err;
    err = demo_run(&demo);
    cluster_stop(demo.cluster);
    return err;
}

int command_demo(int argc, char **argv)
{
    struct arena arena;
    int result = command_without_arguments(argc, argv);

    if (result)
        return result;
    arena_init(&arena);
    result = command_result(demo(&arena));
    arena_release(&arena);
    return result;
}
