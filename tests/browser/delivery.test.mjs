// On a doorstep and in a gym: a contact logged on a phone, an intervention
// proposed, offered, delivered and ended by the people whose work it is. Every
// page met is looked at for axe, errors in scripts and sideways scroll.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { agencyOf, bringTo, makeAllocation, makeIntervention } from '../support/delivery.mjs';
import { makeCase, makePerson } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
after(async () => {
  await browser.close();
  await server.stop();
});

const PHONE = { width: 390, height: 844 };
const SPOKE = { spoke: 'bristol' };
let coordinator, provider, help;

before(async () => {
  coordinator = await people.as('spoke_coordinator', 'bristol');
  provider = await people.as('provider_worker', 'bristol');
  help = await makeIntervention(coordinator, { provider: await agencyOf(provider), min_age: 10, max_age: 25 });
});

const open = async (page, path) => {
  await page.goto(server.baseUrl + path);
  await settled(page);
};
const save = (page) => page.locator('.app-actions button[type=submit]:visible').click();
const done = (page) => page.context().close();

/* ---- contacts ---- */

test('not in: one tap, and it is saved', async () => {
  const person = await makePerson(coordinator, 'bristol');
  const page = await browser.signedIn('eit_officer', { ...SPOKE, ...PHONE });
  await open(page, `/contacts/new?person=${person.id}`);
  await page.getByText('Choose somebody else').waitFor();
  await checkPage(page);
  await page.click('[data-not-in]');
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.equal(await page.getByText('Not seen', { exact: true }).count(), 1);
  await checkPage(page);
  const { items } = (await coordinator.get(`/api/v1/contacts?person_id=${person.id}`)).body;
  assert.deepEqual(items.map((c) => [c.type, c.seen, c.outcomes]), [['home_visit', false, ['not_in']]]);
  await done(page);
});

test('somebody is found by typing, with the keyboard alone; what goes with seen is asked', async () => {
  const person = await makePerson(coordinator, 'bristol');
  const page = await browser.signedIn('eit_officer', { ...SPOKE, ...PHONE });
  await open(page, '/contacts/new');
  await page.locator('#person_id-search').pressSequentially(person.name.toLowerCase().slice(0, 12), { delay: 20 });
  await page.locator('.app-picker__item', { hasText: person.name }).waitFor();
  await checkPage(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Choose somebody else').waitFor();
  assert.equal(await page.inputValue('[name=person_id]'), person.id);
  assert.equal(await page.locator('[data-question=outcomes]').isVisible(), false, 'not asked before seen is said');
  await page.locator('[name=seen][value=true]').check();
  assert.equal(await page.locator('#outcomes-not_in').isVisible(), false);
  await page.locator('#outcomes-seen_engaged').check();
  await page.selectOption('[name=type]', 'visit_after_arrest');
  await page.fill('[name=note]', 'Talked on the step');
  await page.locator('[name=held]').check();
  await save(page);
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.equal(await page.getByText('Held by police').count(), 1);
  assert.equal(await page.getByText('A sergeant can release it.').count(), 1);
  const path = new URL(page.url()).pathname;
  await done(page);
  // Others are told nothing of it; the sergeant lets it go.
  assert.equal((await coordinator.get(`/api/v1${path}`)).status, 404);
  const sergeant = await browser.signedIn('eit_sergeant', SPOKE);
  await open(sergeant, path);
  await sergeant.getByRole('button', { name: 'Release to other agencies' }).click();
  await checkPage(sergeant);
  await sergeant.getByRole('button', { name: 'Release', exact: true }).click();
  await sergeant.getByText('Released by').waitFor();
  await checkPage(sergeant);
  await done(sergeant);
  assert.equal((await coordinator.get(`/api/v1${path}`)).status, 200);
});

test('what is missing is told at its place, and nothing typed is lost', async () => {
  const page = await browser.signedIn('eit_officer', { ...SPOKE, ...PHONE });
  await open(page, '/contacts/new');
  await page.fill('[name=note]', 'A narrative');
  await save(page);
  const summary = page.locator('.govuk-error-summary');
  await summary.waitFor();
  for (const text of ['Choose the young person', 'Select the kind of contact', 'Select whether you saw them'])
    assert.ok((await summary.textContent()).includes(text), text);
  await checkPage(page);
  await summary.getByText('Choose the young person').click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'person_id-search');
  assert.equal(await page.inputValue('[name=note]'), 'A narrative');
  await done(page);
});

/* ---- interventions and allocations ---- */

test('an intervention is proposed with what fits, and offered', async () => {
  const { episode, person } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const bad = await makeIntervention(coordinator, { approach: 'boot_camps' });
  const page = await browser.signedIn('spoke_coordinator', SPOKE);
  await open(page, `/allocations/new?episode=${episode.id}`);
  await save(page);
  await page.locator('.govuk-error-summary', { hasText: 'Select the intervention' }).waitFor();
  assert.equal(await page.isVisible('[name=go_on_reason]'), false, 'there is no warning to go on in spite of');
  const harmful = page.locator('.app-offer', { hasText: bad.name });
  assert.ok((await harmful.textContent()).includes('Likely to harm'));
  await harmful.locator('input').check();
  await page.locator('[data-harm-said]', { hasText: 'likely to do harm' }).waitFor();
  await checkPage(page);
  await page.locator('.app-offer', { hasText: help.name }).locator('input').check();
  assert.equal(await page.locator('[data-harm-said]').textContent(), '');
  await page.fill('[name=need_to_know]', 'Prefers to meet at school');
  await save(page);
  await page.waitForURL(/\/allocations\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.getByText('The provider does not see this yet.').waitFor();
  await checkPage(page);
  const path = new URL(page.url()).pathname;
  assert.equal((await provider.get(`/api/v1${path}`)).status, 404);
  await page.getByRole('button', { name: 'Offer to the provider' }).click();
  await checkPage(page);
  await page.getByRole('button', { name: 'Offer', exact: true }).click();
  await page.getByText(/Waiting for .* to say whether they can take it/).waitFor();
  const theirs = await browser.signedIn('provider_worker', { ...SPOKE, ...PHONE });
  await open(theirs, '/allocations');
  assert.equal(await theirs.getByRole('heading', { level: 1 }).textContent().then((t) => t.includes('My young people')), true);
  await theirs.getByRole('link', { name: person.name }).click();
  await settled(theirs);
  await theirs.getByText('Prefers to meet at school').waitFor();
  await checkPage(theirs);
  await done(page);
  await done(theirs);
});

test('a session is logged fact by fact, corrected, and the work ended', async () => {
  const { allocation } = await makeAllocation(coordinator, 'bristol', help);
  await bringTo(coordinator, allocation.id, 'active');
  const page = await browser.signedIn('provider_worker', { ...SPOKE, ...PHONE });
  const home = `/allocations/${allocation.id}`;
  await open(page, `${home}/sessions/new`);
  assert.equal(await page.locator('[data-fact=attendance]').isVisible(), false, 'first whether it happened');
  // Nothing said of it is not a session planned for now.
  await page.fill('[name=note]', 'Typed first');
  await save(page);
  await page.locator('.govuk-error-message', { hasText: 'Select whether the session happened' }).waitFor();
  assert.equal(await page.inputValue('[name=note]'), 'Typed first');
  await checkPage(page);
  await page.locator('[name=happened][value=true]').check();
  assert.equal(await page.locator('#attendance-cancelled_provider').isVisible(), false);
  assert.equal(await page.locator('[data-fact=engagement]').isVisible(), false, 'then whether they came');
  await page.locator('#attendance-late').check();
  await page.locator('#engagement-engaged').check();
  await page.fill('[name=note]', 'Ten minutes late, good hour');
  await checkPage(page);
  await save(page);
  await page.waitForURL(`**${home}`);
  await settled(page);
  await page.getByText('1 of 8 planned sessions attended').waitFor();
  await checkPage(page);
  // It was somebody else who came late: corrected, nothing of it is left over.
  await page.getByRole('link', { name: /^Correct/ }).click();
  await settled(page);
  await page.waitForFunction(() => document.querySelector('#attendance-late')?.checked);
  assert.equal(await page.inputValue('[name=note]'), 'Ten minutes late, good hour');
  await page.locator('#attendance-did_not_attend').check();
  await checkPage(page);
  await save(page);
  await page.waitForURL(`**${home}`);
  await settled(page);
  await page.getByText('0 of 8 planned sessions attended').waitFor();
  // The end asks for its reason and what changed.
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Complete' }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByRole('button', { name: 'Complete' }).click();
  await dialog.locator('.govuk-error-summary').waitFor();
  await checkPage(page);
  await dialog.locator('[name=exit_reason]').selectOption('completed_planned');
  await dialog.locator('[name=exit_summary]').fill('Came to trust the coach');
  await dialog.getByRole('button', { name: 'Complete' }).click();
  await page.getByText('How it ended').waitFor();
  await page.getByText('Came to trust the coach').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Log a session' }).count(), 0);
  await checkPage(page);
  await done(page);
});

test('the catalogue is added to, filtered and changed', async () => {
  const page = await browser.signedIn('spoke_coordinator', { ...SPOKE, ...PHONE });
  const name = `Invented catalogue ${Date.now()}`;
  await open(page, '/interventions/new');
  await page.waitForFunction(() => document.querySelectorAll('[name=provider] option').length > 5);
  await page.fill('[name=name]', name);
  await page.selectOption('[name=provider]', 'openhand_martial_arts');
  await page.selectOption('[name=approach]', 'prison_awareness');
  await page.getByText('This approach is likely to do harm').waitFor();
  await page.locator('[name=prevention_level][value=secondary]').check();
  await page.locator('[name=targeting][value=targeted]').check();
  await page.selectOption('[name=mode]', 'group');
  await page.fill('[name=capacity]', '12');
  await checkPage(page);
  await save(page);
  await page.waitForURL(/\/interventions\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.getByText('0 of 12 taken').waitFor();
  await checkPage(page);
  await page.getByRole('link', { name: 'Change' }).click();
  await settled(page);
  await page.waitForFunction(() => document.querySelector('[name=capacity]')?.value === '12');
  await page.fill('[name=capacity]', '15');
  await checkPage(page);
  await save(page);
  await page.getByText('0 of 15 taken').waitFor();
  await open(page, '/interventions?approach=prison_awareness');
  await page.getByRole('link', { name }).waitFor();
  await checkPage(page);
  await open(page, '/interventions?approach=cbt');
  assert.equal(await page.getByRole('link', { name }).count(), 0);
  await done(page);
});

test('the other pages of an allocation and a contact, as narrow as it gets', async () => {
  const { allocation, person } = await makeAllocation(coordinator, 'bristol', help);
  await bringTo(coordinator, allocation.id, 'active');
  const contact = (await coordinator.post('/api/v1/contacts', { person_id: person.id, type: 'phone_call',
    happened_at: new Date(Date.now() - 60000).toISOString(), seen: true })).body;
  const page = await browser.signedIn('spoke_coordinator', { ...SPOKE, width: 320 });
  for (const path of [`/allocations/${allocation.id}`, `/allocations/${allocation.id}/edit`, `/allocations/${allocation.id}/sessions/plan`,
    `/allocations/${allocation.id}/outcomes/new`, `/contacts/${contact.id}`, `/contacts/${contact.id}/edit`, '/contacts', '/allocations']) {
    await open(page, path);
    await checkPage(page);
    assert.equal(await page.locator('.app-region__problem').count(), 0, path);
    assert.equal(await page.locator('h1:visible').count(), 1, path);
  }
  await done(page);
});
