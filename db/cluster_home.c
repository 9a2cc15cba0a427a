#include "db/cluster_home.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

#define ELSEWHERE "/var/lib/throughline"
#define SOCKET_FILE "/.s.PGSQL.5432"

static struct err *home_err(struct arena *arena, const char *what,
                            const char *path)
{
    return err_logged(arena, ERR_INTERNAL, "cannot %s %s: %s", what, path,
                      strerror(errno));
}

/* --- the state folder and its lock ------------------------------------- */

static struct err *var_open(struct arena *arena, const char *var,
                            struct cluster_home *home)
{
    char *resolved;
    struct err *err = file_make_directory(arena, var, 0755);

    if (err)
        return err;
    resolved = realpath(var, NULL);
    if (!resolved)
        return home_err(arena, "find", var);
    home->var = arena_strdup(arena, resolved);
    free(resolved);
    return file_make_directory(arena, arena_printf(arena, "%s/log", home->var),
                               0755);
}

static const char *lock_holder(struct arena *arena, int fd)
{
    char text[32];
    ssize_t length = pread(fd, text, sizeof text - 1, 0);

    if (length <= 0)
        return "unknown";
    text[length] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return arena_strdup(arena, text);
}

static struct err *lock_take(struct arena *arena, struct cluster_home *home)
{
    const char *path = arena_printf(arena, "%s/throughline.lock", home->var);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);

    if (fd < 0)
        return home_err(arena, "open", path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const char *holder = lock_holder(arena, fd);
        close(fd);
        return err_logged(
            arena, ERR_CONFLICT,
            "Throughline is already running from %s (process %s). Stop that "
            "one with Ctrl-C, or choose another state folder and port for "
            "this one: VAR=./var-2 PORT=8081 ./run",
            home->var, holder);
    }
    if (ftruncate(fd, 0) != 0 || dprintf(fd, "%ld\n", (long)getpid()) < 0) {
        close(fd);
        return home_err(arena, "write", path);
    }
    home->lock = fd;
    return NULL;
}

/* --- the account --------------------------------------------------------- */

static struct err *account_of(struct arena *arena, const struct passwd *entry,
                              struct account *ret_account)
{
    if (!entry)
        return err_logged(arena, ERR_INTERNAL,
                          "PostgreSQL does not run as root and needs an "
                          "account with a name: install postgresql-common, "
                          "which brings `postgres`, or start as an ordinary "
                          "user");
    *ret_account =
        (struct account){arena_strdup(arena, entry->pw_name), entry->pw_uid,
                         entry->pw_gid, entry->pw_uid != geteuid()};
    return NULL;
}

/* Whose the cluster is: its owner if it exists, else us, but never root. */
static struct err *account_choose(struct arena *arena,
                                  struct cluster_home *home)
{
    const char *data = arena_printf(arena, "%s/postgres/data", home->var);
    struct stat status;
    bool exists = stat(data, &status) == 0;

    if (geteuid() == 0) {
        if (exists && status.st_uid != 0)
            return account_of(arena, getpwuid(status.st_uid), &home->account);
        return account_of(arena, getpwnam("postgres"), &home->account);
    }
    if ((exists && status.st_uid != geteuid()) || (!exists && errno == EACCES))
        return err_logged(arena, ERR_CONFLICT,
                          "the database in %s belongs to another account: "
                          "start as the user (or root) who made it, or choose "
                          "another state folder: VAR=./var-2 ./run",
                          home->var);
    return account_of(arena, getpwuid(geteuid()), &home->account);
}

bool account_become(const struct account *account)
{
    if (!account->other)
        return true;
    return setgroups(0, NULL) == 0 &&
           setresgid(account->gid, account->gid, account->gid) == 0 &&
           setresuid(account->uid, account->uid, account->uid) == 0 &&
           setuid(0) != 0;
}

/* True if the account can walk down to `path`. */
static bool account_reaches(const struct account *account, const char *path)
{
    int status;
    pid_t child;

    if (!account->other)
        return true;
    child = fork();
    if (child == 0)
        _exit(account_become(account) && access(path, X_OK) == 0 ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child &&
           WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* --- the cluster's own folder ----------------------------------------------
 */

/* A folder for the account outside a state folder it cannot reach (root's
 * home, say), with a link to it from there. */
static struct err *home_make_elsewhere(struct arena *arena, const char *link)
{
    char *path = arena_strdup(arena, ELSEWHERE "/XXXXXX");
    struct err *err = file_make_directory(arena, ELSEWHERE, 0755);

    if (err)
        return err;
    if (!mkdtemp(path))
        return home_err(arena, "make a folder in", ELSEWHERE);
    if (symlink(path, link) != 0)
        return home_err(arena, "make the link", link);
    return NULL;
}

static struct err *home_make(struct arena *arena, struct cluster_home *home,
                             const char *path)
{
    if (file_exists(path))
        return NULL;
    if (account_reaches(&home->account, home->var))
        return file_make_directory(arena, path, 0700);
    return home_make_elsewhere(arena, path);
}

static struct err *home_own(struct arena *arena, struct cluster_home *home)
{
    if (home->account.other &&
        lchown(home->path, home->account.uid, home->account.gid) != 0)
        return home_err(arena, "hand over", home->path);
    return NULL;
}

static struct err *home_place(struct arena *arena, struct cluster_home *home)
{
    const char *path = arena_printf(arena, "%s/postgres", home->var);
    struct err *err = home_make(arena, home, path);
    char *resolved;

    if (err)
        return err;
    resolved = realpath(path, NULL);
    if (!resolved)
        return home_err(arena, "find", path);
    home->path = arena_strdup(arena, resolved);
    free(resolved);
    home->data = arena_printf(arena, "%s/data", home->path);
    return home_own(arena, home);
}

/* --- the socket's folder -----------------------------------------------------
 */

/* libpq takes a comma for the end of a host. */
static bool socket_fits(const char *directory)
{
    return strlen(directory) + strlen(SOCKET_FILE) <
               sizeof((struct sockaddr_un *)NULL)->sun_path &&
           !strchr(directory, ',');
}

/* A folder in /tmp, remembered by a link so that the next start finds it
 * again; one that is not private to the account any more is not trusted. */
static struct err *socket_make_short(struct arena *arena,
                                     struct cluster_home *home)
{
    const char *link = arena_printf(arena, "%s/socket-link", home->path);
    char *made = arena_alloc(arena, PATH_MAX);
    struct stat status;

    home->socket = made;
    home->socket_made = true;
    if (readlink(link, made, PATH_MAX - 1) > 0 && lstat(made, &status) == 0 &&
        S_ISDIR(status.st_mode) && (status.st_mode & 077) == 0 &&
        status.st_uid == home->account.uid)
        return NULL;
    unlink(link);
    snprintf(made, PATH_MAX, "/tmp/throughline-XXXXXX");
    if (!mkdtemp(made))
        return home_err(arena, "make a folder in", "/tmp");
    if (symlink(made, link) != 0)
        return home_err(arena, "make the link", link);
    return NULL;
}

static struct err *socket_make(struct arena *arena, struct cluster_home *home)
{
    const char *inside = arena_printf(arena, "%s/socket", home->path);
    struct err *err = NULL;

    home->socket = inside;
    if (!socket_fits(inside))
        err = socket_make_short(arena, home);
    else if (mkdir(inside, 0700) != 0 && errno != EEXIST)
        err = home_err(arena, "make folder", inside);
    if (!err && home->account.other &&
        lchown(home->socket, home->account.uid, home->account.gid) != 0)
        err = home_err(arena, "hand over", home->socket);
    return err;
}

struct err *cluster_home_open(struct arena *arena, const char *var,
                              struct cluster_home *ret_home)
{
    struct cluster_home home = {.lock = -1};
    struct err *err = var_open(arena, var, &home);

    if (!err)
        err = lock_take(arena, &home);
    if (!err)
        err = account_choose(arena, &home);
    if (!err)
        err = home_place(arena, &home);
    if (!err)
        err = socket_make(arena, &home);
    if (err)
        cluster_home_close(&home);
    else
        *ret_home = home;
    return err;
}

void cluster_home_close(struct cluster_home *home)
{
    if (home->socket_made)
        file_remove_directory(home->socket);
    if (home->lock >= 0)
        close(home->lock);
    home->lock = -1;
}
