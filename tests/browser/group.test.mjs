// Delivery to several at once and who has to do with whom, as it is done: a
// provider's own small site on a phone, a group booked and logged on one form,
// a delivery without names, an offer that does not fit, an association.
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
let coordinator, provider, group;

before(async () => {
  coordinator = await people.as('spoke_coordinator', 'bristol');
  provider = await people.as('provider_worker', 'bristol');
  group = await makeIntervention(coordinator, { provider: await agencyOf(provider), mode: 'group' });
});

const open = async (page, path) => {
  await page.goto(server.baseUrl + path);
  await settled(page);
};
const save = (page) => page.locator('.app-actions button[type=submit]:visible').click();
const done = (page) => page.context().close();
const member = async () => {
  const made = await makeAllocation(coordinator, 'bristol', group);
  await bringTo(coordinator, made.allocation.id, 'active');
  return made;
};

test('a provider comes home to their young people, contact safety first, and logs a session', async () => {
  const { person, allocation } = await member();
  const page = await browser.signedIn('provider_worker', { ...SPOKE, ...PHONE });
  await open(page, '/');
  assert.equal(await page.locator('[data-session=in] h1').textContent(), 'My young people');
  const card = page.locator('.app-mine', { hasText: person.name });
  const text = await card.textContent();
  assert.ok(text.indexOf('Contact safety') < text.indexOf('What you need to know'));
  await checkPage(page);
  await page.locator('[data-menu]').click();
  const places = await page.locator('.app-navigation__link:visible').allTextContents();
  assert.deepEqual(places, ['Home', 'Allocations', 'Group sessions', 'Deliveries']);
  await card.getByRole('link', { name: /^Log a session/ }).click();
  await page.waitForURL(`**/allocations/${allocation.id}/sessions/new`);
  await settled(page);
  await page.locator('[name=happened][value=true]').check();
  await page.locator('[name=attendance][value=attended]').check();
  await save(page);
  await page.waitForURL(`**/allocations/${allocation.id}`);
  await settled(page);
  await page.getByText('Planned and delivered').waitFor();
  await checkPage(page);
  await done(page);
  const { dosage } = (await provider.get(`/api/v1/allocations/${allocation.id}`)).body;
  assert.deepEqual([dosage.attended, dosage.sessions_offered], [1, 1]);
});

test('a group is booked and logged on one form each', async () => {
  const [a, b] = [await member(), await member()];
  const page = await browser.signedIn('provider_worker', SPOKE);
  await open(page, '/group-sessions/new');
  await page.selectOption('[name=intervention_id]', group.id);
  await page.getByLabel(a.person.name).check();
  await page.getByLabel(b.person.name).check();
  await page.getByRole('button', { name: 'Yesterday' }).click();
  await page.fill('[name=planned_at-time]', '17:00');
  await page.fill('[name=place]', 'The hall');
  await checkPage(page);
  await save(page);
  await page.waitForURL(/\/group-sessions\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.locator('[name=happened][value=true]').check();
  const one = (made) => page.locator('.app-group__one', { hasText: made.person.name });
  await one(a).locator('[data-came]').selectOption('attended');
  await one(a).locator('[data-how]').selectOption('engaged');
  await save(page);
  await page.locator('.govuk-error-summary').waitFor();
  assert.ok((await page.locator('.govuk-error-summary').textContent()).includes('Select whether they attended'));
  await checkPage(page);
  await one(b).locator('[data-came]').selectOption('did_not_attend');
  assert.equal(await one(b).locator('[data-how]').isDisabled(), true, 'who did not come is not asked how');
  await save(page);
  await page.waitForURL('**/group-sessions');
  await settled(page);
  await checkPage(page);
  await done(page);
  const [session] = (await coordinator.get(`/api/v1/allocations/${a.allocation.id}/sessions`)).body.items;
  assert.deepEqual([session.attendance, session.engagement], ['attended', 'engaged']);
});

test('rivals: no names, a reason, and it is booked', async () => {
  const [a, b] = [await member(), await member()];
  const known = await coordinator.post('/api/v1/associations', { person_id: a.person.id, other_id: b.person.id, kind: 'conflict',
    certainty: 'suspected', basis: 'said', source: 'School', known_on: '2026-01-05' });
  assert.equal(known.status, 201, known.text);
  const page = await browser.signedIn('provider_worker', { ...SPOKE, ...PHONE });
  await open(page, '/group-sessions/new');
  await page.selectOption('[name=intervention_id]', group.id);
  await page.getByLabel(a.person.name).check();
  await page.getByLabel(b.person.name).check();
  const soon = new Date(Date.now() + 5 * 86400000);
  await page.fill('[name=planned_at-day]', String(soon.getUTCDate()));
  await page.fill('[name=planned_at-month]', String(soon.getUTCMonth() + 1));
  await page.fill('[name=planned_at-year]', String(soon.getUTCFullYear()));
  await page.fill('[name=planned_at-time]', '17:00');
  assert.equal(await page.locator('[name=go_on_reason]').isVisible(), false);
  await save(page);
  const summary = page.locator('.govuk-error-summary');
  await summary.waitFor();
  assert.ok((await summary.textContent()).includes('should not be booked together: ask the spoke'));
  await page.fill('[name=go_on_reason]', 'The spoke has mediated');
  await checkPage(page);
  await save(page);
  await page.waitForURL(/\/group-sessions\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.getByText('Booked in spite of a warning').waitFor();
  await checkPage(page);
  await done(page);
});

test('a delivery without names is recorded, corrected, and one of those counted gets a name', async () => {
  const person = await makePerson(coordinator, 'bristol');
  const page = await browser.signedIn('spoke_coordinator', SPOKE);
  await open(page, `/deliveries/new?intervention_id=${group.id}`);
  await page.getByRole('button', { name: 'Yesterday' }).first().click();
  await page.fill('[name=under_18]', '24');
  await page.fill('[name=aged_18_24]', '2');
  await page.fill('[name=school]', 'Invented Academy');
  await page.locator('[name=headcount_kind][value=unique]').check();
  await checkPage(page);
  await save(page);
  await page.waitForURL(/\/deliveries\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.locator('#person_id-search').pressSequentially(person.name.toLowerCase(), { delay: 10 });
  await page.locator('.app-picker__item', { hasText: person.name }).click();
  await page.getByRole('button', { name: 'Link', exact: true }).click();
  await page.locator('.app-lines', { hasText: person.name }).waitFor();
  await page.getByRole('button', { name: 'Correct it' }).click();
  await page.locator('#correct [name=under_18]').fill('25');
  await page.locator('#correct [name=change_reason]').fill('One came late');
  await checkPage(page);
  await page.locator('#correct button[type=submit]').click();
  await page.getByText('One came late').waitFor();
  await checkPage(page);
  const { body } = await coordinator.get(`/api/v1${new URL(page.url()).pathname}`);
  assert.deepEqual([body.under_18, body.named, body.versions.length], [25, 1, 1]);

  // It was somebody else: the link goes, the count stays.
  await page.getByRole('button', { name: new RegExp(`^It was not them.*${person.name}$`) }).click();
  await page.locator('.app-flash', { hasText: 'The link is undone: the count stays' }).waitFor();
  await page.locator('.app-lines', { hasText: person.name }).waitFor({ state: 'detached' });
  const undone = (await coordinator.get(`/api/v1${new URL(page.url()).pathname}`)).body;
  assert.deepEqual([undone.under_18, undone.named, undone.people], [25, 0, []]);
  await done(page);
});

test('an offer that does not fit says so and asks why one goes on', async () => {
  const help = await makeIntervention(coordinator, { max_age: 8, area: 'Easton' });
  const { episode } = await makeCase(coordinator, 'bristol', 'active_monitoring');
  const page = await browser.signedIn('spoke_coordinator', { ...SPOKE, ...PHONE });
  await open(page, `/allocations/new?episode=${episode.id}`);
  const offer = page.locator('.app-offer', { hasText: help.name });
  assert.match(await offer.textContent(), /It is for those aged up to 8 and they are \d+/);
  await offer.locator('input').check();
  await page.locator('[name=lives_in_area][value=true]').check();
  await page.fill('[name=need_to_know]', 'Invented');
  await save(page);
  await page.locator('.govuk-error-summary').waitFor();
  await page.fill('[name=go_on_reason]', 'The family asked for it');
  await checkPage(page);
  await save(page);
  await page.waitForURL(/\/allocations\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.getByText('Somebody went on in spite of a warning').waitFor();
  await page.getByText('The family asked for it').waitFor();
  await checkPage(page);
  await done(page);
});

test('an association is added, read from the other side, and ended', async () => {
  const [one, other] = [await makePerson(coordinator, 'bristol'), await makePerson(coordinator, 'bristol')];
  const page = await browser.signedIn('spoke_coordinator', { ...SPOKE, ...PHONE });
  await open(page, `/people/${one.id}/associations/new`);
  await page.locator('#other_id-search').pressSequentially(other.name.toLowerCase(), { delay: 10 });
  await page.locator('.app-picker__item', { hasText: other.name }).click();
  await page.selectOption('[name=kind]', 'victim_of');
  await page.locator('[name=certainty][value=suspected]').check();
  await page.locator('[name=basis][value=said]').check();
  assert.equal(await page.locator('[name=basis][value=inferred]').count(), 0);
  await page.fill('[name=source]', 'Head of year');
  await page.getByRole('button', { name: 'Today' }).first().click();
  await checkPage(page);
  await save(page);
  await page.waitForURL(`**/people/${one.id}/associations`);
  await settled(page);
  await checkPage(page);
  await open(page, `/people/${other.id}`);
  const section = page.locator('section', { has: page.locator('#associations-title') });
  await section.getByText('Has harmed').waitFor();
  await checkPage(page);
  await open(page, `/people/${other.id}/associations`);
  await page.getByRole('link', { name: /^Confirm, change or end/ }).click();
  await settled(page);
  await page.getByRole('button', { name: 'It is so no longer' }).click();
  await page.fill('[name=reason]', 'They have made it up');
  await checkPage(page);
  await page.getByRole('button', { name: 'End it' }).click();
  await page.waitForURL(/\/associations$/);
  await settled(page);
  await page.getByText('They have made it up').waitFor();
  await done(page);
});
