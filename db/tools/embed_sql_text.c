#include "db/tools/embed_sql.h"

#include <stdarg.h>

void fail(const char *path, int line, const char *format, ...)
{
    va_list args;

    if (line)
        fprintf(stderr, "%s:%d: ", path, line);
    else
        fprintf(stderr, "%s: ", path);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

void *grown(void *memory, size_t size)
{
    memory = realloc(memory, size);
    if (!memory)
        fail("embed_sql", 0, "out of memory");
    return memory;
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
    if (!text->data || text->length + length + 1 > text->capacity) {
        text->capacity = (text->length + length + 1) * 2;
        text->data = grown(text->data, text->capacity);
    }
    memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *added)
{
    text_add_bytes(text, added, strlen(added));
}

void text_addf(struct text *text, const char *format, ...)
{
    char buffer[2048];
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(buffer, sizeof(buffer), format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof(buffer))
        fail("embed_sql", 0, "a name or path is too long");
    text_add_bytes(text, buffer, (size_t)length);
}

void text_trim_end(struct text *text, const char *unwanted)
{
    while (text->length && strchr(unwanted, text->data[text->length - 1]))
        text->data[--text->length] = '\0';
}

char *copy_of(const char *bytes, size_t length)
{
    struct text copy = {0};

    text_add_bytes(&copy, bytes, length);
    return copy.data;
}

bool is_name_start(char c)
{
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

bool is_name_char(char c)
{
    return is_name_start(c) || isdigit((unsigned char)c);
}

size_t name_length(const char *at)
{
    size_t length = 0;

    if (is_name_start(*at))
        while (is_name_char(at[length]))
            length++;
    return length;
}

bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

char *file_read(const char *path)
{
    struct text text = {0};
    char buffer[8192];
    size_t got;
    FILE *file = fopen(path, "rb");

    if (!file)
        return NULL;
    text_add(&text, "");
    while ((got = fread(buffer, 1, sizeof(buffer), file)) > 0)
        text_add_bytes(&text, buffer, got);
    if (ferror(file))
        fail(path, 0, "cannot be read");
    fclose(file);
    return text.data;
}

void file_write_changed(const char *path, const struct text *text)
{
    char *present = file_read(path);
    bool same = present && strcmp(present, text->data) == 0;
    FILE *file;

    free(present);
    if (same)
        return;
    file = fopen(path, "wb");
    if (!file || fwrite(text->data, 1, text->length, file) != text->length ||
        fclose(file) != 0)
        fail(path, 0, "cannot be written");
}
