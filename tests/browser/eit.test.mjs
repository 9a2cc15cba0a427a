// A contact on a phone: four answers, few taps, targets for a thumb, nothing
// sent twice when the signal drops; and the pages of the team's work.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { makePerson } from '../support/meeting.mjs';
import { choose, follow, said } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

let officer, sergeant, person;
const PHONE = { width: 390, height: 844, spoke: 'bristol' };

before(async () => {
  const people = accountsOf(server);
  officer = await people.as('eit_officer', 'bristol');
  sergeant = await people.as('eit_sergeant', 'bristol');
  person = await makePerson(officer, 'bristol');
});

const contactsOf = async (id) => (await officer.get(`/api/v1/contacts?person_id=${id}`)).body.items;
const open = async (path, role = 'eit_officer', how = PHONE) => {
  const page = await browser.signedIn(role, { spoke: 'bristol', ...how });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};
const tapped = async (page, target) => {
  await page.locator(target).first().tap();
  return 1;
};

test('four answers and a few taps log a contact, within a minute', async () => {
  const page = await open(`/contacts/new?person=${person.id}`);
  await page.locator('[data-picker-chosen] .app-person').waitFor();
  const began = Date.now();
  // Asked for: who, what kind, when, seen. Who and when are there already.
  const asked = await page.$$eval('#contact .govuk-form-group', (groups) => groups
    .filter((g) => g.offsetParent && !g.closest('details:not([open])') && !g.parentElement.closest('.govuk-form-group'))
    .map((g) => g.querySelector('legend, label')?.textContent.trim() ?? '')
    .filter((words) => !/\(optional\)|Who is it about|hold back/.test(words)));
  assert.ok(asked.length <= 4, `asked for: ${asked.join(' | ')}`);
  let taps = 0;
  await page.selectOption('#type', 'home_visit'); // opens and chooses
  taps += 2;
  taps += await tapped(page, 'label[for="seen"]');
  taps += await tapped(page, '#contact .app-actions button[type=submit]');
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  assert.ok(taps <= 4, `${taps} taps`);
  assert.ok(Date.now() - began < 60000);
  assert.equal((await contactsOf(person.id)).length, 1);
  await page.context().close();
});

test('“not in” is one tap', async () => {
  const other = await makePerson(officer, 'bristol');
  const page = await open(`/contacts/new?person=${other.id}`);
  await page.locator('[data-picker-chosen] .app-person').waitFor();
  await tapped(page, '[data-not-in]');
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  const [made] = await contactsOf(other.id);
  assert.deepEqual([made.type, made.seen, made.outcomes], ['home_visit', false, ['not_in']]);
  await page.context().close();
});

test('targets are as wide as a thumb, Save stays in reach, Today and Yesterday are there', async () => {
  const page = await open(`/contacts/new?person=${person.id}`);
  await page.locator('[data-picker-chosen] .app-person').waitFor();
  const small = await page.$$eval('#contact button, #contact select, #contact input, #contact summary', (all) => all
    .filter((e) => e.offsetParent && !e.classList.contains('govuk-visually-hidden') && !e.closest('[data-picker-chosen]') && !e.closest('details:not([open])'))
    .map((e) => (['radio', 'checkbox'].includes(e.type) ? { what: e.id, height: e.parentElement.getBoundingClientRect().height }
      : { what: e.id || e.textContent.trim(), height: e.getBoundingClientRect().height }))
    .filter((e) => e.height < 44));
  assert.deepEqual(small.filter(({ what }) => !/More about it/.test(what)), []);
  for (const words of ['Today', 'Yesterday', 'Now']) assert.ok(await page.getByRole('button', { name: words, exact: true }).first().isVisible(), words);
  const inReach = async () => page.locator('#contact .app-actions button[type=submit]').evaluate((e) => {
    const box = e.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  });
  await page.evaluate(() => scrollTo(0, 0));
  assert.ok(await inReach(), 'Save at the top of the page');
  await checkPage(page);
  await page.context().close();
});

test('an answer lost on the way: the same attempt is sent again and is one contact', async () => {
  const other = await makePerson(officer, 'bristol');
  const page = await open(`/contacts/new?person=${other.id}`);
  await page.locator('[data-picker-chosen] .app-person').waitFor();
  const keys = [];
  await page.route('**/api/v1/contacts', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // the server has it; its answer is lost
    return route.abort('connectionreset');
  });
  await page.selectOption('#type', 'phone_call');
  await tapped(page, 'label[for="seen"]');
  await page.fill('#note', 'Said he would ring back');
  await tapped(page, '#contact .app-actions button[type=submit]');
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/, { timeout: 30000 });
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
  const made = await contactsOf(other.id);
  assert.deepEqual(made.map((c) => c.note), ['Said he would ring back']);
  await page.context().close();
});

test('what was typed outlives the page', async () => {
  const page = await open(`/contacts/new?person=${person.id}`);
  await page.locator('[data-picker-chosen] .app-person').waitFor();
  await page.fill('#note', 'Half a sentence');
  await page.reload();
  await settled(page);
  await page.waitForFunction(() => document.querySelector('#note').value === 'Half a sentence');
  await page.context().close();
});

test('somebody not on the system: looked for, written down, linked', async () => {
  const word = `Yz${Date.now().toString(36)}`;
  const known = (await officer.post('/api/v1/people', { spoke: 'bristol', given_name: word, family_name: 'Thistlewick' })).body;
  const page = await open('/contacts/new');
  await tapped(page, 'label[for="about-2"]');
  await page.fill('#identified-given', word);
  await page.fill('#identified-family', 'Thistlewick');
  await page.locator('[data-candidates] button').waitFor();
  await checkPage(page);
  await page.selectOption('#type', 'hotspot_engagement');
  await tapped(page, 'label[for="seen"]');
  await tapped(page, '#contact .app-actions button[type=submit]');
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  await follow(page, 'text=Not on the system yet', /\/identified\//);
  await checkPage(page);
  assert.match(await page.locator('main').innerText(), /Matches:/);
  await page.goto(`${page.url()}?person=${known.id}`);
  await settled(page);
  await page.locator('[data-picker-chosen] .app-person').waitFor();
  await page.getByRole('button', { name: 'Link them' }).tap();
  await said(page, 'Linked');
  assert.equal((await contactsOf(known.id)).length, 1);
  await page.context().close();
});

test('a school input asks for the school, not for a young person', async () => {
  const page = await open('/contacts/new');
  await tapped(page, 'label[for="about-3"]');
  assert.equal(await page.locator('#person_id-search').isVisible(), false);
  await page.fill('#school', 'Thumb School');
  await page.fill('#headcount', '28');
  await tapped(page, 'label[for="seen"]');
  await checkPage(page);
  await tapped(page, '#contact .app-actions button[type=submit]');
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.match(await page.locator('main').innerText(), /Thumb School[\s\S]*28/);
  await checkPage(page);
  await page.context().close();
});

test('a correction gives its reason, and what it said before is there to read', async () => {
  const [made] = await contactsOf(person.id);
  const page = await open(`/contacts/${made.id}/edit`);
  await page.fill('#note', 'He was with his aunt');
  await tapped(page, '.app-actions button[type=submit]');
  await page.locator('.govuk-error-summary', { hasText: 'Select why it is corrected' }).waitFor();
  assert.equal(await page.inputValue('#note'), 'He was with his aunt');
  await choose(page, 'reason', 'New information');
  await tapped(page, '.app-actions button[type=submit]');
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.locator('.app-contact__version').waitFor();
  assert.match(await page.locator('.app-contact__version').innerText(), /New information/);
  await checkPage(page);
  await page.context().close();
});

test('a follow-up is done from its contact', async () => {
  const made = (await officer.post('/api/v1/contacts', { person_id: person.id, type: 'home_visit', seen: false,
    happened_at: new Date().toISOString(), follow_up: 'Ring his aunt', follow_up_on: '2026-03-02' })).body;
  const page = await open(`/contacts/${made.id}`);
  await tapped(page, 'button[data-opens="follow-up-done"]');
  await tapped(page, '#follow-up-form button[type=submit]');
  await said(page, 'Follow-up done');
  assert.ok((await officer.get(`/api/v1/contacts/${made.id}`)).body.follow_up_done_on);
  await page.context().close();
});

for (const width of [1280, 390])
  test(`the team's pages at ${width}px`, async (t) => {
    for (const path of ['/contacts', '/contacts/identified', '/contacts/held', '/contacts/held?kept=true', '/contacts/counts',
      '/contacts/counted?spoke=bristol&measure=seen'])
      await t.test(path, async () => {
        const page = await open(path, 'eit_sergeant', { width });
        await checkPage(page);
        await page.context().close();
      });
  });

test('the sergeant keeps one and releases one; each number opens its rows', async () => {
  const made = [];
  for (const n of [1, 2])
    made.push((await officer.post('/api/v1/contacts', { person_id: person.id, type: 'other', held: true, seen: true,
      happened_at: `2018-0${n}-01T10:00:00Z`, note: `Queue ${n} ${Date.now()}` })).body);
  const page = await open('/contacts/held', 'eit_sergeant', { width: 1280 });
  const row = (which) => page.locator('.app-contact__queue li', { hasText: which.note });
  await row(made[0]).getByText('Keep it back').first().click();
  await row(made[0]).locator('textarea').fill('Live enquiry');
  await row(made[0]).getByRole('button', { name: 'Keep it back' }).click();
  await said(page, 'Kept back');
  await row(made[0]).waitFor({ state: 'detached' });
  await row(made[1]).locator('[data-release]').click();
  await row(made[1]).locator('[data-release]').click();
  await said(page, 'Released');
  assert.equal((await sergeant.get(`/api/v1/contacts/${made[1].id}`)).body.held, false);
  await page.goto(`${server.baseUrl}/contacts/counts`);
  await settled(page);
  const number = Number(await page.locator('.app-counted__number').first().innerText());
  await follow(page, page.locator('.app-counted__one a').first(), /\/contacts\/counted/);
  assert.equal(await page.locator('tbody tr').count(), Math.min(number, 50));
  await page.context().close();
});
