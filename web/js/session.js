/*
 * Who is signed in. The last answer is kept for this tab so that the
 * navigation does not flicker; what may really be done the server decides.
 */
import {
  ApiProblem, get, giveUp, onSignedOut, onTooLongAgo, request,
} from './api.js';
import { find, findAll } from './dom.js';
import { onEnhance } from './enhance.js';

/**
 * @typedef {object} Principal
 * @property {{id: string, name: string, email: string}} user
 * @property {{role: string, spoke: string | null}[]} roles
 * @property {{on: boolean, required: boolean}} second_factor
 * @property {string[]} permissions
 * @property {{code: string, short_name: string}[]} spokes
 */

const KEPT = 'principal';
const channel =
  'BroadcastChannel' in window ? new BroadcastChannel('session') : null;

/** @type {Promise<Principal | null> | null} */
let asked = null;
/** @type {Principal | null} */
let known = readKept();

/** @returns {Principal | null} */
function readKept() {
  const text = sessionStorage.getItem(KEPT);
  return text ? JSON.parse(text) : null;
}

/** The signed-in person as far as known at this moment. */
export function currentPrincipal() {
  return known;
}

/** The signed-in person, or null. Asked once a page. */
export function principal() {
  asked ??= askWho();
  return asked;
}

/** @returns {Promise<Principal | null>} */
async function askWho() {
  try {
    const { data } = await get('/api/v1/session', { asksToSignIn: false });
    setPrincipal(data?.user ? data : null);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    setPrincipal(null);
  }
  return known;
}

/** @param {Principal | null} who */
function setPrincipal(who) {
  known = who;
  if (who) sessionStorage.setItem(KEPT, JSON.stringify(who));
  else sessionStorage.removeItem(KEPT);
  showPermitted(document);
}

/**
 * Whether one of the permissions (parted by spaces) is held.
 * @param {string} wanted
 */
export function isPermitted(wanted) {
  const held = known?.permissions ?? [];
  return wanted.split(/[\s,]+/).some((each) => held.includes(each));
}

/**
 * Shows what `data-permission` and `data-session="in|out"` ask for.
 * @param {ParentNode} root
 */
function showPermitted(root) {
  for (const each of findAll(root, '[data-permission]', HTMLElement))
    each.hidden = !isPermitted(each.dataset.permission ?? '');
  if (known) leadBackHome(root);
  for (const each of findAll(root, '[data-session]', HTMLElement))
    each.hidden = (each.dataset.session === 'in') !== Boolean(known);
  for (const each of findAll(root, '[data-user]', HTMLElement))
    each.textContent = known?.user.name ?? '';
  const email = find(root, '#sign-in-again-email', HTMLInputElement);
  if (email && known) email.value = known.user.email;
}

/* The way back leads home for who may not open the list it names. */
/** @param {ParentNode} root */
function leadBackHome(root) {
  for (const link of findAll(root, 'a[data-back-needs]', HTMLAnchorElement)) {
    if (isPermitted(link.dataset.backNeeds ?? '')) continue;
    link.setAttribute('href', '/');
    link.textContent = 'Home';
  }
}

/* ---- signing in and out ---- */

/** Forgets all that this tab keeps about the person and their work. */
function forget() {
  known = null;
  asked = null;
  sessionStorage.clear();
}

let leaving = false;

/** Whether the page has been given up: nothing of it is saved or sent. */
export function isLeaving() {
  return leaving;
}

/* What stands on the page is not for whoever sits here next: it goes at once,
 * not when the next page has come, and Back does not bring it again. */
/** @param {string} address */
function leave(address) {
  leaving = true;
  giveUp();
  forget();
  document.body.replaceChildren();
  location.replace(address);
}

/** Somebody else is signed in: the page and its text were not theirs. */
export function leaveToOther() {
  leave('/');
}

/** @type {(() => Promise<void>)[]} */
const lastActs = [];

/**
 * Done before the session is ended.
 * @param {() => Promise<void>} act
 */
export function beforeSignOut(act) {
  lastActs.push(act);
}

/**
 * After POST /session succeeded.
 * @returns {Promise<'same' | 'other'>} other = somebody else than before
 */
export async function signedIn() {
  const before = known?.user.id;
  asked = null;
  const who = await principal();
  channel?.postMessage({ user: who?.user.id });
  if (!before || before === who?.user.id) return 'same';
  sessionStorage.clear();
  setPrincipal(who);
  return 'other';
}

async function signOut() {
  await Promise.allSettled(lastActs.map((act) => act()));
  try {
    await request('DELETE', '/api/v1/session', { asksToSignIn: false });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
  }
  channel?.postMessage('signed-out');
  leave('/sign-in?signed_out=1');
}

/* Another tab signed out, or somebody else in. */
/** @param {MessageEvent} event */
function heard({ data }) {
  if (data === 'signed-out') {
    if (!isPublicPage()) leave('/sign-in?signed_out=1');
    else forget();
  } else if (data?.user && known && data.user !== known.user.id) {
    leaveToOther();
  }
}

/** Pages for everybody say so: <body data-public>. */
function isPublicPage() {
  return document.body.dataset.public !== undefined;
}

/** Where to sign in, coming back here afterwards. */
export function signInAddress() {
  const here = location.pathname + location.search;
  return here === '/' ? '/' : `/sign-in?next=${encodeURIComponent(here)}`;
}

/** @type {Promise<boolean> | null} */
let dialogAnswer = null;

/* The session ended while at work: ask in place, so that nothing is lost. */
async function askToSignIn() {
  if (!known) {
    if (!isPublicPage()) location.replace(signInAddress());
    return false;
  }
  dialogAnswer ??= openDialog('sign-in-again').finally(() => {
    dialogAnswer = null;
  });
  return dialogAnswer;
}

/** @type {Promise<boolean> | null} */
let confirmation = null;

/* Signed in too long ago for this: the password again, in place. */
function askToConfirm() {
  confirmation ??= openDialog('confirm-identity').finally(() => {
    confirmation = null;
  });
  return confirmation;
}

/** @param {string} id @returns {Promise<boolean>} */
function openDialog(id) {
  const dialog = find(document, `#${id}`, HTMLDialogElement);
  if (!dialog) return Promise.resolve(false);
  dialog.returnValue = '';
  dialog.showModal();
  find(dialog, `#${id}-password`, HTMLInputElement)?.focus();
  return new Promise((done) => {
    dialog.addEventListener(
      'close',
      () => done(dialog.returnValue === 'signed-in'),
      { once: true },
    );
  });
}

/** Starts the page's session: redirects to the sign-in where one is needed. */
export async function startSession() {
  onSignedOut(askToSignIn);
  onTooLongAgo(askToConfirm);
  document.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[data-sign-out]')) void signOut();
  });
  channel?.addEventListener('message', heard);
  const who = await principal();
  if (!who && !isPublicPage()) location.replace(signInAddress());
  if (who) leadToSecondFactor(who);
}

/* Who must have one and has none may do nothing else before. */
/** @param {Principal} who */
function leadToSecondFactor({ second_factor: factor }) {
  const here = location.pathname.startsWith('/account') || isPublicPage();
  if (factor.required && !factor.on && !here)
    location.replace('/account/second-factor');
}

onEnhance(showPermitted);
