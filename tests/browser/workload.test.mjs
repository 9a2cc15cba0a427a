// Sharing out the work of somebody who left; a note put on the right record.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
let coordinator, officer;
after(async () => {
  await browser.close();
  await server.stop();
});
before(async () => {
  coordinator = await people.as('spoke_coordinator', 'bristol');
  officer = (await (await people.as('project_officer', 'bristol')).get('/api/v1/session')).body.user;
});

async function workOf(user) {
  const { person, episode } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  const action = expectStatus(await coordinator.post(`/api/v1/episodes/${episode.id}/actions`,
    { description: `Ring ${person.name}’s school`, due_on: dateIn(-2), owner_user_id: user }), 201).body;
  return { person, episode, action };
}

for (const width of [1280, 390]) {
  test(`at ${width}: who has how much, and some of it given to somebody else`, async () => {
    const one = await workOf(officer.id);
    const two = await workOf(officer.id);
    const page = await browser.signedIn('spoke_coordinator', { spoke: 'bristol', width });
    await page.goto(`${server.baseUrl}/team`);
    await settled(page);
    await checkPage(page);
    await page.getByRole('link', { name: officer.name, exact: true }).click();
    await page.waitForURL(/\/team\/work\?user_id=/);
    await settled(page);
    await checkPage(page);
    await page.getByRole('button', { name: 'Give it to them' }).click();
    await page.waitForSelector('.govuk-error-summary');
    assert.match(await page.locator('.govuk-error-summary').innerText(), /Select the cases and actions/);
    await checkPage(page);
    await page.getByLabel(one.action.description).check();
    await page.getByLabel(two.action.description).check();
    await page.locator('[data-chosen]').filter({ hasText: /^2 of/ }).waitFor();
    // Changed by somebody else while the list was open.
    expectStatus(await coordinator.patch(`/api/v1/actions/${two.action.id}`, { due_on: dateIn(5) }, `"${two.action.version}"`), 200);
    await page.selectOption('#to_user_id', { index: 1 });
    await page.fill('#reason', 'Sharing out the work');
    await page.getByRole('button', { name: 'Give it to them' }).click();
    const said = page.locator('[data-given]');
    await said.waitFor();
    assert.match(await said.innerText(), /1 given to them\. 1 stayed\./);
    assert.match(await said.innerText(), /Somebody changed it since/);
    await settled(page);
    await checkPage(page);
    const history = (await coordinator.get(`/api/v1/actions/${one.action.id}`)).body.history;
    assert.match(history[0].note, /Sharing out the work$/);
    await page.context().close();
  });
}

test('a note on the wrong young person is moved, and reads so on both records', async () => {
  const wrong = await makeCase(coordinator, 'bristol');
  const right = await makeCase(coordinator, 'bristol');
  const note = expectStatus(await coordinator.post(`/api/v1/episodes/${wrong.episode.id}/notes`,
    { kind: 'general', text: 'About the other young person.' }), 201).body;
  const page = await browser.signedIn('spoke_coordinator', { spoke: 'bristol', width: 390 });
  await page.goto(`${server.baseUrl}/episodes/${wrong.episode.id}/notes`);
  await settled(page);
  await page.locator('.app-note a', { hasText: 'Versions, and moving it' }).click();
  await page.waitForURL(`${server.baseUrl}/notes/${note.id}`);
  await settled(page);
  await page.getByText('It is on the wrong young person').click();
  await page.fill('#person_id-search', right.person.name);
  await page.locator('[data-picker-list] button').first().click();
  await page.locator('[data-picker-chosen]').waitFor();
  await checkPage(page);
  await page.fill('#move-reason', 'Two tabs were open');
  await page.getByRole('button', { name: 'Move the note' }).click();
  await page.getByText('Moved here', { exact: true }).waitFor();
  await settled(page);
  await checkPage(page);
  assert.match(await page.locator('main').innerText(), new RegExp(right.person.name));
  await page.goto(`${server.baseUrl}/people/${wrong.person.id}`);
  await settled(page);
  const journey = await page.locator('main').innerText();
  assert.match(journey, /A note recorded here in error was moved/);
  assert.doesNotMatch(journey, /About the other/);
  await page.context().close();
});
