// Restricted records as a coordinator sets them: from the young person, with
// staff put on the list, and what a blocked colleague finds then.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
const coordinator = await people.as('spoke_coordinator', 'bristol');
const project = await people.as('project_officer', 'bristol');
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

test('a record is restricted, a colleague blocked, and for them it is gone', async () => {
  const { person } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const { user } = (await project.get('/api/v1/session')).body;
  const page = await open(`/people/${person.id}/restriction`);
  await page.getByText('Restrict it').click();
  await page.getByLabel('All but those blocked by name').check();
  await page.getByLabel('Why?').selectOption('knows_family');
  const day = new Date(Date.now() + 60 * 86400000);
  for (const [part, value] of [['day', day.getDate()], ['month', day.getMonth() + 1], ['year', day.getFullYear()]])
    await page.locator(`#review_on-${part}`).fill(String(value));
  await page.getByRole('button', { name: 'Restrict the record' }).click();
  await page.getByRole('link', { name: /Put staff on the list/ }).click();
  await settled(page);
  await page.getByLabel('Who?').selectOption(user.id);
  await page.getByLabel('May not open it').check();
  await page.locator('#on-reason').fill('Invented aunt');
  await page.getByRole('button', { name: 'Put on the list' }).click();
  await page.getByText('Invented aunt').waitFor();
  await checkPage(page, 'a restriction');
  await page.goto(`${server.baseUrl}/people/${person.id}`);
  await settled(page);
  assert.match(await page.locator('.app-person').textContent(), /Restricted record/);
  assert.equal((await project.get(`/api/v1/people/${person.id}`)).status, 404);
  await page.close();
});

test('the list of restrictions, for who keeps it and on a phone', async () => {
  for (const [role, width] of [['ig_lead', 1280], ['spoke_coordinator', 390]]) {
    const page = await open('/restrictions', role, width);
    await page.locator('table').waitFor();
    await checkPage(page, `restrictions for ${role}`);
    await page.close();
  }
});
