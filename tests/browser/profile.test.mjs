// One's own account on its pages: an app set up, asked for, and off again;
// where one is signed in; the password.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { codeOf, earlyInStep, makeAccount, stepNow } from '../support/account.mjs';
import { checkPage, fillSignIn, openBrowser, settled } from '../support/browser.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

async function signedIn(account, width = 1280) {
  const page = await browser.open({ width, height: 900 });
  await page.goto(`${server.baseUrl}/sign-in`);
  await fillSignIn(page, account);
  await page.waitForURL(`${server.baseUrl}/`);
  return page;
}

test('an app is set up, a code asked for at sign-in, and codes turned off', { timeout: 180_000 }, async () => {
  const account = await makeAccount(server, 'referrer', 'bristol');
  const page = await signedIn(account, 390);
  await page.goto(`${server.baseUrl}/account`);
  await settled(page);
  await checkPage(page);
  await page.getByRole('link', { name: 'Set up an authenticator app' }).click();
  await page.waitForURL('**/account/second-factor');
  await settled(page);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.locator('#scan').waitFor();
  await checkPage(page);
  const secret = (await page.locator('[data-secret]').textContent()).replaceAll(' ', '');
  assert.match(secret, /^[A-Z2-7]{32}$/);
  assert.match(await page.locator('[data-uri]').getAttribute('href'), /^otpauth:/);
  await page.fill('#code', '000000');
  await page.getByRole('button', { name: 'Turn on codes' }).click();
  await page.waitForSelector('#scan .govuk-error-summary');
  await earlyInStep();
  await page.fill('#code', codeOf(secret, stepNow() - 1));
  await page.getByRole('button', { name: 'Turn on codes' }).click();
  await page.locator('#done').waitFor();
  assert.equal(await page.locator('#done [data-codes] li').count(), 10);
  await checkPage(page);
  await page.context().close();

  const second = await browser.open({ width: 390 });
  await second.goto(`${server.baseUrl}/sign-in`);
  await fillSignIn(second, account);
  await second.waitForSelector('#sign-in .govuk-error-summary');
  await checkPage(second);
  assert.match(await second.locator('#sign-in .govuk-error-summary').textContent(), /Enter the code from your authenticator app/);
  await earlyInStep();
  await second.getByLabel('Code from your app').first().fill(codeOf(secret));
  await second.keyboard.press('Enter');
  await second.waitForURL(`${server.baseUrl}/`);
  await second.goto(`${server.baseUrl}/account`);
  await settled(second);
  assert.match(await second.locator('main').textContent(), /10 recovery codes/);
  await second.getByRole('button', { name: 'Get new recovery codes' }).click();
  await second.locator('#new-codes').waitFor();
  assert.equal(await second.locator('#new-codes li').count(), 10);
  await checkPage(second);
  await second.getByRole('button', { name: 'Turn off codes' }).first().click();
  await second.locator('#factor-off').getByRole('button', { name: 'Turn off codes' }).click();
  await second.getByRole('link', { name: 'Set up an authenticator app' }).waitFor();
  await second.context().close();
});

test('signed out there, and everywhere else with a new password', { timeout: 120_000 }, async () => {
  const account = await makeAccount(server, 'referrer', 'bristol');
  const other = await signedIn(account);
  const page = await signedIn(account);
  await page.goto(`${server.baseUrl}/account`);
  await settled(page);
  await checkPage(page);
  assert.equal(await page.getByRole('row').count(), 3);
  await page.getByRole('button', { name: /^Sign out there/ }).click();
  await page.waitForSelector('.app-flash');
  await settled(page);
  assert.equal(await page.getByRole('row').count(), 2);
  await other.goto(`${server.baseUrl}/account`);
  await other.waitForURL('**/sign-in?next=*');
  await page.fill('#old-password', 'quite-another-password');
  await page.fill('#new-password', 'short');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.waitForSelector('#change-password .govuk-error-summary');
  await page.fill('#old-password', account.password);
  await page.fill('#new-password', 'violin-harbour-thistle');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.locator('.app-flash').filter({ hasText: 'Password changed' }).waitFor();
  await page.context().close();
  await other.context().close();
});
