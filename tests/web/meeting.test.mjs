// Minutes written by two people over a bad line: nothing typed is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keeper } from '../../web/pages/meeting/keeper.js';
import {
  canKeepBoth, changesOf, chosen, holdBack, isSame, mergeTheirs, pick,
} from '../../web/pages/meeting/merge.js';
import { actionsText, changesText, checksText } from '../../web/pages/meeting/sheet.js';

test('nothing, blanks and the order of ticks are no change', () => {
  for (const [a, b, same] of [
    [null, '', true], [undefined, null, true], ['a ', 'a', true], ['a', 'b', false],
    [[], null, true], [['x', 'y'], ['y', 'x'], true], [['x'], ['x', 'y'], false],
  ])
    assert.equal(isSame(a, b), same, JSON.stringify([a, b]));
});

test('only what was changed is sent', () => {
  const base = pick({ summary: 'A', concerns: null, contexts: ['peer'] });
  assert.deepEqual(changesOf(base, { ...base, summary: 'A ', concerns: 'New' }), { concerns: 'New' });
  assert.deepEqual(changesOf(base, { summary: '' }), { summary: '' });
});

test('what would be refused for now waits, the rest goes', () => {
  const mine = { young_person_voice: 'I am fine', voice_basis: null, summary: 'S' };
  assert.deepEqual(holdBack({ young_person_voice: 'I am fine', summary: 'S' }, mine).send, { summary: 'S' });
  const risk = { risk_before: 'low', risk_after: 'high', rationale: '' };
  const held = holdBack({ risk_after: 'high', concerns: 'C' }, risk);
  assert.deepEqual(held.send, { concerns: 'C' });
  assert.deepEqual(held.held, [{ field: 'risk_after', why: 'enter why the risk changed' }]);
  assert.deepEqual(holdBack({ risk_after: 'low' }, { risk_before: 'low', risk_after: 'low' }).held, []);
  const whole = { ...risk, rationale: 'Because' };
  assert.deepEqual(holdBack({ risk_after: 'high', rationale: 'Because' }, whole).held, []);
});

test('theirs and mine meet field by field', () => {
  const base = pick({ summary: 'A', concerns: 'B', strengths: 'C', incidents: 'D' });
  const mine = { ...base, summary: 'A mine', strengths: 'C mine', incidents: 'Same' };
  const theirs = { ...base, concerns: 'B theirs', strengths: 'C theirs', incidents: 'Same' };
  const { values, clashes } = mergeTheirs(base, mine, theirs);
  assert.equal(values.summary, 'A mine');
  assert.equal(values.concerns, 'B theirs');
  assert.equal(values.strengths, 'C mine');
  assert.deepEqual(clashes, [{ field: 'strengths', mine: 'C mine', theirs: 'C theirs' }]);
});

test('both can be kept of texts and ticks, not of one choice', () => {
  assert.equal(chosen({ field: 'summary', mine: 'M', theirs: 'T' }, 'both'), 'T\n\nM');
  assert.equal(chosen({ field: 'summary', mine: null, theirs: 'T' }, 'both'), 'T');
  assert.deepEqual(chosen({ field: 'contexts', mine: ['a', 'b'], theirs: ['b', 'c'] }, 'both'), ['b', 'c', 'a']);
  assert.equal(chosen({ field: 'risk_after', mine: 'low', theirs: 'high' }, 'theirs'), 'high');
  assert.equal(canKeepBoth({ field: 'summary' }), true);
  assert.equal(canKeepBoth({ field: 'risk_after' }), false);
});

// A server of one discussion, and a clock that stands until it is let go.
function world({ stored = null } = {}) {
  const made = {
    server: { version: 1, ...pick({ summary: 'Old', risk_before: 'low' }) },
    down: null, sent: [], kept: stored, due: [], late: 0,
  };
  made.keeper = new Keeper({
    send: async (patch, etag) => {
      made.sent.push(patch);
      if (made.down) throw made.down;
      if (etag !== `"${made.server.version}"`)
        throw { status: 412, current: { ...made.server }, etag: `"${made.server.version}"`, message: 'stale' };
      Object.assign(made.server, patch, { version: made.server.version + 1 });
      return { data: { ...made.server }, etag: `"${made.server.version}"` };
    },
    store: (text) => { made.kept = text; },
    stored: () => made.kept,
    later: (act) => { const job = { act }; made.due.push(job); return job; },
    notLater: (job) => { made.due = made.due.filter((each) => each !== job); },
    clock: () => '14:02',
  });
  made.pass = async () => {
    for (const job of made.due.splice(0)) job.act();
    await new Promise((done) => setImmediate(done));
    await made.keeper.saving;
    await new Promise((done) => setImmediate(done));
  };
  return made;
}

test('typing is saved a moment later, with the time', async () => {
  const at = world();
  at.keeper.offer(at.server);
  at.keeper.type({ summary: 'New words' });
  assert.equal(at.keeper.words, 'Not saved yet');
  assert.ok(at.kept.includes('New words'));
  await at.pass();
  assert.deepEqual(at.sent, [{ summary: 'New words' }]);
  assert.equal(at.keeper.words, 'Saved 14:02');
  assert.equal(at.kept, null);
  assert.equal(at.keeper.isUnsaved, false);
});

test('what is typed while it is being saved is saved next', async () => {
  const at = world();
  at.keeper.offer(at.server);
  at.keeper.type({ summary: 'One' });
  const first = at.keeper.save();
  at.keeper.type({ summary: 'One two' });
  await first;
  assert.equal(at.keeper.isUnsaved, true);
  await at.pass();
  assert.equal(at.server.summary, 'One two');
  assert.equal(at.keeper.words, 'Saved 14:02');
});

test('a lost line keeps the text and tries again', async () => {
  const at = world();
  at.keeper.offer(at.server);
  at.down = { status: 0, message: 'Check your connection and try again' };
  at.keeper.type({ summary: 'Kept' });
  await at.pass();
  assert.equal(at.keeper.words, 'Not saved: check your connection and try again. Your text is kept.');
  assert.ok(at.kept.includes('Kept'));
  at.down = null;
  await at.pass();
  assert.equal(at.server.summary, 'Kept');
});

test('what the server refuses for good is not sent over and over', async () => {
  const at = world();
  at.keeper.offer(at.server);
  at.down = { status: 409, message: 'The minutes are signed off. Add an addendum instead.' };
  at.keeper.type({ summary: 'Late' });
  await at.pass();
  await at.pass();
  assert.equal(at.sent.length, 1);
  assert.match(at.keeper.words, /signed off/);
  assert.equal(at.keeper.isUnsaved, true);
});

test('another page load finds what was not saved', async () => {
  const before = world();
  before.keeper.offer(before.server);
  before.keeper.type({ concerns: 'Typed before the crash' });
  const at = world({ stored: before.kept });
  at.server.summary = 'Theirs meanwhile';
  at.server.version = 2;
  at.keeper.offer(at.server);
  assert.equal(at.keeper.values.concerns, 'Typed before the crash');
  assert.equal(at.keeper.values.summary, 'Theirs meanwhile');
  await at.pass();
  assert.equal(at.server.concerns, 'Typed before the crash');
});

test('two writers of different fields do not notice each other', async () => {
  const at = world();
  at.keeper.offer(at.server);
  at.server.concerns = 'Theirs';
  at.server.version = 2;
  at.keeper.type({ summary: 'Mine' });
  await at.pass();
  await at.pass();
  assert.equal(at.server.summary, 'Mine');
  assert.equal(at.server.concerns, 'Theirs');
  assert.equal(at.keeper.values.concerns, 'Theirs');
  assert.equal(at.keeper.state, 'saved');
});

for (const [choice, wanted] of [['mine', 'Mine'], ['theirs', 'Theirs'], ['both', 'Theirs\n\nMine']])
  test(`the same field changed by both: ${choice}`, async () => {
    const at = world();
    at.keeper.offer(at.server);
    at.server.summary = 'Theirs';
    at.server.version = 2;
    at.keeper.type({ summary: 'Mine', strengths: 'Also mine' });
    await at.pass();
    await at.pass();
    assert.equal(at.keeper.state, 'clash');
    assert.deepEqual(at.keeper.clashes, [{ field: 'summary', mine: 'Mine', theirs: 'Theirs' }]);
    assert.equal(at.server.strengths, 'Also mine', 'the rest is saved meanwhile');
    assert.equal(at.server.summary, 'Theirs', 'nothing is written over unasked');
    assert.ok(at.kept.includes('Mine'), 'and what waits is kept');
    at.keeper.resolve('summary', choice);
    await at.pass();
    assert.equal(at.server.summary, wanted);
    assert.equal(at.keeper.state, 'saved');
    assert.equal(at.kept, null);
  });

test('a risk without its reason is said to wait, and goes with it', async () => {
  const at = world();
  at.keeper.offer(at.server);
  at.keeper.type({ risk_after: 'high', summary: 'S' });
  await at.pass();
  assert.deepEqual(at.sent, [{ summary: 'S' }]);
  assert.equal(at.keeper.words, 'Saved 14:02, but enter why the risk changed');
  assert.equal(at.keeper.isUnsaved, true);
  at.keeper.type({ rationale: 'Threats' });
  await at.pass();
  assert.deepEqual(at.sent[1], { risk_after: 'high', rationale: 'Threats' });
  assert.equal(at.keeper.words, 'Saved 14:02');
});

test('a fresh word of the server does not disturb what is typed', async () => {
  const at = world();
  at.keeper.offer(at.server);
  at.keeper.type({ concerns: 'Being typed' });
  at.server.summary = 'Theirs';
  at.server.version = 2;
  at.keeper.offer(at.server);
  assert.equal(at.keeper.values.concerns, 'Being typed');
  assert.equal(at.keeper.values.summary, 'Theirs');
  await at.pass();
  assert.equal(at.server.concerns, 'Being typed');
});

test('the agenda on one sheet: actions and checks are counted in words', () => {
  const action = (state, overdue = false) => ({ state, overdue });
  assert.equal(actionsText([]), 'None');
  assert.equal(actionsText([action('open', true), action('in_progress'), action('done'), action('cancelled')]), '2 to do, 1 late, 1 done');
  const check = (result) => ({ result });
  assert.equal(checksText([]), 'None asked');
  assert.equal(checksText([check('withdrawn')]), 'None asked');
  assert.equal(checksText([check('information_given'), check('nothing_known'), check(null), check('withdrawn')]),
    '1 answered, 1 nothing known, 1 waiting');
  const none = { contacts: 0, incidents: 0, sessions: 0, sessions_missed: 0, referrals: 0 };
  assert.equal(changesText(none), 'Nothing recorded');
  assert.equal(changesText({ ...none, contacts: 2, sessions: 3, sessions_missed: 1 }), '2 contacts, 3 sessions, 1 of them missed');
});
