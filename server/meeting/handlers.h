/*
 * handlers.h - the meeting room's operations, for its route table.
 */
#ifndef THROUGHLINE_MEETING_HANDLERS_H
#define THROUGHLINE_MEETING_HANDLERS_H

#include "http/route.h"

/* meetings.c */
route_handler meeting_list_show, meeting_make, meeting_show, meeting_change,
    minutes_show, meeting_open, meeting_step, addendum_make;

/* sign_off.c */
route_handler meeting_sign_off;

/* series.c */
route_handler series_list, series_make, series_show, series_change,
    series_member_add, series_member_remove;

/* agenda.c */
/* Nothing was made for an item: `visible` has no such meeting, or the item is
 * not on its agenda. */
struct err *item_refusal(struct call *call, const struct rows *visible);
route_handler agenda_list, agenda_item_make, agenda_item_show,
    agenda_item_change, agenda_item_remove;

/* attendance.c */
route_handler attendance_list, attendance_make, attendance_show,
    attendance_change, attendance_remove;

/* discussions.c */
route_handler discussion_list, discussion_make, discussion_show,
    discussion_change;

/* discussion_parts.c */
route_handler contribution_make, contribution_show, contribution_change,
    decision_make, decision_remove, dissent_make, dissent_remove,
    discussion_action_make;

/* parts.c */
route_handler paper_make, paper_show, paper_change, paper_remove, conflict_make,
    conflict_remove, guest_make, guest_remove, access_list, access_add,
    access_end, confidentiality_accept,
    presence_put, suggestion_list, series_next, extract_list, extract_mine,
    extract_show;

#endif
