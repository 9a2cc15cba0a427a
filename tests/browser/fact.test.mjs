// What is known of a young person, on its pages: added, doubted, corrected,
// ended; and how little of it those see who only meet the young person.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { button, checkWidths, choose, fillDate, follow, wordsOf } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

// An NHS number nobody else has, and the same with another check digit.
const checkDigit = (nine) => (11 - [...nine].reduce((sum, digit, n) => sum + digit * (10 - n), 0) % 11) % 11;
let nine;
do nine = String(Math.floor(1e8 + Math.random() * 9e8)); while (checkDigit(nine) === 10);
const spaced = (last) => `${nine}${last}`.replace(/(...)(...)(....)/, '$1 $2 $3');
const RIGHT = spaced(checkDigit(nine));
const WRONG = spaced((checkDigit(nine) + 1) % 10);

const SPOKE = 'bristol';
const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

let anna;
let person;

before(async () => {
  anna = await accountsOf(server).as('spoke_coordinator', SPOKE);
  person = expectStatus(await anna.post('/api/v1/people', { spoke: SPOKE, given_name: `Fact${Date.now().toString(36)}`,
    family_name: 'Pagely', care_status: 'early_help' }), 201).body;
});

const open = async (path, role = 'spoke_coordinator') => {
  const page = await browser.signedIn(role, { spoke: SPOKE });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};
const details = () => `/people/${person.id}/details`;

test('an identifier that cannot be right is saved with its doubt', async () => {
  const page = await open(details());
  await follow(page, '#identifiers a:has-text("Add")', /add\/identifier$/);
  await checkWidths(page);
  await button(page, 'Add an identifier').click();
  await page.locator('.govuk-error-summary').waitFor();
  assert.match(await wordsOf(page, '.govuk-error-summary'), /Select what kind of identifier it is[^]*Enter the number or reference/);
  await choose(page, 'identifier-code', 'NHS number');
  await page.fill('#identifier-value', WRONG);
  await follow(page, button(page, 'Add an identifier'), /details(#identifiers)?$/);
  await page.locator('#identifiers .app-held__doubt').waitFor();
  assert.match(await wordsOf(page, '#identifiers'), new RegExp(`${WRONG}[^]*Check the NHS number`));
  await checkWidths(page);
  await page.context().close();
});

test('a correction says why, and what was there stays to be read', async () => {
  const page = await open(details());
  await follow(page, '#identifiers a:has-text("Change")', /\/facts\//);
  await checkWidths(page);
  await page.click('text=Correct it');
  assert.equal(await page.inputValue('#identifier-value'), WRONG);
  await page.fill('#identifier-value', RIGHT);
  await choose(page, 'identifier-reason', 'Typing mistake');
  await follow(page, button(page, 'Save the correction'), /details(#identifiers)?$/);
  await page.locator('#identifiers .app-held__value').waitFor();
  assert.equal(await page.locator('#identifiers .app-held__doubt').count(), 0);
  await follow(page, '#identifiers a:has-text("Change")', /\/facts\//);
  assert.match(await wordsOf(page, '.app-amendments'), new RegExp(`Typing mistake[^]*${WRONG} to ${RIGHT}`));
  await checkPage(page);
  await page.context().close();
});

test('a name is corrected with its reason, and struck where it was never theirs', async () => {
  expectStatus(await anna.post(`/api/v1/people/${person.id}/names`, { kind: 'alias', given_name: 'Benn' }), 201);
  const page = await open(details());
  await follow(page, 'a:has-text("Correct Benn")', /\/names\//);
  await checkWidths(page);
  await page.fill('#given_name', 'Ben');
  await button(page, 'Save the correction').click();
  await page.locator('.govuk-error-summary').waitFor();
  assert.match(await wordsOf(page, '.govuk-error-summary'), /Select why this is corrected/);
  await choose(page, 'reason', 'Typing mistake');
  await follow(page, button(page, 'Save the correction'), /details$/);
  await follow(page, 'a:has-text("Correct Ben")', /\/names\//);
  assert.match(await wordsOf(page, '.app-amendments'), /Typing mistake[^]*Given name: Benn to Ben/);
  await page.click('text=Strike it: it was never their name');
  await choose(page, 'strike-reason', 'Recorded on the wrong young person');
  await follow(page, button(page, 'Strike it'), /details$/);
  await page.locator('.app-names').waitFor();
  assert.doesNotMatch(await wordsOf(page, '.app-names'), /Ben/);
  await page.context().close();
});

test('a warning stands in the header until it is ended', async () => {
  const page = await open(`/people/${person.id}/add/marker`);
  await choose(page, 'marker-code', 'Dog at the address');
  await page.check('#person_knows-no');
  await fillDate(page, 'marker-review_on', '2030-01-01');
  await page.fill('#marker-note', 'Large, in the yard');
  await follow(page, button(page, 'Add a warning'), /details(#markers)?$/);
  await page.locator('.app-banner--warning').waitFor();
  assert.match(await wordsOf(page, '.app-banner--warning'), /Dog at the address: Large, in the yard[^]*do not know/);
  await follow(page, '#markers a:has-text("Change")', /\/facts\//);
  await page.fill('#end_reason', 'The dog has gone');
  await follow(page, button(page, 'End it'), /details$/);
  await page.locator('#markers').waitFor();
  assert.equal(await page.locator('.app-banner--warning').count(), 0);
  await page.click('#markers summary');
  assert.match(await wordsOf(page, '#markers'), /The dog has gone/);
  await page.context().close();
});

test('a new care status takes the place of the one before', async () => {
  const page = await open(`/people/${person.id}/add/care_status`);
  await choose(page, 'care_status-code', 'Child in need');
  await page.check('#care_status-replaces');
  await follow(page, button(page, 'Add a care status'), /details(#care-statuses)?$/);
  await page.locator('#care-statuses .govuk-summary-list__row').first().waitFor();
  assert.match(await wordsOf(page, '#care-statuses'), /Child in need plan[^]*Past \(1\)/);
  await page.context().close();
});

test('contact safety tells five answers apart', async () => {
  const page = await open(`/people/${person.id}/edit`);
  await checkWidths(page);
  await page.check('#safe_to_phone-no');
  await page.check('#safe_to_text-declined_to_say');
  await follow(page, button(page, 'Save contact and identity'), /details$/);
  await page.locator('.app-banner--safety').waitFor();
  assert.match(await wordsOf(page, '.app-banner--safety'), /Do not phone[^]*Safe to text\? Declined to say/);
  await page.context().close();
});

for (const role of ['provider_worker', 'panel_member'])
  test(`a ${role} reads what they need to know, and may change nothing`, async () => {
    const page = await open('/', role);
    const theirs = (await server.psql(`SELECT person_id FROM casework.${role === 'panel_member'
      ? "episode WHERE state = 'active_monitoring'" : "allocation WHERE state = 'active'"} AND spoke_id =
      (SELECT id FROM reference.spoke WHERE code = '${SPOKE}')`)).split('\n');
    let seen = null;
    for (const id of theirs)
      if (!seen && await page.evaluate(async (path) => (await fetch(path)).ok, `/api/v1/people/${id}/facts`)) seen = id;
    assert.ok(seen, 'the demo shows such a reader somebody');
    await anna.post(`/api/v1/people/${seen}/markers`, { code: 'medical', note: 'Carries an inhaler', review_on: '2030-01-01', person_knows: 'yes' });
    await anna.post(`/api/v1/people/${seen}/identifiers`, { code: 'uln', value: `${Date.now()}` });
    await page.goto(`${server.baseUrl}/people/${seen}/details`);
    await settled(page);
    await page.locator('#markers').waitFor();
    assert.equal(await page.locator('#identifiers').count(), 0);
    assert.equal(await page.locator('main a:has-text("Add")').count(), 0);
    await checkPage(page);
    await page.context().close();
  });
