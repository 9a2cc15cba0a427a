// What every operation owes to the corridor (interface.md, "API"): problems,
// cross-site refusal, versions, idempotency, cursors, form posts. Shown on the
// people of one spoke.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import http from 'node:http';
import { promisify } from 'node:util';
import { after, test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { accountsOf, inventedName } from '../support/api.mjs';
import { programPath, useServer } from '../support/server.mjs';

const server = await useServer();
after(() => server.stop());
const accounts = accountsOf(server);
const coordinator = await accounts.as('spoke_coordinator', 'bristol');

const JSON_TYPE = { 'Content-Type': 'application/json' };
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };
const SAME = { 'Sec-Fetch-Site': 'same-origin' };
const NAVIGATES = { ...SAME, 'Sec-Fetch-Mode': 'navigate' };
const COOKIE = { Cookie: coordinator.cookie };

// As fetch, but with just the headers given: fetch adds some of its own.
function send(method, path, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, server.baseUrl), { method, headers });
    request.on('error', reject);
    request.on('response', (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        const json = /json/.test(response.headers['content-type'] ?? '');
        resolve({ status: response.statusCode, headers: response.headers, text,
          body: json && text ? JSON.parse(text) : null });
      });
    });
    if (body !== undefined) request.setHeader('Content-Length', Buffer.byteLength(body));
    request.end(body);
  });
}

const newPerson = () => ({ spoke: 'bristol', ...inventedName() });

async function makePerson() {
  const made = await coordinator.post('/api/v1/people', newPerson());
  assert.equal(made.status, 201, made.text);
  return made;
}

function assertProblem(answer, status, slug) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.equal(answer.body.type, `/problems/${slug}`);
  assert.equal(answer.body.status, status);
  assert.equal(answer.body.request_id, answer.headers['x-request-id']);
}

test('problems', async (t) => {
  await t.test('no route', async () => {
    assertProblem(await send('GET', '/api/v1/nothing', COOKIE), 404, 'not-found');
    assertProblem(await send('GET', '/api/v1/people/1', COOKIE), 404, 'not-found');
  });
  await t.test('no such person, and not even a session', async () => {
    const path = `/api/v1/people/${randomUUID()}`;
    assertProblem(await send('GET', path, COOKIE), 404, 'not-found');
    assertProblem(await send('GET', path), 401, 'sign-in-needed');
  });
  await t.test('another method', async () => {
    const answer = await send('PUT', '/api/v1/people', { ...COOKIE, ...SAME });
    assertProblem(answer, 405, 'method-not-allowed');
    assert.equal(answer.headers.allow, 'GET, HEAD, POST');
  });
  await t.test('a session comes before what is wrong', async () => {
    const answer = await send('POST', '/api/v1/people', { ...SAME, ...JSON_TYPE }, '{');
    assertProblem(answer, 401, 'sign-in-needed');
    assert.match(answer.headers['www-authenticate'], /^Bearer/);
  });
  await t.test('a role comes before what is wrong', async () => {
    const admin = await accounts.as('system_admin');
    const answer = await send('POST', '/api/v1/people',
      { ...SAME, ...JSON_TYPE, Cookie: admin.cookie }, '{"x":1}');
    assertProblem(answer, 403, 'not-entitled');
  });
  await t.test('every fault at once, with pointers', async () => {
    const answer = await send('POST', '/api/v1/people', { ...COOKIE, ...SAME, ...JSON_TYPE },
      JSON.stringify({ born_on: '2009-02-30', is_admin: true, other_names: [{}] }));
    assertProblem(answer, 422, 'invalid');
    const told = answer.body.errors.map((fault) => `${fault.pointer} ${fault.code}`);
    for (const expected of ['/spoke required', '/born_on not_a_date',
      '/other_names/0/kind required', '/is_admin unknown_field'])
      assert.ok(told.includes(expected), `${expected} in ${told}`);
  });
  await t.test('a page for a person', async () => {
    const answer = await send('GET', '/api/v1/nothing', { Accept: 'text/html' });
    assert.equal(answer.status, 404);
    assert.match(answer.headers['content-type'], /^text\/html/);
  });
});

test('bodies that are refused', async () => {
  const cases = [
    [400, '{"a":1,"a":2}', JSON_TYPE],
    [400, `${'['.repeat(17)}${']'.repeat(17)}`, JSON_TYPE],
    [400, '{"a":"\\u0000"}', JSON_TYPE],
    [400, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), JSON_TYPE],
    [400, 'given_name=%zz', FORM_TYPE],
    [400, 'given_name=%00', FORM_TYPE],
    [413, ' '.repeat(256 * 1024 + 1), JSON_TYPE],
    [415, 'x', { 'Content-Type': 'text/plain' }],
    [415, 'x', {}],
    [415, '--x--', { 'Content-Type': 'multipart/form-data; boundary=x' }],
    [415, '{}', { 'Content-Type': 'application/json; charset=utf-16' }],
    [422, '[]', JSON_TYPE],
  ];
  for (const [status, body, type] of cases) {
    const answer = await send('POST', '/api/v1/people', { ...COOKIE, ...SAME, ...type }, body);
    assert.equal(answer.status, status, `${String(body).slice(0, 40)}: ${answer.text}`);
  }
});

test('writes from other sites are refused (R14)', async () => {
  const { host, origin } = new URL(server.baseUrl);
  const cases = [
    [{ 'Sec-Fetch-Site': 'same-origin' }, true],
    [{ 'Sec-Fetch-Site': 'same-site' }, false],
    [{ 'Sec-Fetch-Site': 'cross-site' }, false],
    [{ 'Sec-Fetch-Site': 'none' }, false],
    [{ 'Sec-Fetch-Site': 'cross-site', Origin: origin }, false],
    [{ Origin: origin }, true],
    [{ Origin: `https://${host}` }, false],
    [{ Origin: `${origin}.example` }, false],
    [{ Origin: 'null' }, false],
    [{}, false],
  ];
  for (const [headers, admitted] of cases) {
    for (const [method, path] of [['POST', '/api/v1/people'], ['DELETE', '/api/v1/session'],
      ['PATCH', `/api/v1/people/${randomUUID()}`]]) {
      const answer = await send(method, path, { ...headers });
      // Admitted, it is refused for want of a session.
      assertProblem(answer, admitted ? 401 : 403, admitted ? 'sign-in-needed' : 'cross-site');
    }
  }
});

test('versions', async (t) => {
  const made = await makePerson();
  const path = made.location;
  const headers = { ...COOKIE, ...SAME, ...JSON_TYPE };
  const change = (etag, body = '{"sex":"male"}') =>
    send('PATCH', path, etag ? { ...headers, 'If-Match': etag } : headers, body);

  await t.test('made: Location and ETag lead to the same object', async () => {
    const read = await send('GET', path, COOKIE);
    assert.equal(read.status, 200);
    assert.equal(read.headers.etag, made.etag);
    assert.deepEqual(read.body, made.body);
  });
  await t.test('HEAD is GET without its body', async () => {
    const read = await send('GET', path, COOKIE);
    const head = await send('HEAD', path, COOKIE);
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.equal(head.headers.etag, read.headers.etag);
    assert.equal(head.headers['content-length'], read.headers['content-length']);
  });
  // A contact shows its own row only; a person shows others, and is never 304.
  await t.test('304 for who has it', async () => {
    const contact = await send('POST', '/api/v1/contacts', headers, JSON.stringify({
      spoke: 'bristol', person_id: made.body.id, type: 'home_visit', seen: true,
      happened_at: new Date(Date.now() - 60000).toISOString() }));
    assert.equal(contact.status, 201, contact.text);
    const { etag } = contact.headers;
    const address = contact.headers.location;
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const read = await send('GET', address, { ...COOKIE, 'If-None-Match': tag });
      assert.equal(read.status, 304, tag);
      assert.equal(read.text, '');
      assert.equal(read.headers.etag, etag);
    }
    const other = await send('GET', address, { ...COOKIE, 'If-None-Match': '"x"' });
    assert.equal(other.status, 200);
    const nobody = await send('GET', address, { 'If-None-Match': etag });
    assert.equal(nobody.status, 401);
    const person = await send('GET', path, { ...COOKIE, 'If-None-Match': made.etag });
    assert.equal(person.status, 200);
  });
  await t.test('428 without, 400 for what is none', async () => {
    assertProblem(await change(null), 428, 'version-needed');
    assertProblem(await change('*'), 400, 'bad-request');
    assertProblem(await change(`W/${made.etag}`), 400, 'bad-request');
  });
  await t.test('one change wins, the other sees what is recorded now', async () => {
    const won = await change(made.etag);
    assert.equal(won.status, 200, won.text);
    assert.notEqual(won.headers.etag, made.etag);
    const lost = await change(made.etag, '{"sex":"female"}');
    assertProblem(lost, 412, 'changed-meanwhile');
    assert.deepEqual(lost.body.current, won.body);
  });
});

test('idempotency', async (t) => {
  const count = async (person) => Number(await server.psql(
    `SELECT count(*) FROM casework.person_name WHERE family_name = '${person.family_name}'`));
  const post = (key, body, client = coordinator) =>
    client.post('/api/v1/people', body, undefined, { 'Idempotency-Key': key });

  await t.test('the same key and body: the same answer, one effect', async () => {
    const key = randomUUID();
    const person = newPerson();
    const first = await post(key, person);
    const again = await post(key, person);
    assert.equal(first.status, 201, first.text);
    assert.equal(again.status, 201, again.text);
    assert.equal(first.headers.get('idempotency-replayed'), null);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal(again.location, first.location);
    assert.equal(again.etag, first.etag);
    assert.deepEqual(again.body, first.body);
    assert.equal(await count(person), 1);
  });
  await t.test('another body is refused', async () => {
    const key = randomUUID();
    assert.equal((await post(key, newPerson())).status, 201);
    const other = newPerson();
    const refused = await post(key, other);
    assert.equal(refused.status, 422);
    assert.equal(refused.body.type, '/problems/key-reused');
    assert.equal(await count(other), 0);
  });
  await t.test('a failure keeps no key', async () => {
    const key = randomUUID();
    const person = newPerson();
    assert.equal((await post(key, { ...person, spoke: 'nowhere' })).status >= 400, true);
    assert.equal((await post(key, person)).status, 201);
  });
  await t.test('the key is its owner\'s', async () => {
    const key = randomUUID();
    assert.equal((await post(key, newPerson())).status, 201);
    const other = await accounts.as('spoke_coordinator', 'somerset');
    const theirs = await post(key, { ...newPerson(), spoke: 'somerset' }, other);
    assert.equal(theirs.status, 201, theirs.text);
    assert.equal(theirs.headers.get('idempotency-replayed'), null);
  });
  await t.test('twenty at once: one effect', async () => {
    const key = randomUUID();
    const person = newPerson();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(key, person)));
    for (const answer of answers) {
      if (answer.status === 409) assert.equal(answer.body.type, '/problems/still-running');
      else assert.equal(answer.status, 201, answer.text);
    }
    const places = new Set(answers.filter((a) => a.status === 201).map((a) => a.location));
    assert.equal(places.size, 1);
    assert.equal(await count(person), 1);
  });
  await t.test('what is no key', async () => {
    assert.equal((await post('a b', newPerson())).status, 400);
    assert.equal((await post('x'.repeat(256), newPerson())).status, 400);
    assert.equal((await post(randomUUID().padEnd(255, 'x'), newPerson())).status, 201);
  });
});

test('lists', async (t) => {
  const read = (query) => send('GET', `/api/v1/people?${query}`, COOKIE);
  const all = (await read('spoke=bristol&limit=200')).body.items;

  await t.test('pages of every size add up to the whole, once each', async () => {
    for (const limit of [1, 7, 50]) {
      const seen = [];
      let path = `/api/v1/people?spoke=bristol&limit=${limit}`;
      for (let pages = 0; path && pages < 12; pages++) {
        const page = await send('GET', path, COOKIE);
        assert.equal(page.status, 200, page.text);
        assert.ok(page.body.items.length <= limit);
        seen.push(...page.body.items.map((item) => JSON.stringify(item)));
        const link = /^<([^>]+)>; rel="next"$/.exec(page.headers.link ?? '');
        assert.equal(Boolean(link), page.body.next !== null);
        path = link?.[1];
        if (link) assert.ok(path.endsWith(`cursor=${page.body.next}`));
      }
      assert.equal(new Set(seen).size, seen.length);
      assert.deepEqual(seen, all.slice(0, seen.length).map((item) => JSON.stringify(item)));
      assert.equal(seen.length, Math.min(all.length, 12 * limit));
    }
  });
  await t.test('a cursor belongs to its filter', async () => {
    const { next } = (await read('spoke=bristol&limit=1')).body;
    assert.equal((await read(`spoke=bristol&limit=3&cursor=${next}`)).status, 200);
    for (const query of [`spoke=bristol&risk=high&cursor=${next}`,
      `spoke=bristol&cursor=${next.slice(0, -2)}`, 'spoke=bristol&cursor=eyJ4IjoxfQ'])
      assertProblem(await read(query), 400, 'bad-request');
  });
  await t.test('limits', async () => {
    for (const limit of ['0', '201', '-1', 'x', '1.5'])
      assertProblem(await read(`spoke=bristol&limit=${limit}`), 422, 'invalid');
  });
});

test('form posts', async (t) => {
  const form = (fields) => new URLSearchParams(fields).toString();
  const post = (fields, headers = NAVIGATES) =>
    send('POST', '/api/v1/people', { ...COOKIE, ...FORM_TYPE, ...headers }, form(fields));

  await t.test('lead to what was made', async () => {
    // A day of its own, or the known-to-us check may find somebody.
    const year = String(2004 + Math.floor(Math.random() * 12));
    const day = 1 + Math.floor(Math.random() * 28);
    const answer = await post({ spoke: 'bristol', ...inventedName(), born_precision: 'exact',
      'born_on-day': String(day), 'born_on-month': 'feb', 'born_on-year': year });
    assert.equal(answer.status, 303, answer.text);
    const [, id] = /^\/people\/([0-9a-f-]{36})$/.exec(answer.headers.location);
    const person = await send('GET', `/api/v1/people/${id}`, COOKIE);
    assert.equal(person.status, 200);
    assert.equal(person.body.born_on, `${year}-02-${String(day).padStart(2, '0')}`);
  });
  await t.test('carry their version in a field', async () => {
    const made = await makePerson();
    const change = (version) => send('PATCH', made.location,
      { ...COOKIE, ...FORM_TYPE, ...SAME }, form({ sex: 'male', version }));
    const version = JSON.parse(made.etag);
    assert.equal((await change('')).status, 428);
    assert.equal((await change(version)).status, 200);
    assert.equal((await change(version)).status, 412);
  });
  await t.test('that fail give back what was typed', async () => {
    const answer = await post({ given_name: '<b>Long & "typed"</b>', 'born_on-day': '31',
      'born_on-month': '2', 'born_on-year': '2010' });
    assert.equal(answer.status, 422);
    assert.match(answer.headers['content-type'], /^text\/html/);
    assert.match(answer.text, /<li>Select the spoke<\/li>/);
    assert.match(answer.text, /<li>Date of birth must be a real date<\/li>/);
    assert.match(answer.text, /&lt;b&gt;Long &amp; &quot;typed&quot;&lt;\/b&gt;/);
    assert.ok(!answer.text.includes('<b>'));
  });
  await t.test('by a script get JSON', async () => {
    assertProblem(await post({ spoke: 'bristol' }, SAME), 422, 'invalid');
  });
  await t.test('never show a password', async () => {
    const answer = await send('POST', '/api/v1/session', { ...NAVIGATES, ...FORM_TYPE },
      form({ email: `nobody-${randomUUID()}@example.org`, password: 'a wrong passphrase' }));
    assert.equal(answer.status, 401);
    assert.ok(!answer.text.includes('passphrase'));
    assert.ok(!answer.text.includes('nobody-'));
  });
});

test('routes and OpenAPI document agree', async () => {
  const run = promisify(execFile);
  const { stdout } = await run(programPath(), ['routes']);
  const routes = stdout.trim().split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  const first = await send('GET', '/api/v1/openapi.json');
  const document = first.body;
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) =>
      [method.toUpperCase(), path, operation['x-permission']].join(' ')));
  assert.deepEqual(described.sort(),
    routes.map(([method, path, permission]) => [method, path, permission].join(' ')).sort());

  const follow = (value) => {
    if (value === null || typeof value !== 'object') return;
    if (typeof value.$ref === 'string') {
      const found = value.$ref.slice(2).split('/').reduce((at, step) => at?.[step], document);
      assert.ok(found, value.$ref);
    }
    Object.values(value).forEach(follow);
  };
  follow(document);
  const again = await send('GET', '/api/v1/openapi.json', { 'If-None-Match': first.headers.etag });
  assert.equal(again.status, 304);
});
