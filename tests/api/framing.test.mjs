// Request framing on the raw socket (R11). A request that two parsers could
// read in two ways is answered 400 (or 408, 413, 431, 501) and the connection
// closed; what was sent after it is never served as a request of its own.
//
// Each refused case is sent whole and again in pieces of a few bytes, for the
// server must see through splits, and each is followed by a good request that
// must stay unanswered.

import assert from 'node:assert/strict';
import net from 'node:net';
import { after, test } from 'node:test';
import { useServer } from '../support/server.mjs';

const running = await useServer();
after(() => running.stop());

const server = new URL(running.baseUrl);
const PATIENCE_MS = 5000;
const HOST = 'Host: localhost\r\n';
const AFTER = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`;
const BODY = '{"email":"a@example.org","password":"none"}';
const POST = `POST /api/v1/session HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

async function write(socket, bytes, step) {
  for (let at = 0; at < bytes.length && !socket.destroyed; at += step) {
    socket.write(bytes.subarray(at, at + step));
    if (step < bytes.length) await pause();
  }
}

// Sends `text` and gathers what comes back, until `enough(received)`, the
// server closes, or patience ends.
function converse(text, { step = Infinity, enough = () => false } = {}) {
  const bytes = Buffer.from(text, 'latin1');
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(server.port || 80), server.hostname);
    let received = '';
    let closed = false;
    let connected = false;
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      if (connected) resolve({ received, closed });
      else reject(new Error(`nobody listens at ${server}`));
    };
    const timer = setTimeout(end, PATIENCE_MS);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => {
      closed = true;
      end();
    });
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (enough(received)) end();
    });
    socket.on('connect', () => {
      connected = true;
      write(socket, bytes, Math.min(step, bytes.length));
    });
  });
}

const statuses = (received) =>
  [...received.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map((m) => Number(m[1]));

const get = (headers) => `GET /healthz HTTP/1.1\r\n${headers}\r\n`;
const target = (text) => `GET ${text} HTTP/1.1\r\n${HOST}\r\n`;
const line = (text) => `${text}\r\n${HOST}\r\n`;
const chunks = (text) => `${POST}Transfer-Encoding: chunked\r\n\r\n${text}`;
const many = (count, header) =>
  Array.from({ length: count }, (_, i) => header(i)).join('');

const refused = {
  // Two lengths, or none that can be believed.
  'Transfer-Encoding and Content-Length': `${POST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
  'Content-Length and Transfer-Encoding': `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'two different Content-Length': `${POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
  'the same Content-Length twice': `${POST}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`,
  'Content-Length as a list': `${POST}Content-Length: 5, 5\r\n\r\nhello`,
  'Content-Length with a sign': `${POST}Content-Length: +5\r\n\r\nhello`,
  'negative Content-Length': `${POST}Content-Length: -5\r\n\r\nhello`,
  'hexadecimal Content-Length': `${POST}Content-Length: 0x5\r\n\r\nhello`,
  'Content-Length with a gap': `${POST}Content-Length: 1 0\r\n\r\n0123456789`,
  'Content-Length with letters after': `${POST}Content-Length: 5a\r\n\r\nhello`,
  'empty Content-Length': `${POST}Content-Length: \r\n\r\nhello`,
  'Content-Length beyond 64 bits': `${POST}Content-Length: 18446744073709551621\r\n\r\nhello`,
  'Content-Length beyond what is taken': `${POST}Content-Length: 262145\r\n\r\nhello`,
  'Content-Length of other digits': `${POST}Content-Length: \u00b2\r\n\r\nhello`,
  // Codings.
  'Transfer-Encoding identity': `${POST}Transfer-Encoding: identity\r\n\r\n`,
  'Transfer-Encoding gzip, chunked': `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  'Transfer-Encoding chunked twice': `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'Transfer-Encoding chunked, chunked': `${POST}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
  'Transfer-Encoding xchunked': `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  'Transfer-Encoding quoted': `${POST}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n`,
  'Transfer-Encoding with a vertical tab': `${POST}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`,
  'empty Transfer-Encoding': `${POST}Transfer-Encoding:\r\n\r\n`,
  'Transfer-Encoding with a space before the colon': `${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
  'Transfer-Encoding with a tab before the colon': `${POST}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n`,
  'Transfer-Encoding in HTTP/1.0': `POST /api/v1/session HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  // Chunks.
  'a chunk size that is no number': chunks('zz\r\nhello\r\n0\r\n\r\n'),
  'a chunk size with 0x': chunks('0x5\r\nhello\r\n0\r\n\r\n'),
  'a chunk size with a space': chunks('5 \r\nhello\r\n0\r\n\r\n'),
  'a negative chunk size': chunks('-1\r\nhello\r\n0\r\n\r\n'),
  'an empty chunk size': chunks('\r\nhello\r\n0\r\n\r\n'),
  'a chunk size ended by a bare LF': chunks('5\nhello\r\n0\r\n\r\n'),
  'a chunk extension': chunks('5;a=b\r\nhello\r\n0\r\n\r\n'),
  'a chunk extension hiding a line': chunks('5;\nxx\r\nhello\r\n0\r\n\r\n'),
  'a chunk longer than it says': chunks('5\r\nhelloo\r\n0\r\n\r\n'),
  'a chunk ended by a bare LF': chunks('5\r\nhello\n0\r\n\r\n'),
  'a chunk size beyond 64 bits': chunks('fffffffffffffffff\r\nhello'),
  'a chunk beyond what is taken': chunks('40001\r\nhello'),
  'a last chunk ended by bare LFs': chunks('5\r\nhello\r\n0\n\n'),
  'a trailer': chunks('5\r\nhello\r\n0\r\nX: y\r\n\r\n'),
  // Hosts.
  'two Host': get(`${HOST}Host: elsewhere\r\n`),
  'the same Host twice': get(HOST + HOST),
  'no Host': get('Accept: */*\r\n'),
  'empty Host': get('Host:\r\n'),
  'Host with a path': get('Host: localhost/x\r\n'),
  'Host with two names': get('Host: localhost, elsewhere\r\n'),
  // Line ends.
  'bare LF after the request line': `GET /healthz HTTP/1.1\n${HOST}\r\n`,
  'bare LF after a header': `GET /healthz HTTP/1.1\r\nHost: localhost\n\r\n`,
  'bare LFs everywhere': 'GET /healthz HTTP/1.1\nHost: localhost\n\n',
  'a bare LF instead of the empty line': `GET /healthz HTTP/1.1\r\n${HOST}\n`,
  'a bare LF within a value': get(`${HOST}X: a\nY: b\r\n`),
  'a bare CR within a value': get(`${HOST}X: a\rY: b\r\n`),
  'a bare CR after the request line': `GET /healthz HTTP/1.1\r${HOST}\r\n`,
  'CR CR LF': get(`Host: localhost\r\r\n`),
  'NUL LF for a line end': `GET /healthz HTTP/1.1\r\nHost: localhost\0\n\0\n`,
  'NUL LF for the empty line': `GET /healthz HTTP/1.1\r\n${HOST}\0\n`,
  'two empty lines before the request': `\r\n\r\n${get(HOST)}`,
  'a bare LF before the request': `\n${get(HOST)}`,
  'a folded header': get(`${HOST}X: a\r\n b\r\n`),
  'a header folded with a tab': get(`${HOST}X: a\r\n\tb\r\n`),
  'a folded first header': get(` X: a\r\n${HOST}`),
  // Names and values.
  'NUL in a value': get(`${HOST}X: a\0b\r\n`),
  'NUL in a name': get(`${HOST}X\0: a\r\n`),
  'NUL at the end of a value': get(`${HOST}X: a\0\r\n`),
  'a control character in a value': get(`${HOST}X: a\x01b\r\n`),
  'DEL in a value': get(`${HOST}X: a\x7fb\r\n`),
  'a header without colon': get(`${HOST}nonsense\r\n`),
  'a header without name': get(`${HOST}: nonsense\r\n`),
  'a space in a name': get(`${HOST}X Y: a\r\n`),
  'a space before a colon': get(`Host : localhost\r\n`),
  'a Content-Length broken off in its name': `${POST}Content-Length\u00e9: 5\r\n\r\nhello`,
  'an accent in a name': get(`${HOST}X\u00e9: a\r\n`),
  // What may come once.
  'the session cookie twice': get(`${HOST}Cookie: __Host-throughline=a; __Host-throughline=b\r\n`),
  'a cookie twice': get(`${HOST}Cookie: a=1; b=2; a=1\r\n`),
  'two Cookie headers': get(`${HOST}Cookie: a=1\r\nCookie: b=2\r\n`),
  'two Content-Type': `${POST}Content-Type: text/plain\r\nContent-Length: 0\r\n\r\n`,
  'two Origin': get(`${HOST}Origin: http://a\r\nOrigin: http://b\r\n`),
  'two Authorization': get(`${HOST}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n`),
  'two If-Match': get(`${HOST}If-Match: "1"\r\nif-match: "2"\r\n`),
  'two Sec-Fetch-Site': get(`${HOST}Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: none\r\n`),
  'two Idempotency-Key': get(`${HOST}Idempotency-Key: a\r\nIdempotency-Key: b\r\n`),
  // The request line.
  '%00 in the path': target('/healthz%00'),
  '%00 in the query': target('/healthz?a=%00'),
  'half a percent sequence': target('/healthz%4'),
  'a percent sequence of other letters': target('/healthz%zz'),
  'a lone percent at the end': target('/healthz%'),
  'an encoded line end in the path': target('/healthz%0d%0a'),
  'NUL in the path': target('/health\0z'),
  'a control character in the path': target('/health\x01z'),
  'a raw accent in the path': target('/\u00e9'),
  'a space in the target': target('/health z'),
  'a tab in the target': target('/health\tz'),
  'a fragment': target('/healthz#a'),
  'a backslash': target('\\healthz'),
  'absolute-form': target('http://localhost/healthz'),
  'asterisk-form': line('OPTIONS * HTTP/1.1'),
  'authority-form': line('CONNECT localhost:80 HTTP/1.1'),
  'an empty target': line('GET  HTTP/1.1'),
  'two spaces before the version': line('GET /healthz  HTTP/1.1'),
  'a space after the version': line('GET /healthz HTTP/1.1 '),
  'no version': line('GET /healthz'),
  'HTTP/0.9': line('GET /healthz HTTP/0.9'),
  'HTTP/1.2': line('GET /healthz HTTP/1.2'),
  'HTTP/2.0': line('GET /healthz HTTP/2.0'),
  'HTTP/1.10': line('GET /healthz HTTP/1.10'),
  'http/1.1 in lower case': line('GET /healthz http/1.1'),
  'HTTP/2 by prior knowledge': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'an unknown method': line('BREW /healthz HTTP/1.1'),
  'a method in lower case': line('get /healthz HTTP/1.1'),
  'TRACE': line('TRACE /healthz HTTP/1.1'),
  'a method with odd characters': line('G(T /healthz HTTP/1.1'),
  'a very long method': line(`${'A'.repeat(300)} /healthz HTTP/1.1`),
  'a TLS greeting': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  // Sizes.
  'a very long target': target(`/${'a'.repeat(9000)}`),
  'a very long value': get(`${HOST}X: ${'a'.repeat(9000)}\r\n`),
  'a very long name': get(`${HOST}${'X'.repeat(9000)}: a\r\n`),
  'very many headers': get(HOST + many(200, (i) => `X-${i}: a\r\n`)),
  'very many cookies': get(`${HOST}Cookie: ${many(200, (i) => `c${i}=1; `)}\r\n`),
  'a very long line without end': `GET /${'a'.repeat(20000)}`,
};

const REFUSALS = [400, 408, 413, 431, 501];

async function assertRefused(text, step) {
  const { received, closed } = await converse(text + AFTER, { step });
  const seen = statuses(received);
  assert.ok(closed, `the connection stayed open: ${received.slice(0, 200)}`);
  assert.equal(seen.length, 1, `answered ${seen.length} times: ${seen}`);
  assert.ok(REFUSALS.includes(seen[0]), `answered ${seen[0]}`);
  assert.doesNotMatch(received, /"status":"ok"/);
}

for (const [name, text] of Object.entries(refused)) {
  test(`refused: ${name}`, () => assertRefused(text));
  test(`refused in pieces: ${name}`, () =>
    assertRefused(text, Math.max(3, Math.ceil(text.length / 60))));
}

test('a refusal says so, with the usual headers', async () => {
  const { received } = await converse(refused['two Host']);
  assert.deepEqual(statuses(received), [400]);
  assert.match(received, /^Connection: close\r$/im);
  assert.match(received, /^Content-Type: application\/problem\+json/im);
  assert.match(received, /^X-Content-Type-Options: nosniff\r$/im);
});

test('too large a head is 431, too large a body 413', async () => {
  const head = await converse(refused['a very long value']);
  assert.deepEqual(statuses(head.received), [431]);
  for (const name of ['Content-Length beyond what is taken', 'a chunk beyond what is taken']) {
    const body = await converse(refused[name]);
    assert.deepEqual(statuses(body.received), [413]);
  }
});

test('a bad request after a good one: one answer each, in order', async () => {
  for (const text of [refused['two Host'], refused['a folded header'], refused['a chunk extension']]) {
    const { received, closed } = await converse(AFTER + text + AFTER);
    assert.deepEqual(statuses(received), [200, 400]);
    assert.ok(closed);
  }
});

// Good requests: each is `count` requests, all answered on one connection.
const good = {
  'a plain request': [get(HOST), 1],
  'HTTP/1.0': ['GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', 1],
  'HEAD': [`HEAD /healthz HTTP/1.1\r\n${HOST}\r\n`, 1],
  'no space after the colon': [get('Host:localhost\r\n'), 1],
  'white space around a value': [get('Host: \t localhost \t \r\nX:\t a \r\n'), 1],
  'an empty value': [get(`${HOST}X:\r\nY: \r\n`), 1],
  'Host with a port': [get('Host: localhost:8080\r\n'), 1],
  'Host of version six': [get('Host: [::1]:8080\r\n'), 1],
  'an accent in a value': [get(`${HOST}X: caf\u00e9\r\n`), 1],
  'lists in several headers': [get(`${HOST}Accept: a/b\r\nAccept: c/d\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 1.2.3.4\r\n`), 1],
  'several cookies': [get(`${HOST}Cookie: a=1; b=2; __Host-throughline=x=y==\r\n`), 1],
  'percent sequences': [target('/healthz?a=%41%0A&b=%C3%A9'), 1],
  'odd but lawful query': [target("/healthz?a=b|c^d{e}[f]'g`h"), 1],
  'an empty line before the request': [`\r\n${get(HOST)}`, 1],
  'an empty line between requests': [`${get(HOST)}\r\n${get(HOST)}`, 2],
  'two pipelined': [get(HOST) + get(HOST), 2],
  'twenty pipelined': [get(HOST).repeat(20), 20],
  'pipelined posts': [`${POST}Content-Length: ${BODY.length}\r\n\r\n${BODY}`.repeat(3) + get(HOST), 4],
  'Content-Length with leading zeros': [`${POST}Content-Length: 000${BODY.length}\r\n\r\n${BODY}${get(HOST)}`, 2],
  'a post without body': [`${POST}Content-Length: 0\r\n\r\n${get(HOST)}`, 2],
  'a body that looks like a request': [`${POST}Content-Length: ${AFTER.length}\r\n\r\n${AFTER}${get(HOST)}`, 2],
  'chunks': [`${chunks(`${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`)}${get(HOST)}`, 2],
  'many chunks': [`${chunks([...BODY].map((c) => `1\r\n${c}\r\n`).join('') + '0\r\n\r\n')}${get(HOST)}`, 2],
  'Chunked in capitals': [`${POST}Transfer-Encoding: CHUNKED\r\n\r\n${BODY.length.toString(16).toUpperCase()}\r\n${BODY}\r\n0\r\n\r\n${get(HOST)}`, 2],
  'a chunk that looks like a request': [`${chunks(`${AFTER.length.toString(16)}\r\n${AFTER}\r\n0\r\n\r\n`)}${get(HOST)}`, 2],
  'a head of almost the largest size': [get(`${HOST}X: ${'a'.repeat(3900)}\r\n`).repeat(2), 2],
  'as many headers as are taken': [get(HOST + many(31, (i) => `X-Some-Header-${i}: some value\r\n`)).repeat(2), 2],
};

async function assertServed([text, count], step) {
  const enough = (received) =>
    statuses(received).length >= count && /(}\s*|\r\n\r\n)$/.test(received);
  const { received } = await converse(text, { step, enough });
  const seen = statuses(received);
  assert.equal(seen.length, count, `answers: ${seen}`);
  const looksBad = seen.filter((status) => [408, 413, 431, 500, 501, 503].includes(status));
  assert.deepEqual(looksBad, []);
  if (text.endsWith(get(HOST))) assert.equal(seen.at(-1), 200);
}

for (const [name, conversation] of Object.entries(good)) {
  test(`served: ${name}`, () => assertServed(conversation));
  test(`served in pieces: ${name}`, () =>
    assertServed(conversation, Math.max(5, Math.ceil(conversation[0].length / 80))));
}

test('served: a body of the largest size, then another request', async () => {
  const body = 'a'.repeat(256 * 1024);
  const text = `${POST}Content-Length: ${body.length}\r\n\r\n${body}${get(HOST)}`;
  const enough = (received) => statuses(received).length >= 2;
  const { received } = await converse(text, { enough });
  const seen = statuses(received);
  assert.equal(seen.length, 2);
  assert.notEqual(seen[0], 413);
  assert.equal(seen[1], 200);
});

test('served: a request given byte by byte', async () => {
  const { received } = await converse(get(HOST), { step: 1, enough: (r) => /"ok"/.test(r) });
  assert.deepEqual(statuses(received), [200]);
});

test('served: after Expect, 100 and then the answer', async () => {
  const head = `${POST}Expect: 100-continue\r\nContent-Length: ${BODY.length}\r\n\r\n`;
  const { received } = await converse(head + BODY, { enough: (r) => /HTTP\/1\.1 [2345]/.test(r) });
  assert.ok(statuses(received).at(-1) >= 200);
});
