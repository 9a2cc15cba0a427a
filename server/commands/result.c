#include "commands/commands.h"

int command_result(const struct err *err)
{
    const char *text;
    size_t length;

    if (!err)
        return 0;
    text = err->log ? err->log : err->detail;
    if (!text)
        text = "failed";
    length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        length--;
    fflush(stdout);
    fprintf(stderr, "throughline: %.*s\n", (int)length, text);
    return 1;
}

int command_without_arguments(int argc, char **argv)
{
    if (argc == 0)
        return 0;
    fprintf(stderr, "throughline: takes no argument such as %s\n", argv[0]);
    return 2;
}
