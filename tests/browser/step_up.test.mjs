// Signed in too long ago for what is to be done: the password again, in place,
// and it is done, with what was typed.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf, inventedName } from '../support/api.mjs';
import { accountOf, checkPage, fillSignIn, openBrowser, settled } from '../support/browser.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const server = await useServer();
const browser = await openBrowser(server);
const coordinator = await accountsOf(server).as('spoke_coordinator', SPOKE);
const account = accountOf(server, 'spoke_coordinator', { spoke: SPOKE });
after(async () => {
  await browser.close();
  await server.stop();
});

const make = async (fields) => expectStatus(await coordinator.post('/api/v1/people',
  { spoke: SPOKE, born_precision: 'exact', ...fields }), 201).body;

async function comparing(width) {
  const name = inventedName();
  const one = await make({ ...name, born_on: '2010-05-04' });
  const two = await make({ ...name, given_name: `${name.given_name}s`, born_on: '2010-04-05' });
  const page = await browser.open({ width, height: 900 });
  await page.goto(`${server.baseUrl}/sign-in`);
  await fillSignIn(page, account);
  await page.waitForURL(`${server.baseUrl}/`);
  await page.goto(`${server.baseUrl}/people/${one.id}/compare/${two.id}`);
  await settled(page);
  const cookies = await page.context().cookies();
  const { value } = cookies.find((each) => each.name === '__Host-throughline');
  await server.psql(`UPDATE access.session SET confirmed_at = now() - interval '6 minutes'
    WHERE token_hash = sha256(convert_to('${value}', 'UTF8'))`);
  await page.getByLabel('How do you know').fill('Same mother');
  await page.getByRole('button', { name: 'Merge the two records' }).click();
  await page.waitForSelector('#confirm-identity[open]');
  return { page, one };
}

test('the password again, wrong and right, and it goes on', async () => {
  const { page, one } = await comparing(390);
  await checkPage(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'confirm-identity-password');
  await page.keyboard.type('quite-another-password');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#confirm-identity .govuk-error-summary');
  assert.match(await page.locator('#confirm-identity').textContent(), /Enter the password you sign in with/);
  await checkPage(page);
  await page.fill('#confirm-identity-password', account.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/people/${one.id}$`));
  await settled(page);
  assert.match(await page.locator('main').textContent(), /stands for/);
  await page.context().close();
});

test('not now: nothing is done and nothing typed is lost', async () => {
  const { page } = await comparing(1280);
  await page.locator('#confirm-identity').getByRole('button', { name: 'Not now' }).click();
  await page.waitForSelector('main .govuk-error-summary');
  assert.match(await page.locator('main .govuk-error-summary').textContent(), /Enter your password to go on/);
  assert.equal(await page.getByLabel('How do you know').inputValue(), 'Same mother');
  await checkPage(page);
  await page.context().close();
});

test('a file asked for by its address: confirmed on a page, and back to it', async () => {
  const page = await browser.open({ width: 390 });
  await page.goto(`${server.baseUrl}/sign-in`);
  await fillSignIn(page, account);
  await page.waitForURL(`${server.baseUrl}/`);
  await page.goto(`${server.baseUrl}/confirm?next=/help`);
  await settled(page);
  await checkPage(page);
  await page.fill('#password', account.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.baseUrl}/help`);
  await page.context().close();
});
