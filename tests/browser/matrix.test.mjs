// How the service is guarded, as an information governance lead reads it: who
// may do what, by role and by room; every field; how long; what flows where.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { button, choose, wordsOf } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

const open = async (path, width = 1280, role = 'ig_lead') => {
  const page = await browser.signedIn(role, { width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};

test('the lead finds who may do what from the navigation, and asks by role and by room', async () => {
  const page = await open('/');
  await page.locator('.app-navigation').getByRole('link', { name: 'Governance', exact: true }).click();
  await page.getByRole('heading', { name: 'Who may do what', level: 1 }).waitFor();
  await settled(page);
  await checkPage(page, 'the matrix');
  await choose(page, 'filter-role', 'Referrer');
  await choose(page, 'filter-room', 'Referral');
  await button(page, 'Apply filter').click();
  await page.waitForURL(/role=referrer/);
  await settled(page);
  const triage = page.locator('tbody tr', { hasText: 'referral.triage' });
  await triage.waitFor();
  assert.match(await triage.innerText(), /Referrer[^]*Not entitled/);
  const show = page.locator('tbody tr', { hasText: 'referral.show' });
  assert.match(await show.innerText(), /Yes[^]*As if there were none/);
  await show.getByRole('link').click();
  await page.waitForURL(/operation=referral\.show/);
  await settled(page);
  await page.locator('tbody tr', { hasText: 'System administrator' }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 12);
  await page.close();
});

test('fields, retention and flows are a step away, on a phone as well', async () => {
  const page = await open('/governance/matrix?room=person', 390);
  await checkPage(page, 'the matrix on a phone');
  for (const [name, words] of [['Fields', /casework\.action[^]*Free text/], ['How long', /Young person’s record|Young person's record/], ['Flows', /Register of sharings/]]) {
    await page.locator('.moj-sub-navigation').getByRole('link', { name, exact: true }).click();
    await page.locator('.moj-sub-navigation [aria-current="page"]', { hasText: name }).waitFor();
    await settled(page);
    assert.match(await wordsOf(page), words);
    await checkPage(page, name);
  }
  await page.goto(`${server.baseUrl}/governance/fields?category=special_category`);
  await settled(page);
  await page.locator('.app-catalogue', { hasText: 'casework.person_detail' }).getByText('ethnicity, ethnicity observed').waitFor();
  await page.close();
});

test('an administrator reads it, a coordinator is not led to it', async () => {
  const admin = await open('/governance/matrix', 1280, 'system_admin');
  await admin.locator('tbody tr').first().waitFor();
  await admin.close();
  const coordinator = await browser.signedIn('spoke_coordinator', { spoke: 'bristol', width: 1280 });
  await coordinator.goto(server.baseUrl + '/');
  await settled(coordinator);
  assert.equal(await coordinator.locator('.app-navigation').getByRole('link', { name: 'Governance', exact: true }).count(), 0);
  await coordinator.close();
});
