#include "http/openapi.h"

#include "commands/commands.h"
#include "http/request.h"
#include "rooms.h"

int command_openapi(int argc, char **argv)
{
    int result = command_without_arguments(argc, argv);
    json_t *document;
    bool printed;

    if (result)
        return result;
    router_set_rooms(server_rooms);
    document = openapi_document();
    printed = document && json_dumpf(document, stdout, JSON_INDENT(2)) == 0 &&
              putchar('\n') != EOF;
    json_decref(document);
    return printed ? 0 : command_result(err_no_memory());
}
