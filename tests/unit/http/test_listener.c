/* What the listener gives back when all goes well, or too much is asked. */
#include "tests/unit/suite.h"

#include "tests/unit/http/listening.h"

/* A request after which the server closes, so that all of it can be read. */
#define ASK(path, headers)                                                     \
    "GET " path " HTTP/1.1\r\n" HOST headers "Connection: close\r\n\r\n"

static const char *ask(const char *request)
{
    int fd = client_open();
    const char *answer;

    ck_assert(client_send(fd, request));
    answer = client_receive(fd, NULL, NULL);
    close(fd);
    return answer;
}

START_TEST(every_answer_has_its_headers)
{
    static const char *const names[] = {
        "\r\nContent-Security-Policy: default-src 'none'; script-src 'self'",
        "frame-ancestors 'none'\r\n",
        "\r\nX-Content-Type-Options: nosniff\r\n",
        "\r\nReferrer-Policy: same-origin\r\n",
        "\r\nPermissions-Policy: camera=()",
        "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
        "\r\nCross-Origin-Resource-Policy: same-origin\r\n",
        "\r\nX-Request-Id: ",
        "\r\nCache-Control: ",
        "\r\nDate: ",
    };
    static const char *const requests[] = {
        ASK("/healthz", ""), ASK("/readyz", ""),         ASK("/brand.json", ""),
        ASK("/none", ""),    ASK("/api/v1/address", ""), ASK("/a b", ""),
    };

    listening_start();
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        const char *answer = ask(requests[i]);

        for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
            ck_assert_msg(strstr(answer, names[n]) != NULL, "%s in %s",
                          names[n], answer);
        ck_assert_ptr_eq(strstr(answer, "\r\nServer:"), NULL);
        ck_assert_ptr_eq(strstr(answer, "Strict-Transport-Security"), NULL);
    }
    ck_assert_ptr_ne(strstr(ask(ASK("/api/v1/address", "")),
                            "\r\nCache-Control: no-store\r\n"),
                     NULL);
    listening_stop();
}
END_TEST

START_TEST(behind_tls_the_proxy_is_believed)
{
    const char *answer;

    listening.options.behind_tls = true;
    listening_start();
    answer = ask(ASK("/api/v1/address", "X-Forwarded-For: 9.9.9.9\r\n"
                                        "X-Forwarded-For: 1.2.3.4\r\n"));
    ck_assert_ptr_ne(strstr(answer, "\r\n\r\n1.2.3.4"), NULL);
    answer =
        ask(ASK("/api/v1/address", "X-Forwarded-For: 9.9.9.9, 1.2.3.4\r\n"));
    ck_assert_ptr_ne(strstr(answer, "\r\n\r\n1.2.3.4"), NULL);
    ck_assert_ptr_ne(strstr(answer, "\r\nStrict-Transport-Security: max-age="),
                     NULL);
    listening_stop();
}
END_TEST

START_TEST(without_tls_it_is_not)
{
    const char *answer;

    listening_start();
    answer =
        ask(ASK("/api/v1/address", "X-Forwarded-For: 9.9.9.9, 1.2.3.4\r\n"));
    ck_assert_ptr_ne(strstr(answer, "\r\n\r\n127.0.0.1"), NULL);
    listening_stop();
}
END_TEST

START_TEST(a_body_arrives_whole)
{
    enum { LENGTH = 200000 };
    struct str request;
    const char *answer;

    listening_start();
    str_init(&request, &arena);
    str_add(&request, "DELETE /api/v1/sum HTTP/1.1\r\n" HOST
                      "Origin: http://localhost\r\n"
                      "Content-Type: application/json\r\n");
    str_addf(&request, "Connection: close\r\nContent-Length: %d\r\n\r\n",
             LENGTH);
    str_add(&request, "{");
    for (int i = 0; i < LENGTH - 2; i++)
        str_add_char(&request, i % 2 ? ' ' : '\n');
    str_add(&request, "}");
    answer = ask(request.data);
    ck_assert_msg(strstr(answer, "200000 bytes, sum 4200206") != NULL, "%s",
                  answer);
    listening_stop();
}
END_TEST

START_TEST(a_full_queue_is_busy_at_once)
{
    enum { MANY = 8 };
    int fds[MANY];
    int busy = 0;
    int fine = 0;

    listening.options.read_workers = 1;
    listening.options.queue_length = 2;
    listening_start();
    for (int i = 0; i < MANY; i++) {
        fds[i] = client_open();
        ck_assert(client_send(fds[i], SLEEP));
    }
    for (int i = 0; i < MANY; i++) {
        const char *answer = client_receive(fds[i], "\r\n\r\n", NULL);

        fine += answers_with(answer, "200");
        busy += answers_with(answer, "503") &&
                strstr(answer, "\r\nRetry-After: 1\r\n");
        close(fds[i]);
    }
    ck_assert_int_eq(fine + busy, MANY);
    ck_assert_int_ge(fine, 2);
    ck_assert_int_le(fine, 3);
    listening_stop();
}
END_TEST

START_TEST(what_waited_too_long_is_not_begun)
{
    enum { MANY = 6 };
    int fds[MANY];
    int late = 0;

    listening.options.read_workers = 1;
    listening.options.answer_seconds = 1;
    listening.options.reply_seconds = 10;
    listening_start();
    for (int i = 0; i < MANY; i++) {
        fds[i] = client_open();
        ck_assert(client_send(fds[i], SLEEP));
    }
    for (int i = 0; i < MANY; i++) {
        late += answers_with(client_receive(fds[i], "\r\n\r\n", NULL), "503");
        close(fds[i]);
    }
    ck_assert_int_ge(late, 1);
    ck_assert_int_eq(atomic_load(&slept), MANY - late);
    listening_stop();
}
END_TEST

START_TEST(many_at_once_are_all_served)
{
    enum { MANY = 300 };
    int fds[MANY];

    listening_start();
    for (int i = 0; i < MANY; i++) {
        fds[i] = client_open();
        ck_assert(client_send(fds[i], HEALTHZ));
    }
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(answers_with(client_receive(fds[i], "}", NULL), "200"),
                         1);
    for (int i = 0; i < MANY; i++)
        close(fds[i]);
    listening_stop();
}
END_TEST

START_TEST(a_client_may_go_while_it_is_served)
{
    struct linger reset = {.l_onoff = 1};

    listening_start();
    for (int i = 0; i < 10; i++) {
        int fd = client_open();

        ck_assert(client_send(fd, SLEEP));
        usleep(10000);
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
        close(fd);
    }
    ck_assert_int_eq(answers_with(ask(ASK("/healthz", "")), "200"), 1);
    listening_stop();
}
END_TEST

/* A port that was free a moment ago. */
static int port_free(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, size), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    close(fd);
    return ntohs(address.sin_port);
}

static const char *monitor_ask(const char *request)
{
    int fd = client_connect(listening.options.metrics_port);
    const char *answer;

    ck_assert_int_ge(fd, 0);
    ck_assert(client_send(fd, request));
    answer = client_receive(fd, NULL, NULL);
    close(fd);
    return answer;
}

START_TEST(the_monitor_tells_what_happened)
{
    static const char *const lines[] = {
        "\nthroughline_requests_total{route=\"health\",status=\"200\"} 2\n",
        "\nthroughline_requests_total{route=\"test.address\",status=\"200\"} 1",
        "\nthroughline_requests_total{route=\"none\",status=\"400\"} 1\n",
        "\nthroughline_request_duration_seconds_count{route=\"health\"} 2\n",
        "\nthroughline_malformed_requests_total 1\n",
        "\nthroughline_connections_total 4\n",
        "\nthroughline_queue_length{lane=\"read\"} 0\n",
        "\nthroughline_ready 0\n",
    };
    const char *text;

    listening.options.metrics_port = port_free();
    listening_start();
    ask(ASK("/healthz", ""));
    ask(ASK("/healthz", ""));
    ask(ASK("/api/v1/address", ""));
    ask(ASK("/a b", ""));
    text = monitor_ask(ASK("/metrics", ""));
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        ck_assert_msg(strstr(text, lines[i]) != NULL, "%s in %s", lines[i],
                      text);
    ck_assert_int_eq(answers_with(monitor_ask(ASK("/healthz", "")), "200"), 1);
    ck_assert_int_eq(answers_with(monitor_ask(ASK("/readyz", "")), "503"), 1);
    ck_assert_int_eq(answers_with(monitor_ask(ASK("/x", "")), "404"), 1);
    listening_stop();
}
END_TEST

START_TEST(a_stop_lets_requests_finish)
{
    int fd;
    const char *answer;
    bool closed;

    listening_start();
    fd = client_open();
    ck_assert(client_send(fd, SLEEP));
    usleep(50000);
    listening_stop();
    answer = client_receive(fd, NULL, &closed);
    ck_assert_int_eq(answers_with(answer, "200"), 1);
    ck_assert_ptr_ne(strstr(answer, "\r\nConnection: close\r\n"), NULL);
    ck_assert(closed);
    close(fd);
    ck_assert_int_eq(client_connect(listening.port), -1);
}
END_TEST

START_TEST(a_stop_before_the_start_is_kept)
{
    listener_stop();
    listening_start();
    pthread_join(listening.thread, NULL);
    ck_assert(listening.clean);
}
END_TEST

START_TEST(a_taken_port_is_an_error)
{
    struct listener_options second;
    struct err *err;

    listening_start();
    second = listening.options;
    second.port = listening.port;
    err = listener_run(&arena, &second, NULL, NULL);
    ck_assert_ptr_ne(err, NULL);
    ck_assert_ptr_ne(strstr(err->log, "cannot listen"), NULL);
    listening_stop();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_answer_has_its_headers,
                                  behind_tls_the_proxy_is_believed,
                                  without_tls_it_is_not,
                                  a_body_arrives_whole,
                                  a_full_queue_is_busy_at_once,
                                  what_waited_too_long_is_not_begun,
                                  many_at_once_are_all_served,
                                  a_client_may_go_while_it_is_served,
                                  the_monitor_tells_what_happened,
                                  a_stop_lets_requests_finish,
                                  a_stop_before_the_start_is_kept,
                                  a_taken_port_is_an_error,
                                  NULL};
    int status;

    if (site_prepare())
        return EXIT_FAILURE;
    status = suite_run("listener", tests, listening_set_up, NULL);
    site_remove();
    return status;
}
