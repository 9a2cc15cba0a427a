// Chromium for browser tests: the system's own, driven by playwright-core.
//
//   const browser = await openBrowser(server);
//   const page = await browser.signedIn('spoke_coordinator', { width: 390 });
//   await browser.signedIn('referrer', { spoke: 'bristol', who: 'bristol.school' });
//   await page.goto(server.baseUrl + '/people');
//   await checkPage(page);            axe, scripts' errors, sideways scroll
//   await browser.close();
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './server.mjs';

const AXE = createRequire(join(root, 'tests/package.json'))
  .resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice'];

export async function openBrowser(server) {
  const chrome = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic',
      '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  // One sign-in per account: signing in is slow on purpose.
  const states = new Map();
  const open = async ({ width = 1280, height = 800, ...more } = {}) => {
    const phone = width < 600;
    const context = await chrome.newContext(
      { viewport: { width, height }, isMobile: phone, hasTouch: phone, ...more });
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (error) => page.faults.push(String(error.stack)));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text()))
        page.faults.push(message.text());
    });
    return page;
  };
  return {
    open,
    close: () => chrome.close(),
    async signedIn(role, { spoke, who, ...options } = {}) {
      const account = accountOf(server, role, { spoke, who });
      const { email } = account;
      if (!states.has(email)) states.set(email, await signIn(server, open, account));
      return open({ ...options, storageState: states.get(email) });
    },
  };
}

/**
 * The first demo account that holds the role: in the spoke, if one is named,
 * and of those whose address begins with `who` (bristol.school). In a spoke,
 * who holds that role alone comes first: what else one holds would show.
 */
export function accountOf(server, role, { spoke, who } = {}) {
  const held = server.accounts.filter(({ email, roles }) =>
    (!who || email.startsWith(`${who}@`)) &&
    roles.some((each) => each.role === role && (!spoke || each.spoke === spoke)));
  if (spoke) held.sort((one, other) => one.roles.length - other.roles.length);
  assert.ok(held[0], `no demo account is a ${[role, spoke, who].filter(Boolean).join(', ')}`);
  return held[0];
}

/** Types name and password into the form shown and sends it. */
export async function fillSignIn(page, { email, password }) {
  await page.fill('#email', email);
  await page.fill('#password', password);
  await page.click('#sign-in button[type=submit]');
}

async function signIn(server, open, account) {
  const page = await open();
  await page.goto(`${server.baseUrl}/sign-in`);
  await fillSignIn(page, account);
  await page.waitForURL(`${server.baseUrl}/`);
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

/** Waits until every region of the page has been drawn or said why not. */
export async function settled(page) {
  await page.waitForLoadState('load');
  await page.waitForFunction(() => document.querySelectorAll(
    '[data-load]:not([data-shown]), [data-shown="loading"], [aria-busy="true"]',
  ).length === 0);
}

/** What must be so on every page, in every state and at every width. */
export async function checkPage(page) {
  const where = `${page.url()} at ${page.viewportSize().width}px`;
  assert.deepEqual(page.faults, [], `${where}: errors in scripts`);
  const wide = await page.evaluate(() =>
    document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${where}: scrolls sideways by ${wide}px`);
  // What the bar at the foot of a phone covers is one scroll away.
  const bars = (position) => page.evaluate((value) => {
    for (const bar of document.querySelectorAll('.app-form > .app-actions')) bar.style.position = value;
  }, position);
  await bars('static');
  const found = await runAxe(page);
  await bars('');
  assert.deepEqual(found, [], `${where}: axe`);
}

// Through the debugger: the page's own policy forbids foreign scripts.
async function runAxe(page) {
  const client = await page.context().newCDPSession(page);
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await client.send('Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true });
    assert.equal(exceptionDetails, undefined, exceptionDetails?.text);
    return result.value;
  };
  await evaluate(`${readFileSync(AXE, 'utf8')}; 0`);
  const options = JSON.stringify({ runOnly: RULES, resultTypes: ['violations'] });
  const found = await evaluate(`axe.run(document, ${options}).then((r) =>
    r.violations.map((v) => v.id + ': ' + v.nodes.map((n) =>
      n.target.join(' ') + ' (' + n.failureSummary + ')').join(' | ')))`);
  await client.detach();
  return found;
}
