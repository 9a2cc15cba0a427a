/*
 * dashboard.h - the room of dashboards: figures of a spoke or of all of them,
 * over a quarter, a year or any days. Inside a spoke as counted; for the hub
 * with small numbers hidden (functions/59_dashboard.sql).
 */
#ifndef THROUGHLINE_DASHBOARD_DASHBOARD_H
#define THROUGHLINE_DASHBOARD_DASHBOARD_H

#include "http/route.h"

extern const struct room dashboard_room;

#endif
