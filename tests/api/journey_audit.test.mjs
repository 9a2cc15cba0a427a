// Journey audits: a sample by pseudonym, one journey opened with a reason and
// for a while, scores and grade, the spoke's answer, and what is to be learned.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { dateIn, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server, people, auditor, coordinator, project, neighbour, criteria;
before(async () => {
  server = await useServer();
  people = accountsOf(server);
  auditor = await people.as('hub_auditor');
  coordinator = await people.as('spoke_coordinator', 'bristol');
  project = await people.as('project_officer', 'bristol');
  neighbour = await people.as('spoke_coordinator', 'northsom');
  criteria = ok(await auditor.get('/api/v1/reference/audit_criterion')).body.items.map((each) => each.code);
});
after(() => server?.stop());

const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};
const pointers = (answer) => answer.body.errors.map((e) => e.pointer).sort();
const api = (path) => `/api/v1/${path}`;
const SAMPLE = { title: 'Audit of the tests', wanted: 3, opened_from: dateIn(-800), opened_to: dateIn(0), spokes: ['bristol'] };
const draw = async (more = {}) => ok(await auditor.post(api('journey-samples'), { ...SAMPLE, ...more }), 201).body;
const REASON = { purpose: 'journey_audit', reason: 'To read the plan beside the risk judgement' };

// A sample of one: a young person of its own day, so that it is they who are drawn.
let day = 0;
async function auditOfOne() {
  const made = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  day += 1;
  const opened = dateIn(-2000 - Math.floor(Math.random() * 100000) % 900 - day);
  await server.psql(`UPDATE casework.episode SET opened_on = '${opened}' WHERE id = '${made.episode.id}'`);
  const sample = await draw({ wanted: 1, opened_from: opened, opened_to: opened });
  return { ...made, sample, path: api(`journey-audits/${sample.audits[0].id}`) };
}
const now = async (who, path) => ok(await who.get(path));
const move = async (who, path, verb, body = {}) => who.post(`${path}/${verb}`, body, (await now(who, path)).etag);
async function scoreAll(path, score = 'sound') {
  for (const criterion of criteria) ok(await auditor.post(`${path}/scores`, { criterion, score }));
}
async function graded(path) {
  await scoreAll(path);
  ok(await auditor.patch(path, { grade: 'good', summary: 'Well held, slow at first.' }, (await now(auditor, path)).etag));
  return ok(await move(auditor, path, 'grade'));
}
async function sent(path) {
  await graded(path);
  return ok(await move(auditor, path, 'send'));
}

test('a sample: every fault at once, and none that nobody matches', async () => {
  assert.deepEqual(pointers(ok(await auditor.post(api('journey-samples'), {}), 422)), ['/opened_from', '/opened_to', '/title', '/wanted']);
  assert.deepEqual(pointers(ok(await auditor.post(api('journey-samples'), { ...SAMPLE, opened_to: dateIn(-900) }), 422)), ['/opened_to']);
  assert.deepEqual(pointers(ok(await auditor.post(api('journey-samples'), { ...SAMPLE, gaps: ['moon'] }), 422)), ['/gaps']);
  assert.deepEqual(pointers(ok(await auditor.post(api('journey-samples'), { ...SAMPLE, opened_from: '1999-01-01', opened_to: '1999-01-02' }), 422)), ['/opened_from']);
});

test('the same seed draws the same journeys; pseudonyms are of one sample', async () => {
  const period = { opened_from: dateIn(-500), opened_to: dateIn(-100), wanted: 6, seed: 'chalk' };
  const [first, second, other] = [await draw(period), await draw(period), await draw({ ...period, seed: 'cheese' })];
  const who = async (sample) => JSON.parse(await server.psql(`SELECT json_agg(audited_episode ORDER BY position) FROM casework.journey_audit WHERE sample_id = '${sample.id}'`));
  assert.equal(first.audits.length, 6);
  assert.deepEqual(await who(first), await who(second));
  assert.notDeepEqual(await who(first), await who(other));
  const names = [first, second].map((s) => s.audits.map((a) => a.pseudonym));
  assert.equal(new Set(names.flat()).size, 12);
  for (const name of names.flat()) assert.match(name, /^J-[A-Z2-7]{6}$/);
  assert.ok(ok(await auditor.get(api('journey-samples'))).body.items.some((s) => s.id === first.id && s.audits === 6 && s.graded === 0));
});

test('strata have their turn; gaps are what was asked for', async () => {
  const even = await draw({ spokes: [], wanted: 10, stratify_by: 'spoke' });
  assert.deepEqual([...new Set(even.strata.map((s) => s.drawn))], [2]);
  assert.equal(even.population, even.strata.reduce((sum, s) => sum + s.population, 0));
  const gaps = await draw({ gaps: ['single_agency', 'no_voice'], wanted: 5 });
  assert.ok(gaps.audits.every((a) => a.gaps.some((g) => ['single_agency', 'no_voice'].includes(g))));
  const closed = await draw({ closed: true, risk_levels: ['high', 'medium'], stratify_by: 'closure_reason' });
  assert.ok(closed.audits.every((a) => a.closure_reason && ['high', 'medium'].includes(a.risk_level)));
});

test('nothing of a young person before a reason is given', async () => {
  const { person, path, sample } = await auditOfOne();
  const seen = await now(auditor, path);
  assert.equal(seen.body.person, null);
  assert.equal(seen.body.open_until, null);
  const steps = ok(await auditor.get(`${path}/steps`));
  assert.ok(steps.body.items.some((s) => s.kind === 'risk' && s.code === 'high'));
  for (const said of [seen.text, steps.text, JSON.stringify(sample)]) {
    assert.ok(!said.includes(person.name));
    assert.ok(!said.includes(person.id));
    assert.ok(!said.includes('First look'));
  }
  ok(await auditor.get(api(`people/${person.id}/journey`)), 404);
  ok(await auditor.get(api(`people/${person.id}`)), 403);
});

test('the steps are those of the journey, without words', async () => {
  const { person, path } = await auditOfOne();
  ok(await auditor.post(`${path}/open`, REASON));
  const named = ok(await auditor.get(api(`people/${person.id}/journey`))).body.events;
  const steps = ok(await auditor.get(`${path}/steps`)).body.items;
  const count = (items) => Object.fromEntries([...new Set(items.map((i) => i.kind))].sort().map((k) => [k, items.filter((i) => i.kind === k).length]));
  assert.deepEqual(count(steps), count(named));
});

test('opened with a reason: one journey, that one only, until it ends', async () => {
  const one = await auditOfOne();
  const two = await auditOfOne();
  assert.deepEqual(pointers(ok(await auditor.post(`${one.path}/open`, {}), 422)), ['/purpose', '/reason']);
  ok(await auditor.post(`${one.path}/open`, { ...REASON, hours: 5 }), 422);
  ok(await auditor.post(`${one.path}/open`, { ...REASON, reason: 'short' }), 422);
  const opened = ok(await auditor.post(`${one.path}/open`, { ...REASON, hours: 2 })).body;
  assert.equal(opened.person.name, one.person.name);
  const minutes = (new Date(opened.open_until) - Date.now()) / 60000;
  assert.ok(minutes > 110 && minutes <= 120.1, String(minutes));
  const journey = ok(await auditor.get(api(`people/${one.person.id}/journey`)));
  assert.ok(journey.text.includes('First look'));
  ok(await auditor.get(api(`people/${two.person.id}/journey`)), 404);
  // The next opening ends the one before.
  ok(await auditor.post(`${two.path}/open`, REASON));
  ok(await auditor.get(api(`people/${one.person.id}/journey`), { 'If-None-Match': journey.etag }), 404);
  ok(await auditor.get(api(`people/${two.person.id}/journey`)));
  // Its time comes, by the database's clock.
  await server.psql(`UPDATE access.journey_opening SET opened_at = now() - interval '2 hours', until = now() - interval '1 second' WHERE audit_id = '${two.path.slice(-36)}'`);
  ok(await auditor.get(api(`people/${two.person.id}/journey`)), 404);
  assert.equal((await now(auditor, two.path)).body.person, null);
  // Shut by hand.
  ok(await auditor.post(`${one.path}/open`, REASON));
  assert.equal(ok(await auditor.post(`${one.path}/shut`)).body.open_until, null);
  ok(await auditor.get(api(`people/${one.person.id}/journey`)), 404);
  assert.equal((await now(auditor, one.path)).body.openings.length, 2);
});

test('the spoke sees who opened it, when and why', async () => {
  const { person, path } = await auditOfOne();
  ok(await auditor.post(`${path}/open`, REASON));
  ok(await auditor.get(api(`people/${person.id}/journey`)));
  const log = JSON.parse(await server.psql(`SELECT json_agg(json_build_object('kind', record_kind, 'reason', detail ->> 'reason') ORDER BY id)
      FROM audit.access_log WHERE person_id = '${person.id}' AND user_id = (SELECT id FROM access.user_account WHERE email LIKE 'hub.auditor@%')`));
  assert.ok(log.some((row) => row.kind === 'journey_opening' && row.reason === REASON.reason));
  assert.ok(log.some((row) => row.kind === 'journey'));
  const looked = ok(await coordinator.get(api(`access-log?person_id=${person.id}`)));
  assert.ok(looked.body.items.some((row) => row.record === 'journey_opening'), looked.text);
});

test('what the police hold back stays held back', async () => {
  const { person, path } = await auditOfOne();
  const officer = await people.as('eit_officer', 'bristol');
  ok(await officer.post(api('contacts'), { spoke: 'bristol', person_id: person.id, type: 'home_visit', happened_at: new Date().toISOString(),
    seen: true, held: true, note: 'Kept by the police' }), 201);
  assert.deepEqual(ok(await auditor.get(`${path}/steps`)).body.items.filter((s) => s.kind === 'held').map((s) => [s.code, s.detail]), [[null, {}]]);
  ok(await auditor.post(`${path}/open`, REASON));
  const journey = ok(await auditor.get(api(`people/${person.id}/journey`)));
  assert.ok(journey.body.events.some((e) => e.kind === 'held'));
  assert.ok(!journey.text.includes('Kept by the police'));
});

test('scored, graded, sent, answered, closed, and audited again', async () => {
  const { path, person } = await auditOfOne();
  ok(await auditor.post(`${path}/scores`, { criterion: 'voice', score: 'poor' }), 422);
  ok(await auditor.post(`${path}/scores`, { criterion: 'moon', score: 'sound' }), 422);
  const early = ok(await move(auditor, path, 'grade'), 422);
  assert.ok(early.text.includes('Score every criterion'));
  await scoreAll(path);
  assert.deepEqual(pointers(ok(await move(auditor, path, 'grade'), 422)), ['/grade']);
  ok(await auditor.patch(path, { grade: 'good', summary: 'Well held.', strengths: 'Trusted adult.' }, (await now(auditor, path)).etag));
  ok(await move(auditor, path, 'grade'));
  // A draft and a graded audit are the auditor's alone.
  ok(await coordinator.get(path), 404);
  // A correction says why, and keeps what was there.
  ok(await auditor.post(`${path}/scores`, { criterion: 'voice', score: 'needs_work', comment: 'Quoted once.' }), 422);
  const corrected = ok(await auditor.post(`${path}/scores`, { criterion: 'voice', score: 'needs_work', comment: 'Quoted once.', correction: 'Read again' })).body;
  const voice = corrected.scores.find((s) => s.criterion === 'voice');
  assert.deepEqual([voice.score, voice.number, voice.earlier.map((e) => e.score)], ['needs_work', 2, ['sound']]);
  ok(await auditor.patch(path, { grade: 'requires_improvement' }, (await now(auditor, path)).etag));
  const action = ok(await auditor.post(`${path}/actions`, { theme: 'voice', description: 'Ask at every review', due_on: dateIn(20) }), 201);
  assert.deepEqual(pointers(ok(await auditor.post(`${path}/actions`, {}), 422)), ['/description', '/due_on', '/theme']);
  const gone = ok(await move(auditor, path, 'send')).body;
  assert.ok(gone.sent_at && gone.answer_due_on > dateIn(10));
  assert.deepEqual(gone.changes.map((c) => c.was), [{ grade: 'good', summary: 'Well held.', strengths: 'Trusted adult.' }]);
  ok(await auditor.patch(path, { grade: 'good' }, (await now(auditor, path)).etag), 409);
  ok(await auditor.post(`${path}/scores`, { criterion: 'voice', score: 'sound', correction: 'x' }), 409);

  // The spoke reads whose it is, and answers; next door there is no such audit.
  const theirs = await now(coordinator, path);
  assert.equal(theirs.body.person.name, person.name);
  ok(await neighbour.get(path), 404);
  ok(await project.post(`${path}/respond`, { response: 'accepted' }, theirs.etag), 403);
  assert.deepEqual(pointers(ok(await coordinator.post(`${path}/respond`, { response: 'contested' }, theirs.etag), 422)), ['/response_text']);
  ok(await coordinator.post(`${path}/respond`, { response: 'contested', response_text: 'She was asked in March.' }, theirs.etag));
  const back = ok(await move(auditor, path, 'revise')).body;
  assert.deepEqual([back.state, back.response, back.changes[0].was.response], ['graded', null, 'contested']);
  ok(await move(auditor, path, 'send'));
  ok(await coordinator.post(`${path}/respond`, { response: 'accepted' }, (await now(coordinator, path)).etag));
  ok(await move(auditor, path, 'close'));
  ok(await auditor.post(`${path}/open`, REASON), 409);
  const again = ok(await move(auditor, path, 'audit-again')).body;
  assert.equal(again.state, 're_audited');
  const later = (await now(auditor, api(`journey-audits/${again.later_id}`))).body;
  assert.deepEqual([later.state, later.earlier_id, later.pseudonym, later.grade], ['draft', again.id, again.pseudonym, null]);

  // What was asked for goes on: the spoke says who, and that it is done.
  const due = async (who) => ok(await who.get(api('tasks?limit=200'))).body.items.find((t) => t.id === action.body.id);
  assert.equal((await due(coordinator)).kind, 'audit_action');
  const owner = ok(await coordinator.get(`${path}/owners`)).body.items.find((w) => w.name);
  const shared = ok(await coordinator.patch(action.location, { owner_user_id: owner.id }, action.etag));
  assert.equal(shared.body.owner.id, owner.id);
  ok(await coordinator.patch(action.location, { due_on: dateIn(40) }, shared.etag), 403);
  ok(await coordinator.post(`${action.location}/complete`, {}, shared.etag), 422);
  const done = ok(await project.post(`${action.location}/complete`, { note: 'On the agenda template' }, shared.etag));
  assert.deepEqual([done.body.state, done.body.done_on], ['done', dateIn(0)]);
  const open = ok(await auditor.post(`${action.location}/reopen`, {}, done.etag));
  ok(await auditor.post(`${action.location}/cancel`, { reason: 'overtaken' }, open.etag));
  assert.equal(await due(coordinator), undefined);
});

test('what cannot be, is refused: every move from every state', async () => {
  const VERBS = { grade: 'draft', send: 'graded', respond: 'with_spoke', revise: 'responded', close: 'responded', 'audit-again': 'closed' };
  const { path } = await auditOfOne();
  const body = { respond: { response: 'accepted' }, 'set-aside': { reason: 'took_part' } };
  const steps = [['draft', null], ['graded', () => graded(path)], ['with_spoke', () => move(auditor, path, 'send')],
    ['responded', () => move(coordinator, path, 'respond', body.respond)], ['closed', () => move(auditor, path, 'close')],
    ['re_audited', () => move(auditor, path, 'audit-again')]];
  for (const [state, reach] of steps) {
    if (reach) ok(await reach());
    assert.equal((await now(auditor, path)).body.state, state);
    for (const [verb, from] of Object.entries({ ...VERBS, 'set-aside': 'draft graded' })) {
      if (from.split(' ').includes(state)) continue;
      const who = verb === 'respond' ? coordinator : auditor;
      const answer = await who.post(`${path}/${verb}`, body[verb] ?? {}, (await now(auditor, path)).etag);
      // A spoke does not know of an audit before it is sent.
      const hidden = verb === 'respond' && ['draft', 'graded'].includes(state);
      assert.equal(answer.status, hidden ? 404 : 409, `${state} ${verb}: ${answer.text}`);
    }
    const verbs = Object.entries(VERBS).filter(([verb, from]) => from === state && verb !== 'respond').map(([verb]) => verb.replace('-', '_'));
    const moves = (await now(auditor, path)).body.moves.filter((m) => m !== 'set_aside');
    assert.deepEqual(moves.sort(), verbs.sort());
  }
});

test('set aside with a reason, and nothing more is done to it', async () => {
  const { path } = await auditOfOne();
  ok(await move(auditor, path, 'set-aside', {}), 422);
  ok(await auditor.post(`${path}/open`, REASON));
  const aside = ok(await move(auditor, path, 'set-aside', { reason: 'knows_family' })).body;
  assert.deepEqual([aside.state, aside.reason, aside.person], ['set_aside', 'knows_family', null]);
  ok(await auditor.post(`${path}/open`, REASON), 409);
});

test('the report counts what was sent, by criterion, spoke and quarter', async () => {
  const report = async (who) => ok(await who.get(api('journey-audits/report?spoke=bristol'))).body;
  const scored = (r) => r.criteria.filter((c) => c.criterion === 'plan').reduce((sum, c) => sum + c.scored, 0);
  const before_ = await report(auditor);
  const { path } = await auditOfOne();
  await sent(path);
  const after_ = await report(auditor);
  assert.equal(after_.audits, before_.audits + 1);
  assert.equal(scored(after_), scored(before_) + 1);
  assert.equal((await report(coordinator)).audits, after_.audits);
  const listed = ok(await coordinator.get(api('journey-audits?spoke=bristol&state=with_spoke&limit=200'))).body.items;
  assert.ok(listed.some((a) => path.endsWith(a.id) && a.person.name));
  assert.ok(ok(await coordinator.get(api('tasks?limit=200'))).body.items.some((t) => t.kind === 'audit_answer' && path.endsWith(t.id)));
});
