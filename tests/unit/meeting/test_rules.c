#include "meeting/input.h"

#include "tests/unit/input/expect.h"

struct form_case {
    const struct input_table *table;
    const char *sent;
    const char *faults; /* "" = it passes */
};

#define PERSON "11111111-1111-4111-8111-111111111111"

static const struct form_case form_cases[] = {
  /* a meeting has a title and type, its own or its series' */
    {&meeting_new_input,
     "{'starts_at':'2026-03-05T14:00:00Z','title':'Panel','type':'roth'}",          ""                                                                     },
    {&meeting_new_input,
     "{'starts_at':'2026-03-05T14:00:00Z','series_id':'" PERSON "'}",               ""                                                                     },
    {&meeting_new_input,         "{'starts_at':'2026-03-05T14:00:00Z'}",
     "/title required: Enter the title of the meeting; "
     "/type required: Select the type of meeting"                                                                                                          },
    {&meeting_new_input,         "{'title':'Panel','type':'roth'}",
     "/starts_at required: Enter the date and time of the meeting"                                                                                         },
    {&meeting_change_input,      "{'title':null}",
     "/title required: Enter the title of the meeting"                                                                                                     },
    {&meeting_change_input,      "{'place':null}",                                  ""                                                                     },
    {&meeting_cancel_input,      "{}",
     "/note required: Enter why the meeting is cancelled"                                                                                                  },
    {&meeting_move_input,        "{}",                                              ""                                                                     },

 /* an agenda item is of somebody */
    {&agenda_new_input,          "{'kind':'new','person_id':'" PERSON "'}",         ""                                                                     },
    {&agenda_new_input,          "{'kind':'new','episode_id':'" PERSON "'}",        ""                                                                     },
    {&agenda_new_input,          "{'kind':'new'}",
     "/person_id required: Choose the young person"                                                                                                        },
    {&agenda_change_input,       "{'position':0}",
     "/position too_small: Place on the agenda must be between 1 and 1000"                                                                                 },
    {&agenda_change_input,       "{'position':3}",                                  ""                                                                     },

 /* a colleague, or a name and agency; a deputy says for whom */
    {&attendance_new_input,      "{'user_id':'" PERSON "','attendance':'present'}",
     ""                                                                                                                                                    },
    {&attendance_new_input,
     "{'name':'A Baker','agency':'opcc_hub','attendance':'remote'}",                ""                                                                     },
    {&attendance_new_input,      "{'attendance':'present'}",
     "/agency required: Select the agency they came for; "
     "/name required: Enter their name"                                                                                                                    },
    {&attendance_new_input,      "{'user_id':'" PERSON "','attendance':'deputy'}",
     "/deputy_for required: Enter whom this person stood in for"                                                                                           },
    {&attendance_new_input,
     "{'user_id':'" PERSON "','attendance':'deputy','deputy_for':'C Day'}",         ""                                                                     },
    {&attendance_new_input,
     "{'user_id':'" PERSON "','attendance':'present','deputy_for':'C Day'}",
     "/deputy_for not_allowed: Only a deputy stands in for somebody: choose "
     "‘Deputy attended’, or leave this empty"                                                                                                          },
    {&attendance_change_input,   "{'deputy_for':'C Day'}",                          ""                                                                     },
    {&attendance_change_input,   "{'confidentiality_accepted':true}",               ""                                                                     },
    {&attendance_change_input,   "{'attendance':'part','deputy_for':'C Day'}",
     "/deputy_for not_allowed: Only a deputy stands in for somebody: choose "
     "‘Deputy attended’, or leave this empty"                                                                                                          },

 /* what is known, or that nothing is; never both, never neither */
    {&contribution_new_input,    "{'text':'Seen on Tuesday.'}",                     ""                                                                     },
    {&contribution_new_input,    "{'nothing_known':true}",                          ""                                                                     },
    {&contribution_new_input,    "{}",
     "/text required: Enter what your agency knows, or say that nothing is "
     "known"                                                                                                                                               },
    {&contribution_new_input,    "{'nothing_known':false}",
     "/text required: Enter what your agency knows, or say that nothing is "
     "known"                                                                                                                                               },
    {&contribution_new_input,    "{'nothing_known':true,'text':'Seen.'}",
     "/nothing_known not_allowed: Say that nothing is known, or enter what "
     "is: not both"                                                                                                                                        },
    {&contribution_change_input, "{'text':''}",
     "/text required: Enter what your agency knows, or say that nothing is "
     "known"                                                                                                                                               },
    {&contribution_change_input, "{'text':'','nothing_known':true}",                ""                                                                     },

 /* person and agency */
    {&action_new_input,
     "{'description':'Call','due_on':'2026-03-05','owner_user_id':'" PERSON
     "'}",                                                                          ""                                                                     },
    {&action_new_input,
     "{'description':'Call','due_on':'2026-03-05','owner_name':'A Baker',"
     "'owner_agency':'opcc_hub'}",                                                  ""                                                                     },
    {&action_new_input,          "{'description':'Call','due_on':'2026-03-05'}",
     "/owner_name required: Choose who will do it, or enter their name; "
     "/owner_agency required: Select the agency that will see it done"                                                                                     },
    {&action_new_input,          "{'owner_user_id':'" PERSON "'}",
     "/description required: Enter what is to be done; "
     "/due_on required: Enter the date the action is due"                                                                                                  },

 /* autosave: whatever members came, judged among themselves */
    {&discussion_change_input,   "{'summary':'Calm.'}",                             ""                                                                     },
    {&discussion_change_input,   "{'risk_after':'high'}",                           ""                                                                     },
    {&discussion_change_input,   "{'risk_after':'high','rationale':''}",
     "/rationale required: Enter why the risk level changed"                                                                                               },
    {&discussion_change_input,
     "{'young_person_voice':'I feel safe.','voice_basis':'said'}",                  ""                                                                     },
    {&discussion_change_input,
     "{'young_person_voice':'I feel safe.','voice_basis':null}",                    "/voice_basis required: Select whether this was said, seen or inferred"},
    {&discussion_change_input,   "{'voice_basis':'heard'}",
     "/voice_basis not_a_choice: Select whether this was said, seen or "
     "inferred"                                                                                                                                            },
    {&discussion_change_input,   "{'meeting_id':'" PERSON "'}",
     "/meeting_id unknown_field: Do not send unknown fields: meeting_id"                                                                                   },
};

START_TEST(forms)
{
    const struct form_case *it = &form_cases[_i];
    struct input input;
    struct err *err =
        input_validate(&arena, it->table, json_from(it->sent), &input);

    ck_assert_str_eq(err ? fault_text(err) : "", it->faults);
}
END_TEST

/* A form post gives the same: three boxes for a date, "on" for a tick. */
START_TEST(form_post)
{
    const struct form_pair pairs[] = {
        {"description",   "Call the school"},
        {"owner_user_id", PERSON           },
        {"due_on-day",    "5"              },
        {"due_on-month",  "3"              },
        {"due_on-year",   "2026"           },
    };
    struct input input;

    ck_assert_ptr_null(input_validate(
        &arena, &action_new_input,
        input_from_form(&arena, &action_new_input, pairs, 5), &input));
    ck_assert_str_eq(input_text(&arena, &input, "due_on"), "2026-03-05");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("meeting/rules");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, arena_up, arena_down);
    tcase_add_loop_test(all, forms, 0,
                        (int)(sizeof form_cases / sizeof form_cases[0]));
    tcase_add_test(all, form_post);
    suite_add_tcase(suite, all);
    return suite_finish(suite);
}
