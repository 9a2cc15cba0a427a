/*
 * admit.c - what can be refused before the body is read and without the
 * database. Runs on the listener's thread, so nothing here may block.
 */
#include "http/body.h"
#include "http/headers.h"
#include "http/router.h"

/* R14: a browser says where a request comes from; scripts with an API key and
 * no cookie carry nothing another site could borrow. */
static struct err *origin_check(const struct request *request)
{
    const char *site = request_header(request, "Sec-Fetch-Site");
    const char *origin = request_header(request, "Origin");
    const char *rest;

    if (request->method == METHOD_GET)
        return NULL;
    if (request_bearer(request) != NULL &&
        request_header(request, "Cookie") == NULL)
        return NULL;
    if (site != NULL) {
        if (strcmp(site, "same-origin") == 0)
            return NULL;
    } else {
        rest = origin_path(origin, request_header(request, "Host"),
                           request->secure);
        if (rest != NULL && *rest == '\0')
            return NULL;
    }
    return err_new(request->arena, ERR_CROSS_SITE, NULL);
}

/* The framing was checked at the gate: the length is digits. */
static struct err *length_check(const struct request *request)
{
    const char *length = request_header(request, "Content-Length");

    if (length != NULL && strtoull(length, NULL, 10) > REQUEST_BODY_MAX)
        return err_new(request->arena, ERR_TOO_LARGE, NULL);
    return NULL;
}

static bool has_body(const struct request *request)
{
    const char *length = request_header(request, "Content-Length");

    if (request_header(request, "Transfer-Encoding") != NULL)
        return true;
    return length != NULL && strtoull(length, NULL, 10) > 0;
}

static struct err *type_check(const struct request *request)
{
    const char *type = request_header(request, "Content-Type");

    if (request->method == METHOD_GET || !has_body(request) ||
        body_type_of(type) != BODY_UNKNOWN)
        return NULL;
    return err_new(request->arena, ERR_UNSUPPORTED_TYPE, NULL);
}

static struct err *admit(struct request *request)
{
    struct err *err = router_match(request);

    if (err == NULL)
        err = origin_check(request);
    if (err == NULL)
        err = length_check(request);
    if (err == NULL)
        err = type_check(request);
    return err;
}

struct err *request_admit(struct request *request)
{
    jmp_buf guard;
    jmp_buf *outer = request->arena->guard;
    struct err *err;

    if (setjmp(guard) != 0) {
        arena_guard(request->arena, outer);
        return err_no_memory();
    }
    arena_guard(request->arena, &guard);
    err = admit(request);
    arena_guard(request->arena, outer);
    return err;
}
