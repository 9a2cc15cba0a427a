// Handing a young person from one spoke to another over HTTP: what each side
// sees, what accepting does, and that of two answers one wins.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const FROM = 'bristol';
const TO = 'somerset';
const SECRET = 'Only Bristol has read this sentence.';
const SHARED = 'Somerset may read this sentence afterwards.';
const OFFER = {
  to_spoke: TO, reason: 'moved_home', summary: 'Moved to Taunton on Monday.', shares: ['note', 'risk'], sharing_gateway: 'pcsc_2022',
  closing_risk_level: 'medium', outcomes_recorded: false, young_person_told_on: dateIn(0), referrer_not_told: 'Left the school',
};
let server;
let sender;
let officer;
let receiver;
let receiving_officer;
let stranger;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  sender = await people.as('spoke_coordinator', FROM);
  officer = await people.as('project_officer', FROM);
  receiver = await people.as('spoke_coordinator', TO);
  receiving_officer = await people.as('project_officer', TO);
  stranger = await people.as('spoke_coordinator', 'northsom');
});
after(() => server?.stop());

const pathOf = (transfer, rest = '') => `/api/v1/transfers/${transfer.id}${rest}`;
const offer = (episode, fields = {}, client = officer) => client.post(`/api/v1/episodes/${episode.id}/transfer`, { ...OFFER, ...fields });
const pointers = (answer) => answer.body.errors.map((each) => each.pointer).sort();

async function offered(fields = {}, state = 'active_monitoring') {
  const made = await makeCase(officer, FROM, state, 'high');
  expectStatus(await officer.post(`/api/v1/episodes/${made.episode.id}/notes`, { kind: 'general', text: SHARED }), 201);
  const answer = expectStatus(await offer(made.episode, fields), 201);
  return { ...made, transfer: answer.body, etag: answer.etag };
}

describe('an offer', () => {
  it('says a birthday no more exactly than it is known', async () => {
    const { person, episode } = await makeCase(officer, FROM, 'active_monitoring', 'high');
    const now = await officer.get(`/api/v1/people/${person.id}`);
    expectStatus(await officer.patch(`/api/v1/people/${person.id}`, { born_on: '2010-03' }, now.etag), 200);
    const { body } = expectStatus(await offer(episode), 201);
    const seen = expectStatus(await receiving_officer.get(pathOf(body)), 200).body.person;
    assert.deepEqual([seen.born_on, seen.born_precision], ['2010-03-01', 'month']);
  });

  it('tells the other spoke what it says, and no more', async () => {
    const { person, episode, transfer } = await offered();
    const seen = expectStatus(await receiving_officer.get(pathOf(transfer)), 200).body;
    assert.equal(seen.person.name, person.name);
    assert.equal(seen.person.id, null);
    assert.equal(seen.episode, null);
    assert.equal(seen.summary, OFFER.summary);
    assert.equal(seen.direction, 'incoming');
    assert.equal(seen.open_actions, null);
    assert.deepEqual(seen.moves, []);
    assert.deepEqual((await receiver.get(pathOf(transfer))).body.moves.sort(), ['accept', 'refuse']);
    for (const path of [`/api/v1/people/${person.id}`, `/api/v1/people/${person.id}/journey`, `/api/v1/episodes/${episode.id}`,
      `/api/v1/episodes/${episode.id}/notes`]) assert.equal((await receiver.get(path)).status, 404, path);
    assert.deepEqual((await receiver.get(pathOf(transfer, '/history'))).body.items, []);
    assert.equal((await stranger.get(pathOf(transfer))).status, 404);
  });

  it('stands in the lists of both, and in the tasks of the coordinator who is asked', async () => {
    const { transfer, person } = await offered();
    const ids = async (client, query) => (await client.get(`/api/v1/transfers?${query}&limit=200`)).body.items.map(({ id }) => id);
    assert.ok((await ids(sender, 'direction=outgoing&state=offered')).includes(transfer.id));
    assert.ok(!(await ids(sender, 'direction=incoming')).includes(transfer.id));
    assert.ok((await ids(receiver, `direction=incoming&spoke=${TO}`)).includes(transfer.id));
    assert.deepEqual(await ids(sender, `episode_id=${transfer.episode.id}`), [transfer.id]);
    assert.ok(!(await ids(stranger, 'state=offered')).includes(transfer.id));
    const tasks = (await receiver.get('/api/v1/tasks?limit=200')).body.items.filter(({ id }) => id === transfer.id);
    assert.deepEqual(tasks.map(({ kind, person_name }) => [kind, person_name]), [['transfer_answer', person.name]]);
    assert.ok(!(await receiving_officer.get('/api/v1/tasks?limit=200')).body.items.some(({ id }) => id === transfer.id));
  });

  it('tells every fault at once, and is made once, of an open episode, to another spoke', async () => {
    const { episode } = await makeCase(officer, FROM, 'listed');
    const bare = await officer.post(`/api/v1/episodes/${episode.id}/transfer`, {});
    assert.equal(bare.status, 422);
    assert.deepEqual(pointers(bare), ['/closing_risk_level', '/outcomes_recorded', '/reason', '/referrer_told_on',
      '/sharing_gateway', '/summary', '/to_spoke', '/young_person_told_on']);
    assert.deepEqual(pointers(await offer(episode, { reason: 'nonsense' })), ['/reason']);
    assert.deepEqual(pointers(await offer(episode, { shares: ['nonsense'] })), ['/shares']);
    assert.deepEqual(pointers(await offer(episode, { to_spoke: FROM })), ['/to_spoke']);
    assert.deepEqual(pointers(await offer(episode, { to_spoke: 'atlantis' })), ['/to_spoke']);
    assert.equal((await offer(episode)).status, 201);
    assert.equal((await offer(episode)).status, 409);
    assert.equal((await offer(episode, {}, receiver)).status, 404);
  });

  it('keeps the episode from closing under it', async () => {
    const { episode, transfer, etag } = await offered();
    const close = async () => {
      const now = await officer.get(`/api/v1/episodes/${episode.id}`);
      return officer.post(`/api/v1/episodes/${episode.id}/close`, { closure_reason: 'moved', closing_risk_level: 'low',
        closure_summary: 'Gone.', outcomes_recorded: false, young_person_not_told: 'Gone', referrer_not_told: 'Gone',
        re_referral_route: 'any_agency' }, now.etag);
    };
    assert.equal((await close()).status, 409);
    expectStatus(await officer.post(pathOf(transfer, '/withdraw'), { note: 'They came back' }, etag), 200);
    assert.equal((await close()).status, 200);
  });

  it('is the only way to close as transferred', async () => {
    const { episode } = await makeCase(officer, FROM, 'listed');
    const now = await officer.get(`/api/v1/episodes/${episode.id}`);
    const answer = await officer.post(`/api/v1/episodes/${episode.id}/close`, { closure_reason: 'transferred', closing_risk_level: 'low',
      closure_summary: 'Gone.', outcomes_recorded: false, young_person_not_told: 'Gone', referrer_not_told: 'Gone',
      re_referral_route: 'any_agency' }, now.etag);
    assert.equal(answer.status, 422);
    assert.deepEqual(pointers(answer), ['/closure_reason']);
  });
});

describe('accepting', () => {
  it('closes one episode and opens the other at the same instant, with the agreed history', async () => {
    const { person, episode, transfer, etag } = await offered();
    const lead = (await receiver.get('/api/v1/session')).body.user.id;
    const done = expectStatus(await receiver.post(pathOf(transfer, '/accept'), { note: 'Welcome', lead_user_id: lead }, etag), 200).body;
    assert.equal(done.state, 'accepted');
    assert.equal(done.person.id, person.id);

    const old = expectStatus(await sender.get(`/api/v1/episodes/${episode.id}`), 200).body;
    const fresh = expectStatus(await receiver.get(`/api/v1/episodes/${done.to_episode.id}`), 200).body;
    assert.equal(old.state, 'closed');
    assert.equal(old.closure.reason, 'transferred');
    assert.equal(old.closure.referrer_not_told, OFFER.referrer_not_told);
    assert.equal(fresh.state, 'active_monitoring');
    assert.equal(fresh.spoke, TO);
    assert.equal(fresh.lead.id, lead);
    assert.equal(old.closed_on, fresh.opened_on);
    const ended = (await sender.get(`/api/v1/episodes/${episode.id}/history`)).body.items[0];
    const began = (await receiver.get(`/api/v1/episodes/${fresh.id}/history`)).body.items.at(-1);
    assert.equal(ended.verb, 'close');
    assert.equal(began.verb, 'open');
    assert.equal(ended.at, began.at);
    assert.equal(ended.at, done.decided_at);

    const history = (await receiver.get(pathOf(transfer, '/history'))).body.items;
    assert.deepEqual(history.map(({ kind }) => kind).sort(), ['note', 'risk']);
    assert.ok(history.some(({ text }) => text === SHARED));
    const journey = (await receiver.get(`/api/v1/people/${person.id}/journey`)).body.events;
    assert.ok(journey.some((e) => e.kind === 'note' && e.summary === SHARED && e.detail.shared_by && e.ref.id === transfer.id));
    assert.ok(journey.some((e) => e.kind === 'transfer' && e.detail.to === 'accepted'));
    assert.deepEqual((await receiver.get(`/api/v1/people/${person.id}/journey?kind=note`)).body.events.map(({ kind }) => kind), ['note']);
    const sent = (await sender.get(`/api/v1/people/${person.id}/journey`)).body.events;
    assert.deepEqual(sent.filter(({ kind }) => ['transfer', 'closure'].includes(kind)).map((e) => e.detail.to).sort(),
      ['accepted', 'closed', 'offered']);
    assert.equal(sent.filter(({ summary }) => summary === SHARED).length, 1);
  });

  it('shares nothing else, nor what the sender writes later', async () => {
    const { person, episode, transfer, etag } = await offered({ shares: ['risk'] });
    expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/notes`, { kind: 'general', text: SECRET }), 201);
    expectStatus(await receiver.post(pathOf(transfer, '/accept'), {}, etag), 200);
    expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/notes`, { kind: 'file', text: SECRET }), 201);
    for (const path of [`/api/v1/people/${person.id}/journey`, pathOf(transfer, '/history'), `/api/v1/people/${person.id}`])
      assert.ok(!(await receiver.get(path)).text.includes(SECRET), path);
    assert.equal((await receiver.get(`/api/v1/episodes/${episode.id}`)).status, 404);
    assert.equal((await receiver.get(`/api/v1/episodes/${episode.id}/notes`)).status, 404);
  });

  it('waits for the open work of the sender', async () => {
    const { episode, transfer, etag } = await offered();
    const action = expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/actions`, { description: 'Ring the school',
      owner_agency: 'opcc_hub', owner_name: 'Alex', due_on: dateIn(3) }), 201);
    assert.equal((await officer.get(pathOf(transfer))).body.open_actions, 1);
    assert.ok((await officer.get('/api/v1/tasks?limit=200')).body.items.some((t) => t.kind === 'transfer_settle' && t.id === transfer.id));
    const refused = await receiver.post(pathOf(transfer, '/accept'), {}, etag);
    assert.equal(refused.status, 409);
    assert.match(refused.body.detail, /work open/);
    expectStatus(await officer.post(`/api/v1/actions/${action.body.id}/complete`, { note: 'Rung' }, action.etag), 200);
    assert.equal((await receiver.post(pathOf(transfer, '/accept'), {}, etag)).status, 200);
  });

  it('is not for a project officer, nor for the sender, nor without the version', async () => {
    const { transfer, etag } = await offered();
    assert.equal((await receiving_officer.post(pathOf(transfer, '/accept'), {}, etag)).status, 403);
    assert.equal((await sender.post(pathOf(transfer, '/accept'), {}, etag)).status, 403);
    assert.equal((await receiver.post(pathOf(transfer, '/withdraw'), { note: 'No' }, etag)).status, 403);
    assert.equal((await receiver.post(pathOf(transfer, '/accept'), {})).status, 428);
    assert.equal((await receiver.get(pathOf(transfer))).body.state, 'offered');
  });
});

describe('refusing and withdrawing', () => {
  it('ask for a reason and leave the episode where it was', async () => {
    const { episode, transfer, etag } = await offered();
    assert.deepEqual(pointers(await receiver.post(pathOf(transfer, '/refuse'), {}, etag)), ['/note', '/reason']);
    assert.deepEqual(pointers(await receiver.post(pathOf(transfer, '/refuse'), { reason: 'nonsense', note: 'x' }, etag)), ['/reason']);
    const answer = expectStatus(await receiver.post(pathOf(transfer, '/refuse'), { reason: 'not_resident', note: 'Lives in Wells' }, etag), 200);
    assert.equal(answer.body.state_reason, 'not_resident');
    assert.equal((await officer.get(`/api/v1/episodes/${episode.id}`)).body.state, 'active_monitoring');
    assert.equal((await receiver.get(`/api/v1/people/${transfer.person.id}`)).status, 404);
    assert.equal((await offer(episode)).status, 201);
  });
});

describe('of two answers at once', () => {
  const race = async (first, second) => {
    for (let round = 0; round < 4; round++) {
      const { person, transfer, etag } = await offered();
      const answers = await Promise.all([first(transfer, etag), second(transfer, etag)]);
      const won = answers.filter(({ status }) => status === 200);
      assert.equal(won.length, 1, answers.map(({ status, text }) => `${status} ${text.slice(0, 200)}`).join('\n'));
      assert.ok(answers.every(({ status }) => [200, 409, 412].includes(status)));
      const episodes = Number(await server.psql(`SELECT count(*) FROM casework.episode
        WHERE person_id = '${person.id}' AND state <> 'closed'`));
      assert.equal(episodes, 1, 'one open episode, in one spoke');
      const moves = Number(await server.psql(`SELECT count(*) FROM casework.state_change
        WHERE subject_id = '${transfer.id}' AND from_state = 'offered'`));
      assert.equal(moves, 1);
    }
  };
  const accept = (transfer, etag) => receiver.post(pathOf(transfer, '/accept'), {}, etag);
  it('two who accept', () => race(accept, accept));
  it('one accepts, one withdraws', () => race(accept, (transfer, etag) => sender.post(pathOf(transfer, '/withdraw'), { note: 'No' }, etag)));
  it('one refuses, one withdraws', () => race(
    (transfer, etag) => receiver.post(pathOf(transfer, '/refuse'), { reason: 'other', note: 'No' }, etag),
    (transfer, etag) => sender.post(pathOf(transfer, '/withdraw'), { note: 'No' }, etag)));
});
