// Signing in, in the wrong way and the right; out; and again in place.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  accountOf, checkPage, fillSignIn, openBrowser, settled,
} from '../support/browser.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const account = accountOf(server, 'project_officer');
after(async () => {
  await browser.close();
  await server.stop();
});

test('what is missing is said at the fields, and the summary has the focus', async () => {
  const page = await browser.open({ width: 390 });
  await page.goto(server.baseUrl);
  await page.click('#sign-in button[type=submit]');
  await page.waitForSelector('.govuk-error-summary');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'govuk-error-summary');
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.locator('#sign-in .govuk-error-message').count(), 2);
  await checkPage(page);
  await page.click('.govuk-error-summary a >> nth=1');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'password');
  await page.context().close();
});

test('a wrong password says no more than that it is wrong', async () => {
  const page = await browser.open();
  await page.goto(server.baseUrl);
  await fillSignIn(page, { ...account, password: 'quite-another-password' });
  await page.waitForSelector('.govuk-error-summary');
  assert.equal(await page.inputValue('#email'), account.email);
  await page.context().close();
});

test('in, to the page wanted, and out: nothing stays behind', async () => {
  const page = await browser.open();
  await page.goto(`${server.baseUrl}/search`);
  await page.waitForURL('**/sign-in?next=*');
  await fillSignIn(page, account);
  await page.waitForURL(`${server.baseUrl}/search`);
  await page.locator('[data-user]').filter({ hasText: account.name }).waitFor();
  await page.click('[data-sign-out]');
  await page.waitForURL('**/sign-in?signed_out=1');
  const kept = await page.evaluate(() => Object.keys(sessionStorage));
  assert.deepEqual(kept.filter((key) => /draft|principal/.test(key)), []);
  await page.context().close();
});

test('the session ends at work: sign in on the spot, and the page goes on', async () => {
  const page = await browser.open({ width: 390 });
  await page.goto(server.baseUrl);
  await fillSignIn(page, account);
  await page.waitForSelector('[data-home] section');
  await settled(page);
  await page.evaluate(() => { document.title = 'The same page'; });
  await page.context().clearCookies();
  await page.evaluate(async () => {
    const { href } = document.querySelector('link[href*="/assets/js/region."]');
    const { reload } = await import(href);
    void reload();
  });
  await page.waitForSelector('#sign-in-again[open]');
  assert.equal(await page.inputValue('#sign-in-again-email'), account.email);
  await checkPage(page);
  await page.fill('#sign-in-again-password', account.password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#sign-in-again:not([open])', { state: 'attached' });
  await settled(page);
  assert.equal(await page.title(), 'The same page');
  const status = await page.evaluate(async () =>
    (await fetch('/api/v1/session')).status);
  assert.equal(status, 200);
  await page.context().close();
});

test('"/" goes to the search box, and words searched for leave the address', async () => {
  const page = await browser.signedIn('spoke_coordinator');
  await page.goto(`${server.baseUrl}/help`);
  await page.locator('#site-search').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('sam');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.baseUrl}/search`);
  await settled(page);
  assert.equal(await page.inputValue('#q'), 'sam');
  await page.reload();
  await settled(page);
  assert.equal(await page.inputValue('#q'), 'sam');
  await checkPage(page);
  await page.context().close();
});
