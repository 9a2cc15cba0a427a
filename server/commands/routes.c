#include "commands/commands.h"
#include "http/route.h"
#include "rooms.h"

/* Widths that fit what there is; longer ones only push their line. */
#define LINE_FORMAT "%-6s  %-58s  %-24s  %-24s  %-9s  %s%s\n"

static const char *const method_names[] = {
    [METHOD_GET] = "GET",     [METHOD_POST] = "POST",     [METHOD_PUT] = "PUT",
    [METHOD_PATCH] = "PATCH", [METHOD_DELETE] = "DELETE",
};

static const char *const lane_names[] = {
    [LANE_READ] = "read",
    [LANE_WRITE] = "write",
    [LANE_SLOW] = "slow",
    [LANE_PASSWORD] = "password",
};

static const char *lane_of(const struct route *route)
{
    if (route->lane)
        return lane_names[route->lane];
    return route->mode == TX_WRITE ? "write" : "read";
}

static void route_print(const struct route *route)
{
    printf(LINE_FORMAT, method_names[route->method], route->path,
           route->permission ? route->permission : "UNSET",
           route->input ? route->input->name : "-",
           route->versioned ? "versioned" : "-", lane_of(route),
           route->recent_sign_in ? "  recent sign-in" : "");
}

int command_routes(int argc, char **argv)
{
    int result = command_without_arguments(argc, argv);

    if (result)
        return result;
    printf(LINE_FORMAT, "METHOD", "PATH", "PERMISSION", "INPUT", "VERSION",
           "LANE", "");
    for (size_t i = 0; server_rooms[i]; i++)
        for (const struct route *r = server_rooms[i]->routes; r->path; r++)
            route_print(r);
    return 0;
}
