// Places, plans and critical incidents as their readers meet them, on a
// desktop and a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { makePerson } from '../support/meeting.mjs';
import { checkWidths, choose, fillDate, follow, said } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

let coordinator, place, plan, incident;
before(async () => {
  const people = accountsOf(server);
  coordinator = await people.as('spoke_coordinator', 'bristol');
  const person = await makePerson(coordinator, 'bristol');
  const post = async (path, body) => (await coordinator.post(`/api/v1/${path}`, body)).body;
  place = await post('places', { spoke: 'bristol', name: 'Browser Park', type: 'park', source: 'police', concern: 'Groups after dark' });
  await post(`places/${place.id}/people`, { person_id: person.id, note: 'Waits there' });
  plan = await post(`places/${place.id}/plans`, { objective: 'Home without fear', owner_name: 'Jo Bloggs' });
  incident = await post('critical-incidents', { spoke: 'bristol', kind: 'near_miss', title: 'Browser incident', happened_at: '2026-03-02T15:00:00Z',
    summary: 'Nobody was hurt', risk_level: 'high', risk_rationale: 'Not known who', assessed_on: '2026-03-03' });
  await post(`critical-incidents/${incident.id}/people`, { person_id: person.id, role: 'witness' });
});

const open = async (path, role = 'spoke_coordinator') => {
  const page = await browser.signedIn(role, { spoke: 'bristol', width: 1280 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};

test('the pages of places and plans', async (t) => {
  for (const path of ['/places', '/places/new', `/places/${place.id}`, `/places/${place.id}/edit`, `/places/${place.id}/plans/new`,
    `/plans/${plan.id}`, `/plans/${plan.id}/edit`])
    await t.test(path.replace(/[0-9a-f-]{36}/, ':id'), async () => {
      const page = await open(path, 'eit_officer');
      await checkWidths(page);
      await page.context().close();
    });
});

test('the pages of critical incidents', async (t) => {
  for (const path of ['/critical-incidents', '/critical-incidents/new', `/critical-incidents/${incident.id}`,
    `/critical-incidents/${incident.id}?purpose=safeguarding`, `/critical-incidents/${incident.id}/edit?purpose=safeguarding`])
    await t.test(path.replace(/[0-9a-f-]{36}/, ':id'), async () => {
      const page = await open(path);
      await checkWidths(page);
      await page.context().close();
    });
});

test('a critical incident is opened again for the purpose that was chosen, and no other', async () => {
  const page = await open(`/critical-incidents/${incident.id}/edit?purpose=supervision`);
  await page.fill('#tensions', 'Talk of it at school');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\?purpose=supervision$/);
  await page.context().close();
});

test('a plan moves on, and its actions are done', async () => {
  const page = await open(`/plans/${plan.id}`);
  await page.fill('#description', 'Light the passage');
  await page.fill('#owner_name', 'Operator');
  await fillDate(page, 'due_on', '2026-04-01');
  await page.getByRole('button', { name: 'Add the action' }).click();
  await said(page, 'Action added');
  await page.getByRole('button', { name: /^It is done/ }).click();
  await said(page, 'Done');
  await follow(page, page.getByRole('link', { name: 'Change', exact: true }), /\/edit$/);
  await choose(page, 'stage', 'Analysis');
  await page.fill('#analysis', 'One stop for three schools');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/plans\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.match(await page.locator('main').innerText(), /One stop for three schools/);
  await page.getByText('What it said before').click();
  assert.match(await page.locator('.app-contact__version').first().innerText(), /objective/i);
  await checkPage(page);
  await page.context().close();
});

test('a critical incident asks what for, and opens; nobody else learns of it', async () => {
  const page = await open(`/critical-incidents/${incident.id}`);
  assert.doesNotMatch(await page.locator('main').innerText(), /Browser incident/);
  await choose(page, 'purpose', 'Supervision');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.waitForURL(/purpose=supervision/);
  await settled(page);
  assert.match(await page.locator('main').innerText(), /Browser incident[\s\S]*Witness/);
  await page.fill('#text', 'Family told');
  await page.fill('#entry-at-day', '2');
  await page.fill('#entry-at-month', '3');
  await page.fill('#entry-at-year', '2026');
  await page.fill('#entry-at-time', '16:00');
  await page.locator('#entry button[type=submit]').click();
  await said(page, 'Added to the chronology');
  assert.match(await page.locator('main').innerText(), /Family told/);
  await page.context().close();
  const other = await open(`/critical-incidents/${incident.id}?purpose=supervision`, 'project_officer');
  assert.doesNotMatch(await other.locator('main').innerText(), /Browser incident|Family told/);
  await checkPage(other);
  await other.context().close();
});
