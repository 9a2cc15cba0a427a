#include "tests/unit/suite.h"

#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/lane.h"

#define NO_DATABASE "host=/nonexistent"

static sem_t begun;
static sem_t go_on;
static atomic_int done;
static struct connection *seen_connections[64];

/* Waits to be let go, so that the test decides what is busy and what waits. */
static void job_work(void *job, struct connection *connection)
{
    *(int *)job += 1;
    sem_post(&begun);
    sem_wait(&go_on);
    seen_connections[atomic_fetch_add(&done, 1) % 64] = connection;
}

static void set_up(void)
{
    sem_init(&begun, 0, 0);
    sem_init(&go_on, 0, 0);
}

static struct work_lane *lane_of(int workers, int queue_length)
{
    struct lane_options options = {.name = "test",
                                   .workers = workers,
                                   .queue_length = queue_length,
                                   .conninfo = NO_DATABASE,
                                   .work = job_work};
    struct work_lane *lane = NULL;

    ck_assert_ptr_eq(lane_start(&arena, &options, &lane), NULL);
    return lane;
}

static void begun_await(int count)
{
    while (count--)
        sem_wait(&begun);
}

static void let_go(int count)
{
    while (count--)
        sem_post(&go_on);
}

static int64_t soon(int ms)
{
    return clock_monotonic_ms() + ms;
}

START_TEST(a_full_queue_refuses)
{
    struct work_lane *lane = lane_of(2, 3);
    int jobs[6] = {0};

    ck_assert(lane_push(lane, &jobs[0]));
    ck_assert(lane_push(lane, &jobs[1]));
    begun_await(2);
    for (int i = 2; i < 5; i++)
        ck_assert(lane_push(lane, &jobs[i]));
    ck_assert(!lane_push(lane, &jobs[5]));
    ck_assert_uint_eq(lane_length(lane), 3);
    ck_assert_uint_eq(lane_busy(lane), 2);
    let_go(1);
    begun_await(1);
    ck_assert(lane_push(lane, &jobs[5]));
    let_go(5);
    ck_assert(lane_stop(lane, soon(5000)));
    for (int i = 0; i < 6; i++)
        ck_assert_int_eq(jobs[i], 1);
}
END_TEST

START_TEST(each_worker_has_one_connection)
{
    struct work_lane *lane = lane_of(2, 8);
    int jobs[2] = {0};

    ck_assert(lane_push(lane, &jobs[0]));
    ck_assert(lane_push(lane, &jobs[1]));
    begun_await(2);
    let_go(2);
    ck_assert(lane_stop(lane, soon(5000)));
    ck_assert_ptr_ne(seen_connections[0], NULL);
    ck_assert_ptr_ne(seen_connections[0], seen_connections[1]);
}
END_TEST

START_TEST(jobs_pass_in_order_and_once)
{
    struct work_lane *lane = lane_of(3, 5);
    int jobs[200] = {0};

    let_go(200);
    for (int i = 0; i < 200; i++) {
        while (!lane_push(lane, &jobs[i]))
            usleep(100);
    }
    ck_assert(lane_stop(lane, soon(5000)));
    ck_assert_int_eq(atomic_load(&done), 200);
    for (int i = 0; i < 200; i++)
        ck_assert_int_eq(jobs[i], 1);
}
END_TEST

START_TEST(stopping_waits_but_not_for_ever)
{
    struct work_lane *lane = lane_of(1, 2);
    int jobs[2] = {0};

    ck_assert(lane_push(lane, &jobs[0]));
    begun_await(1);
    ck_assert(!lane_stop(lane, soon(50)));
    ck_assert(!lane_push(lane, &jobs[1]));
    let_go(1);
    ck_assert(lane_stop(lane, soon(5000)));
    ck_assert_int_eq(jobs[1], 0);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    struct lane_options options = {
        .name = "none", .workers = 0, .queue_length = 1, .work = job_work};
    struct work_lane *lane = NULL;

    ck_assert_ptr_ne(lane_start(&arena, &options, &lane), NULL);
    ck_assert(lane_stop(NULL, 0));
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_full_queue_refuses,        each_worker_has_one_connection,
        jobs_pass_in_order_and_once, stopping_waits_but_not_for_ever,
        nonsense_is_refused,         NULL};

    return suite_run("lane", tests, set_up, NULL);
}
