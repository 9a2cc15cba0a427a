/*
 * static.h - the built web site.
 *
 * web/build.mjs leaves all bytes in site.pack, which is mapped, not read: what
 * nobody asks for takes no memory. site.json says where each file is there,
 * as [first byte, length], and its smaller twins:
 *
 *     {"files": [{"url": "/assets/app-3f2a.css", "path": "assets/app-3f2a.css",
 *                 "type": "text/css; charset=utf-8", "immutable": true,
 *                 "plain": [0, 900], "gzip": [900, 250], "br": null,
 *                 "etag": "3f2a"}],
 *      "pages": [{"pattern": "/people/{id}", "file": "people/view.html"}]}
 *
 * A new site is a new file put in its place, never written over the old.
 * The bytes are the same for every user, so nothing here knows who asks.
 */
#ifndef THROUGHLINE_HTTP_STATIC_H
#define THROUGHLINE_HTTP_STATIC_H

#include <stdbool.h>

#include "base/err.h"
#include "http/request.h"

enum encoding { ENCODING_PLAIN, ENCODING_GZIP, ENCODING_BR, ENCODING_COUNT };

struct site;
struct site_file;

/* Whose system it is and what for: /brand.json and /brand.css. */
struct brand {
    const char *name;   /* NULL: Throughline */
    const char *colour; /* of the frame, "#123a4a"; NULL: the site's own */
    bool demo;          /* a banner: everyone is invented */
    bool training;      /* the same, for who learns */
};

/* "#" and six hexadecimal digits, dark enough for white text. */
bool brand_colour_fits(const char *colour);

/* Opens the site under `root` into `arena`, which must outlive it. */
struct err *site_load(struct arena *arena, const char *root,
                      const struct brand *brand, struct site **ret_site);

/* The file at this address, or the page whose pattern fits, or NULL. `path`
 * is raw, without query. */
const struct site_file *site_find(const struct site *site, const char *path);

/* The page with the pattern "404", or NULL. */
const struct site_file *site_missing(const struct site *site);

/* Fills `out` (200, 304 or, for site_missing's page, 404) for this request. */
void site_reply(const struct site *site, const struct site_file *file,
                const struct request *request, struct reply *out);

/* The best of what there is by RFC 9110, section 12.5.3; `accept` may be
 * NULL. `has` says which encodings there are; PLAIN always is. */
enum encoding encoding_choose(const char *accept,
                              const bool has[ENCODING_COUNT]);

/* True if `etag` (quoted) is among the tags of If-None-Match, or that is
 * "*". Weak comparison. */
bool etag_among(const char *if_none_match, const char *etag);

/* True if `path` fits `pattern`; {name} stands for one segment. */
bool pattern_fits(const char *pattern, const char *path);

#endif
