// R32: the machine's clock jumps forward and back, and passes the hours at
// which British summer time begins and ends (libfaketime; the clock that only
// counts seconds goes on, as it does on a real machine). Requests go on being
// answered, deadlines hold, and what is "today" is today in London.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { inventedName } from '../support/api.mjs';
import { ask, pause } from './support/ask.mjs';
import { Load } from './support/load.mjs';
import { Place, SPOKES } from './support/place.mjs';

const LIBRARY = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1']
  .find(existsSync);

const HOUR = 3600;

class FakeClock {
  constructor(place) {
    this.file = `${place.folder}/clock`;
    this.place = place;
    this.environment = { LD_PRELOAD: LIBRARY, FAKETIME_TIMESTAMP_FILE: this.file, FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1', TZ: 'UTC' };
  }

  // From now on the clock is `seconds` off.
  shift(seconds) { writeFileSync(this.file, `${seconds < 0 ? '' : '+'}${seconds}\n`); }

  // From now on it is `at`, and goes on from there.
  set(at) { this.shift(Math.round((Date.parse(at) - Date.now()) / 1000)); }
}

async function started(t) {
  const place = new Place(t);
  const clock = new FakeClock(place);
  clock.shift(0);
  await place.cluster.startBeside({ env: clock.environment });
  const server = await place.serve(clock.environment);
  await server.ready('/readyz');
  return { place, clock, server };
}

const options = { skip: LIBRARY ? false : 'libfaketime is not installed: not run' };

test('the clock jumps under load', options, async (t) => {
  const { place, clock, server } = await started(t);
  const sessions = {};
  for (const spoke of SPOKES) sessions[spoke] = await place.signIn(server, spoke);
  const load = new Load(t, server.url, sessions, 3);
  load.start();
  let slowest = 0;
  // Within what a session lives without being used, so nobody is signed out.
  for (const seconds of [600, -600, 1200, 1, -1200, 0, 600, -1, 0]) {
    clock.shift(seconds);
    const before = load.acknowledged.size;
    const began = performance.now();
    while (load.acknowledged.size < before + 4 && load.unexpected.length === 0 && performance.now() - began < 10000) await pause(20);
    slowest = Math.max(slowest, performance.now() - began);
  }
  await load.stop();
  assert.ok(slowest < 10000, `nothing was answered for ${slowest.toFixed(0)} ms after a jump`);
  assert.deepEqual(await load.faults((text) => place.sql(text)), []);

  // A week: sessions are over, nothing else is.
  clock.shift(7 * 24 * HOUR);
  assert.equal((await ask(server.url, 'GET', '/api/v1/session', { cookie: sessions.bristol })).status, 401);
  const cookie = await place.signIn(server, 'bristol');
  assert.equal((await ask(server.url, 'GET', '/api/v1/session', { cookie })).status, 200);
  // And back: what was made in the future is no key to the past, nor a crash.
  clock.shift(0);
  assert.ok([200, 401].includes((await ask(server.url, 'GET', '/api/v1/session', { cookie })).status));
  assert.ok(await place.signIn(server, 'bristol'));
  await server.stop();
  t.diagnostic(`9 jumps of up to 40 minutes, one of a week; at most ${slowest.toFixed(0)} ms until four more writes were acknowledged; ` +
    `${load.acknowledged.size} writes acknowledged`);
});

// [the instant, the day it is in London]. Summer time begins at 01:00 UTC on
// 28 March 2027 and ends at 01:00 UTC on 31 October 2027.
const MOMENTS = [
  ['2027-03-27T23:59:00Z', '2027-03-27'], ['2027-03-28T00:00:05Z', '2027-03-28'],
  ['2027-03-28T00:59:58Z', '2027-03-28'], ['2027-03-28T01:00:02Z', '2027-03-28'],
  ['2027-03-28T22:59:00Z', '2027-03-28'], ['2027-03-28T23:00:05Z', '2027-03-29'],
  ['2027-10-30T22:59:00Z', '2027-10-30'], ['2027-10-30T23:00:05Z', '2027-10-31'],
  ['2027-10-31T00:59:58Z', '2027-10-31'], ['2027-10-31T01:00:02Z', '2027-10-31'],
  ['2027-10-31T23:59:00Z', '2027-10-31'], ['2027-11-01T00:00:05Z', '2027-11-01'],
  ['2028-02-29T12:00:00Z', '2028-02-29'],
];

const dayAfter = (day) => new Date(Date.parse(day) + 24 * HOUR * 1000).toISOString().slice(0, 10);

test('today is today in London', options, async (t) => {
  const { place, clock, server } = await started(t);
  for (const [at, day] of MOMENTS) {
    clock.set(at);
    const cookie = await place.signIn(server, 'bristol');
    clock.set(at); // signing in took its time
    assert.equal(await place.sql('SELECT access.today()'), day, at);
    // A date of birth may be today and not tomorrow: the server's own reckoning.
    const born = (born_on) => ask(server.url, 'POST', '/api/v1/people', { cookie,
      body: { spoke: 'bristol', ...inventedName(), born_on, born_precision: 'exact' } });
    const tomorrow = await born(dayAfter(day));
    assert.equal(tomorrow.status, 422, `${at}: ${tomorrow.text}`);
    const today = await born(day);
    assert.equal(today.status, 201, `${at}: ${today.text}`);
  }
  await server.stop();
  t.diagnostic(`${MOMENTS.length} moments about the two changes of the clock`);
});
