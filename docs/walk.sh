#!/usr/bin/env bash
# One young person's journey through the API with curl and jq, from the
# school's referral to closure. README.md shows it; tests/api/walk.test.mjs
# runs it.
#
#   docs/walk.sh                    against ./run on this machine
#   BASE=... ACCOUNTS=... docs/walk.sh
set -euo pipefail
base=${BASE:-http://127.0.0.1:8080}/api/v1
accounts=${ACCOUNTS:-var/demo-accounts.json}
cookies=$(mktemp -d)
trap 'rm -rf "$cookies"' EXIT
today=$(date +%F)

call() {
    local answer
    answer=$(curl -sS --fail-with-body -b "$who" -c "$who" -H 'Sec-Fetch-Site: same-origin' \
        -H 'Content-Type: application/json' "$@") || { printf '%s\n' "$answer" >&2; return 1; }
    printf '%s' "$answer"
}
as() { # somebody of the demo, signed in once
    who=$cookies/$1
    [ -e "$who" ] || jq -c --arg email "$1@demo.throughline.example" \
        '.[] | select(.email == $email) | {email, password}' "$accounts" |
        call "$base/session" -d @- >/dev/null
}
# move THING VERB BODY: a move names the version it starts from.
move() { call "$base/$1/$2" -H "If-Match: \"$(call "$base/$1" | jq .version)\"" -d "$3"; }
change() { call -X PATCH "$base/$1" -H "If-Match: \"$(call "$base/$1" | jq .version)\"" -d "$2"; }

echo "1. The school refers."
as bristol.school
name="Tamar$(tr -dc '[:lower:]' </dev/urandom | head -c 6 || true)"
referral=$(call "$base/referrals" -d '{
    "spoke": "bristol", "submit": true, "given_name": "'"$name"'", "family_name": "Wilderspool",
    "born_on": "2011-05-14", "born_precision": "exact", "source": "school",
    "concern_on": "'"$today"'", "urgency": "standard",
    "narrative": "Brought a knife to school and says older boys wait at the gate.",
    "primary_concern": "weapon_carrying",
    "concerns": [{"concern": "weapon_carrying", "currency": "current", "certainty": "confirmed"}],
    "family_informed": "informed", "support_agreement": "agreed",
    "sharing_gateway": "crime_disorder_1998_s115"}' | jq -r .id)

echo "2. The coordinator looks whether they are known, and accepts to the panel."
as bristol.coordinator
call "$base/people/matches?given_name=$name&family_name=Wilderspool&born_on=2011-05-14" | jq -c .items
move "referrals/$referral" triage '{}' >/dev/null
move "referrals/$referral" accept '{"new_person": true}' >/dev/null
person=$(call "$base/referrals/$referral" | jq -r .person.id)
episode=$(call "$base/people/$person" | jq -r '.episodes[0].id')
call "$base/episodes/$episode/risk-assessments" -d '{
    "risk_to": "high", "risk_from": "medium", "practitioner_level": "high",
    "rationale": "Carries for protection; threats continue.", "contexts": ["peer"]}' >/dev/null

echo "3. The meeting discusses, decides and signs."
meeting=$(call "$base/meetings" -d '{"spoke": "bristol", "type": "operational_panel",
    "title": "Extra panel", "starts_at": "'"$(date -u -d '-1 hour' +%FT%TZ)"'"}' | jq -r .id)
call "$base/meetings/$meeting/agenda" -d '{"person_id": "'"$person"'", "kind": "new"}' >/dev/null
call "$base/meetings/$meeting/attendance" -d '{"agency": "avon_somerset_police",
    "name": "PC Example", "attendance": "present", "confidentiality_accepted": true}' >/dev/null
move "meetings/$meeting" open '{}' >/dev/null
discussion=$(call "$base/meetings/$meeting/discussions" | jq -r '.items[0].id')
change "discussions/$discussion" '{"summary": "Threats at the gate since half term.",
    "strengths": "Attends every day and trusts the head of year.",
    "young_person_voice": "I just want it to stop.", "voice_basis": "said",
    "risk_before": "high", "risk_after": "high", "rationale": "No change until the threats end."}' >/dev/null
for decision in accept_active_monitoring allocate_intervention; do
    call "$base/discussions/$discussion/decisions" -d '{"decision": "'$decision'"}' >/dev/null
done
for verb in finish check; do move "meetings/$meeting" $verb '{}' >/dev/null; done
move "meetings/$meeting" sign-off '{"inquorate_reason": "Social care sent what they know in writing."}' >/dev/null

echo "4. Mentoring is offered; the provider agrees, starts, and logs a session."
intervention=$(call "$base/interventions?spoke=bristol" |
    jq -r '.items[] | select(.code == "bristol_one_to_one_mentoring") | .id')
allocation=$(call "$base/allocations" -d '{"episode_id": "'"$episode"'",
    "intervention_id": "'"$intervention"'",
    "need_to_know": "Meet in school. Does not feel safe at the bus stop."}' | jq -r .id)
move "allocations/$allocation" offer '{}' >/dev/null
as bristol.mentor
move "allocations/$allocation" agree '{}' >/dev/null
move "allocations/$allocation" start '{}' >/dev/null
call "$base/allocations/$allocation/sessions" -d '{"planned_at": "'"$(date -u -d '-20 minutes' +%FT%TZ)"'",
    "minutes": 60, "happened": true, "attendance": "attended", "engagement": "engaged",
    "note": "Talked about the way home and who is safe."}' >/dev/null

echo "5. Outcomes at the start and the end; the work is completed."
for at in "baseline 2" "exit 4"; do
    read -r point value <<<"$at"
    call "$base/allocations/$allocation/outcomes" -d '{"measure": "safe_school", "point": "'"$point"'",
        "informant": "young_person", "measured_on": "'"$today"'", "value": '"$value"'}' >/dev/null
done
move "allocations/$allocation" complete '{"exit_reason": "completed_planned",
    "exit_summary": "Feels safe in school again."}' >/dev/null

echo "6. Risk has fallen: removed from active monitoring, and closed."
as bristol.coordinator
call "$base/episodes/$episode/risk-assessments" -d '{
    "risk_to": "low", "risk_from": "low", "practitioner_level": "low",
    "rationale": "No threats for a term; does not carry."}' >/dev/null
move "episodes/$episode" step-down '{"note": "Removed from active monitoring."}' >/dev/null
move "episodes/$episode" close '{"closure_reason": "risk_reduced", "closing_risk_level": "low",
    "closure_summary": "Mentoring completed; safe in school.", "outcomes_recorded": true,
    "young_person_told_on": "'"$today"'", "referrer_told_on": "'"$today"'",
    "re_referral_route": "school"}' >/dev/null

echo "7. The journey, newest first:"
call "$base/people/$person/journey" | jq -r '.events[] | "   \(.at[0:10])  \(.kind)  \(.title)"'
