#include "http/static.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/file.h"
#include "base/log.h"

#define IMMUTABLE "public, max-age=31536000, immutable"

struct site_file {
    const char *url;
    const char *path;
    const char *type;
    bool immutable;
    bool has[ENCODING_COUNT];
    struct slice body[ENCODING_COUNT];
    const char *etag[ENCODING_COUNT];
};

struct site_page {
    const char *pattern;
    const struct site_file *file;
};

struct site {
    struct site_file *files;
    size_t file_count;
    const struct site_file **by_url; /* sorted; those with an address */
    size_t url_count;
    struct site_page *pages;
    size_t page_count;
    const struct site_file *missing;
};

static const char *const suffixes[ENCODING_COUNT] = {"", "-gzip", "-br"};
static const char *const codings[ENCODING_COUNT] = {NULL, "gzip", "br"};

static const char *text_member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* A manifest is ours, but a place out of the pack is never right. */
static bool body_find(const struct slice *pack, const json_t *place,
                      struct slice *ret_body)
{
    json_int_t at = json_integer_value(json_array_get(place, 0));
    json_int_t length = json_integer_value(json_array_get(place, 1));

    if (json_array_size(place) != 2 || at < 0 || length < 0 ||
        (size_t)at > pack->length || (size_t)length > pack->length - (size_t)at)
        return false;
    *ret_body = (struct slice){pack->data + at, (size_t)length};
    return true;
}

/* A variant has other bytes, so it needs another strong tag. */
static void etags_make(struct arena *arena, struct site_file *file,
                       const char *etag)
{
    size_t length;

    etag += strspn(etag, "\"");
    length = strcspn(etag, "\"");
    for (int i = 0; i < ENCODING_COUNT; i++)
        file->etag[i] =
            arena_printf(arena, "\"%.*s%s\"", (int)length, etag, suffixes[i]);
}

static struct err *file_load(struct arena *arena, const struct slice *pack,
                             const json_t *entry, struct site_file *file)
{
    static const char *const places[ENCODING_COUNT] = {"plain", "gzip", "br"};
    const char *url = text_member(entry, "url");
    const char *path = text_member(entry, "path");
    const char *type = text_member(entry, "type");
    const char *etag = text_member(entry, "etag");

    if (!path || !type || !etag)
        return err_logged(arena, ERR_INTERNAL,
                          "site.json: '%s' has no path, type or etag",
                          path ? path : "");
    file->url = url ? arena_strdup(arena, url) : NULL;
    file->path = arena_strdup(arena, path);
    file->type = arena_strdup(arena, type);
    file->immutable = json_is_true(json_object_get(entry, "immutable"));
    etags_make(arena, file, etag);
    for (int i = ENCODING_PLAIN; i < ENCODING_COUNT; i++) {
        const json_t *place = json_object_get(entry, places[i]);

        file->has[i] = json_is_array(place);
        if ((file->has[i] || i == ENCODING_PLAIN) &&
            !body_find(pack, place, &file->body[i]))
            return err_logged(arena, ERR_INTERNAL,
                              "site.json: '%s' is not in site.pack", path);
    }
    return NULL;
}

static const struct site_file *file_by_path(const struct site *site,
                                            const char *path)
{
    for (size_t i = 0; path && i < site->file_count; i++) {
        if (!strcmp(site->files[i].path, path))
            return &site->files[i];
    }
    return NULL;
}

static struct err *page_add(struct arena *arena, struct site *site,
                            const json_t *entry)
{
    const char *pattern = text_member(entry, "pattern");
    const char *path = text_member(entry, "file");
    const struct site_file *file = file_by_path(site, path);

    if (!pattern || !file)
        return err_logged(arena, ERR_INTERNAL,
                          "site.json: page '%s' has no file among files",
                          pattern ? pattern : "");
    if (!strcmp(pattern, "404") || !strcmp(pattern, "/404"))
        site->missing = file;
    else
        site->pages[site->page_count++] =
            (struct site_page){arena_strdup(arena, pattern), file};
    return NULL;
}

/* FNV-1a: tells one content from another, which is all a tag is for. */
static uint64_t content_hash(const char *text)
{
    uint64_t hash = 0xCBF29CE484222325;

    while (*text)
        hash = (hash ^ (unsigned char)*text++) * 0x100000001B3;
    return hash;
}

/* What is made of the settings instead of read from the site. */
static void brand_add(struct arena *arena, struct site *site, const char *url,
                      const char *type, const char *text)
{
    struct site_file *file = &site->files[site->file_count++];

    file->url = url;
    file->path = "";
    file->type = type;
    file->has[ENCODING_PLAIN] = true;
    file->body[ENCODING_PLAIN] = slice_from(text);
    etags_make(arena, file,
               arena_printf(arena, "%016" PRIx64, content_hash(text)));
}

#define BRAND_COUNT 2

bool brand_colour_fits(const char *colour)
{
    unsigned long value, red, green, blue;

    if (strlen(colour) != 7 || colour[0] != '#' ||
        strspn(colour + 1, "0123456789abcdefABCDEF") != 6)
        return false;
    value = strtoul(colour + 1, NULL, 16);
    red = value >> 16;
    green = value >> 8 & 0xFF;
    blue = value & 0xFF;
    /* 4.5 to 1 with white (WCAG 1.4.3), with squares for its powers of 2.4. */
    return 2126 * red * red + 7152 * green * green + 722 * blue * blue <=
           1830 * 255 * 255;
}

static void brands_add(struct arena *arena, struct site *site,
                       const struct brand *brand)
{
    struct str json;

    str_init(&json, arena);
    str_addf(&json, "{\"demo\":%s,\"training\":%s",
             brand->demo ? "true" : "false",
             brand->training ? "true" : "false");
    if (brand->name) {
        str_add(&json, ",\"name\":");
        str_add_json(&json, brand->name);
    }
    str_add_char(&json, '}');
    brand_add(arena, site, "/brand.json", "application/json", json.data);
    brand_add(arena, site, "/brand.css", "text/css; charset=utf-8",
              brand->colour
                  ? arena_printf(arena, ":root { --throughline-frame: %s; }\n",
                                 brand->colour)
                  : "/* The site's own colours. */\n");
}

static struct err *files_load(struct arena *arena, const struct slice *pack,
                              const json_t *manifest, struct site *site)
{
    const json_t *entries = json_object_get(manifest, "files");
    size_t count = json_array_size(entries);
    struct err *err;

    site->files = arena_array(arena, count + BRAND_COUNT, sizeof(*site->files));
    for (size_t i = 0; i < count; i++) {
        err = file_load(arena, pack, json_array_get(entries, i),
                        &site->files[site->file_count++]);
        if (err)
            return err;
    }
    return NULL;
}

static struct err *pages_load(struct arena *arena, const json_t *manifest,
                              struct site *site)
{
    const json_t *entries = json_object_get(manifest, "pages");
    size_t count = json_array_size(entries);
    struct err *err;

    site->pages = arena_array(arena, count + 1, sizeof(*site->pages));
    for (size_t i = 0; i < count; i++) {
        err = page_add(arena, site, json_array_get(entries, i));
        if (err)
            return err;
    }
    return NULL;
}

static int by_url(const void *a, const void *b)
{
    const struct site_file *const *left = a;
    const struct site_file *const *right = b;

    return strcmp((*left)->url, (*right)->url);
}

static void urls_sort(struct arena *arena, struct site *site)
{
    site->by_url =
        arena_array(arena, site->file_count, sizeof(struct site_file *));
    for (size_t i = 0; i < site->file_count; i++) {
        if (site->files[i].url)
            site->by_url[site->url_count++] = &site->files[i];
    }
    qsort(site->by_url, site->url_count, sizeof(struct site_file *), by_url);
}

static void json_release(void *object)
{
    json_decref(object);
}

static struct err *manifest_read(struct arena *arena, const char *root,
                                 json_t **ret_manifest)
{
    struct slice text = {0};
    json_error_t fault;
    struct err *err =
        file_read(arena, arena_printf(arena, "%s/site.json", root), &text);

    if (err)
        return err;
    *ret_manifest =
        json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES, &fault);
    if (!*ret_manifest)
        return err_logged(arena, ERR_INTERNAL, "site.json, line %d: %s",
                          fault.line, fault.text);
    arena_on_release(arena, json_release, *ret_manifest);
    return NULL;
}

struct err *site_load(struct arena *arena, const char *root,
                      const struct brand *brand, struct site **ret_site)
{
    struct site *site = arena_alloc(arena, sizeof(*site));
    struct slice pack = {0};
    json_t *manifest;
    struct err *err = manifest_read(arena, root, &manifest);

    if (!err)
        err = file_map(arena, arena_printf(arena, "%s/site.pack", root), &pack);
    if (!err)
        err = files_load(arena, &pack, manifest, site);
    if (!err)
        err = pages_load(arena, manifest, site);
    if (err)
        return err;
    brands_add(arena, site, brand);
    urls_sort(arena, site);
    log_write(LOG_INFO, "site.loaded", "%zu files, %zu pages", site->file_count,
              site->page_count);
    *ret_site = site;
    return NULL;
}

const struct site_file *site_find(const struct site *site, const char *path)
{
    struct site_file wanted = {.url = path};
    const struct site_file *key = &wanted;
    const struct site_file *const *found =
        bsearch(&key, site->by_url, site->url_count, sizeof(struct site_file *),
                by_url);

    if (found)
        return *found;
    for (size_t i = 0; i < site->page_count; i++) {
        if (pattern_fits(site->pages[i].pattern, path))
            return site->pages[i].file;
    }
    return NULL;
}

const struct site_file *site_missing(const struct site *site)
{
    return site->missing;
}

void site_reply(const struct site *site, const struct site_file *file,
                const struct request *request, struct reply *out)
{
    const char *known = request_header(request, "If-None-Match");
    enum encoding encoding =
        encoding_choose(request_header(request, "Accept-Encoding"), file->has);
    bool missing = file == site->missing;

    out->arena = request->arena;
    out->status = missing ? 404 : 200;
    out->content_type = file->type;
    out->body = file->body[encoding];
    reply_header(out, "Cache-Control",
                 file->immutable ? IMMUTABLE : "no-cache");
    reply_header(out, "Vary", "Accept-Encoding");
    if (encoding != ENCODING_PLAIN)
        reply_header(out, "Content-Encoding", codings[encoding]);
    if (missing)
        return;
    reply_header(out, "ETag", file->etag[encoding]);
    if (known && etag_among(known, file->etag[encoding])) {
        out->status = 304;
        out->body = (struct slice){0};
    }
}
