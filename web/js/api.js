/*
 * The one way to the server: JSON over /api/v1, same origin.
 *
 * A signed-out session is asked to sign in again in place and the request is
 * repeated; a busy server is tried again when it says; a lost connection is
 * tried again where that cannot do a thing twice.
 */

/**
 * @typedef {{pointer: string, code?: string, detail: string}} Fault
 * @typedef {object} Problem problem+json, RFC 9457
 * @property {string} [type]
 * @property {string} [title]
 * @property {number} [status]
 * @property {string} [detail]
 * @property {string} [instance]
 * @property {Fault[]} [errors]
 * @typedef {object} Answer
 * @property {any} data the object, or null
 * @property {string | null} etag
 * @property {string | null} location
 * @property {number} status
 * @typedef {object} Options
 * @property {any} [body] sent as JSON
 * @property {string | null} [etag] sent as If-Match
 * @property {string} [key] Idempotency-Key of a POST; made if not given
 * @property {string | null} [draft] "id/version" of the draft this takes with it
 * @property {boolean} [file] what comes is a file: data is its Blob
 * @property {boolean} [keepalive] goes on when the page is left
 * @property {boolean} [asksToSignIn] false: a 401 is an answer like others
 * @property {AbortSignal} [signal]
 */

export class ApiProblem extends Error {
  /**
   * @param {number} status 0 = the server was not reached
   * @param {Problem} problem
   * @param {{data?: any, etag?: string | null, reference?: string | null}} [more]
   */
  constructor(status, problem, more = {}) {
    super(problem.detail || problem.title || 'Something went wrong');
    this.status = status;
    this.problem = problem;
    this.errors = problem.errors ?? [];
    /** The current object, with a 412. */
    this.current = more.data ?? null;
    this.etag = more.etag ?? null;
    /** What to tell whoever looks into it. */
    this.reference = more.reference ?? null;
  }
}

/** @type {() => Promise<boolean>} */
let signInAgain = async () => false;

/**
 * Sets what is asked on a 401: resolves true when signed in again.
 * @param {() => Promise<boolean>} ask
 */
export function onSignedOut(ask) {
  signInAgain = ask;
}

/** @type {() => Promise<boolean>} */
let confirmAgain = async () => false;

/**
 * Sets what is asked where the sign-in is too long ago for what is to be
 * done: resolves true when the password was given again.
 * @param {() => Promise<boolean>} ask
 */
export function onTooLongAgo(ask) {
  confirmAgain = ask;
}

let givenUp = false;

/** Nothing more is sent from this page: who typed it is gone. */
export function giveUp() {
  givenUp = true;
}

/** A random name for one attempt to do something. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
}

const TRIES = 4;
const LONGEST_WAIT_S = 30;

/**
 * @param {string} method
 * @param {string} path begins with /
 * @param {Options} [options]
 * @returns {Promise<Answer>}
 */
export async function request(method, path, options = {}) {
  const headers = headersFor(method, options);
  for (let attempt = 1; ; attempt += 1) {
    if (givenUp) return new Promise(() => {});
    const response = await send(method, path, headers, options);
    const last = attempt >= TRIES;
    if (!response) {
      if (last) throw unreachable();
      await waitFor(attempt * 2, 'offline');
    } else if (response.status === 401 && options.asksToSignIn !== false) {
      if (last || !(await signInAgain())) throw await readProblem(response);
    } else if (!last && (await isTooLongAgo(response))) {
      if (!(await confirmAgain())) throw await readProblem(response);
    } else if (!last && isBusy(response.status, options)) {
      await waitFor(retryAfter(response), 'busy');
    } else {
      tell('', 0);
      if (!response.ok) throw await readProblem(response);
      return options.file ? readFile(response) : readAnswer(response);
    }
  }
}

/* The request is the same afterwards, its key too: nothing was done yet. */
/** @param {Response} response */
async function isTooLongAgo(response) {
  if (response.status !== 403) return false;
  const { problem } = await readProblem(response.clone());
  return problem.type === '/problems/recent-sign-in-needed';
}

/* Passwords tried too often are not tried again by themselves. */
/** @param {number} status @param {Options} options */
function isBusy(status, options) {
  return status === 503 || (status === 429 && options.asksToSignIn !== false);
}

/** @param {string} path @param {Options} [options] */
export const get = (path, options) => request('GET', path, options);

/** @param {string} path @param {any} body @param {Options} [options] */
export const post = (path, body, options) =>
  request('POST', path, { ...options, body });

/** @param {string} method @param {Options} options */
function headersFor(method, options) {
  const headers = new Headers({
    Accept: options.file ? '*/*' : 'application/json, application/problem+json',
  });
  if (options.body !== undefined)
    headers.set('Content-Type', 'application/json');
  if (options.etag) headers.set('If-Match', options.etag);
  if (options.draft) headers.set('Draft', options.draft);
  if (method === 'POST')
    headers.set('Idempotency-Key', options.key ?? newKey());
  return headers;
}

/**
 * null = not reached.
 * @param {string} method
 * @param {string} path
 * @param {Headers} headers
 * @param {Options} options
 */
async function send(method, path, headers, options) {
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: options.signal,
      keepalive: options.keepalive ?? false,
      body:
        options.body === undefined ? undefined : JSON.stringify(options.body),
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return null;
  }
}

/** @param {Response} response @returns {Promise<Answer>} */
async function readFile(response) {
  const { status } = response;
  return { data: await response.blob(), etag: null, location: null, status };
}

/** @param {Response} response @returns {Promise<Answer>} */
async function readAnswer(response) {
  const text = await response.text();
  return {
    data: text ? JSON.parse(text) : null,
    etag: response.headers.get('ETag'),
    location: response.headers.get('Location'),
    status: response.status,
  };
}

/** @param {Response} response */
async function readProblem(response) {
  const text = await response.text();
  /** @type {any} */
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    body = { title: 'The service gave an answer we cannot read' };
  }
  return new ApiProblem(response.status, body, {
    data: body.current ?? null,
    etag: response.headers.get('ETag'),
    reference: response.headers.get('X-Request-Id') ?? body.instance ?? null,
  });
}

function unreachable() {
  return new ApiProblem(0, {
    title: 'We cannot reach the service',
    detail: 'Check your connection and try again. What you typed is kept.',
  });
}

/** @param {Response} response */
function retryAfter(response) {
  const seconds = Number(response.headers.get('Retry-After'));
  return Math.min(seconds > 0 ? seconds : 2, LONGEST_WAIT_S);
}

/**
 * @param {number} seconds
 * @param {'busy' | 'offline'} why
 */
async function waitFor(seconds, why) {
  for (let left = Math.ceil(seconds); left > 0; left -= 1) {
    tell(why, left);
    await new Promise((done) => setTimeout(done, 1000));
  }
}

/**
 * Pages show this (see status.js).
 * @param {'' | 'busy' | 'offline'} why '' = all is well again
 * @param {number} seconds
 */
function tell(why, seconds) {
  const detail = { why, seconds };
  document.dispatchEvent(new CustomEvent('api:waiting', { detail }));
}
