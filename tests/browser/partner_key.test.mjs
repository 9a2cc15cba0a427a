// API keys as those meet them who look after them: a coordinator makes one and
// is shown it once; an administrator asks for one, and the coordinator decides.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { accountOf, checkPage, openBrowser, settled } from '../support/browser.mjs';
import { dateIn } from '../support/meeting.mjs';
import { button, checkWidths, choose, fillDate, openDialog, wordsOf } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

const of = (role) => ({ spoke: role === 'spoke_coordinator' ? SPOKE : undefined });
const open = async (role, path) => {
  const page = await browser.signedIn(role, { ...of(role), width: 1280 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};
const confirmIfAsked = async (page, role) => {
  const dialog = page.locator('#confirm-identity[open]');
  if (!await dialog.waitFor({ timeout: 1500 }).then(() => true, () => false)) return;
  await page.fill('#confirm-identity-password', accountOf(server, role, of(role)).password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
};
const press = async (page, name) => {
  await button(page, name).click();
  await openDialog(page).waitFor();
};
const fillNew = async (page, name) => {
  await page.fill('#name', name);
  await choose(page, 'agency', 'Wharfreach Academy');
  if (await page.locator('#spoke').isVisible()) await choose(page, 'spoke', 'Bristol');
  await page.getByLabel('Sends referrals and follows them').check();
  await page.getByLabel('Yes', { exact: true }).check();
  await fillDate(page, 'expires_on', dateIn(120));
  await page.fill('#reason', 'The pastoral team writes in it');
  await button(page, 'Make the key').click();
};
const works = (secret) => fetch(`${server.baseUrl}/api/v1/key`, { headers: { Authorization: `Bearer ${secret}` } });

test('a coordinator makes a key, is shown it once, renews it and ends it', async () => {
  const name = `Browser system ${Date.now()}`;
  const page = await open('spoke_coordinator', '/admin/keys/new');
  await checkWidths(page);
  await button(page, 'Make the key').click();
  await page.locator('.govuk-error-summary').waitFor();
  assert.match(await wordsOf(page, '.govuk-error-summary'), /name of the system[\s\S]*agency[\s\S]*last day/);
  await fillNew(page, name);
  await confirmIfAsked(page, 'spoke_coordinator');
  await page.locator('[data-made-key]:not([hidden])').waitFor();
  await checkPage(page);
  const secret = await page.inputValue('#made-key');
  assert.equal((await works(secret)).status, 200);
  await page.locator('[data-made-page]').click();
  await page.waitForURL(/\/admin\/keys\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.match(await wordsOf(page), new RegExp(`${name}[\\s\\S]*Live[\\s\\S]*make, send and withdraw a referral[\\s\\S]*${secret.slice(0, 12)}`));
  assert.ok(!(await page.content()).includes(secret), 'the secret is nowhere any more');
  await checkWidths(page);

  await press(page, 'Renew the key');
  await checkPage(page);
  await fillDate(page, 'expires_on', dateIn(200));
  await page.getByLabel('Now: it was lost').check();
  await button(page, 'Renew and show the key').click();
  await confirmIfAsked(page, 'spoke_coordinator');
  await page.locator('[data-made-key]:not([hidden])').waitFor();
  const renewed = await page.inputValue('#made-key');
  assert.deepEqual([(await works(secret)).status, (await works(renewed)).status], [401, 200]);

  await press(page, 'Revoke this key');
  await page.fill('#revoke-reason', 'It was in a public repository');
  await button(page, 'End this key').click();
  await confirmIfAsked(page, 'spoke_coordinator');
  await page.locator('.moj-alert', { hasText: 'It was in a public repository' }).waitFor();
  assert.equal((await works(renewed)).status, 401);
  await page.context().close();
});

test('an administrator asks for a key; the coordinator confirms it and is shown it', async () => {
  const name = `Browser asks ${Date.now()}`;
  const asks = await open('system_admin', '/admin/keys/new');
  await fillNew(asks, name);
  await confirmIfAsked(asks, 'system_admin');
  await asks.waitForURL(/\/admin\/keys\/[0-9a-f-]{36}$/);
  await settled(asks);
  assert.match(await wordsOf(asks), /This key does not work yet[\s\S]*Not made yet/);
  assert.equal(await asks.locator('[data-opens="confirm-key"]').count(), 0);
  const path = new URL(asks.url()).pathname;
  await asks.goto(`${server.baseUrl}/admin/keys`);
  await settled(asks);
  await checkWidths(asks);
  await asks.context().close();

  const page = await open('spoke_coordinator', '/admin/keys');
  const row = page.locator('tr', { hasText: name });
  assert.match(await row.innerText(), /Waiting[\s\S]*For you to decide/i);
  await page.goto(server.baseUrl + path);
  await settled(page);
  await press(page, 'Confirm this key');
  await checkPage(page);
  await button(page, 'Confirm and show the key').click();
  await confirmIfAsked(page, 'spoke_coordinator');
  await page.locator('[data-made-key]:not([hidden])').waitFor();
  assert.equal((await works(await page.inputValue('#made-key'))).status, 200);
  await page.context().close();
});
