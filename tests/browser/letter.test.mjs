// What comes after a decision, as people do it: the letter read over and sent,
// the referrer's own view, what is late, and what the spoke works by.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { desk } from '../support/referral.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const at = await desk(server);
const SHOTS = process.env.THROUGHLINE_SHOTS;
after(async () => {
  await browser.close();
  await server.stop();
});

async function open(role, path, width = 1280) {
  const page = await browser.signedIn(role, { spoke: 'bristol', width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

async function seen(page, name) {
  await checkPage(page);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${page.viewportSize().width}.png`, fullPage: true });
}

const redrawn = async (page) => {
  await page.waitForSelector('.app-flash');
  await settled(page);
};

for (const width of [1280, 390])
  test(`a letter is read over, added to and sent, and the referrer reads it, at ${width}px`, async () => {
    const { body } = await at.decided('decline', { decline_reason: 'below_threshold' });
    const page = await open('spoke_coordinator', `/referrals/${body.id}`, width);
    await seen(page, 'decided');
    await page.click('#letter-title ~ p a');
    await page.waitForURL(/\/letters\//);
    await settled(page);
    await seen(page, 'letter-draft');
    assert.match(await page.locator('.app-letter').textContent(), /not able to accept/);
    await page.click('#issue-form button[type=submit]');
    await page.waitForSelector('.govuk-error-summary');
    assert.deepEqual(await page.locator('.govuk-error-summary a').allTextContents(),
      ['Select how it is sent', 'Say that you have read it over: it must name no other child']);
    await checkPage(page);
    await page.fill('#own_words', 'Ring the school nurse.');
    await page.click('#letter-form button[type=submit]');
    await redrawn(page);
    assert.match(await page.locator('.app-letter').textContent(), /Ring the school nurse/);
    await page.selectOption('#channel', 'here');
    await page.check('#checked');
    await page.click('#issue-form button[type=submit]');
    await page.waitForFunction(() => !document.querySelector('#issue-form'));
    await settled(page);
    await seen(page, 'letter-sent');
    assert.equal(await page.locator('.app-letter__draft').count(), 0);
    const address = page.url();
    await page.context().close();

    const theirs = await open('referrer', new URL(address).pathname, width);
    await seen(theirs, 'letter-referrer');
    assert.match(await theirs.locator('.app-letter').textContent(), /Ring the school nurse/);
    assert.equal(await theirs.locator('.app-letter__side').count(), 0);
    await theirs.emulateMedia({ media: 'print' });
    assert.equal(await theirs.locator('h1').isVisible(), false, 'on paper there is the letter alone');
    await theirs.emulateMedia({ media: 'screen' });
    await theirs.goto(`${server.baseUrl}/referrals/${body.id}`);
    await settled(theirs);
    await seen(theirs, 'referral-referrer');
    assert.deepEqual(await theirs.locator('.app-steps li > span:first-child').allTextContents(),
      ['You sent it', 'We looked at it', 'Not accepted', 'We wrote to you']);
    assert.equal(await theirs.locator('.app-steps li[data-done]').count(), 4);
    await theirs.context().close();
  });

test('a referrer finds the questions that wait for them first, and several rounds in order', async () => {
  const referral = await at.inTriage();
  for (const n of [1, 2]) {
    await at.move(at.coordinator, referral, 'request-information', { question: `Question ${n}?` });
    if (n === 1) await at.move(at.referrer, referral, 'answer', { answer: 'Answer 1' });
  }
  for (const width of [1280, 390]) {
    const page = await open('referrer', '/referrals/mine', width);
    await seen(page, 'mine');
    const waiting = page.locator('.app-questions');
    assert.match(await waiting.textContent(), new RegExp(referral.body.reference));
    await waiting.locator(`a[href*="${referral.body.id}"]`).click();
    await page.waitForURL(/\/referrals\/[0-9a-f-]{36}/);
    await settled(page);
    await seen(page, 'questions');
    const rounds = await page.locator('.app-rounds li').allTextContents();
    assert.equal(rounds.length, 2);
    assert.match(rounds[0], /Question 1\?[^]*Asked by[^]*Answer 1[^]*Answered by/);
    assert.match(rounds[1], /Question 2\?[^]*Not answered yet/);
    await page.context().close();
  }
});

test('in triage, what it may repeat or belong to is chosen from a list', async () => {
  const first = await at.decided('accept', { new_person: true });
  const { given_name, family_name, born_on } = first.body;
  const again = await at.inTriage(undefined, { given_name, family_name, born_on });
  const page = await open('spoke_coordinator', `/referrals/${again.body.id}`);
  await page.waitForSelector('[data-candidates=referral] input', { state: 'attached' });
  await page.click('[data-opens=duplicate]');
  await seen(page, 'duplicate');
  await page.check(`#duplicate [value="${first.body.id}"]`);
  await page.click('#duplicate [data-closes]');
  await page.click('[data-opens=add]');
  await page.check(`#add [value="${first.body.episode.id}"]`);
  await seen(page, 'add');
  await page.click('#add-form button[type=submit]');
  await redrawn(page);
  assert.equal((await at.again(at.coordinator, again)).body.episode.id, first.body.episode.id);
  await page.context().close();
});

test('where a spoke has several meetings, accepting asks which', async () => {
  const made = await at.coordinator.post('/api/v1/meeting-series',
    { spoke: 'bristol', name: `Probe ${Date.now()}`, type: 'roth', quorum_agency_types: [] });
  assert.equal(made.status, 201, made.text);
  const referral = await at.inTriage();
  await at.move(at.coordinator, referral, 'person', { new_person: true });
  const page = await open('spoke_coordinator', `/referrals/${referral.body.id}`, 390);
  await page.waitForSelector('[data-several]:not([hidden])', { state: 'attached' });
  await page.click('[data-opens=accept]');
  await page.selectOption('#accept-series', made.body.id);
  await seen(page, 'accept');
  await page.click('#accept-form button[type=submit]');
  await redrawn(page);
  const { episode } = (await at.again(at.coordinator, referral)).body;
  assert.equal((await at.coordinator.get(`/api/v1/episodes/${episode.id}`)).body.series_id, made.body.id);
  await at.coordinator.patch(`/api/v1/meeting-series/${made.body.id}`, { ended_on: '2026-01-01' }, made.etag);
  await page.context().close();
});

for (const width of [1280, 390])
  test(`what is late, and what the spoke works by, at ${width}px`, async () => {
    const page = await open('spoke_coordinator', '/overdue', width);
    await seen(page, 'overdue');
    assert.equal(await page.locator('.app-late__one').count(), 5);
    await page.goto(`${server.baseUrl}/`);
    await settled(page);
    await seen(page, 'home');
    await page.goto(`${server.baseUrl}/settings`);
    await settled(page);
    await seen(page, 'settings');
    await page.click('a[href^="/settings/referrer_told_working_days"]');
    await page.waitForURL(/\/settings\/referrer_told/);
    await settled(page);
    await seen(page, 'setting');
    await page.fill('#value-number', '99');
    await page.fill('#reason', 'Probe');
    await page.click('#setting-form button[type=submit]');
    await page.waitForSelector('.govuk-error-summary');
    assert.match(await page.locator('.govuk-error-summary').textContent(), /whole number between 1 and 20/);
    assert.equal(await page.inputValue('#reason'), 'Probe', 'what was typed is kept');
    await checkPage(page);
    await page.goto(`${server.baseUrl}/settings/quorum_agency_types`);
    await settled(page);
    await page.waitForSelector('#value-police');
    await seen(page, 'setting-codes');
    assert.equal(await page.isChecked('#value-police'), true);
    await page.context().close();
  });
