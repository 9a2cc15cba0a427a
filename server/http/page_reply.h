/*
 * page_reply.h - answers for a person without scripts: where a form post
 * leads, and a small plain page when something went wrong.
 */
#ifndef THROUGHLINE_HTTP_PAGE_REPLY_H
#define THROUGHLINE_HTTP_PAGE_REPLY_H

#include "base/err.h"
#include "http/request.h"

/* Turns the answer to a successful form post into 303. Files (whatever is not
 * JSON) and answers to GET are left as they are. */
void page_redirect(const struct call *call, struct reply *out);

/* The page that tells what is wrong and gives back what was typed. */
void page_problem(struct request *request, const struct err *err,
                  struct reply *out);

/* `after` with its ids filled in; exported for its test. */
const char *page_after(struct arena *arena, const char *after,
                       const char *first_id, const char *new_id);

#endif
