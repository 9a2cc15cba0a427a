#include "commands/sealing.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "db/seal.h"

/* With the sealing itself well under the five seconds that a row may stay
 * unsealed (R25). */
#define PAUSE_SECONDS 3

/* FOLDER/2026-11-22.json: the last of its day, or the newest. */
static struct err *checkpoint_keep(struct arena *arena, struct owner *owner,
                                   const char *folder)
{
    struct checkpoint latest;
    struct err *err = seal_latest(arena, owner, &latest);

    if (err || latest.size == 0)
        return err;
    return file_write(arena,
                      arena_printf(arena, "%s/%.10s.json", folder, latest.at),
                      0644, checkpoint_json(arena, &latest));
}

static struct err *seal_all(struct arena *arena, struct owner *owner,
                            const struct sealing_options *options,
                            uint64_t *ret_sealed)
{
    uint64_t count = 1;
    struct err *err = NULL;

    *ret_sealed = 0;
    while (!err && count > 0) {
        struct arena batch;
        arena_init(&batch);
        err = seal_some(&batch, owner, &options->key, &count);
        *ret_sealed += count;
        if (err)
            err = err_logged(arena, err->code, "%s", err->log);
        arena_release(&batch);
    }
    if (!err && *ret_sealed > 0 && options->folder)
        err = checkpoint_keep(arena, owner, options->folder);
    return err;
}

/* With a connection of its own: what it kept in memory goes with it. */
static bool round_run(const struct sealing_options *options)
{
    struct arena arena;
    struct owner *owner;
    uint64_t sealed = 0;
    struct err *err;

    arena_init(&arena);
    err = owner_connect(&arena, options->conninfo, &owner);
    if (!err)
        err = seal_all(&arena, owner, options, &sealed);
    if (err)
        log_write(LOG_WARNING, "seal.failed", "%s", err->log);
    else if (sealed > 0)
        log_write(LOG_DEBUG, "seal.done", "%" PRIu64 " rows", sealed);
    arena_release(&arena);
    return !err;
}

bool sealing_run(const struct sealing_options *options)
{
    bool good = round_run(options);

    while (!options->once) {
        nanosleep(&(struct timespec){.tv_sec = PAUSE_SECONDS}, NULL);
        good = round_run(options);
    }
    return good;
}

/* --- beside the demo -------------------------------------------------------
 */

/* After the change of account, which would clear the wish to die. */
static void child_run(struct arena *arena,
                      const struct sealing_options *options,
                      const struct cluster *cluster, pid_t parent)
{
    if (cluster_become(arena, cluster) != NULL ||
        prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(1);
    setsid(); /* Ctrl-C is for the parent */
    sealing_run(options);
    _exit(1);
}

struct err *sealing_start(struct arena *arena,
                          const struct sealing_options *options,
                          const struct cluster *cluster, pid_t *ret_child)
{
    pid_t parent = getpid();

    fflush(NULL);
    *ret_child = fork();
    if (*ret_child == 0)
        child_run(arena, options, cluster, parent);
    if (*ret_child < 0)
        return err_logged(arena, ERR_INTERNAL, "cannot start the sealer: %s",
                          strerror(errno));
    return NULL;
}

void sealing_stop(pid_t child)
{
    if (child <= 0)
        return;
    kill(child, SIGKILL);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        continue;
}
