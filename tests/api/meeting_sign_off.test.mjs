// The chair's signature over HTTP: what it needs, what follows from it, and that
// the minutes are frozen after it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import {
  addToAgenda, attend, dateIn, discussionOf, expectStatus, makeCase, makeMeeting,
  makeReady, minute, move,
} from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let chair; // spoke coordinator
let officer; // project officer: all but the signature
let eit;
let elsewhere; // coordinator of another spoke

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  chair = await people.as('spoke_coordinator', SPOKE);
  officer = await people.as('project_officer', SPOKE);
  eit = await people.as('eit_officer', SPOKE);
  elsewhere = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const pointers = (answer) => answer.body.errors.map((each) => each.pointer);
const show = async (client, path) => expectStatus(await client.get(`/api/v1/${path}`), 200).body;

describe('signing off', () => {
  it('lists everything that is missing, and signs nothing', async () => {
    const first = await makeCase(officer, SPOKE);
    const second = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    const items = [await addToAgenda(officer, meeting, first.person), await addToAgenda(officer, meeting, second.person)];
    await move(officer, meeting, 'open');
    await minute(officer, meeting, first.person, {}, 'accept_active_monitoring');
    const { id } = await discussionOf(officer, meeting, first.person);
    await officer.post(`/api/v1/discussions/${id}/decisions`, { decision: 'remove_active_monitoring' });
    await move(officer, meeting, 'finish');
    await move(officer, meeting, 'check');
    const refused = await move(chair, meeting, 'sign-off');
    assert.equal(refused.status, 409);
    assert.deepEqual(refused.body.errors.map((each) => [each.pointer, each.code, each.detail]), [
      ['/attendance', 'required', 'Record who attended'],
      [`/agenda/${items[0].id}/decisions`, 'contradictory', 'Item 1: keep only one decision about active monitoring'],
      [`/agenda/${items[1].id}/rationale`, 'required', 'Item 2: enter the rationale'],
      [`/agenda/${items[1].id}/decisions`, 'required', 'Item 2: record at least one decision']]);
    const person = await attend(officer, meeting, { confidentiality_accepted: false });
    const still = await show(officer, `meetings/${meeting.id}`);
    assert.equal(still.state, 'minutes_checked');
    assert.equal(still.missing[0].pointer, `/attendance/${person.id}/confidentiality_accepted`);
  });

  it('is the coordinator’s alone, and only of checked minutes', async () => {
    const { meeting } = await makeReady(officer, SPOKE);
    assert.equal((await move(officer, meeting, 'sign-off')).status, 403);
    assert.equal((await move(elsewhere, meeting, 'sign-off')).status, 428); // no version to be had
    assert.equal((await elsewhere.post(`/api/v1/meetings/${meeting.id}/sign-off`, {}, '"1"')).status, 404);
    assert.equal((await chair.post(`/api/v1/meetings/${meeting.id}/sign-off`, {}, '"1"')).status, 412);
    expectStatus(await move(officer, meeting, 'correct'), 200);
    const early = await move(chair, meeting, 'sign-off');
    assert.equal(early.status, 409);
    assert.match(early.body.detail, /minutes draft/);
  });

  it('writes the panel’s risk down, and the episode follows the decision', async () => {
    const { person, episode, meeting, discussion } = await makeReady(officer, SPOKE, {
      risk: 'medium',
      fields: { risk_after: 'very_high', contexts: ['peer'], next_review_on: dateIn(9), rationale: 'Threats to life.' },
      decision: 'accept_active_monitoring' });
    const before = await show(officer, `meetings/${meeting.id}`);
    assert.deepEqual(before.missing, []);
    const signed = await move(chair, meeting, 'sign-off', { note: 'Read and agreed' });
    assert.equal(signed.status, 200);
    assert.equal(signed.body.state, 'signed_off');
    assert.equal(signed.body.frozen, true);
    assert.ok(signed.body.signed_off_at && signed.body.signed_off_by.name);
    assert.deepEqual(signed.body.moves, ['distribute']);

    const after_ = await show(officer, `episodes/${episode.id}`);
    assert.equal(after_.state, 'active_monitoring');
    assert.equal(after_.next_review_on, dateIn(9));
    assert.equal(after_.risk_level, 'medium'); // the practitioner looked again after the meeting's day
    const [row] = JSON.parse(await server.psql(`SELECT json_agg(a) FROM casework.risk_assessment a WHERE discussion_id = '${discussion.id}'`));
    assert.equal(row.panel_level, 'very_high');
    assert.equal(row.person_id, person.id);
    assert.equal(row.rationale, 'Threats to life.');
    assert.deepEqual(row.contexts, ['peer']);
    assert.equal(new Date(row.assessed_at).toISOString(), new Date(before.starts_at).toISOString());
    // Signed once: the same version again changes nothing.
    const again = await chair.post(`/api/v1/meetings/${meeting.id}/sign-off`, {}, `"${before.version}"`);
    assert.equal(again.status, 412);
    assert.equal(await server.psql(`SELECT count(*) FROM casework.risk_assessment WHERE discussion_id = '${discussion.id}'`), '1');
  });

  it('carries the factors of the last assessment, and says why the panel differs', async () => {
    const { episode, meeting, discussion } = await makeReady(officer, SPOKE, {
      risk: 'medium', state: 'active_monitoring', decision: 'remove_active_monitoring',
      fields: { risk_after: 'low', rationale: 'Back at school.' },
      meetingFields: { starts_at: new Date(Date.now() + 3600000).toISOString() } });
    expectStatus(await move(chair, meeting, 'sign-off'), 200);
    const after_ = await show(officer, `episodes/${episode.id}`);
    assert.equal(after_.state, 'step_down');
    assert.equal(after_.risk_level, 'low');
    const [row] = JSON.parse(await server.psql(`SELECT json_agg(a) FROM casework.risk_assessment a WHERE discussion_id = '${discussion.id}'`));
    assert.equal(row.practitioner_level, 'medium');
    assert.equal(row.risk_to, 'medium');
    assert.equal(row.risk_from, 'low');
    assert.deepEqual([row.override_reason, row.override_note], ['professional_judgement', 'Back at school.']);
    const moves = await server.psql(`SELECT string_agg(verb, ' ' ORDER BY at) FROM casework.state_change WHERE subject_id = '${episode.id}'`);
    assert.match(moves, /step_down$/);
  });

  it('leaves a closed episode alone', async () => {
    const { episode, meeting } = await makeReady(officer, SPOKE, { decision: 'no_further_action', fields: { risk_after: 'low' } });
    await server.psql(`UPDATE casework.episode SET state = 'closed', closed_on = current_date, closure_reason = 'no_further_action',
      closure_summary = 'x', closing_risk_level = 'low', young_person_told_on = current_date, referrer_told_on = current_date,
      re_referral_route = (SELECT min(code) FROM reference.re_referral_route), outcomes_recorded = true,
      retention_trigger_on = current_date WHERE id = '${episode.id}'`);
    expectStatus(await move(chair, meeting, 'sign-off'), 200);
    assert.equal((await show(officer, `episodes/${episode.id}`)).state, 'closed');
  });

  it('freezes every word: only addenda are taken', async () => {
    const { person, meeting, discussion } = await makeReady(officer, SPOKE);
    const open = await show(officer, `meetings/${meeting.id}`);
    const update = expectStatus(await eit.post(`/api/v1/discussions/${discussion.id}/updates`, { nothing_known: true }), 201).body;
    const decision = (await show(officer, `discussions/${discussion.id}`)).decisions[0];
    const early = await officer.post(`/api/v1/meetings/${meeting.id}/addenda`, { text: 'Too early' });
    assert.equal(early.status, 409);
    const signed = expectStatus(await move(chair, meeting, 'sign-off'), 200).body;
    const whole = await show(officer, `discussions/${discussion.id}`);
    const item = signed.agenda[0];
    const seat = signed.attendance[0];
    const other = await makeCase(officer, SPOKE);
    const of = `/api/v1/meetings/${meeting.id}`;
    const talk = `/api/v1/discussions/${discussion.id}`;
    const refusals = {
      'change the meeting': await chair.patch(of, { title: 'Other' }, `"${signed.version}"`),
      'reopen': await chair.post(`${of}/reopen`, {}, `"${signed.version}"`),
      'correct': await chair.post(`${of}/correct`, {}, `"${signed.version}"`),
      'cancel': await chair.post(`${of}/cancel`, { note: 'x' }, `"${signed.version}"`),
      'add to the agenda': await chair.post(`${of}/agenda`, { person_id: other.person.id, kind: 'new' }),
      'change the agenda': await chair.patch(`/api/v1/agenda/${item.id}`, { note: 'x' }, `"${item.version}"`),
      'drop from the agenda': await chair.delete(`/api/v1/agenda/${item.id}`, `"${item.version}"`),
      'add attendance': await chair.post(`${of}/attendance`, { agency: 'opcc_hub', name: 'New', attendance: 'present' }),
      'change attendance': await chair.patch(`/api/v1/attendance/${seat.id}`, { name: 'Other' }, `"${seat.version}"`),
      'drop attendance': await chair.delete(`/api/v1/attendance/${seat.id}`, `"${seat.version}"`),
      'change the discussion': await chair.patch(talk, { summary: 'Other' }, `"${whole.version}"`),
      'add an update': await chair.post(`${talk}/updates`, { agency: 'opcc_hub', text: 'x' }),
      'change an update': await eit.patch(`/api/v1/discussion-updates/${update.id}`, { text: 'x' }, `"${update.version}"`),
      'add a decision': await chair.post(`${talk}/decisions`, { decision: 'defer' }),
      'drop a decision': await chair.delete(`/api/v1/decisions/${decision.id}`),
      'add a dissent': await chair.post(`${talk}/dissents`, { agency: 'opcc_hub', text: 'x' }),
      'set an action': await chair.post(`${talk}/actions`, { description: 'x', owner_name: 'x', owner_agency: 'opcc_hub', due_on: dateIn(1) }),
    };
    for (const [what, answer] of Object.entries(refusals))
      assert.equal(answer.status, 409, `${what}: ${answer.status} ${answer.text}`);
    assert.match(refusals['change the discussion'].body.detail, /signed off\. Add an addendum/);
    assert.equal(open.title, (await show(officer, `meetings/${meeting.id}`)).title);

    const addendum = expectStatus(await officer.post(`${of}/addenda`, { text: 'The date was the 4th.', discussion_id: discussion.id }), 201).body;
    expectStatus(await officer.post(`${of}/addenda`, { text: 'Of the whole meeting.' }), 201);
    assert.deepEqual(pointers(await officer.post(`${of}/addenda`, { text: 'x', discussion_id: person.id })), ['/discussion_id']);
    const minutes = await show(officer, `meetings/${meeting.id}/minutes`);
    assert.deepEqual(minutes.addenda.map((each) => each.text), ['Of the whole meeting.']);
    assert.deepEqual(minutes.items[0].discussion.addenda.map((each) => each.id), [addendum.id]);

    const sent = expectStatus(await move(officer, meeting, 'distribute'), 200).body;
    assert.equal(sent.state, 'distributed');
    assert.deepEqual(sent.moves, []);
  });
});
