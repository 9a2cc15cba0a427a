// The journey over HTTP: everything that happened, newest first, to those who
// may read it, as data and as one plain page.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { addToAgenda, dateIn, discussionOf, expectStatus, makeCase, makeMeeting, move } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const NASTY = '<script>alert("knife")</script> \'); DROP TABLE casework.note;--\n\tÆsir ’ 🔪 \\u0000 \\ %s {{7*7}} </article>';
let server;
let anna;
let petra;
let ewan;
let nora;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  anna = await people.as('spoke_coordinator', SPOKE);
  petra = await people.as('project_officer', SPOKE);
  ewan = await people.as('eit_officer', SPOKE);
  nora = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const pathOf = (person, query = '') => `/api/v1/people/${person.id}/journey${query}`;
const journey = async (client, person, query) => expectStatus(await client.get(pathOf(person, query)), 200);
const kindsOf = (answer) => answer.body.events.map((event) => event.kind);

const note = (episode, text, happened_at) => ({ kind: 'general', text, happened_at });
const addNote = async (client, episode, text = 'Seen at school.', happened_at = '2026-05-05T10:00:00Z') =>
  expectStatus(await client.post(`/api/v1/episodes/${episode.id}/notes`, note(episode, text, happened_at)), 201).body;
const addContact = async (client, person, more = {}) => expectStatus(await client.post('/api/v1/contacts', {
  person_id: person.id, spoke: SPOKE, type: 'home_visit', happened_at: '2026-04-04T12:30:00Z', seen: true, note: 'At home.', ...more }), 201).body;

// A page as a browser without scripts asks for it.
function page(client, path) {
  return new Promise((resolve, reject) => {
    request(new URL(path, server.baseUrl), { headers: { Cookie: client.cookie, Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece) => { text += piece; });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    }).on('error', reject).end();
  });
}

describe('a journey', () => {
  it('tells what happened, newest first, with who and where to look', async () => {
    const { person, episode } = await makeCase(anna, SPOKE, 'listed', 'high');
    await addNote(petra, episode, 'First.', '2026-01-10T09:00:00Z');
    await addNote(petra, episode, 'Second.', '2026-02-10T09:00:00Z');
    await addContact(ewan, person);
    expectStatus(await anna.post(`/api/v1/episodes/${episode.id}/actions`, {
      description: 'Ring the school', owner_agency: 'opcc_hub', owner_name: 'Sam', due_on: dateIn(7) }), 201);
    const { body } = await journey(anna, person);
    assert.deepEqual(Object.keys(body).sort(), ['episodes', 'events', 'person']);
    assert.equal(body.person.name, person.name);
    assert.equal(body.episodes[0].id, episode.id);
    const times = body.events.map((event) => event.at);
    assert.deepEqual(times, [...times].sort().reverse());
    assert.deepEqual([...new Set(kindsOf({ body }))].sort(), ['action', 'contact', 'episode', 'note', 'risk']);
    const contact = body.events.find((event) => event.kind === 'contact');
    assert.equal(contact.title, 'Home visit');
    assert.equal(contact.at, '2026-04-04T12:30:00.000000Z');
    assert.match(contact.agency, /Police/);
    assert.equal(contact.who, (await ewan.get('/api/v1/session')).body.user.name);
    assert.deepEqual(contact.ref.kind, 'contact');
    const noted = body.events.filter((event) => event.kind === 'note');
    assert.deepEqual(noted.map((event) => event.summary), ['Second.', 'First.']);
    assert.equal(noted[0].episode_id, episode.id);
  });

  it('cuts a long text on the screen, and gives it whole for paper', async () => {
    const { person, episode } = await makeCase(anna, SPOKE, 'listed', 'high');
    const text = `${'He told it from the beginning. '.repeat(40)}And that was the end of it.`;
    await addNote(petra, episode, text);
    await addContact(ewan, person, { note: 'At home.', follow_up: 'Ring his nan on Friday.' });
    const told = (answer, kind) => answer.body.events.find((event) => event.kind === kind).summary;
    const cut = await journey(anna, person);
    assert.equal(told(cut, 'note'), `${text.slice(0, 400)}…`);
    assert.equal(told(cut, 'contact'), 'At home.');
    const whole = await journey(anna, person, '?whole=true');
    assert.equal(told(whole, 'note'), text);
    assert.equal(told(whole, 'contact'), 'At home.\nFollow-up: Ring his nan on Friday.');
    assert.deepEqual(kindsOf(whole), kindsOf(cut));
    const { text: paper } = await page(anna, pathOf(person));
    for (const words of [text, 'Follow-up: Ring his nan on Friday.']) assert.ok(paper.includes(words), words);
  });

  it('gives text back byte for byte', async () => {
    const { person, episode } = await makeCase(anna, SPOKE);
    await addNote(anna, episode, NASTY);
    await addContact(ewan, person, { note: NASTY });
    const { body } = await journey(anna, person);
    for (const kind of ['note', 'contact'])
      assert.equal(body.events.find((event) => event.kind === kind).summary, NASTY, kind);
  });

  it('shows a meeting with its risk and what was decided', async () => {
    const { person } = await makeCase(anna, SPOKE, 'listed', 'medium');
    const meeting = await makeMeeting(anna, SPOKE, { title: 'Tuesday panel' });
    await addToAgenda(anna, meeting, person);
    expectStatus(await move(anna, meeting, 'open'), 200);
    const discussion = await discussionOf(anna, meeting, person);
    expectStatus(await anna.patch(`/api/v1/discussions/${discussion.id}`,
      { summary: 'Heard at length.', rationale: 'New fight.', risk_after: 'high' }, `"${discussion.version}"`), 200);
    expectStatus(await anna.post(`/api/v1/discussions/${discussion.id}/decisions`, { decision: 'keep_monitoring' }), 201);
    const [event] = (await journey(anna, person, '?kind=discussion')).body.events;
    assert.equal(event.title, 'Tuesday panel');
    assert.equal(event.summary, 'Heard at length.');
    assert.deepEqual([event.detail.risk_before, event.detail.risk_after], ['medium', 'high']);
    assert.deepEqual(event.detail.decisions, ['keep_monitoring']);
    assert.equal(event.detail.meeting_id, meeting.id);
  });

  it('strikes what was recorded in error, and keeps only the newest words', async () => {
    const { person, episode } = await makeCase(anna, SPOKE);
    const wrong = await addNote(anna, episode, 'Of another child.');
    expectStatus(await anna.post(`/api/v1/notes/${wrong.id}/in-error`, { reason: 'wrong_person' }, `"${wrong.version}"`), 200);
    const first = await addNote(anna, episode, 'Seen on Monday.');
    const amended = await anna.post(`/api/v1/notes/${first.id}/amend`, { text: 'Seen on Tuesday.', reason: 'Wrong day' }, `"${first.version}"`);
    assert.ok([200, 201].includes(amended.status), amended.text);
    const { body } = await journey(anna, person, '?kind=note');
    assert.deepEqual(body.events.map((event) => event.summary), ['Seen on Tuesday.']);
  });

  it('cuts what is long, and says so', async () => {
    const { person, episode } = await makeCase(anna, SPOKE);
    await addNote(anna, episode, 'é'.repeat(3000));
    const [event] = (await journey(anna, person, '?kind=note')).body.events;
    assert.equal(event.summary, `${'é'.repeat(400)}…`);
  });
});

describe('what police hold back', () => {
  it('is told to others as held, and to police as it is', async () => {
    const { person } = await makeCase(anna, SPOKE);
    const held = await addContact(ewan, person, { held: true, note: 'From a source.' });
    const theirs = (await journey(anna, person, '?kind=contact')).body.events;
    assert.equal(theirs.length, 1);
    const { at, agency, title, ...rest } = theirs[0];
    assert.equal(at, '2026-04-04T12:30:00.000000Z');
    assert.equal(title, `${agency} hold information: ask`);
    assert.deepEqual(rest, { kind: 'held', code: null, who: null, episode_id: null, ref: null, summary: null, detail: null });
    assert.ok(!JSON.stringify(theirs).includes(held.id));
    const own = (await journey(ewan, person, '?kind=contact')).body.events;
    assert.deepEqual(own.map((event) => [event.kind, event.summary]), [['contact', 'From a source.']]);
    assert.equal((await page(anna, pathOf(person))).text.includes('From a source'), false);
  });
});

describe('filters', () => {
  it('narrow to kinds and days, the last day included', async () => {
    const { person, episode } = await makeCase(anna, SPOKE, 'listed', 'low');
    // 31 March, 23:30 in London is still March; an hour later it is April.
    await addNote(anna, episode, 'before', '2026-03-30T22:59:59Z');
    await addNote(anna, episode, 'first', '2026-03-30T23:00:00Z');
    await addNote(anna, episode, 'last', '2026-03-31T22:59:59Z');
    await addNote(anna, episode, 'after', '2026-03-31T23:00:00Z');
    const told = async (query) => (await journey(anna, person, query)).body.events.map((event) => event.summary);
    assert.deepEqual(await told('?kind=note&from=2026-03-31&to=2026-03-31'), ['last', 'first']);
    assert.deepEqual(await told('?kind=note&from=2026-04-01&to=2026-04-30'), ['after']);
    assert.deepEqual(await told('?kind=note&to=2026-03-30'), ['before']);
    assert.deepEqual(new Set(kindsOf(await journey(anna, person, '?kind=note&kind=risk'))), new Set(['note', 'risk']));
    assert.deepEqual(await told('?kind=contact'), []);
  });

  it('say what is wrong with them', async () => {
    const { person } = await makeCase(anna, SPOKE);
    const wrong = async (query) => {
      const answer = await anna.get(pathOf(person, query));
      assert.equal(answer.status, 422, query);
      return answer.body.errors.map((each) => each.pointer);
    };
    assert.deepEqual(await wrong('?kind=secrets'), ['/kind/0']);
    assert.deepEqual(await wrong('?from=2026-02-30'), ['/from']);
    assert.deepEqual(await wrong('?from=2026-03-02&to=2026-03-01'), ['/to']);
    assert.deepEqual(await wrong('?since=2026-03-02'), ['/since']);
  });
});

describe('its tag', () => {
  it('spares an unchanged journey', async () => {
    const { person } = await makeCase(anna, SPOKE);
    const { etag } = await journey(anna, person);
    const again = await anna.get(pathOf(person), { 'If-None-Match': etag });
    assert.deepEqual([again.status, again.text, again.etag], [304, '', etag]);
    assert.equal((await anna.get(pathOf(person), { 'If-None-Match': '"1-abc"' })).status, 200);
  });

  it('is each reader\'s own', async () => {
    const { person } = await makeCase(anna, SPOKE);
    const tags = new Set();
    for (const client of [anna, petra, ewan]) tags.add((await journey(client, person)).etag);
    assert.equal(tags.size, 3);
    // Nobody can ask with another's tag whether a journey they cannot see has changed.
    assert.equal((await nora.get(pathOf(person), { 'If-None-Match': [...tags].join(', ') })).status, 404);
  });

  it('changes with every write that the journey shows', async () => {
    const { person, episode } = await makeCase(anna, SPOKE);
    const meeting = await makeMeeting(anna, SPOKE);
    let discussion;
    let contact;
    const writes = {
      'a note': () => addNote(anna, episode),
      'a contact': async () => { contact = await addContact(ewan, person, { held: true }); },
      'a contact\'s change': () => ewan.patch(`/api/v1/contacts/${contact.id}`, { note: 'More.', reason: 'new_information' },
        `"${contact.version}"`),
      'a risk assessment': () => anna.post(`/api/v1/episodes/${episode.id}/risk-assessments`,
        { risk_to: 'low', risk_from: 'low', practitioner_level: 'low', rationale: 'Calm.' }),
      'an action': () => anna.post(`/api/v1/episodes/${episode.id}/actions`, { description: 'Ring',
        owner_agency: 'opcc_hub', owner_name: 'Sam', due_on: dateIn(7) }),
      'a place on an agenda': async () => {
        await addToAgenda(anna, meeting, person);
        expectStatus(await move(anna, meeting, 'open'), 200);
        discussion = await discussionOf(anna, meeting, person);
        return { status: 201 };
      },
      minutes: () => anna.patch(`/api/v1/discussions/${discussion.id}`, { summary: 'Heard.' }, `"${discussion.version}"`),
      'a decision': () => anna.post(`/api/v1/discussions/${discussion.id}/decisions`, { decision: 'keep_monitoring' }),
      'the meeting\'s new title': async () => {
        const now = await anna.get(`/api/v1/meetings/${meeting.id}`);
        return anna.patch(`/api/v1/meetings/${meeting.id}`, { title: 'Another name' }, now.etag);
      },
      'a new name': () => anna.post(`/api/v1/people/${person.id}/names`, { kind: 'street', given_name: 'Pip' }),
      'a birthday put right': async () => {
        const now = await anna.get(`/api/v1/people/${person.id}`);
        return anna.patch(`/api/v1/people/${person.id}`, { born_on: '2009-09-09' }, now.etag);
      },
      'a move of the episode': async () => {
        const now = await anna.get(`/api/v1/episodes/${episode.id}`);
        return anna.post(`/api/v1/episodes/${episode.id}/monitor`, { note: 'Agreed.' }, now.etag);
      },
    };
    let { etag } = await journey(anna, person);
    for (const [what, write] of Object.entries(writes)) {
      const answer = await write();
      if (answer?.status) assert.ok([200, 201].includes(answer.status), `${what}: ${answer.text}`);
      const now = await anna.get(pathOf(person), { 'If-None-Match': etag });
      assert.equal(now.status, 200, `${what} changed nothing`);
      assert.notEqual(now.etag, etag, what);
      etag = now.etag;
    }
  });
});

describe('four hundred events', () => {
  it('come whole and in order', async () => {
    const { person, episode } = await makeCase(anna, SPOKE);
    await server.psql(`INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
      SELECT e.spoke_id, e.person_id, e.id, 'general', 'Number ' || n, timestamptz '2024-01-01 08:00Z' + n * interval '1 day'
        FROM casework.episode e, generate_series(1, 430) AS n WHERE e.id = '${episode.id}'`);
    const { body } = await journey(anna, person, '?kind=note');
    assert.equal(body.events.length, 430);
    assert.deepEqual(body.events.map((event) => event.summary), Array.from({ length: 430 }, (_, i) => `Number ${430 - i}`));
    const plain = await page(anna, pathOf(person));
    assert.equal(plain.text.match(/<article>/g).length, (await journey(anna, person)).body.events.length);
    assert.ok(plain.text.match(/<h2>/g).length >= 14);
  });
});

describe('the plain page', () => {
  it('reads without scripts, and nothing written becomes markup', async () => {
    const { person, episode } = await makeCase(anna, SPOKE, 'listed', 'high');
    await addNote(anna, episode, NASTY, '2026-07-01T13:05:00Z');
    const answer = await page(anna, pathOf(person, '?purpose=Panel%20of%203%20March'));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
    assert.match(answer.headers['content-security-policy'], /style-src 'self'/);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const { text } = answer;
    assert.ok(!/<script|<style|style=|onload|http:|https:/.test(text.replaceAll('&lt;script', '')), 'nothing but its own markup');
    assert.equal(text.match(/<\/article>/g).length, text.match(/<article>/g).length);
    assert.ok(text.includes('&lt;script&gt;alert'));
    assert.ok(text.includes('1 July 2026 at 2:05pm'), 'London\'s clock');
    assert.ok(text.includes(`href="/people/${person.id}"`), 'a way back');
    assert.ok(text.includes('Reason: Panel of 3 March.'));
    assert.ok(text.includes((await anna.get('/api/v1/session')).body.user.name));
    assert.match(text, /Official-Sensitive/);
    assert.equal((await fetch(new URL('/plain.css', server.baseUrl))).status, 200);
    assert.ok(Number(await server.psql(`SELECT count(*) FROM audit.access_log
      WHERE person_id = '${person.id}' AND operation = 'person.journey' AND purpose = 'Panel of 3 March'`)) > 0, 'the reason is written down');
  });

  it('is filtered by its own form, empty fields and all', async () => {
    const { person, episode } = await makeCase(anna, SPOKE);
    await addNote(anna, episode, 'Then.', '2026-01-05T10:00:00Z');
    const answer = await page(anna, pathOf(person, '?from=2026-01-01&to=&purpose='));
    assert.equal(answer.status, 200, answer.text);
    assert.ok(answer.text.includes('Then.'));
    assert.ok((await page(anna, pathOf(person, '?to=2025-12-31'))).text.includes('Nothing is recorded here'));
  });

  it('is not for another spoke', async () => {
    const { person } = await makeCase(anna, SPOKE);
    const answer = await page(nora, pathOf(person));
    assert.equal(answer.status, 404);
    assert.ok(!answer.text.includes(person.name));
  });
});
