/* R12: a client that does not do its part in time is let go, whatever it
 * drips meanwhile. All of them wait at once, to be quick. */
#include "tests/unit/suite.h"

#include "tests/unit/http/listening.h"

#define SUM                                                                    \
    "DELETE /api/v1/sum HTTP/1.1\r\n" HOST "Origin: http://localhost\r\n"      \
    "Content-Type: application/json\r\n"

struct slow {
    const char *first; /* sent at once */
    const char *drip;  /* sent every 100 ms; NULL = nothing */
    int due_ms;
    const char *answer; /* status of the last answer; NULL = none */
};

static int64_t slow_watch(int fd, const struct slow *slow, const char **ret)
{
    int64_t begin = clock_monotonic_ms();
    struct str text;
    char bytes[4096];

    str_init(&text, &arena);
    str_add(&text, "");
    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        ssize_t count = 0;

        if (poll(&ready, 1, 100) > 0) {
            count = recvfrom(fd, bytes, sizeof(bytes), 0, NULL, NULL);
            if (count <= 0)
                break;
            str_add_bytes(&text, bytes, (size_t)count);
        }
        if (clock_monotonic_ms() - begin > PATIENCE_MS)
            break;
        if (slow->drip)
            client_send(fd, slow->drip);
    }
    *ret = text.data;
    return clock_monotonic_ms() - begin;
}

static void slow_expect(const struct slow *slow)
{
    int fd = client_open();
    const char *answer;
    int64_t took;

    ck_assert(client_send(fd, slow->first));
    took = slow_watch(fd, slow, &answer);
    close(fd);
    ck_assert_msg(took >= slow->due_ms - 200 && took < slow->due_ms + 2000,
                  "%s: %d ms, due %d", slow->first, (int)took, slow->due_ms);
    if (slow->answer)
        ck_assert_msg(answers_with(answer, slow->answer) == 1, "%s: %s",
                      slow->first, answer);
    else
        ck_assert_msg(!*answer, "%s: %s", slow->first, answer);
}

static const struct slow slows[] = {
    {"",                                       NULL,         1000, NULL },
    {"\r\n",                                   NULL,         1000, "408"},
    {"GET /healthz",                           "a",          1000, "408"},
    {"GET /healthz HTTP/1.1\r\n",              "X: y\r\n",   1000, "408"},
    {HEALTHZ "GE",                             NULL,         1000, "408"},
    {SUM "Content-Length: 1000\r\n\r\n",       "a",          1000, NULL },
    {SUM "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", 1000, NULL },
    {HEALTHZ,                                  NULL,         2000, "200"},
};

#define SLOW_COUNT ((int)(sizeof(slows) / sizeof(slows[0])))

START_TEST(the_slow_are_let_go)
{
    listening_start();
    slow_expect(&slows[_i]);
    listening_stop();
}
END_TEST

START_TEST(one_who_does_not_read_is_let_go)
{
    size_t received = 0;
    char bytes[65536];
    ssize_t count;
    int fd;

    listening_start();
    fd = client_open();
    ck_assert(client_send(fd, "GET /api/v1/big HTTP/1.1\r\n" HOST "\r\n"));
    usleep(2500000);
    do {
        count = recvfrom(fd, bytes, sizeof(bytes), 0, NULL, NULL);
        received += count > 0 ? (size_t)count : 0;
    } while (count > 0);
    ck_assert_uint_gt(received, 0);
    ck_assert_uint_lt(received, BIG);
    close(fd);
    listening_stop();
}
END_TEST

START_TEST(a_worker_busy_longer_is_no_fault_of_the_client)
{
    int fd;

    /* The head's, body's and idle deadlines pass while it sleeps. */
    listening.options.read_workers = 1;
    listening_start();
    fd = client_open();
    for (int i = 0; i < 8; i++)
        ck_assert(client_send(fd, SLEEP));
    for (int i = 0; i < 8; i++)
        ck_assert_int_eq(answers_with(client_receive(fd, "slept", NULL), "200"),
                         1);
    close(fd);
    listening_stop();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("listener_slow");
    TCase *slow = tcase_create("slow");
    int status;

    if (site_prepare())
        return EXIT_FAILURE;
    tcase_set_timeout(slow, 60);
    tcase_add_unchecked_fixture(slow, listening_set_up, NULL);
    tcase_add_checked_fixture(slow, arena_up, arena_down);
    tcase_add_loop_test(slow, the_slow_are_let_go, 0, SLOW_COUNT);
    tcase_add_test(slow, one_who_does_not_read_is_let_go);
    tcase_add_test(slow, a_worker_busy_longer_is_no_fault_of_the_client);
    suite_add_tcase(suite, slow);
    status = suite_finish(suite);
    site_remove();
    return status;
}
