// What is shared, as people write it down: by hand from the episode, agreement
// withdrawn and seen by all, and the register without the case.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const coordinator = await accountsOf(server).as('spoke_coordinator', 'bristol');
after(async () => {
  await browser.close();
  await server.stop();
});

async function open(path, role = 'spoke_coordinator', width = 1280) {
  const page = await browser.signedIn(role, { spoke: role === 'ig_lead' ? undefined : 'bristol', width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

test('a sharing is written down, then agreement is withdrawn and everybody sees it', async () => {
  const { episode, person } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'medium');
  const page = await open(`/episodes/${episode.id}/disclosures/new`);
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.waitForSelector('.govuk-error-summary');
  await checkPage(page, 'a sharing with faults');
  await page.getByLabel('What was it shared for?').selectOption('education');
  await page.getByLabel('Who they are').check();
  await page.getByLabel('Or which other body?').fill('Invented college');
  await page.getByLabel('Which legal power allows it?').selectOption('consent_confidentiality');
  await page.locator('#review_on-day').fill('1');
  await page.locator('#review_on-month').fill(String((new Date().getMonth() + 2) % 12 + 1));
  await page.locator('#review_on-year').fill(String(new Date().getFullYear() + (new Date().getMonth() > 9 ? 1 : 0)));
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.waitForURL(`**/episodes/${episode.id}/sharing`);
  await settled(page);
  assert.match(await page.locator('table').textContent(), /Invented college/);
  await checkPage(page, 'what is shared');

  await page.getByRole('link', { name: 'Record that agreement changed' }).click();
  await settled(page);
  await page.getByLabel('Agreement to sharing').check();
  await page.getByLabel('Withdrawn').check();
  await page.locator('[data-date-set], .app-date button').first().click().catch(() => {});
  await page.getByLabel('The young person', { exact: true }).check();
  await page.getByLabel('On the phone').check();
  if (!(await page.locator('#changed_on-day').inputValue())) {
    const now = new Date();
    await page.locator('#changed_on-day').fill(String(now.getDate()));
    await page.locator('#changed_on-month').fill(String(now.getMonth() + 1));
    await page.locator('#changed_on-year').fill(String(now.getFullYear()));
  }
  await checkPage(page, 'agreement changed');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.waitForURL(`**/episodes/${episode.id}/sharing`);
  await settled(page);
  assert.match(await page.locator('.app-person').textContent(), /Agreement to sharing was withdrawn/);
  assert.match(await page.locator('table').textContent(), /Check again/);

  const officer = await open(`/people/${person.id}`, 'eit_officer', 390);
  assert.match(await officer.locator('.app-person').textContent(), /Share nothing that rests on agreement/);
  await page.close();
  await officer.close();
});

test('the register is read without the case, and the late ones by themselves', async () => {
  for (const width of [1280, 390]) {
    const page = await open('/disclosures?spoke=bristol&state=overdue', 'ig_lead', width);
    await checkPage(page, `the register at ${width}`);
    assert.match(await page.locator('table').textContent(), /Overdue/);
    assert.equal(await page.locator('main a[href^="/disclosures/"]:visible').count(), 0, 'no way to a case');
    await page.close();
  }
});

test('a sharing is looked at again', async () => {
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const review = new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 10);
  const made = await coordinator.post(`/api/v1/episodes/${episode.id}/disclosures`, { purpose: 'housing', gateway: 'pcsc_2022',
    content: ['identity'], recipient_name: 'Invented housing', review_on: review });
  const page = await open(`/disclosures/${made.body.id}`, 'spoke_coordinator', 390);
  await checkPage(page, 'one sharing');
  await page.getByLabel('It has ended').check();
  await page.getByLabel('Why?').fill('They moved');
  await page.getByRole('button', { name: 'Record the review' }).click();
  await page.getByText('Reviews, latest first').waitFor();
  assert.match(await page.locator('main').textContent(), /They moved/);
  await page.close();
});
