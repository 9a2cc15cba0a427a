// The meeting room over HTTP: from calling a meeting to the frozen minutes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import {
  addToAgenda, attend, dateIn, discussionOf, expectStatus, makeCase, makeMeeting, makePerson,
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

describe('calling a meeting', () => {
  it('makes it, with where it lives and its version', async () => {
    const answer = await officer.post('/api/v1/meetings', {
      title: 'Extraordinary meeting', type: 'extraordinary', starts_at: '2031-03-05T14:00:00Z', place: 'Online' });
    assert.equal(answer.status, 201);
    assert.equal(answer.location, `/api/v1/meetings/${answer.body.id}`);
    assert.equal(answer.etag, '"1"');
    assert.equal(answer.body.spoke, SPOKE); // the maker's only one
    assert.equal(answer.body.state, 'planned');
    assert.equal(answer.body.starts_at, '2031-03-05T14:00:00.000000Z');
    assert.deepEqual(answer.body.moves, ['cancel', 'open']);
    assert.deepEqual(answer.body.agenda, []);
    assert.equal(answer.body.frozen, false);
  });

  it('takes title, type and spoke from its series', async () => {
    const series = expectStatus(await chair.post('/api/v1/meeting-series', {
      spoke: SPOKE, name: `Series ${Date.now()}`, type: 'roth', cadence_days: 14,
      quorum_agency_types: ['police', 'education_inclusion'] }), 201).body;
    const meeting = expectStatus(await chair.post('/api/v1/meetings',
      { series_id: series.id, starts_at: '2031-04-05T09:30:00+01:00' }), 201).body;
    assert.equal(meeting.title, series.name);
    assert.equal(meeting.type, 'roth');
    assert.deepEqual(meeting.series, { id: series.id, name: series.name });
    assert.equal(meeting.starts_at, '2031-04-05T08:30:00.000000Z');
    assert.deepEqual(meeting.quorum.missing.sort(), ['education_inclusion', 'police']);
    const again = await chair.post('/api/v1/meeting-series', { spoke: SPOKE, name: series.name, type: 'roth' });
    assert.equal(again.status, 409);
  });

  it('says every fault at once', async () => {
    const answer = await officer.post('/api/v1/meetings', { place: 'x'.repeat(201), chair_user_id: 'me' });
    assert.equal(answer.status, 422);
    assert.deepEqual(pointers(answer).sort(), ['/chair_user_id', '/place', '/starts_at', '/title', '/type']);
    const bare = await officer.post('/api/v1/meetings', { starts_at: '2031-03-05T14:00:00Z' });
    assert.deepEqual(pointers(bare), ['/title', '/type']);
  });

  it('refuses a type that is in no list, and a series of another spoke', async () => {
    const type = await officer.post('/api/v1/meetings', { title: 'x', type: 'tea_party', starts_at: '2031-03-05T14:00:00Z' });
    assert.equal(type.status, 422);
    assert.deepEqual(pointers(type), ['/type']);
    const theirs = expectStatus(await elsewhere.post('/api/v1/meeting-series',
      { spoke: 'northsom', name: `Theirs ${Date.now()}`, type: 'roth' }), 201).body;
    const borrowed = await chair.post('/api/v1/meetings', {
      spoke: SPOKE, series_id: theirs.id, title: 'x', type: 'roth', starts_at: '2031-03-05T14:00:00Z' });
    assert.equal(borrowed.status, 422);
    assert.deepEqual(pointers(borrowed), ['/series_id']);
  });

  it('is for those who write minutes only', async () => {
    const answer = await eit.post('/api/v1/meetings', { title: 'x', type: 'roth', starts_at: '2031-03-05T14:00:00Z' });
    assert.equal(answer.status, 403);
  });

  it('changes with the version one has seen', async () => {
    const meeting = await makeMeeting(officer, SPOKE);
    const path = `/api/v1/meetings/${meeting.id}`;
    assert.equal((await officer.patch(path, { place: 'Room 2' })).status, 428);
    const changed = await officer.patch(path, { place: 'Room 2', general_notes: 'Bring water.' }, '"1"');
    assert.equal(changed.status, 200);
    assert.equal(changed.etag, '"2"');
    assert.equal(changed.body.place, 'Room 2');
    const stale = await officer.patch(path, { place: 'Room 3' }, '"1"');
    assert.equal(stale.status, 412);
    assert.equal(stale.body.current.place, 'Room 2');
    assert.equal((await officer.patch(path, { title: '' }, '"2"')).status, 422);
  });
});

it('an unchanged version does not hide a changed agenda or decision', async () => {
  const { person } = await makeCase(officer, SPOKE);
  const meeting = await makeMeeting(officer, SPOKE);
  const path = `/api/v1/meetings/${meeting.id}`;
  const before = await officer.get(path);
  await addToAgenda(officer, meeting, person);
  const again = await officer.get(path, { 'If-None-Match': before.etag });
  assert.equal(again.status, 200);
  assert.equal(again.etag, before.etag); // who changes the place is not disturbed
  assert.equal(again.body.agenda.length, 1);
});

describe('the list of meetings', () => {
  it('goes forward from today or back from yesterday, in pages, by filter', async () => {
    const made = [];
    for (const day of [11, 12, 13])
      made.push(await makeMeeting(chair, SPOKE, { type: 'peer_group_location', starts_at: `2041-02-${day}T10:00:00Z` }));
    const seen = [];
    let path = '/api/v1/meetings?spoke=bristol&type=peer_group_location&upcoming=true&limit=2';
    while (path) {
      const page = expectStatus(await chair.get(path), 200);
      seen.push(...page.body.items.map((each) => each.id));
      path = page.body.next && `/api/v1/meetings?spoke=bristol&type=peer_group_location&upcoming=true&limit=2&cursor=${page.body.next}`;
    }
    const order = made.map((each) => seen.indexOf(each.id));
    assert.ok(order[0] >= 0 && order[0] < order[1] && order[1] < order[2], `${order}`);
    assert.equal(new Set(seen).size, seen.length);

    const past = await show(chair, 'meetings?spoke=bristol&upcoming=false&limit=200');
    assert.ok(past.items.every((each) => new Date(each.starts_at) < new Date()));
    assert.deepEqual(past.items.map((each) => each.starts_at),
      past.items.map((each) => each.starts_at).toSorted().toReversed());
    const cancelled = await show(chair, 'meetings?state=cancelled&limit=200');
    assert.ok(cancelled.items.every((each) => each.state === 'cancelled'));
  });

  it('shows another spoke nothing', async () => {
    const meeting = await makeMeeting(chair, SPOKE, { starts_at: '2042-02-11T10:00:00Z' });
    const page = await show(elsewhere, 'meetings?upcoming=true&limit=200');
    assert.ok(!page.items.some((each) => each.id === meeting.id));
    assert.equal((await elsewhere.get(`/api/v1/meetings/${meeting.id}`)).status, 404);
    assert.equal((await elsewhere.get(`/api/v1/meetings/${meeting.id}/minutes`)).status, 404);
    assert.equal((await elsewhere.get(`/api/v1/meetings/${meeting.id}/agenda`)).status, 404);
    const theirs = await show(elsewhere, 'meetings?spoke=bristol');
    assert.deepEqual(theirs.items, []);
  });
});

describe('the agenda', () => {
  it('lists the episode, and tells risk, actions and what has changed', async () => {
    const { person, episode } = await makeCase(officer, SPOKE, 'referred', 'high');
    const meeting = await makeMeeting(officer, SPOKE);
    const answer = await officer.post(`/api/v1/meetings/${meeting.id}/agenda`, { person_id: person.id, kind: 'urgent', note: 'Arrested twice' });
    assert.equal(answer.status, 201);
    assert.equal(answer.location, `/api/v1/agenda/${answer.body.id}`);
    assert.equal(answer.body.person.name, person.name);
    assert.equal(answer.body.episode.state, 'listed');
    assert.equal(answer.body.risk.level, 'high');
    assert.equal(answer.body.risk.risk_to, 'high');
    assert.equal(answer.body.last_discussion, null);
    assert.equal(answer.body.discussion, null);
    assert.equal(answer.body.position, 1);
    assert.deepEqual(Object.keys(answer.body.changes),
      ['since', 'contacts', 'sessions', 'sessions_missed', 'incidents', 'referrals']);
    assert.equal((await show(officer, `episodes/${episode.id}`)).state, 'listed');
    const twice = await officer.post(`/api/v1/meetings/${meeting.id}/agenda`, { episode_id: episode.id, kind: 'new' });
    assert.equal(twice.status, 409);
  });

  it('takes only young people with an open episode here', async () => {
    const meeting = await makeMeeting(officer, SPOKE);
    const person = await makePerson(officer, SPOKE);
    const path = `/api/v1/meetings/${meeting.id}/agenda`;
    const none = await officer.post(path, { person_id: person.id, kind: 'new' });
    assert.equal(none.status, 422);
    assert.deepEqual(none.body.errors.map((each) => each.code), ['no_open_episode']);
    const theirs = await makeCase(elsewhere, 'northsom');
    assert.equal((await officer.post(path, { episode_id: theirs.episode.id, kind: 'new' })).status, 422);
    assert.deepEqual(pointers(await officer.post(path, {})), ['/kind', '/person_id']);
    const nowhere = await officer.post(`/api/v1/meetings/${person.id}/agenda`, { person_id: person.id, kind: 'new' });
    assert.equal(nowhere.status, 404);
  });

  it('is put in another order', async () => {
    const meeting = await makeMeeting(officer, SPOKE);
    const items = [];
    for (let i = 0; i < 4; i++)
      items.push(await addToAgenda(officer, meeting, (await makeCase(officer, SPOKE)).person));
    const order = async () => (await show(officer, `meetings/${meeting.id}`)).agenda.map((each) => items.findIndex((item) => item.id === each.id));
    assert.deepEqual(await order(), [0, 1, 2, 3]);
    const moved = await officer.patch(`/api/v1/agenda/${items[3].id}`, { position: 2 }, `"${items[3].version}"`);
    assert.equal(moved.status, 200);
    assert.equal(moved.body.position, 2);
    assert.deepEqual(await order(), [0, 3, 1, 2]);
    const last = await officer.patch(`/api/v1/agenda/${items[0].id}`, { position: 99, kind: 'removal' }, `"${items[0].version}"`);
    assert.equal(last.body.position, 4);
    assert.equal(last.body.kind, 'removal');
    assert.deepEqual(await order(), [3, 1, 2, 0]);
    assert.equal((await officer.patch(`/api/v1/agenda/${items[0].id}`, { position: 1 }, '"1"')).status, 412);
    const list = await show(officer, `meetings/${meeting.id}/agenda`);
    assert.deepEqual(list.items.map((each) => each.position), [1, 2, 3, 4]);
  });

  it('lets go of a mistake, but not of somebody spoken of', async () => {
    const meeting = await makeMeeting(officer, SPOKE);
    const wrong = await addToAgenda(officer, meeting, (await makeCase(officer, SPOKE)).person);
    const right = (await makeCase(officer, SPOKE)).person;
    const kept = await addToAgenda(officer, meeting, right);
    expectStatus(await move(officer, meeting, 'open'), 200);
    assert.equal((await officer.delete(`/api/v1/agenda/${wrong.id}`)).status, 428);
    assert.equal((await officer.delete(`/api/v1/agenda/${wrong.id}`, '"99"')).status, 412);
    assert.equal((await officer.delete(`/api/v1/agenda/${wrong.id}`, `"${wrong.version}"`)).status, 204);
    assert.equal((await officer.get(`/api/v1/agenda/${wrong.id}`)).status, 404);
    await minute(officer, meeting, right);
    const refused = await officer.delete(`/api/v1/agenda/${kept.id}`, `"${kept.version}"`);
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail, /defer/);
    assert.equal((await officer.delete(`/api/v1/agenda/${wrong.id}`, '"1"')).status, 404);
  });
});

describe('attendance', () => {
  it('counts a deputy for the quorum, not an apology', async () => {
    const series = expectStatus(await chair.post('/api/v1/meeting-series', {
      spoke: SPOKE, name: `Quorum ${Date.now()}`, type: 'roth', quorum_agency_types: ['police', 'youth_justice'] }), 201).body;
    const meeting = await makeMeeting(chair, SPOKE, { series_id: series.id });
    const agencies = (await show(chair, 'agencies?spoke=bristol')).items;
    const of = (type) => agencies.find((each) => each.agency_type === type).code;
    await attend(chair, meeting, { agency: of('police'), name: 'PC One', attendance: 'apologies' });
    await attend(chair, meeting, { agency: of('youth_justice'), name: 'Y Worker', attendance: 'deputy', deputy_for: 'Y Manager' });
    let { quorum, counts } = await show(chair, `meetings/${meeting.id}`);
    assert.deepEqual(quorum.missing, ['police']);
    assert.equal(quorum.met, false);
    assert.equal(counts.present, 1);
    const late = await attend(chair, meeting, { agency: of('police'), name: 'PC Two', attendance: 'part' });
    ({ quorum } = await show(chair, `meetings/${meeting.id}`));
    assert.equal(quorum.met, true);
    const gone = await chair.delete(`/api/v1/attendance/${late.id}`, `"${late.version}"`);
    assert.equal(gone.status, 204);
    assert.equal((await show(chair, `meetings/${meeting.id}`)).quorum.met, false);
  });

  it('expects who came last time and who belongs', async () => {
    const series = expectStatus(await chair.post('/api/v1/meeting-series',
      { spoke: SPOKE, name: `Expected ${Date.now()}`, type: 'roth' }), 201).body;
    const first = await makeMeeting(chair, SPOKE, { series_id: series.id, starts_at: '2026-01-05T10:00:00Z' });
    await attend(chair, first, { name: 'Came Last' });
    await attend(chair, first, { name: 'Will Come Again' });
    expectStatus(await move(chair, first, 'open'), 200);
    expectStatus(await move(chair, first, 'finish'), 200);
    const member = (await show(chair, 'colleagues?spoke=bristol&permission=meeting.contribute')).items[0];
    const joined = expectStatus(await chair.post(`/api/v1/meeting-series/${series.id}/members`, { user_id: member.id }), 200).body;
    assert.deepEqual(joined.members.map((each) => each.user.id), [member.id]);
    const second = await makeMeeting(chair, SPOKE, { series_id: series.id, starts_at: '2026-02-05T10:00:00Z' });
    await attend(chair, second, { name: 'Will Come Again' });
    const { expected, previous } = await show(chair, `meetings/${second.id}`);
    assert.deepEqual(expected.map((each) => each.name).sort(), ['Came Last', member.name].sort());
    assert.equal(previous.id, first.id);
    assert.equal((await chair.delete(`/api/v1/meeting-series/${series.id}/members/${member.id}`)).status, 204);
    assert.equal((await chair.delete(`/api/v1/meeting-series/${series.id}/members/${member.id}`)).status, 404);
  });

  it('is corrected in place', async () => {
    const meeting = await makeMeeting(officer, SPOKE);
    const path = `/api/v1/meetings/${meeting.id}/attendance`;
    assert.deepEqual(pointers(await officer.post(path, { attendance: 'deputy', agency: 'opcc_hub', name: 'A' })), ['/deputy_for']);
    assert.deepEqual(pointers(await officer.post(path, { attendance: 'present', agency: 'no_such', name: 'A' })), ['/agency']);
    const row = await attend(officer, meeting, { attendance: 'deputy', deputy_for: 'The Boss', confidentiality_accepted: false });
    assert.equal((await officer.post(path, { agency: 'opcc_hub', name: 'Alex Chair', attendance: 'none' })).status, 409);
    const changed = await officer.patch(`/api/v1/attendance/${row.id}`,
      { attendance: 'remote', confidentiality_accepted: true, conflict_of_interest: 'Knows the family' }, '"1"');
    assert.equal(changed.status, 200);
    assert.equal(changed.body.deputy_for, null); // no longer anybody's deputy
    assert.equal(changed.body.conflict_of_interest, 'Knows the family');
    assert.equal((await show(officer, `meetings/${meeting.id}/attendance`)).items.length, 1);
  });
});

describe('the minutes', () => {
  it('begin when the meeting opens, with the risk of the day', async () => {
    const { person } = await makeCase(officer, SPOKE, 'listed', 'medium');
    const meeting = await makeMeeting(officer, SPOKE);
    const item = await addToAgenda(officer, meeting, person);
    // Begun earlier, for an agency's update.
    const early = expectStatus(await officer.post(`/api/v1/meetings/${meeting.id}/discussions`, { agenda_item_id: item.id }), 201);
    assert.equal(early.location, `/api/v1/discussions/${early.body.id}`);
    assert.equal(early.body.risk_before, 'medium');
    assert.equal((await officer.post(`/api/v1/meetings/${meeting.id}/discussions`, { agenda_item_id: item.id })).status, 409);
    assert.equal((await officer.post(`/api/v1/meetings/${meeting.id}/discussions`, { agenda_item_id: meeting.id })).status, 422);
    expectStatus(await officer.post(`/api/v1/episodes/${item.episode.id}/risk-assessments`,
      { risk_to: 'very_high', risk_from: 'low', practitioner_level: 'very_high', rationale: 'Shots fired.' }), 201);
    const other = await makeCase(officer, SPOKE);
    await addToAgenda(officer, meeting, other.person);
    const opened = expectStatus(await move(officer, meeting, 'open'), 200).body;
    assert.equal(opened.state, 'in_progress');
    assert.ok(opened.agenda.every((each) => each.discussion));
    assert.equal(opened.agenda[0].discussion.id, early.body.id);
    assert.equal(opened.agenda[0].discussion.risk_before, 'very_high');
    // Somebody added now has minutes at once.
    const third = await addToAgenda(officer, meeting, (await makeCase(officer, SPOKE)).person);
    assert.ok(third.discussion.id);
  });

  it('are saved piece by piece, and a clash loses nothing', async () => {
    const { person } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    await addToAgenda(officer, meeting, person);
    await move(officer, meeting, 'open');
    const discussion = await discussionOf(officer, meeting, person);
    const path = `/api/v1/discussions/${discussion.id}`;
    const mine = await officer.patch(path, { summary: 'Mine: <b>he said "no"</b>', contexts: ['peer', 'online'] }, '"1"');
    assert.equal(mine.status, 200);
    assert.equal(mine.body.summary, 'Mine: <b>he said "no"</b>');
    const theirs = await chair.patch(path, { summary: 'Theirs' }, '"1"');
    assert.equal(theirs.status, 412);
    assert.equal(theirs.body.current.summary, 'Mine: <b>he said "no"</b>');
    assert.deepEqual(theirs.body.current.contexts, ['peer', 'online']);
    const voice = await officer.patch(path, { young_person_voice: 'I want to go back to school.' }, mine.etag);
    assert.deepEqual(pointers(voice), ['/voice_basis']);
    const risk = await officer.patch(path, { risk_after: 'high' }, mine.etag);
    assert.deepEqual(pointers(risk), ['/rationale']);
    const both = await officer.patch(path, {
      young_person_voice: 'I want to go back to school.', voice_basis: 'said', voice_by: 'Youth worker',
      risk_after: 'high', rationale: 'Two incidents in a week.', next_review_on: dateIn(7), strengths: 'Trusts his coach.' }, mine.etag);
    assert.equal(both.status, 200);
    assert.equal(both.body.updated_by.name.length > 0, true);
    const late = await officer.patch(path, { voice_on: dateIn(0) }, both.etag);
    assert.deepEqual(late.body.errors.map((each) => [each.pointer, each.detail]),
      [['/voice_on', 'When they said it must be no later than the meeting']]);
    const dated = await officer.patch(path, { voice_on: dateIn(-5) }, both.etag);
    assert.equal(dated.body.voice_on, dateIn(-5));
    both.etag = dated.etag;
    assert.deepEqual(pointers(await officer.patch(path, { contexts: ['moon'] }, both.etag)), ['/contexts']);
    assert.equal((await eit.patch(path, { summary: 'x' }, both.etag)).status, 403);
    assert.equal((await elsewhere.patch(path, { summary: 'x' }, both.etag)).status, 404);
  });

  it('hold each agency’s own update, decisions, dissent and actions', async () => {
    const { person, episode } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    await addToAgenda(officer, meeting, person);
    await move(officer, meeting, 'open');
    const { id } = await discussionOf(officer, meeting, person);
    const path = `/api/v1/discussions/${id}`;

    const police = expectStatus(await eit.post(`${path}/updates`, { text: 'Seen twice this week.' }), 201);
    assert.equal(police.body.mine, true);
    assert.equal(police.location, `/api/v1/discussion-updates/${police.body.id}`);
    assert.equal((await eit.post(`${path}/updates`, { nothing_known: true })).status, 409);
    assert.equal((await eit.post(`${path}/updates`, { agency: 'opcc_hub', text: 'For them' })).status, 403);
    const forThem = expectStatus(await officer.post(`${path}/updates`, { agency: 'icb_bnssg', nothing_known: true }), 201).body;
    assert.equal(forThem.nothing_known, true);
    assert.equal((await eit.patch(`/api/v1/discussion-updates/${forThem.id}`, { text: 'x' }, '"1"')).status, 409);
    const changed = await eit.patch(`/api/v1/discussion-updates/${police.body.id}`, { text: 'Seen three times.' }, police.etag);
    assert.equal(changed.body.text, 'Seen three times.');
    const now = await officer.patch(`/api/v1/discussion-updates/${forThem.id}`, { text: 'One ED visit.' }, '"1"');
    assert.equal(now.body.nothing_known, false);

    const decision = expectStatus(await officer.post(`${path}/decisions`, { decision: 'eit_visit', detail: 'This week' }), 201).body;
    assert.equal((await officer.post(`${path}/decisions`, { decision: 'eit_visit', detail: 'This week' })).status, 409);
    assert.deepEqual(pointers(await officer.post(`${path}/decisions`, { decision: 'hope' })), ['/decision']);
    assert.equal((await officer.delete(`/api/v1/decisions/${decision.id}`)).status, 204);
    assert.equal((await officer.delete(`/api/v1/decisions/${decision.id}`)).status, 404);
    await officer.post(`${path}/decisions`, { decision: 'keep_monitoring' });
    const dissent = expectStatus(await officer.post(`${path}/dissents`, { agency: 'icb_bnssg', text: 'We would not wait.' }), 201).body;
    assert.equal(dissent.text, 'We would not wait.');

    const due = dateIn(5);
    const owner = (await show(officer, 'session')).user.id;
    const action = expectStatus(await officer.post(`${path}/actions`,
      { description: 'Ring the school', owner_user_id: owner, due_on: due, priority: 'high' }), 201);
    assert.equal(action.location, `/api/v1/actions/${action.body.id}`);
    assert.equal(action.body.owner.id, owner);
    assert.ok(action.body.owner_agency.code); // the owner's own
    assert.equal(action.body.overdue, false);
    assert.deepEqual(pointers(await officer.post(`${path}/actions`, { description: 'x', due_on: due })), ['/owner_name', '/owner_agency']);

    const whole = await show(officer, `discussions/${id}`);
    assert.deepEqual(whole.updates.map((each) => each.text), ['Seen three times.', 'One ED visit.'].sort((a, b) =>
      whole.updates.findIndex((u) => u.text === a) - whole.updates.findIndex((u) => u.text === b)));
    assert.deepEqual(whole.decisions.map((each) => each.decision), ['keep_monitoring']);
    assert.deepEqual(whole.dissents.map((each) => each.text), ['We would not wait.']);
    assert.deepEqual(whole.actions.map((each) => each.id), [action.body.id]);
    assert.equal(whole.episode.id, episode.id);

    // Next time the action is on the agenda's page.
    const next = await makeMeeting(officer, SPOKE, { starts_at: new Date(Date.now() + 7 * 86400000).toISOString() });
    const item = await addToAgenda(officer, next, person, 'review');
    assert.deepEqual(item.actions.map((each) => each.description), ['Ring the school']);
    assert.equal(item.last_discussion.id, id);
    assert.deepEqual(item.last_discussion.decisions, ['keep_monitoring']);
  });
});

describe('the minutes to hand out', () => {
  it('as one agency’s extract hold only its own young people and actions', async () => {
    const mine = await makeCase(officer, SPOKE);
    const other = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    await addToAgenda(officer, meeting, mine.person);
    await addToAgenda(officer, meeting, other.person);
    await move(officer, meeting, 'open');
    const { id } = await discussionOf(officer, meeting, mine.person);
    await officer.post(`/api/v1/discussions/${id}/actions`, { description: 'Theirs', owner_name: 'N', owner_agency: 'icb_bnssg', due_on: dateIn(3) });
    await officer.post(`/api/v1/discussions/${id}/actions`, { description: 'Ours', owner_name: 'N', owner_agency: 'opcc_hub', due_on: dateIn(3) });
    await officer.post(`/api/v1/discussions/${id}/updates`, { agency: 'opcc_hub', text: 'Not for others' });
    const extract = await show(officer, `meetings/${meeting.id}/minutes?agency=icb_bnssg&purpose=Distribution`);
    assert.deepEqual(extract.items.map((each) => each.person.id), [mine.person.id]);
    assert.deepEqual(extract.items[0].discussion.actions.map((each) => each.description), ['Theirs']);
    assert.deepEqual(extract.items[0].discussion.updates, []);
    assert.equal(extract.extract_for.code, 'icb_bnssg');
    const whole = await show(officer, `meetings/${meeting.id}/minutes`);
    assert.equal(whole.items.length, 2);
    assert.equal(whole.extract_for, null);
    assert.ok(whole.printed.by.name);
  });

  it('leave a line in each young person’s access log', async () => {
    const { person, meeting } = await makeReady(officer, SPOKE);
    await show(eit, `meetings/${meeting.id}/minutes?purpose=Preparing%20a%20visit`);
    const rows = await server.psql(`SELECT action, record_kind, purpose FROM audit.access_log
      WHERE person_id = '${person.id}' AND operation = 'meeting.minutes' ORDER BY id`);
    assert.equal(rows, 'view|minutes|Preparing a visit');
  });
});

describe('a panel member', () => {
  it('sees the meetings of their series and gives their agency’s word, no more', async () => {
    const people = accountsOf(server);
    const member = await people.as('panel_member', SPOKE);
    const me = (await show(member, 'session')).user;
    const series = expectStatus(await chair.post('/api/v1/meeting-series', { spoke: SPOKE, name: `Panel ${Date.now()}`, type: 'roth' }), 201).body;
    const { person } = await makeCase(chair, SPOKE);
    const meeting = await makeMeeting(chair, SPOKE, { series_id: series.id, chair_user_id: (await show(chair, 'session')).user.id });
    const apart = await makeMeeting(chair, SPOKE);
    await addToAgenda(chair, meeting, person);
    await addToAgenda(chair, apart, person);
    await move(chair, meeting, 'open');
    await move(chair, apart, 'open');
    const { id } = await discussionOf(chair, meeting, person);
    assert.equal((await member.get(`/api/v1/meetings/${meeting.id}`)).status, 404);
    expectStatus(await chair.post(`/api/v1/meeting-series/${series.id}/members`, { user_id: me.id }), 200);

    const seen = await show(member, `meetings/${meeting.id}`);
    assert.equal(seen.agenda[0].person.name, person.name);
    assert.ok(seen.chair.name); // though they may not read the user list
    assert.deepEqual(seen.moves, []);
    assert.ok((await show(member, 'meetings?limit=200')).items.some((each) => each.id === meeting.id));
    assert.equal((await member.get(`/api/v1/meetings/${apart.id}`)).status, 404);
    const other = await discussionOf(chair, apart, person);
    assert.equal((await member.get(`/api/v1/discussions/${other.id}`)).status, 404);
    assert.equal((await member.post(`/api/v1/discussions/${other.id}/updates`, { nothing_known: true })).status, 404);

    const word = expectStatus(await member.post(`/api/v1/discussions/${id}/updates`, { text: 'Attendance is 40%.' }), 201);
    const agencies = (await show(member, 'agencies')).items;
    assert.equal(word.body.agency.code, agencies.find((each) => each.name === me.agency_name).code);
    assert.equal((await member.patch(`/api/v1/discussion-updates/${word.body.id}`, { nothing_known: true }, word.etag)).status, 200);
    assert.equal((await member.post(`/api/v1/discussions/${id}/updates`, { agency: 'opcc_hub', text: 'x' })).status, 403);
    assert.equal((await member.patch(`/api/v1/discussions/${id}`, { summary: 'x' }, '"1"')).status, 403);
    assert.equal((await member.post(`/api/v1/discussions/${id}/decisions`, { decision: 'defer' })).status, 403);

    assert.equal((await chair.delete(`/api/v1/meeting-series/${series.id}/members/${me.id}`)).status, 204);
    assert.equal((await member.get(`/api/v1/meetings/${meeting.id}`)).status, 404);
    assert.equal((await member.get(`/api/v1/discussions/${id}`)).status, 404);
  });
});
