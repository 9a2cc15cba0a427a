// R13: the security headers and cookies, exactly, on every route: to nobody,
// to somebody signed in, to a browser, and on whatever is refused.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
after(() => server.stop());
const accounts = accountsOf(server);
const coordinator = await accounts.as('spoke_coordinator', 'bristol');
const NOBODY = '00000000-0000-4000-8000-000000000000';

const ALWAYS = {
  'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
// Whatever else may come; anything not named here is one too many.
const SOMETIMES = new Set(['date', 'cache-control', 'vary', 'etag', 'content-type', 'content-length', 'x-request-id', 'location',
  'www-authenticate', 'allow', 'retry-after', 'connection', 'link', 'content-encoding', 'last-modified', 'accept-ranges',
  'set-cookie', 'clear-site-data', 'content-disposition', 'transfer-encoding', 'keep-alive', 'idempotency-replayed', 'deprecation']);

function send(method, path, headers = {}, body = undefined) {
  return new Promise((resolve, reject) => {
    const sent = { ...headers };
    if (method !== 'GET' && method !== 'HEAD') sent['Sec-Fetch-Site'] ??= 'same-origin';
    if (body !== undefined) Object.assign(sent, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
    const request = http.request(new URL(path, server.baseUrl), { method, headers: sent }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function assertHeaders({ status, headers, raw }, what) {
  const named = raw.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  for (const [name, value] of Object.entries(ALWAYS)) {
    assert.equal(headers[name], value, `${what}: ${status} ${name}`);
    assert.equal(named.filter((each) => each === name).length, 1, `${what}: ${name} once`);
  }
  assert.match(headers['x-request-id'] ?? '', /^[0-9a-f-]{36}$/, what);
  for (const name of named)
    assert.ok(name in ALWAYS || SOMETIMES.has(name), `${what}: ${status} brings ${name}: ${headers[name]}`);
  // HSTS is for where TLS ends in front; here it does not.
  assert.equal(headers['strict-transport-security'], undefined, what);
}

const document = await (await fetch(new URL('/api/v1/openapi.json', server.baseUrl))).json();
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods)
  .filter(([, { operationId }]) => operationId)
  .map(([method, { operationId }]) => ({ name: operationId, method: method.toUpperCase(),
    path: path.replace(/\{vocabulary\}/g, 'concern').replace(/\{[^}]+\}/g, NOBODY) })));

test('there are operations', () => assert.ok(operations.length > 100));

for (const { name, method, path } of operations) {
  if (name === 'session.delete') continue;
  test(`${name}: headers of whatever is answered`, async () => {
    const body = method === 'GET' || method === 'DELETE' ? undefined : '{"no_such_field":1}';
    const answers = [await send(method, path, {}, body), await send(method, path, { Cookie: coordinator.cookie }, body),
      await send(method, path, { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' }, body),
      await send('TRACE' === method ? 'GET' : 'PUT', path, { 'Sec-Fetch-Site': 'cross-site' }, '{}')];
    answers.forEach((answer, i) => {
      assertHeaders(answer, `${method} ${path} (${i})`);
      // What is said about people, or refused, is kept by nobody.
      const cache = answer.headers['cache-control'];
      assert.ok(cache === 'no-store' || (answer.status < 400 && cache !== undefined && !/public/.test(cache)) ||
        name === 'openapi.show', `${method} ${path} (${i}): ${answer.status} Cache-Control ${cache}`);
      assert.equal(answer.headers['set-cookie'], undefined);
    });
  });
}

test('pages, scripts and health', async () => {
  for (const path of ['/', '/sign-in', '/people', '/no-such-page', '/healthz', '/readyz', '/docs', '/api/v1/openapi.json', '/favicon.ico'])
    for (const method of ['GET', 'HEAD', 'POST']) assertHeaders(await send(method, path), `${method} ${path}`);
});

test('the cookies of a sign-in and of a sign-out', async () => {
  const { email, password } = accounts.accountOf('referrer', 'bristol');
  const answer = await send('POST', '/api/v1/session', {}, JSON.stringify({ email, password }));
  assert.equal(answer.status, 201);
  assertHeaders(answer, 'sign-in');
  const cookies = answer.headers['set-cookie'];
  const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
  assert.equal(cookies.length, 2);
  const session = /^__Host-throughline=([A-Za-z0-9_-]{43,}); (.*)$/.exec(cookies[0]);
  const device = /^__Host-[a-z-]+=([A-Za-z0-9_-]{43,}); (.*)$/.exec(cookies[1]);
  assert.deepEqual(session?.[2].split('; ').sort(), attributes.split('; ').sort(), cookies[0]);
  assert.deepEqual(device?.[2].split('; ').sort(), [...attributes.split('; '), 'Max-Age=31536000'].sort(), cookies[1]);
  assert.notEqual(session[1], device[1]);
  const out = await send('DELETE', '/api/v1/session', { Cookie: cookies[0].split(';')[0] });
  assertHeaders(out, 'sign-out');
  assert.match(out.headers['set-cookie'][0], /^__Host-throughline=; .*Max-Age=0/);
});
