#include "db/cluster_process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

#define PROGRAMS "/usr/lib/postgresql"
#define MAJOR_MIN 15
#define LEFTOVER_PATIENCE_MS 10000

/* --- finding PostgreSQL ----------------------------------------------------
 */

static bool has_programs(struct arena *arena, int major)
{
    return access(arena_printf(arena, PROGRAMS "/%d/bin/postgres", major),
                  X_OK) == 0 &&
           access(arena_printf(arena, PROGRAMS "/%d/bin/initdb", major),
                  X_OK) == 0;
}

static int newest_major(struct arena *arena)
{
    int newest = 0;
    struct dirent *entry;
    DIR *directory = opendir(PROGRAMS);

    if (!directory)
        return 0;
    while ((entry = readdir(directory)) != NULL) {
        char *end;
        long major = strtol(entry->d_name, &end, 10);
        if (*end == '\0' && major >= MAJOR_MIN && major < 1000 &&
            major > newest && has_programs(arena, (int)major))
            newest = (int)major;
    }
    closedir(directory);
    return newest;
}

const char *postgres_programs(struct arena *arena, int wanted, int *ret_major)
{
    int major = wanted ? wanted : newest_major(arena);

    if (major < MAJOR_MIN || !has_programs(arena, major))
        return NULL;
    *ret_major = major;
    return arena_printf(arena, PROGRAMS "/%d/bin", major);
}

/* --- children ----------------------------------------------------------------
 */

/* In the child, after fork: only async-signal-safe calls. */
static void child_run(const struct account *account,
                      const char *const *arguments, int log, bool lasting,
                      pid_t parent)
{
    static char *environment[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                  "TZ=UTC", NULL};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    umask(077);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(log, 1) < 0 ||
        dup2(log, 2) < 0 || chdir("/") != 0)
        _exit(126);
    if (lasting && setsid() < 0)
        _exit(126);
    /* After the change of account, which would clear it. */
    if (!account_become(account) || prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0 ||
        getppid() != parent)
        _exit(126);
    execve(arguments[0], (char *const *)(uintptr_t)arguments, environment);
    _exit(127);
}

struct err *child_start(struct arena *arena, const struct account *account,
                        const char *const *arguments, const char *log,
                        bool lasting, pid_t *ret_child)
{
    pid_t parent = getpid();
    int fd =
        open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return err_logged(arena, ERR_INTERNAL, "cannot open %s: %s", log,
                          strerror(errno));
    *ret_child = fork();
    if (*ret_child == 0)
        child_run(account, arguments, fd, lasting, parent);
    close(fd);
    if (*ret_child < 0)
        return err_logged(arena, ERR_INTERNAL, "cannot start %s: %s",
                          arguments[0], strerror(errno));
    return NULL;
}

bool child_succeeded(pid_t child)
{
    int status;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool child_ended(pid_t child)
{
    pid_t got = waitpid(child, NULL, WNOHANG);

    return got == child || (got < 0 && errno == ECHILD);
}

/* --- leftovers
 * ----------------------------------------------------------------- */

/* Every process of a cluster has its data folder as working folder. */
static bool works_in(const char *process, const char *data)
{
    char link[64], target[PATH_MAX];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/%.20s/cwd", process);
    length = readlink(link, target, sizeof target - 1);
    if (length < 0)
        return false;
    target[length] = '\0';
    return strcmp(target, data) == 0;
}

/* A process at work in `data`, or 0. */
static pid_t leftover_find(const char *data)
{
    pid_t found = 0;
    struct dirent *entry;
    DIR *processes = opendir("/proc");

    if (!processes)
        return 0;
    while (found == 0 && (entry = readdir(processes)) != NULL) {
        char *end;
        long pid = strtol(entry->d_name, &end, 10);
        if (pid > 0 && *end == '\0' && works_in(entry->d_name, data))
            found = (pid_t)pid;
    }
    closedir(processes);
    return found;
}

static void pause_ms(long milliseconds)
{
    struct timespec pause = {0, milliseconds * 1000000};

    nanosleep(&pause, NULL);
}

struct err *leftovers_end(struct arena *arena, const char *data)
{
    const char *pid_file = arena_printf(arena, "%s/postmaster.pid", data);
    int64_t started = clock_monotonic_ms();
    pid_t pid;

    if (!file_exists(pid_file))
        return NULL;
    while ((pid = leftover_find(data)) != 0) {
        int64_t waited = clock_monotonic_ms() - started;
        if (waited > LEFTOVER_PATIENCE_MS)
            return err_logged(arena, ERR_CONFLICT,
                              "a PostgreSQL of an earlier start still runs on "
                              "%s (process %ld) and does not end; stop it, "
                              "then start again",
                              data, (long)pid);
        if (waited > LEFTOVER_PATIENCE_MS / 2)
            kill(pid, SIGQUIT);
        pause_ms(100);
    }
    if (unlink(pid_file) != 0 && errno != ENOENT)
        return err_logged(arena, ERR_INTERNAL, "cannot remove %s: %s", pid_file,
                          strerror(errno));
    return NULL;
}
