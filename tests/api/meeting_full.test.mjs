// What surrounds a meeting over HTTP: rhythm, suggestions, checks, papers,
// interests, deputies, quorum, and the extracts agencies are sent.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf, signIn } from '../support/api.mjs';
import {
  addToAgenda, attend, dateIn, discussionOf, expectStatus, makeCase, makeMeeting, minute, move,
} from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
let server;
let chair;
let officer;
let eit;
let panel; // speaks for one agency at the spoke's regular meeting
let other; // another panel member, of another agency
let elsewhere;

const show = async (client, path) => expectStatus(await client.get(`/api/v1/${path}`), 200).body;
const pointers = (answer) => answer.body.errors.map((each) => each.pointer);

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  chair = await people.as('spoke_coordinator', SPOKE);
  officer = await people.as('project_officer', SPOKE);
  eit = await people.as('eit_officer', SPOKE);
  elsewhere = await people.as('spoke_coordinator', 'northsom');
  const accounts = server.accounts.filter((each) =>
    each.roles.length === 1 && each.roles[0].role === 'panel_member' && each.roles[0].spoke === SPOKE);
  panel = await signIn(server, accounts[0].email, accounts[0].password);
  other = await signIn(server, accounts[1].email, accounts[1].password);
  for (const one of [panel, other]) one.me = (await one.get('/api/v1/session')).body.user;
  for (const one of [panel, other])
    one.agency = await server.psql(`SELECT g.code FROM access.user_account u JOIN reference.agency g ON g.id = u.agency_id WHERE u.id = '${one.me.id}'`);
});
after(() => server?.stop());

const makeSeries = async (fields = {}) => expectStatus(await chair.post('/api/v1/meeting-series', {
  spoke: SPOKE, name: `Full ${Date.now()} ${Math.random()}`, type: 'operational_panel', ...fields }), 201).body;
const join = async (series, user) =>
  expectStatus(await chair.post(`/api/v1/meeting-series/${series.id}/members`, { user_id: user.me.id }), 200);

describe('a series', () => {
  it('gives its next meeting by its rhythm, past holidays, without drifting', async () => {
    const series = await makeSeries({ cadence_days: 7 });
    const none = await officer.post(`/api/v1/meeting-series/${series.id}/next`, {});
    assert.equal(none.status, 409); // nothing to count from
    // A week before the last bank holiday that is known.
    const [before_, free, after_] = (await server.psql(`SELECT concat_ws(' ', h.day - 7, casework.working_days_after(h.day, 0), h.day + 7)
      FROM (SELECT max(day) AS day FROM reference.bank_holiday WHERE extract(isodow FROM day) < 6) h`)).split(' ');
    await makeMeeting(officer, SPOKE, { series_id: series.id, title: undefined, type: undefined,
      starts_at: `${before_}T14:00:00Z`, place: 'Room 9' });
    const next = expectStatus(await officer.post(`/api/v1/meeting-series/${series.id}/next`, {}), 201).body;
    assert.equal(next.starts_at, `${free}T14:00:00.000000Z`);
    assert.equal(next.place, 'Room 9');
    assert.equal(next.series.id, series.id);
    const later = expectStatus(await officer.post(`/api/v1/meeting-series/${series.id}/next`, {}), 201).body;
    assert.equal(later.starts_at.slice(0, 10), after_); // its own weekday again
  });

  it('is changed, and not by those who only come', async () => {
    const series = await makeSeries();
    const changed = expectStatus(await officer.patch(`/api/v1/meeting-series/${series.id}`,
      { cadence_days: 14, quorum_agency_types: ['police'] }, '"1"'), 200).body;
    assert.equal(changed.cadence_days, 14);
    assert.equal((await panel.post(`/api/v1/meeting-series/${series.id}/next`, {})).status, 403);
  });
});

describe('what an agenda should hold', () => {
  it('is worked out, with the reason, and leaves out who is on it', async () => {
    const series = await makeSeries();
    const fresh = await makeCase(officer, SPOKE, 'listed', 'medium');
    const grave = await makeCase(officer, SPOKE, 'active_monitoring', 'very_high');
    const due = await makeCase(officer, SPOKE, 'active_monitoring', 'low');
    expectStatus(await officer.patch(`/api/v1/episodes/${due.episode.id}`, { next_review_on: dateIn(-2) },
      (await officer.get(`/api/v1/episodes/${due.episode.id}`)).etag), 200);
    for (const one of [fresh, grave, due])
      await server.psql(`UPDATE casework.episode SET series_id = '${series.id}' WHERE id = '${one.episode.id}'`);
    const meeting = await makeMeeting(officer, SPOKE, { series_id: series.id, starts_at: new Date(Date.now() + 86400000).toISOString() });
    const mine = async () => (await show(officer, `meetings/${meeting.id}/suggestions`)).items
      .filter((each) => [fresh, grave, due].some(({ person }) => person.id === each.person.id));
    const found = await mine();
    assert.deepEqual(found.map((each) => [each.person.id, each.kind]), [
      [grave.person.id, 'urgent'], [fresh.person.id, 'new'], [due.person.id, 'removal']]);
    assert.ok(found[2].why.includes('review'));
    await addToAgenda(officer, meeting, grave.person, 'urgent');
    assert.equal((await mine()).length, 2);
    assert.equal((await panel.get(`/api/v1/meetings/${meeting.id}/suggestions`)).status, 403);
  });
});

describe('agency checks', () => {
  it('go to an agency, which answers on its own page and sees no more than a name', async () => {
    const { person, episode } = await makeCase(officer, SPOKE, 'referred');
    const asked = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/checks`,
      { agencies: [panel.agency, other.agency], question: 'Anything in the last year?' }), 200).body.items;
    assert.equal(asked.length, 2);
    assert.equal((await show(officer, `episodes/${episode.id}`)).state, 'agency_checks');
    const mine = asked.find((each) => each.agency.code === panel.agency);
    const list = (await show(panel, 'agency-checks?mine=true&limit=200')).items;
    const found = list.find((each) => each.id === mine.id);
    assert.equal(found.person.name, person.name);
    assert.equal(found.mine, true);
    assert.equal((await panel.get(`/api/v1/people/${person.id}`)).status, 404);
    const theirs = asked.find((each) => each.agency.code === other.agency);
    assert.equal((await panel.get(`/api/v1/agency-checks/${theirs.id}`)).status, 404);
    const empty = await panel.post(`/api/v1/agency-checks/${mine.id}/answer`, { result: 'information_given' }, '"1"');
    assert.deepEqual(pointers(empty), ['/text']);
    const answered = expectStatus(await panel.post(`/api/v1/agency-checks/${mine.id}/answer`, { result: 'nothing_known' }, '"1"'), 200).body;
    assert.equal(answered.result, 'nothing_known');
    assert.equal(answered.answered_by.id, panel.me.id);
    assert.equal((await panel.post(`/api/v1/agency-checks/${mine.id}/answer`, { result: 'held_ask' }, `"${answered.version}"`)).status, 409);
  });

  it('are not asked twice while open, and wait for working days', async () => {
    const { episode } = await makeCase(officer, SPOKE);
    const ask = () => officer.post(`/api/v1/episodes/${episode.id}/checks`, { agencies: [panel.agency] });
    expectStatus(await ask(), 200);
    const again = expectStatus(await ask(), 200).body.items;
    assert.equal(again.length, 1);
    const days = await server.psql(`SELECT casework.working_days_after(access.today(), 3)`);
    assert.equal(again[0].due_on, days); // Bristol's setting
    const early = await officer.post(`/api/v1/agency-checks/${again[0].id}/answer`, { result: 'no_reply' }, '"1"');
    assert.deepEqual(pointers(early), ['/result']);
    const nobody = await officer.post(`/api/v1/episodes/${episode.id}/checks`, { agencies: [] });
    assert.deepEqual(pointers(nobody), ['/agencies']);
  });

  it('are chased when late: a task for those who asked and for the agency', async () => {
    const { episode } = await makeCase(officer, SPOKE);
    const [late] = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/checks`,
      { agencies: [panel.agency], due_on: dateIn(-3) }), 200).body.items;
    assert.equal(late.overdue, true);
    const tasks = async (client) => (await show(client, 'tasks?limit=200')).items.filter((each) => each.id === late.id);
    assert.deepEqual((await tasks(officer)).map((each) => [each.kind, each.overdue]), [['agency_check_chase', true]]);
    assert.deepEqual((await tasks(panel)).map((each) => [each.kind, each.overdue]), [['agency_check', true]]);
    assert.equal((await tasks(other)).length, 0);
    const chased = expectStatus(await officer.post(`/api/v1/agency-checks/${late.id}/chase`, {}, `"${late.version}"`), 200).body;
    assert.equal(chased.chased_count, 1);
    assert.equal((await tasks(officer)).length, 0); // until two working days have passed
    assert.equal((await panel.post(`/api/v1/agency-checks/${late.id}/chase`, {}, `"${chased.version}"`)).status, 403);
    expectStatus(await officer.post(`/api/v1/agency-checks/${late.id}/answer`, { result: 'no_reply' }, `"${chased.version}"`), 200);
    assert.equal((await tasks(panel)).length, 0);
  });

  it('are withdrawn with the reason when they were asked by mistake', async () => {
    const { episode } = await makeCase(officer, SPOKE);
    const [asked] = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/checks`, { agencies: [panel.agency] }), 200).body.items;
    const withdraw = (client, body, version = 1) => client.post(`/api/v1/agency-checks/${asked.id}/withdraw`, body, `"${version}"`);
    assert.equal(asked.may_withdraw, true);
    assert.deepEqual(pointers(await withdraw(officer, {})), ['/reason']);
    assert.deepEqual(pointers(await withdraw(officer, { reason: 'no_such' })), ['/reason']);
    assert.equal((await withdraw(panel, { reason: 'wrong_person' })).status, 403);
    assert.deepEqual(pointers(await panel.post(`/api/v1/agency-checks/${asked.id}/answer`, { result: 'withdrawn' }, '"1"')), ['/result']);
    const gone = expectStatus(await withdraw(officer, { reason: 'wrong_person', note: 'His brother' }), 200).body;
    assert.deepEqual([gone.result, gone.withdrawn_reason, gone.withdrawn_note, gone.may_answer, gone.may_withdraw],
      ['withdrawn', 'wrong_person', 'His brother', false, false]);
    assert.equal((await withdraw(officer, { reason: 'wrong_person' }, gone.version)).status, 409);
    assert.ok(!(await show(panel, 'tasks?limit=200')).items.some((each) => each.id === asked.id));
    const [again] = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/checks`, { agencies: [panel.agency] }), 200).body.items
      .filter((each) => !each.result);
    assert.notEqual(again.id, asked.id); // and may be asked again, of the right one
  });

  it('are not asked about somebody who has died, and wait for nobody', async () => {
    const { person, episode } = await makeCase(officer, SPOKE, 'listed', 'high');
    const [asked] = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/checks`,
      { agencies: [panel.agency], due_on: dateIn(-3) }), 200).body.items;
    const planned = await makeMeeting(officer, SPOKE, { starts_at: new Date(Date.now() + 90 * 864e5).toISOString() });
    const suggested = async () => (await show(officer, `meetings/${planned.id}/suggestions`)).items.some((each) => each.person.id === person.id);
    assert.equal(await suggested(), true);
    const record = await officer.get(`/api/v1/people/${person.id}`);
    expectStatus(await officer.patch(`/api/v1/people/${person.id}`, { died_on: dateIn(0) }, record.etag), 200);
    assert.equal(await suggested(), false);
    for (const client of [officer, panel]) {
      assert.ok(!(await show(client, 'tasks?limit=200')).items.some((each) => each.id === asked.id || each.person_id === person.id));
      assert.ok(!(await show(client, 'agency-checks?overdue=true&limit=200')).items.some((each) => each.id === asked.id));
    }
    assert.equal((await officer.post(`/api/v1/episodes/${episode.id}/checks`, { agencies: [other.agency] })).status, 409);
    const [row] = (await show(officer, 'people?sort=-review&limit=200')).items.filter((each) => each.id === person.id);
    if (row) assert.deepEqual([row.died, row.episode.overdue], [true, false]);
  });

  it('stand in the journey and in meeting mode', async () => {
    const { person, episode } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    await addToAgenda(officer, meeting, person);
    const [check] = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/checks`,
      { agencies: [panel.agency], meeting_id: meeting.id }), 200).body.items;
    expectStatus(await officer.post(`/api/v1/agency-checks/${check.id}/answer`,
      { result: 'information_given', text: 'Told by telephone.' }, `"${check.version}"`), 200);
    const { checks } = await show(officer, `meetings/${meeting.id}`);
    assert.deepEqual(checks.map((each) => each.text), ['Told by telephone.']);
    const { events } = await show(officer, `people/${person.id}/journey?kind=discussion`);
    assert.ok(events.some((each) => each.ref.kind === 'agency_check' && each.summary === 'Told by telephone.'));
    assert.equal((await elsewhere.get(`/api/v1/agency-checks/${check.id}`)).status, 404);
  });
});

describe('papers', () => {
  it('are a text or a link, of the meeting or of one item', async () => {
    const { person } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    const item = await addToAgenda(officer, meeting, person);
    const wrong = await officer.post(`/api/v1/meetings/${meeting.id}/papers`, { link: 'ftp://nowhere.example' });
    assert.deepEqual(pointers(wrong).sort(), ['/link', '/title']);
    const made = expectStatus(await officer.post(`/api/v1/meetings/${meeting.id}/papers`,
      { title: 'School report', text: 'Attendance 64%.', agenda_item_id: item.id }), 201).body;
    expectStatus(await officer.post(`/api/v1/meetings/${meeting.id}/papers`,
      { title: 'Terms', link: 'https://example.org/terms' }), 201);
    expectStatus(await officer.patch(`/api/v1/papers/${made.id}`, { title: 'Report of the school' }, '"1"'), 200);
    const { papers } = await show(eit, `meetings/${meeting.id}`);
    assert.deepEqual(papers.map((each) => each.title), ['Report of the school', 'Terms']);
    expectStatus(await officer.delete(`/api/v1/papers/${made.id}`, '"2"'), 204);
  });
});

describe('an interest', () => {
  it('hides the item, and what was said, from whoever has it', async () => {
    const { person } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    const item = await addToAgenda(officer, meeting, person);
    await move(officer, meeting, 'open');
    const discussion = await minute(officer, meeting, person, { summary: 'Not for everybody.' });
    expectStatus(await eit.get(`/api/v1/discussions/${discussion.id}`), 200);
    const declared = expectStatus(await eit.post(`/api/v1/meetings/${meeting.id}/conflicts`,
      { agenda_item_id: item.id, kind: 'knows_family', note: 'Neighbours.' }), 201).body;
    assert.equal(declared.mine, true);
    for (const path of [`discussions/${discussion.id}`, `agenda/${item.id}`])
      assert.equal((await eit.get(`/api/v1/${path}`)).status, 404, path);
    const seen = await show(eit, `meetings/${meeting.id}`);
    assert.deepEqual(seen.agenda, []);
    assert.equal(seen.conflicts[0].mine, true);
    const { events } = await show(eit, `people/${person.id}/journey?kind=discussion`);
    assert.deepEqual(events, []);
    assert.equal((await eit.delete(`/api/v1/conflicts/${declared.id}`)).status, 403);
    expectStatus(await officer.delete(`/api/v1/conflicts/${declared.id}`), 204); // declared by mistake
    expectStatus(await eit.get(`/api/v1/discussions/${discussion.id}`), 200);
  });

  it('is declared for oneself only, except by who takes the minutes', async () => {
    const { person } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    const item = await addToAgenda(officer, meeting, person);
    const path = `/api/v1/meetings/${meeting.id}/conflicts`;
    const forOther = await eit.post(path, { agenda_item_id: item.id, kind: 'other', user_id: panel.me.id });
    assert.equal(forOther.status, 403);
    const guest = expectStatus(await officer.post(path, { agenda_item_id: item.id, kind: 'other', name: 'Sam Visitor' }), 201).body;
    assert.equal(guest.withheld, false);
    assert.equal((await officer.post(path, { agenda_item_id: item.id, kind: 'none', name: 'Jo' })).status, 422);
  });
});

describe('a deputy', () => {
  it('sees that meeting and its young people, and nothing else of the series', async () => {
    const series = await makeSeries();
    const { person } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE, { series_id: series.id });
    const second = await makeMeeting(officer, SPOKE, { series_id: series.id });
    await addToAgenda(officer, meeting, person);
    assert.equal((await panel.get(`/api/v1/meetings/${meeting.id}`)).status, 404);
    const guest = expectStatus(await officer.post(`/api/v1/meetings/${meeting.id}/guests`,
      { user_id: panel.me.id, deputy_for: other.me.id }), 201).body;
    const seen = await show(panel, `meetings/${meeting.id}`);
    assert.deepEqual(seen.agenda.map((each) => each.person.id), [person.id]);
    expectStatus(await panel.get(`/api/v1/people/${person.id}/journey`), 200);
    assert.equal((await panel.get(`/api/v1/meetings/${second.id}`)).status, 404);
    const accepted = expectStatus(await panel.post(`/api/v1/meetings/${meeting.id}/confidentiality`, {}), 200).body;
    const mine = accepted.attendance.find((each) => each.user_id === panel.me.id);
    assert.equal(mine.attendance, 'deputy');
    assert.equal(mine.deputy_for, other.me.name);
    assert.equal(mine.confidentiality_accepted, true);
    assert.ok(mine.confidentiality_at);
    expectStatus(await officer.delete(`/api/v1/guests/${guest.id}`), 204);
    assert.equal((await panel.get(`/api/v1/meetings/${meeting.id}`)).status, 404); // at once
    assert.equal((await panel.get(`/api/v1/people/${person.id}/journey`)).status, 404);
    const self = await officer.post(`/api/v1/meetings/${meeting.id}/guests`, { user_id: panel.me.id, deputy_for: panel.me.id });
    assert.deepEqual(pointers(self), ['/deputy_for']);
  });
});

describe('two note-takers', () => {
  it('see each other writing', async () => {
    const { person } = await makeCase(officer, SPOKE);
    const meeting = await makeMeeting(officer, SPOKE);
    await addToAgenda(officer, meeting, person);
    await move(officer, meeting, 'open');
    const { id } = await discussionOf(officer, meeting, person);
    const said = expectStatus(await officer.put(`/api/v1/discussions/${id}/presence`, { field: 'summary' }), 200).body;
    assert.deepEqual(said.others, []);
    const seen = expectStatus(await chair.put(`/api/v1/discussions/${id}/presence`, {}), 200).body;
    assert.deepEqual(seen.others.map((each) => each.field), ['summary']);
    assert.equal((await elsewhere.put(`/api/v1/discussions/${id}/presence`, {})).status, 404);
  });
});

describe('the signature and what is sent out', () => {
  let meeting;
  let first;
  let second;
  before(async () => {
    const series = await makeSeries({ quorum_agency_types: ['police', 'housing'] });
    await join(series, panel);
    meeting = await makeMeeting(officer, SPOKE,
      { series_id: series.id, starts_at: new Date(Date.now() + 3600000).toISOString() });
    first = await makeCase(officer, SPOKE);
    second = await makeCase(officer, SPOKE);
    await addToAgenda(officer, meeting, first.person);
    await addToAgenda(officer, meeting, second.person);
    await attend(officer, meeting);
    await attend(officer, meeting, { user_id: panel.me.id, name: undefined, agency: undefined });
    const old = expectStatus(await officer.post(`/api/v1/episodes/${first.episode.id}/actions`,
      { description: 'Ring mum', owner_name: 'Jo', owner_agency: other.agency, due_on: dateIn(-3) }), 201).body;
    first.action = old.id;
    await move(officer, meeting, 'open');
    for (const one of [first, second]) one.discussion = await minute(officer, meeting, one.person, { summary: `Of ${one.person.name}.` });
    for (const [agency, text] of [[panel.agency, 'Ours.'], [other.agency, 'Theirs.']])
      expectStatus(await officer.post(`/api/v1/discussions/${first.discussion.id}/updates`, { agency, text }), 201);
    expectStatus(await officer.post(`/api/v1/discussions/${first.discussion.id}/actions`,
      { description: 'Visit', owner_user_id: panel.me.id, due_on: dateIn(5) }), 201);
    await move(officer, meeting, 'finish');
    await move(officer, meeting, 'check');
  });

  it('asks why it went ahead without a quorum, and keeps the answer', async () => {
    const refused = await move(chair, meeting, 'sign-off');
    assert.equal(refused.status, 422);
    assert.deepEqual(pointers(refused), ['/inquorate_reason']);
    const signed = expectStatus(await move(chair, meeting, 'sign-off', { inquorate_reason: 'Police were called away.' }), 200).body;
    assert.equal(signed.quorate, false);
    assert.deepEqual(signed.inquorate_missing, ['police', 'housing']);
    assert.equal(signed.inquorate_reason, 'Police were called away.');
  });

  it('carries open actions forward', async () => {
    assert.equal((await show(officer, `actions/${first.action}`)).carried_forward, 1);
  });

  it('gives each agency the young people that concern it, its own words and its own actions', async () => {
    expectStatus(await move(officer, meeting, 'distribute', { note: 'For your records and actions' }), 200);
    const list = (await show(officer, `meetings/${meeting.id}/extracts`)).items;
    assert.deepEqual(list.map((each) => each.agency.code).sort(), [other.agency, panel.agency].sort());
    const own = (await show(panel, `meetings/${meeting.id}/extracts`)).items;
    assert.deepEqual(own.map((each) => each.agency.code), [panel.agency]);
    const extract = await show(panel, `extracts/${own[0].id}?purpose=To+read`);
    assert.equal(extract.purpose, 'For your records and actions');
    assert.deepEqual(extract.items.map((each) => each.person.id), [first.person.id]);
    assert.deepEqual(extract.items[0].updates.map((each) => each.text), ['Ours.']);
    assert.deepEqual(extract.items[0].actions.map((each) => each.description), ['Visit']);
    assert.ok(!JSON.stringify(extract).includes(second.person.name));
    assert.ok(!JSON.stringify(extract).includes('Theirs.'));
    const theirs = list.find((each) => each.agency.code === other.agency);
    assert.equal((await panel.get(`/api/v1/extracts/${theirs.id}`)).status, 404);
    assert.equal((await elsewhere.get(`/api/v1/extracts/${theirs.id}`)).status, 404);
    assert.ok((await show(panel, 'extracts')).items.some((each) => each.id === own[0].id));
    const logged = await server.psql(`SELECT count(*) FROM audit.access_log WHERE record_id = '${own[0].id}'
      AND person_id = '${first.person.id}' AND user_id = '${panel.me.id}' AND purpose = 'To read'`);
    assert.equal(logged, '1');
  });

  it('stays as it was sent; an addendum follows, and stands in the journey', async () => {
    const [{ id }] = (await show(panel, `meetings/${meeting.id}/extracts`)).items;
    await assert.rejects(server.psql(`UPDATE casework.minutes_extract_part SET content = '{}' WHERE extract_id = '${id}'`), /stays as it was sent/);
    expectStatus(await officer.post(`/api/v1/meetings/${meeting.id}/addenda`,
      { discussion_id: first.discussion.id, text: 'The date was the 4th.' }), 201);
    const extract = await show(panel, `extracts/${id}`);
    assert.deepEqual(extract.addenda.map((each) => each.text), ['The date was the 4th.']);
    const { events } = await show(officer, `people/${first.person.id}/journey?kind=discussion`);
    assert.ok(events.some((each) => each.summary === 'The date was the 4th.'));
  });

  it('has somebody in the journey though nobody chaired', async () => {
    const { events } = await show(officer, `people/${first.person.id}/journey?kind=discussion`);
    assert.ok(events.find((each) => each.ref.id === first.discussion.id).who);
  });
});
