// The pages of young people: the caseload, a record and its long journey, a
// new record, search; on a desktop and on the narrowest phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf, inventedName } from '../support/api.mjs';
import { accountOf, checkPage, openBrowser, settled } from '../support/browser.mjs';
import { expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const MANY = 430;
const NASTY = '<img src=x onerror=alert(1)> "knife" \'); DROP TABLE x;--';
const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

let spoke;
let person;

before(async () => {
  spoke = accountOf(server, 'spoke_coordinator').roles.find((held) => held.role === 'spoke_coordinator').spoke ?? 'bristol';
  const people = accountsOf(server);
  const anna = await people.as('spoke_coordinator', spoke);
  const ewan = await people.as('eit_officer', spoke);
  const made = await makeCase(anna, spoke, 'listed', 'high');
  person = made.person;
  const now = await anna.get(`/api/v1/people/${person.id}`);
  expectStatus(await anna.patch(`/api/v1/people/${person.id}`,
    { safe_to_voicemail: 'no', contact_safety: NASTY, phone: '07700 900321', trauma_guidance: 'Offer a drink', born_precision: 'year' }, now.etag), 200);
  expectStatus(await ewan.post('/api/v1/contacts', {
    person_id: person.id, spoke, type: 'home_visit', happened_at: '2026-03-03T12:00:00Z', seen: true, note: 'From a source', held: true }), 201);
  await server.psql(`INSERT INTO casework.note (spoke_id, person_id, episode_id, kind, text, happened_at)
    SELECT e.spoke_id, e.person_id, e.id, 'general', '${NASTY.replaceAll("'", "''")} ' || n, timestamptz '2024-06-01 08:00Z' + n * interval '36 hours'
      FROM casework.episode e, generate_series(1, ${MANY}) AS n WHERE e.id = '${made.episode.id}'`);
});

const open = async (path, width = 1280, role = 'spoke_coordinator') => {
  const page = await browser.signedIn(role, { width });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};

for (const width of [1280, 320])
  test(`the pages of a record at ${width}px`, async (t) => {
    for (const path of [`/people/${person.id}`, `/people/${person.id}?view=compact`, `/people/${person.id}?kind=contact`,
      `/people/${person.id}?kind=outcome`, `/people/${person.id}/details`])
      await t.test(path.replace(person.id, ':id'), async () => {
        const page = await open(path, width);
        await page.locator(`text=${person.name}`).first().waitFor();
        await checkPage(page);
        await page.context().close();
      });
  });

test('before any number stands what to know first, and what is not exact says so', async () => {
  const page = await open(`/people/${person.id}`, 390);
  await page.locator('.app-person').waitFor();
  const text = await page.locator('main').innerText();
  assert.ok(text.indexOf('Do not leave a voicemail') > 0);
  assert.ok(text.indexOf('Do not leave a voicemail') < text.indexOf('07700 900321'));
  assert.ok(text.includes(NASTY));
  assert.match(text, /Born in \d{4}, age about/);
  assert.ok(await page.locator('.moj-sub-navigation__item').count() <= 4);
  await page.context().close();
});

test('a long journey is there at once, and whole soon after', async () => {
  const page = await open(`/people/${person.id}`);
  await page.locator('.app-event').first().waitFor();
  await page.waitForFunction((many) => document.querySelectorAll('.app-event').length > many, MANY, { timeout: 30000 });
  assert.match(await page.locator('[data-journey-count]').innerText(), /^\d+ events$/);
  const months = await page.locator('.app-month__title').allTextContents();
  assert.equal(new Set(months).size, months.length, 'each month once');
  const times = await page.locator('.app-event time').evaluateAll((all) => all.map((each) => each.dateTime));
  assert.deepEqual(times, [...times].sort().reverse());
  assert.equal(await page.locator('main img').count(), 0, 'text stays text');
  const held = page.locator('.app-event[data-kind="held"]');
  assert.match(await held.innerText(), /Police hold information: ask/);
  assert.equal(await held.locator('a').count(), 0);
  await page.context().close();
});

test('filters live in the address', async () => {
  const page = await open(`/people/${person.id}`);
  await page.check('#kind-risk');
  await page.fill('#filter-from', '2026-01-01');
  await page.click('text=Apply filter');
  await page.waitForURL(/kind=risk/);
  await settled(page);
  assert.match(page.url(), /from=2026-01-01/);
  await page.locator('.app-event').first().waitFor();
  assert.deepEqual(await page.locator('.app-event').evaluateAll((all) => [...new Set(all.map((each) => each.dataset.kind))]), ['risk']);
  await page.click('[data-journey-view="compact"]');
  await page.waitForURL(/view=compact/);
  await settled(page);
  assert.match(page.url(), /kind=risk/);
  assert.ok(await page.locator('#kind-risk').isChecked());
  assert.match(await page.locator('[data-journey-plain]').getAttribute('href'), /journey\?kind=risk&from=2026-01-01$/);
  await page.context().close();
});

test('a caseload is sorted and paged by its address', async () => {
  const page = await open('/people');
  await page.click('th >> text=Young person');
  await page.waitForURL(/sort=name/);
  await settled(page);
  await page.locator('.app-caseload tbody tr').first().waitFor();
  const names = await page.locator('.app-caseload__who > a').allTextContents();
  assert.deepEqual(names, [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
  assert.equal(await page.locator('th[aria-sort="ascending"]').count(), 1);
  await checkPage(page);
  await page.context().close();
});

test('nobody is added before it was seen whether they are known', async () => {
  const page = await open('/people/new', 390);
  assert.equal(await page.isVisible('text=Add this young person'), false);
  await page.click('[data-look]');
  assert.ok(await page.isVisible('[data-look-first]'));
  const [given, ...family] = person.name.split(' ');
  await page.fill('[name=given_name]', given);
  await page.fill('[name=family_name]', family.join(' '));
  await page.click('[data-look]');
  await page.locator('.app-known__item').first().waitFor();
  assert.match(await page.locator('.app-known__item').first().innerText(), /Same name/);
  assert.ok(await page.isVisible('text=Add this young person'));
  await checkPage(page);
  await page.context().close();
});

test('as much of a birthday as is known is enough, and the boxes show no more of it', async () => {
  const name = inventedName();
  const page = await open('/people/new', 390);
  await page.fill('[name=given_name]', name.given_name);
  await page.fill('[name=family_name]', name.family_name);
  await page.fill('[name=born_on-month]', '3');
  await page.fill('[name=born_on-year]', '2010');
  await page.click('[data-look]');
  await page.locator('[data-known-none], .app-known__item').first().waitFor();
  await page.click('text=Add this young person');
  await page.waitForURL(/\/people\/[0-9a-f-]{36}$/);
  await page.locator('.app-person', { hasText: 'Born in March 2010' }).waitFor();
  await page.goto(`${page.url()}/edit`);
  await page.locator('[name=born_on-year]').waitFor();
  await page.waitForFunction(() => document.querySelector('[name=born_on-year]')?.value === '2010');
  assert.deepEqual([await page.inputValue('[name=born_on-day]'), await page.inputValue('[name=born_on-month]')], ['', '3']);
  await page.fill('[name=born_on-month]', '');
  await page.check('[name=born_precision]');
  await page.click('text=Save contact and identity');
  await page.waitForURL(/\/details$/);
  await page.locator('.app-person', { hasText: /Age about \d+, estimated/ }).waitFor();
  assert.match(await page.locator('main').innerText(), /Age about \d+, estimated/);
  await page.context().close();
});

test('a number alone is enough to find who is known', async () => {
  const number = `N${Date.now().toString(36)}7`;
  expectStatus(await (await accountsOf(server).as('spoke_coordinator', spoke)).post(
    `/api/v1/people/${person.id}/identifiers`, { code: 'niche_reference', value: number }), 201);
  const page = await open('/people/new', 390);
  await page.fill('[name=identifier]', number);
  await page.click('[data-look]');
  await page.locator('.app-known__item').first().waitFor();
  assert.match(await page.locator('.app-known__item').first().innerText(), new RegExp(`${person.name}[^]*Same Niche reference`));
  await checkPage(page);
  await page.context().close();
});

test('a search says why, and where else to look', async () => {
  const page = await open('/search?q=' + encodeURIComponent(person.name), 390);
  const hit = page.locator('.app-results__item', { hasText: person.name }).first();
  await hit.waitFor();
  assert.match(await hit.innerText(), /Same name/);
  assert.ok(!page.url().includes('q='), 'no names in the address');
  await page.goto(`${server.baseUrl}/search?q=qqxxqzz`);
  await page.locator('.app-results__none').waitFor();
  assert.match(await page.locator('.app-results__none').innerText(), /sound like/);
  await checkPage(page);
  await page.context().close();
});

test('with scripts off a journey is one plain page', async () => {
  const page = await browser.signedIn('spoke_coordinator', { width: 390, javaScriptEnabled: false });
  await page.goto(`${server.baseUrl}/api/v1/people/${person.id}/journey?kind=note`);
  assert.equal(await page.locator('article').count(), MANY);
  assert.equal(await page.locator('h1').innerText(), `Journey of ${person.name}`);
  assert.equal(await page.locator('img').count(), 0);
  await page.click('text=Back to the young person');
  assert.match(page.url(), new RegExp(`/people/${person.id}$`));
  await page.context().close();
});
