// Attacks on signing in (R15, R16, R17), against a server of this file's own
// that believes a proxy's X-Forwarded-For, so that an attack can come from many
// addresses. TIMINGS says how many timings R17 takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ask } from '../faults/support/ask.mjs';
import { Place } from '../faults/support/place.mjs';

const TIMINGS = Number(process.env.TIMINGS || 2000);
const WRONG = 'certainly not the password';
const MEBIBYTE = 1024; // in the kilobytes of /proc
let addresses = 0;
const newAddress = () => { addresses += 1; return `198.51.${100 + (addresses >> 8)}.${addresses & 255}`; };

async function started(t, settings = {}) {
  const place = new Place(t);
  await place.cluster.startBeside();
  const server = await place.serve({ THROUGHLINE_BEHIND_TLS: 'yes', ...settings });
  await server.ready('/readyz');
  return { place, server };
}

const tryIn = (server, email, password, { address = newAddress(), device } = {}) =>
  ask(server.url, 'POST', '/api/v1/session', { body: { email, password }, patience: 120000,
    headers: { 'X-Forwarded-For': address, ...(device ? { Cookie: device } : {}) } });

const statuses = async (times, one) => {
  const seen = [];
  for (let i = 0; i < times; i++) seen.push((await one(i)).status);
  return seen;
};

const forget = (place) => place.sql("UPDATE access.sign_in_attempt SET at = at - interval '16 minutes'");

test('guessing is slowed down, and nobody is locked out of a device they use', async (t) => {
  const { place, server } = await started(t);
  const { email, password } = place.accounts.bristol;
  const first = await tryIn(server, email, password);
  assert.equal(first.status, 201, first.text);
  const device = first.headers['set-cookie'].map((each) => each.split(';')[0]).find((each) => !each.startsWith('__Host-throughline='));

  await t.test('one account from one place', async () => {
    const address = newAddress();
    assert.deepEqual(await statuses(6, () => tryIn(server, email, WRONG, { address })), [401, 401, 401, 401, 401, 429]);
    const right = await tryIn(server, email, password, { address });
    assert.equal(right.status, 429, 'even the right password waits');
    assert.ok(Number(right.headers['retry-after']) > 0);
  });
  await t.test('one account from everywhere at once', async () => {
    assert.deepEqual(await statuses(3, () => tryIn(server, email, WRONG)), [429, 429, 429]);
    assert.equal((await tryIn(server, email, password)).status, 429);
  });
  await t.test('its owner, on the device they always use, is let in', async () => {
    assert.equal((await tryIn(server, email, password, { device })).status, 201);
  });
  await t.test('a device cookie that somebody made up helps nobody', async () => {
    const forged = device.replace(/=.*/, `=${'A'.repeat(43)}`);
    assert.equal((await tryIn(server, email, password, { device: forged })).status, 429);
  });
  await t.test('nor does the device of somebody else', async () => {
    const other = await tryIn(server, place.accounts.somerset.email, place.accounts.somerset.password);
    const theirs = other.headers['set-cookie'].map((each) => each.split(';')[0]).find((each) => !each.startsWith('__Host-throughline='));
    assert.equal((await tryIn(server, email, password, { device: theirs })).status, 429);
  });
  await t.test('a known device is slowed down by its own failures', async () => {
    const seen = await statuses(11, () => tryIn(server, email, WRONG, { device }));
    assert.deepEqual(seen, [...Array(10).fill(401), 429]);
  });
  await t.test('another account is as it was', async () => {
    assert.equal((await tryIn(server, place.accounts.bathnes.email, place.accounts.bathnes.password)).status, 201);
  });
  await t.test('after a quarter of an hour all is well', async () => {
    await forget(place);
    assert.equal((await tryIn(server, email, password)).status, 201);
  });
  await t.test('many accounts from one address', async () => {
    const address = newAddress();
    const seen = await statuses(31, (i) => tryIn(server, `nobody${i}@drill.test`, WRONG, { address }));
    assert.deepEqual(seen, [...Array(30).fill(401), 429]);
    assert.equal((await tryIn(server, email, password)).status, 201, 'from elsewhere');
  });
  await t.test('many accounts from many addresses', async () => {
    await forget(place);
    await place.sql(`INSERT INTO access.sign_in_attempt (email_hash, address_hash, device_hash, succeeded)
      SELECT sha256(n::text::bytea), sha256(n::text::bytea), sha256(n::text::bytea), false FROM generate_series(1, 115) AS n`);
    const seen = await statuses(6, (i) => tryIn(server, `another${i}@drill.test`, WRONG));
    assert.deepEqual(seen, [401, 401, 401, 401, 401, 429]);
    assert.equal((await tryIn(server, email, password, { device })).status, 201, 'a known device');
  });
  await server.stop();
});

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

// How likely a value of `a` is above one of `b`: a half if they are alike.
function above(a, b) {
  const all = [...a.map((value) => [value, 0]), ...b.map((value) => [value, 1])].sort(([x], [y]) => x - y);
  let rank = 0;
  all.forEach(([, from], i) => { if (from === 0) rank += i + 1; });
  return (rank - a.length * (a.length + 1) / 2) / (a.length * b.length);
}

test(`who has an account cannot be told apart, in ${TIMINGS} timings (R17)`, async (t) => {
  const { place, server } = await started(t);
  // Nobody is slowed down here: every try counts as one that succeeded.
  await place.sql(`CREATE FUNCTION public.forgiven() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.succeeded := true; RETURN NEW; END';
    CREATE TRIGGER forgiven BEFORE INSERT ON access.sign_in_attempt FOR EACH ROW EXECUTE FUNCTION public.forgiven()`);
  const times = { known: [], unknown: [] };
  const texts = new Set();
  const plain = (text) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
  for (let i = 0; i < 20; i++) await tryIn(server, i % 2 ? place.accounts.bristol.email : 'nobody@drill.test', WRONG);
  for (let i = 0; i < TIMINGS; i++) {
    const kind = Math.random() < 0.5 ? 'known' : 'unknown';
    const email = kind === 'known' ? place.accounts.bristol.email : `nobody.${i}@drill.test`;
    const answer = await tryIn(server, email, WRONG);
    texts.add(`${answer.status} ${plain(answer.text)} ${Object.keys(answer.headers).join()} ${answer.headers['set-cookie'] ?? ''}`);
    times[kind].push(answer.ms);
  }
  assert.equal(texts.size, 1, [...texts].join('\n'));
  const share = above(times.known, times.unknown);
  const error = Math.sqrt((1 / times.known.length + 1 / times.unknown.length) / 12);
  t.diagnostic(`median ${median(times.known).toFixed(2)} ms for an account, ${median(times.unknown).toFixed(2)} ms for none; ` +
    `an account takes longer in ${(share * 100).toFixed(1)} of 100 pairs (standard error ${(error * 100).toFixed(1)})`);
  assert.ok(Math.abs(share - 0.5) <= 4.5 * error, 'they can be told apart');
  await server.stop();
});

test('a storm of sign-ins takes two hashings of memory and no more (R15)', async (t) => {
  const { place, server } = await started(t, { THROUGHLINE_QUEUE_LENGTH: '16' });
  const cookie = await place.signIn(server, 'bristol');
  const before = server.memory();
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, server.memory()); }, 5);
  const storm = Promise.all(Array.from({ length: 80 }, (_, i) => tryIn(server, `storm${i}@drill.test`, WRONG)));
  let over = false;
  storm.then(() => { over = true; });
  const others = [];
  while (!over) others.push(await ask(server.url, 'GET', '/api/v1/people?spoke=bristol&limit=1', { cookie }));
  const answers = await storm;
  clearInterval(watch);
  const busy = answers.filter(({ status }) => status === 503);
  assert.ok(answers.every(({ status }) => [401, 503].includes(status)));
  // What the queue holds and what is hashed is served; the rest is told at once.
  assert.ok(busy.length >= 20 && busy.length <= 80 - 16, `${busy.length} were turned away`);
  for (const { headers } of busy) assert.ok(headers['retry-after']);
  assert.ok(most - before < (2 * 64 + 24) * MEBIBYTE, `${most - before} kB more`);
  assert.ok(others.every(({ status }) => status === 200));
  const slowest = Math.max(...others.map(({ ms }) => ms));
  t.diagnostic(`80 at once: ${busy.length} turned away, ${((most - before) / MEBIBYTE).toFixed(0)} MiB more at most, ` +
    `other requests answered within ${slowest.toFixed(0)} ms`);
  assert.ok(slowest < 1000);
  await server.stop();
});
