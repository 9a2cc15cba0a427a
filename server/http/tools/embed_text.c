/*
 * embed_text.c - build tool: puts the rooms' .schema.json files into the
 * program, as the table of http/schema_table.h.
 *
 *     embed_text OUT.c ROOM.schema.json ...
 */
#include <stdbool.h>

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "embed_text: %s: ", what);
    perror(path);
    exit(1);
}

/* Octal, for a hexadecimal escape would swallow the digits after it. */
static void write_char(FILE *out, int c)
{
    if (c == '\n')
        fputs("\\n\"\n    \"", out);
    else if (c == '"' || c == '\\')
        fprintf(out, "\\%c", c);
    else if (c < ' ' || c > '~' || c == '?')
        fprintf(out, "\\%03o", (unsigned)c);
    else
        fputc(c, out);
}

/* "server/person/person.schema.json" -> "person" */
static void write_room(FILE *out, const char *path)
{
    const char *name = strrchr(path, '/');

    name = name != NULL ? name + 1 : path;
    fprintf(out, "    {\"%.*s\",\n    \"", (int)strcspn(name, "."), name);
}

static void write_file(FILE *out, const char *path)
{
    FILE *in = fopen(path, "r");
    int c;

    if (in == NULL)
        fail("cannot read", path);
    write_room(out, path);
    while ((c = fgetc(in)) != EOF)
        write_char(out, c);
    fputs("\"},\n", out);
    if (ferror(in))
        fail("cannot read", path);
    fclose(in);
}

int main(int argc, char **argv)
{
    FILE *out;

    if (argc < 2) {
        fputs("usage: embed_text OUT.c ROOM.schema.json ...\n", stderr);
        return 2;
    }
    out = fopen(argv[1], "w");
    if (out == NULL)
        fail("cannot write", argv[1]);
    fputs("/* Written by embed_text; do not edit. */\n"
          "#include \"http/schema_table.h\"\n\n"
          "const struct schema_source schema_table[] = {\n",
          out);
    for (int i = 2; i < argc; i++)
        write_file(out, argv[i]);
    fputs("    {NULL, NULL},\n};\n", out);
    if (fclose(out) != 0)
        fail("cannot write", argv[1]);
    return 0;
}
