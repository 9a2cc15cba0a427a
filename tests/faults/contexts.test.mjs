// R8: a connection is used by one person after another. Many requests of many
// people, some broken off in the middle, some refused, some wrong: whatever
// comes back is of the spoke of whoever asked, and of nobody else.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';

import { ask } from './support/ask.mjs';
import { count, Place, SPOKES, timeIsUp } from './support/place.mjs';

const REQUESTS = count(1000000, 5000);
const TOGETHER = 48;
const PEOPLE = 20; // of each spoke

// A word that stands in the names of one spoke's young people, and nowhere else.
const markerOf = (spoke) => `Marker${spoke}`;

async function fill(place, server, cookies) {
  const ids = {};
  for (const spoke of SPOKES) {
    ids[spoke] = [];
    for (let i = 0; i < PEOPLE; i++) {
      const answer = await ask(server.url, 'POST', '/api/v1/people', { cookie: cookies[spoke],
        body: { spoke, given_name: 'Invented', family_name: `${markerOf(spoke)}${'abcdefghijklmnopqrstuvwxyz'[i]}` } });
      assert.equal(answer.status, 201, answer.text);
      ids[spoke].push(answer.body.id);
    }
  }
  return ids;
}

const any = (list) => list[Math.floor(Math.random() * list.length)];

// [weight, make(who, ids) => {path, ...}]; `mine`: the answer must name the
// asker's own marker.
const KINDS = [
  [3, () => ({ path: '/api/v1/session', expect: [200], mine: 'email' })],
  [6, (who, ids) => ({ path: `/api/v1/people/${any(ids[who])}`, expect: [200], mine: 'marker' })],
  [3, (who) => ({ path: `/api/v1/people?spoke=${who}&limit=10`, expect: [200] })],
  [2, (who) => ({ path: `/api/v1/search?q=${markerOf(who)}a`, expect: [200], mine: 'marker' })],
  [2, (who, ids) => ({ path: `/api/v1/people/${any(ids[who])}/journey`, expect: [200], mine: 'marker' })],
  [4, (who, ids, other) => ({ path: `/api/v1/people/${any(ids[other])}`, expect: [404] })],
  [2, (who, ids, other) => ({ path: `/api/v1/people?spoke=${other}`, expect: [200] })],
  [2, (who, ids, other) => ({ path: `/api/v1/search?q=${markerOf(other)}a`, expect: [200] })],
  [1, (who, ids) => ({ method: 'PATCH', path: `/api/v1/people/${any(ids[who])}`, body: { phone: '07700 900000' },
    etag: '"999"', expect: [412], mine: 'marker' })],
  [1, (who, ids, other) => ({ method: 'PATCH', path: `/api/v1/people/${any(ids[other])}`, body: { phone: '07700 900000' },
    etag: '"1"', expect: [404] })],
  [1, () => ({ method: 'POST', path: '/api/v1/people', body: { spoke: 'bristol', born_on: 'never' }, expect: [422, 403] })],
];
const wheel = KINDS.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });

// Sends; breaks some off after a moment, before or while the answer comes.
function send(base, { method = 'GET', path, body, etag }, cookie) {
  const abort = Math.random() < 0.03;
  const bytes = body ? JSON.stringify(body) : undefined;
  return new Promise((resolve) => {
    const out = request(new URL(path, base), { method, agent, headers: { ...(cookie ? { Cookie: cookie } : {}),
      ...(etag ? { 'If-Match': etag } : {}), ...(method === 'GET' ? {} : { 'Sec-Fetch-Site': 'same-origin' }),
      ...(bytes ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(bytes) } : {}) } }, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(pieces).toString() }));
      answer.on('error', () => resolve(null));
    });
    out.on('error', () => resolve(null));
    out.end(bytes);
    if (abort) setTimeout(() => out.destroy(), Math.random() * 8);
  });
}

// What is wrong with an answer, or nothing.
function leak(who, asked, { status, text }) {
  if (status === 503) return null;
  for (const spoke of SPOKES) {
    if (spoke !== who && text.includes(markerOf(spoke)) && !asked.path.includes(markerOf(spoke)))
      return `${who} was told of ${spoke} by ${asked.path}`;
    if (spoke !== who && text.includes(`${spoke}@drill.test`)) return `${who} was told who works for ${spoke} by ${asked.path}`;
  }
  const { expect: expected } = asked;
  if (!expected.includes(status)) return `${who}: ${asked.path} was answered ${status}: ${text.slice(0, 200)}`;
  if (status < 300 && asked.mine === 'marker' && !text.includes(markerOf(who))) return `${who}: ${asked.path} is not theirs`;
  if (status < 300 && asked.mine === 'email' && !text.includes(`${who}@drill.test`)) return `${who} is somebody else: ${text.slice(0, 200)}`;
  return null;
}

// People without any right to case content ask the same.
function outsiders(kind, who) {
  return who === 'nobody' || who === 'forged' ? { ...kind, expect: [401], mine: undefined }
    : { ...kind, expect: kind.path.startsWith('/api/v1/session') ? [200] : [403], mine: kind.mine === 'email' ? 'email' : undefined };
}

test(`${REQUESTS} requests of many people, some broken off`, async (t) => {
  const place = new Place(t);
  await place.cluster.startBeside();
  const server = await place.serve({ THROUGHLINE_LOG_LEVEL: 'error' });
  await server.ready('/readyz');
  const cookies = { forged: `__Host-throughline=${'A'.repeat(43)}`, nobody: '' };
  for (const who of [...SPOKES, 'analyst']) cookies[who] = await place.signIn(server, who);
  const ids = await fill(place, server, cookies);
  const everybody = [...SPOKES, ...SPOKES, 'analyst', 'nobody', 'forged'];
  const counts = { asked: 0, broken: 0, busy: 0, refused: 0 };
  const leaks = [];
  async function one() {
    while (counts.asked < REQUESTS && leaks.length < 10 && !timeIsUp()) {
      counts.asked += 1;
      const who = any(everybody);
      const inside = SPOKES.includes(who);
      const spoke = inside ? who : any(SPOKES);
      let asked = any(wheel)(spoke, ids, any(SPOKES.filter((each) => each !== spoke)));
      if (!inside) asked = outsiders(asked, who);
      const answer = await send(server.url, asked, cookies[who]);
      if (!answer) counts.broken += 1;
      else if (answer.status === 503) counts.busy += 1;
      else if (answer.status >= 400) counts.refused += 1;
      const wrong = answer && leak(who, asked, answer);
      if (wrong) leaks.push(wrong);
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, one));
  t.diagnostic(`${counts.asked} requests: ${counts.broken} broken off, ${counts.refused} refused, ${counts.busy} busy`);
  assert.deepEqual(leaks, []);
  assert.ok(counts.broken > counts.asked / 100);
  assert.ok(counts.busy < counts.asked / 10);
  await server.stop();
});
