#include "rooms.h"

#include <stddef.h>

#include "access_log/access_log.h"
#include "account/account.h"
#include "action/action.h"
#include "agency_check/agency_check.h"
#include "allocation/allocation.h"
#include "association/association.h"
#include "break_glass/break_glass.h"
#include "contact/contact.h"
#include "dashboard/dashboard.h"
#include "delivery/delivery.h"
#include "directory/directory.h"
#include "disclosure/disclosure.h"
#include "draft/draft.h"
#include "episode/episode.h"
#include "exports/exports.h"
#include "fact/fact.h"
#include "http/openapi.h"
#include "imports/imports.h"
#include "incident/incident.h"
#include "intervention/intervention.h"
#include "job/job.h"
#include "journey/journey.h"
#include "journey_audit/journey_audit.h"
#include "letter/letter.h"
#include "matrix/matrix.h"
#include "meeting/meeting.h"
#include "merge/merge.h"
#include "outcome/outcome.h"
#include "overdue/overdue.h"
#include "partner_key/partner_key.h"
#include "person/person.h"
#include "pin/pin.h"
#include "place/place.h"
#include "prints/prints.h"
#include "profile/profile.h"
#include "reconciliation/reconciliation.h"
#include "referral/referral.h"
#include "restriction/restriction.h"
#include "retention/retention.h"
#include "returns/returns.h"
#include "session/session.h"
#include "setting/setting.h"
#include "sheet/sheet.h"
#include "subject_request/subject_request.h"
#include "transfer/transfer.h"
#include "workload/workload.h"

/* One a line, so that two hands can add one each. */
/* clang-format off */
const struct room *const server_rooms[] = {
    &session_room,
    &directory_room,
    &person_room,
    &pin_room,
    &fact_room,
    &journey_room,
    &journey_audit_room,
    &episode_room,
    &outcome_room,
    &action_room,
    &workload_room,
    &prints_room,
    &sheet_room,
    &matrix_room,
    &intervention_room,
    &allocation_room,
    &delivery_room,
    &association_room,
    &contact_room,
    &draft_room,
    &referral_room,
    &letter_room,
    &overdue_room,
    &setting_room,
    &meeting_room,
    &meeting_parts_room,
    &agency_check_room,
    &transfer_room,
    &access_log_room,
    &disclosure_room,
    &restriction_room,
    &retention_room,
    &subject_request_room,
    &break_glass_room,
    &profile_room,
    &merge_room,
    &place_room,
    &incident_room,
    &returns_room,
    &dashboard_room,
    &job_room,
    &account_room,
    &partner_key_room,
    &imports_room,
    &reconciliation_room,
    &exports_room,
    &openapi_room,
    NULL,
};

/* The long work that rooms offer (background/job.h). */
const struct job_kind *const server_jobs[] = {
    &import_job,
    &export_job,
    NULL,
};
/* clang-format on */
