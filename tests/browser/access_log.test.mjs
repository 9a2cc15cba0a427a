// Who has looked: from a young person to everybody who opened the record, from
// there to what they did, and what is worth asking about; as the coordinator
// whose record it is, and as the governance lead, who is told no names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf, inventedName } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
const name = inventedName();
let person, officer, elsewhere;

before(async () => {
  const coordinator = await people.as('spoke_coordinator', 'bristol');
  [officer, elsewhere] = [await people.as('eit_officer', 'bristol'), await people.as('spoke_coordinator', 'northsom')];
  person = (await coordinator.post('/api/v1/people', { spoke: 'bristol', ...name, born_on: '2011-03-04' })).body.id;
  assert.equal((await officer.get(`/api/v1/people/${person}`)).status, 200);
  assert.equal((await officer.get(`/api/v1/search?q=${name.family_name}`)).status, 200);
  assert.equal((await elsewhere.get(`/api/v1/people/${person}`)).status, 404);
});
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
const nameOf = async (client) => (await client.get('/api/v1/session')).body.user.name;

test('from a young person to who has looked, and to what they did', async () => {
  const who = await nameOf(officer);
  const page = await open(`/people/${person}`);
  await page.getByRole('link', { name: /Who has looked at this record/ }).click();
  await page.waitForURL(/\/readers$/);
  await settled(page);
  const row = page.locator('tbody tr', { hasText: who });
  assert.match(await row.textContent(), /Early Intervention Team officer/);
  assert.match(await row.textContent(), /1 time/);
  await checkPage(page, 'readers');
  await row.getByRole('link', { name: who }).click();
  await page.waitForURL(/\/access-log\?/);
  await settled(page);
  await page.locator('tbody tr', { hasText: 'Looked at' }).first().waitFor();
  for (const text of await page.locator('tbody tr').allTextContents()) assert.match(text, new RegExp(who));
  await checkPage(page, 'what one reader did');
  await page.context().close();
});

test('what was searched for and what was refused can be chosen', async () => {
  const page = await open('/access-log?action=search');
  await page.locator('tbody tr', { hasText: `“${name.family_name}”` }).first().waitFor();
  await page.goto(`${server.baseUrl}/access-log?action=refused&person_id=${person}`);
  await settled(page);
  await page.locator('tbody tr', { hasText: await nameOf(elsewhere) }).first().waitFor();
  assert.match(await page.locator('tbody').textContent(), /Was refused/);
  await page.context().close();
});

test('what is worth asking about, on a phone, too', async () => {
  for (const width of [1280, 390]) {
    const page = await open('/access-log/unusual?spoke=bristol', 'spoke_coordinator', width);
    const row = page.locator('tbody tr', { hasText: 'Asked for a record that is not theirs to open' }).filter({ hasText: await nameOf(elsewhere) });
    await row.first().waitFor();
    await checkPage(page, `worth asking about at ${width}`);
    await page.context().close();
  }
});

test('the governance lead comes to each of them and is told no name', async () => {
  const page = await open('/access-log', 'ig_lead');
  await page.locator('tbody tr').first().waitFor();
  await checkPage(page, 'the log for the governance lead');
  await page.getByRole('link', { name: 'What is worth asking about' }).click();
  await page.waitForURL(/unusual/);
  await settled(page);
  await page.locator('tbody tr').first().waitFor(); // without a spoke chosen: all
  assert.equal((await page.locator('main').textContent()).includes(name.family_name), false);
  await checkPage(page, 'worth asking about for the governance lead');
  await page.goto(`${server.baseUrl}/people/${person}/readers`);
  await settled(page);
  await page.locator('tbody tr').first().waitFor();
  assert.equal((await page.locator('main').textContent()).includes(name.family_name), false);
  await checkPage(page, 'readers for the governance lead');
  await page.context().close();
});
