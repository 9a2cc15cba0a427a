#include "http/listener.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/daemon.h"
#include "http/exchange.h"
#include "http/peer.h"

/* Descriptors beyond the clients': workers, listeners, files. */
#define DESCRIPTORS_SPARE 128
#define TICK_MS 1000

/* For the signal handler, which has nothing else to hold on to. Never closed,
 * for a second signal may come at any time. A stop asked for before there is
 * a loop is remembered. */
static atomic_int stop_fd = -1;
static atomic_bool stop_early;

void listener_stop(void)
{
    int fd = atomic_load(&stop_fd);
    int kept = errno;
    uint64_t one = 1;

    atomic_store(&stop_early, true);
    if (fd >= 0 && write(fd, &one, sizeof(one)) < 0)
        _exit(1);
    errno = kept;
}

bool front_ready(const struct front *front)
{
    return !front->draining && health_ready(front->health);
}

void front_wake(struct front *front)
{
    uint64_t one = 1;

    if (!atomic_exchange(&front->woken, true) &&
        write(front->wake_fd, &one, sizeof(one)) < 0)
        log_write(LOG_ERROR, "listener.wake", "%s", strerror(errno));
}

/* Before the library is run, so that no resume is missed. */
static void wake_clear(struct front *front)
{
    uint64_t count;

    if (read(front->wake_fd, &count, sizeof(count)) > 0)
        atomic_store(&front->woken, false);
}

static void descriptors_raise(const struct listener_options *options)
{
    rlim_t wanted = (rlim_t)options->connections_max + DESCRIPTORS_SPARE;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur < wanted)
        log_write(LOG_WARNING, "listener.descriptors",
                  "only %llu file descriptors: fewer than %d connections",
                  (unsigned long long)limit.rlim_cur, options->connections_max);
}

static void deadlines_configure(struct front *front)
{
    const struct listener_options *options = front->options;
    int64_t *length_ms = front->deadlines.length_ms;

    deadlines_init(&front->deadlines);
    length_ms[DEADLINE_HEAD] = options->head_seconds * 1000;
    length_ms[DEADLINE_BODY] = options->body_seconds * 1000;
    length_ms[DEADLINE_REPLY] = options->reply_seconds * 1000;
    length_ms[DEADLINE_IDLE] = options->idle_seconds * 1000;
}

static struct err *lane_open(struct arena *arena, struct front *front,
                             enum lane lane, const char *name, int workers)
{
    struct lane_options options = {
        .name = name,
        .workers = workers,
        .queue_length = front->options->queue_length,
        .conninfo = front->options->conninfo,
        .work = exchange_work,
    };

    return lane_start(arena, &options, &front->lanes[lane]);
}

static struct err *lanes_open(struct arena *arena, struct front *front)
{
    const struct listener_options *options = front->options;
    struct err *err =
        lane_open(arena, front, LANE_READ, "read", options->read_workers);

    if (!err)
        err = lane_open(arena, front, LANE_WRITE, "write",
                        options->write_workers);
    if (!err)
        err = lane_open(arena, front, LANE_SLOW, "slow", options->slow_workers);
    if (!err)
        err = lane_open(arena, front, LANE_PASSWORD, "password",
                        options->password_workers);
    return err;
}

static struct err *front_open(struct arena *arena, struct front *front)
{
    struct err *err = site_load(arena, front->options->web_root,
                                &front->options->brand, &front->site);

    front->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (!err && front->wake_fd < 0)
        err = err_logged(arena, ERR_INTERNAL, "eventfd: %s", strerror(errno));
    if (!err)
        err = health_start(arena, front->options->conninfo, &front->health);
    if (!err)
        err = lanes_open(arena, front);
    if (!err)
        err = daemon_start(arena, front);
    if (!err)
        err = daemon_start_monitor(arena, front);
    return err;
}

/* False while a worker is still at something: then nothing may be freed. */
static bool lanes_close(struct front *front, int64_t deadline_ms)
{
    for (int i = LANE_READ; i < FRONT_LANES; i++) {
        if (!lane_stop(front->lanes[i], deadline_ms))
            return false;
        front->lanes[i] = NULL;
    }
    return true;
}

static struct err *front_close(struct arena *arena, struct front *front)
{
    int seconds = front->options->drain_seconds;

    if (!lanes_close(front, clock_monotonic_ms() + seconds * 1000))
        return err_logged(arena, ERR_INTERNAL,
                          "workers still busy %d s after the drain", seconds);
    /* Hands out what the workers finished last; none may stay suspended. */
    if (front->daemon && front->open)
        MHD_run(front->daemon);
    if (front->daemon)
        MHD_stop_daemon(front->daemon);
    if (front->monitor)
        MHD_stop_daemon(front->monitor);
    health_stop(front->health);
    close(front->wake_fd);
    metrics_release(&front->metrics);
    return NULL;
}

static void deadlines_sweep(struct front *front)
{
    int64_t now = clock_monotonic_ms();
    struct deadline *deadline;

    while ((deadline = deadline_expired(&front->deadlines, now))) {
        if (deadline->kind != DEADLINE_IDLE)
            front->metrics.expired++;
        peer_expire((struct peer *)deadline, deadline->kind);
    }
}

static int sooner(int64_t a, int64_t b)
{
    if (a < 0 || (b >= 0 && b < a))
        a = b;
    return a < 0 || a > TICK_MS ? TICK_MS : (int)a;
}

static int front_wait(const struct front *front)
{
    int64_t wait = deadlines_wait(&front->deadlines, clock_monotonic_ms());

    wait = sooner(wait, daemon_wait(front->daemon));
    if (front->monitor)
        wait = sooner(wait, daemon_wait(front->monitor));
    return (int)wait;
}

/* One turn of the loop. True if the stop was asked for. */
static bool front_turn(struct front *front, int epoll_fd)
{
    struct epoll_event events[4];
    int count = epoll_wait(epoll_fd, events, 4, front_wait(front));
    bool monitored = count == 0;
    bool stopping = false;

    for (int i = 0; i < count; i++) {
        const void *mark = events[i].data.ptr;

        stopping = stopping || !mark;
        monitored = monitored || mark == front->monitor;
        if (mark == &front->wake_fd)
            wake_clear(front);
    }
    MHD_run(front->daemon);
    if (front->monitor && monitored)
        MHD_run(front->monitor);
    deadlines_sweep(front);
    return stopping;
}

static void front_drain(struct front *front, int epoll_fd)
{
    int64_t until = clock_monotonic_ms() + front->options->drain_seconds * 1000;

    front->draining = true;
    log_write(LOG_INFO, "listener.draining", "%zu requests open", front->open);
    daemon_quiesce(front->daemon);
    while (front->open && clock_monotonic_ms() < until)
        front_turn(front, epoll_fd);
}

static bool epoll_add(int epoll_fd, int fd, void *mark)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = mark};

    return !epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
}

/* The stop is the one without a mark. */
static int epoll_open(struct front *front, int stopping_fd)
{
    int fd = epoll_create1(EPOLL_CLOEXEC);

    if (fd >= 0 && epoll_add(fd, stopping_fd, NULL) &&
        epoll_add(fd, front->wake_fd, &front->wake_fd) &&
        epoll_add(fd, daemon_fd(front->daemon), front->daemon) &&
        (!front->monitor ||
         epoll_add(fd, daemon_fd(front->monitor), front->monitor)))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static struct err *front_serve(struct arena *arena, struct front *front,
                               int stopping_fd)
{
    int epoll_fd = epoll_open(front, stopping_fd);

    if (epoll_fd < 0)
        return err_logged(arena, ERR_INTERNAL, "epoll: %s", strerror(errno));
    while (!front_turn(front, epoll_fd))
        ;
    epoll_ctl(epoll_fd, EPOLL_CTL_DEL, stopping_fd, NULL);
    front_drain(front, epoll_fd);
    close(epoll_fd);
    return NULL;
}

/* False when there are no more descriptors. */
static bool stop_prepare(void)
{
    if (atomic_load(&stop_fd) < 0)
        atomic_store(&stop_fd, eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (atomic_load(&stop_early))
        listener_stop();
    return atomic_load(&stop_fd) >= 0;
}

static void stop_forget(void)
{
    uint64_t count;

    atomic_store(&stop_early, false);
    while (read(atomic_load(&stop_fd), &count, sizeof(count)) > 0)
        ;
}

static struct err *front_run(struct arena *arena, struct front *front,
                             void (*ready)(int port, void *data), void *data)
{
    struct err *err;

    if (!stop_prepare())
        return err_logged(arena, ERR_INTERNAL, "eventfd: %s", strerror(errno));
    log_write(LOG_INFO, "listener.ready", "port %d, metrics port %d",
              daemon_port(front->daemon),
              front->monitor ? daemon_port(front->monitor) : 0);
    if (ready)
        ready(daemon_port(front->daemon), data);
    err = front_serve(arena, front, atomic_load(&stop_fd));
    stop_forget();
    return err;
}

struct err *listener_run(struct arena *arena,
                         const struct listener_options *options,
                         void (*ready)(int port, void *data), void *data)
{
    struct front *front = arena_alloc(arena, sizeof(*front));
    struct err *err;
    struct err *close_err;

    signal(SIGPIPE, SIG_IGN);
    front->options = options;
    descriptors_raise(options);
    deadlines_configure(front);
    tap_open(&front->tap);
    err = front_open(arena, front);
    if (!err)
        err = front_run(arena, front, ready, data);
    close_err = front_close(arena, front);
    if (!close_err)
        tap_close(&front->tap);
    return err ? err : close_err;
}
