// One request, told apart from what a fault does to it: status 0 is no answer
// at all (refused, cut off, or longer than `patience`).
import { Agent, request } from 'node:http';

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

const shared = new Agent({ keepAlive: true, maxSockets: 256 });

// body: sent as JSON. Gives {status, headers, text, body, ms}.
export function ask(base, method, path, { cookie, body, headers = {}, patience = 15000, agent = shared } = {}) {
  const began = performance.now();
  const bytes = body === undefined ? undefined : JSON.stringify(body);
  const sent = { ...headers, ...(cookie ? { Cookie: cookie } : {}) };
  if (method !== 'GET') sent['Sec-Fetch-Site'] = 'same-origin';
  if (bytes !== undefined) {
    sent['Content-Type'] = 'application/json';
    sent['Content-Length'] = Buffer.byteLength(bytes);
  }
  return new Promise((resolve) => {
    const done = (status, answer, text) => {
      clearTimeout(late);
      const json = /json/.test(answer?.headers['content-type'] ?? '');
      resolve({ status, headers: answer?.headers ?? {}, text, ms: performance.now() - began,
        body: json && text ? JSON.parse(text) : null });
    };
    const out = request(new URL(path, base), { method, headers: sent, agent }, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => done(answer.statusCode, answer, Buffer.concat(pieces).toString()));
      answer.on('error', () => done(0, null, ''));
    });
    const late = setTimeout(() => out.destroy(), patience);
    out.on('error', () => done(0, null, ''));
    out.end(bytes);
  });
}

// One who is told to come again does.
export async function signIn(base, { email, password }, tries = 20) {
  const answer = await ask(base, 'POST', '/api/v1/session', { body: { email, password }, patience: 60000 });
  if (answer.status === 503 && tries > 1) {
    await pause(1000);
    return signIn(base, { email, password }, tries - 1);
  }
  if (answer.status !== 201) throw new Error(`${email} cannot sign in: ${answer.status} ${answer.text}`);
  return answer.headers['set-cookie'].map((each) => each.split(';')[0]).join('; ');
}

// Asks until `good(answer)`; gives the milliseconds it took, or throws.
export async function awaitAnswer(base, path, { cookie, good = ({ status }) => status === 200, within = 60000 } = {}) {
  const began = performance.now();
  let last = { status: 0, text: '' };
  while (performance.now() - began < within) {
    last = await ask(base, 'GET', path, { cookie, patience: within });
    if (good(last)) return performance.now() - began;
    await pause(20);
  }
  throw new Error(`${path} is still ${last.status} ${last.text} after ${within} ms`);
}
