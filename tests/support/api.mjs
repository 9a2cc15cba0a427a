// Who talks to the server in tests: a client is somebody signed in.
//
//   const server = await useServer();
//   const people = accountsOf(server);
//   const coordinator = await people.as('spoke_coordinator', 'bristol');
//   const answer = await coordinator.post('/api/v1/referrals', {...});
//   answer.status, answer.body, answer.etag, answer.headers
//   await coordinator.patch(path, body, answer.etag)
//
// Everything sent is JSON, same-origin, and a write carries the ETag given.
// client.form(path, fields) is what a browser without scripts would send.
import { request } from 'node:http';

const WRITES = { 'Sec-Fetch-Site': 'same-origin' };

async function answerOf(response) {
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    etag: response.headers.get('etag'),
    location: response.headers.get('location'),
    text,
    body: json && text ? JSON.parse(text) : null,
  };
}

function cookiesOf(response) {
  return response.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
}

// What is set anew replaces the cookie of that name.
function cookiesAfter(cookies, set) {
  const named = new Map(`${cookies}; ${set}`.split('; ').filter(Boolean).map((each) => [each.split('=')[0], each]));
  return [...named.values()].join('; ');
}

const CONFIRMED_FOR_MS = 4 * 60 * 1000;

export class Client {
  constructor(baseUrl, cookie = '', account = null) {
    this.baseUrl = baseUrl;
    this.cookie = cookie;
    this.account = account;
    this.confirmedAt = Date.now();
  }

  // For operations that need a recent sign-in (x-recent-sign-in, R20), in
  // files that run for longer than it counts.
  async confirmed() {
    if (Date.now() - this.confirmedAt < CONFIRMED_FOR_MS) return;
    // Once for all who ask meanwhile: it makes the cookie they hold an old one.
    this.confirming ??= this.confirm(this.account.password).finally(() => { this.confirming = null; });
    const answer = await this.confirming;
    if (answer.status !== 200) throw new Error(`${this.account.email} cannot confirm: ${answer.text}`);
  }

  async confirm(password) {
    const answer = await this.post('/api/v1/session/confirm', { password });
    if (answer.status !== 200) return answer;
    this.confirmedAt = Date.now();
    this.cookie = cookiesAfter(this.cookie, cookiesOf(answer));
    return answer;
  }

  async send(method, path, { body, etag, headers = {} } = {}) {
    const sent = { ...headers };
    if (this.cookie) sent.Cookie = this.cookie;
    if (method !== 'GET') Object.assign(sent, WRITES);
    if (body !== undefined) sent['Content-Type'] ??= 'application/json';
    if (etag) sent['If-Match'] = etag;
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: sent,
      redirect: 'manual',
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    return answerOf(response);
  }

  get(path, headers) { return this.send('GET', path, { headers }); }
  post(path, body = {}, etag, headers) { return this.send('POST', path, { body, etag, headers }); }
  patch(path, body, etag) { return this.send('PATCH', path, { body, etag }); }
  put(path, body, etag) { return this.send('PUT', path, { body, etag }); }
  delete(path, etag) { return this.send('DELETE', path, { etag }); }

  form(path, fields) {
    const body = new URLSearchParams(fields).toString();
    return this.navigate('POST', path, { ...WRITES, 'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': Buffer.byteLength(body) }, body);
  }

  page(path) { return this.navigate('GET', path); }

  // fetch() says Sec-Fetch-Mode itself, so a navigation is made by hand.
  navigate(method, path, headers = {}, body = undefined) {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.baseUrl), { method, headers: {
        ...headers, Cookie: this.cookie, Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate',
      } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece) => { text += piece; });
        answer.on('end', () => resolve({ status: answer.statusCode, headers: new Headers(answer.headers),
          location: answer.headers.location, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

export async function signIn(server, email, password) {
  const response = await fetch(new URL('/api/v1/session', server.baseUrl), {
    method: 'POST',
    headers: { ...WRITES, 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (response.status !== 201)
    throw new Error(`${email} cannot sign in: ${response.status} ${await response.text()}`);
  return new Client(server.baseUrl, cookiesOf(response), { email, password });
}

// Signs each demo account in once for a whole file.
export function accountsOf(server) {
  const clients = new Map();
  // Those with that role alone come first: what else one holds would show.
  const plainFirst = [...server.accounts].sort((a, b) => a.roles.length - b.roles.length);
  const accountOf = (role, spoke) => {
    const found = plainFirst.find((account) => account.roles.some((held) =>
      held.role === role && (!spoke || !held.spoke || held.spoke === spoke)));
    if (!found) throw new Error(`no demo account is ${role} in ${spoke}`);
    return found;
  };
  const as = (role, spoke) => {
    const account = accountOf(role, spoke);
    if (!clients.has(account.email))
      clients.set(account.email, signIn(server, account.email, account.password));
    return clients.get(account.email);
  };
  return { as, accountOf, nobody: new Client(server.baseUrl) };
}

// A name nobody has, nor anything that sounds like it: tests never depend on
// what the demo holds, and the known-to-us check finds only whom a test means.
const pick = (letters) => letters[Math.floor(Math.random() * letters.length)];

function inventedWord() {
  const syllables = Array.from({ length: 5 }, () => pick('fklmnprst') + pick('aeiou'));
  const word = syllables.join('');
  return word[0].toUpperCase() + word.slice(1);
}

export function inventedName() {
  return { given_name: inventedWord(), family_name: inventedWord() };
}
