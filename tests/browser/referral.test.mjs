// A referral as people make and triage it: what is missing said at its field
// with nothing lost, the known-to-us check, and the decisions.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf, inventedName, signIn } from '../support/api.mjs';
import { accountOf, checkPage, fillSignIn, openBrowser, settled } from '../support/browser.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
const { spoke } = accountOf(server, 'spoke_coordinator').roles[0];
const referrer = await people.as('referrer', spoke);
const chair = accountOf(server, 'spoke_coordinator');
const coordinator = await signIn(server, chair.email, chair.password);
after(async () => {
  await browser.close();
  await server.stop();
});

const WORDS = `Said "I'll bring a knife 🔪" <script>alert(1)</script> '; DROP TABLE`;

const whole = (more = {}) => ({
  spoke, ...inventedName(), born_on: '2010-05-04', concerns: [{ concern: 'robbery' }],
  primary_concern: 'robbery', concern_on: '2026-01-15', narrative: WORDS, family_informed: 'informed',
  support_agreement: 'agreed', sharing_gateway: 'pcsc_2022', urgency: 'urgent', source: 'school',
  submit: true, ...more });

async function sent(more) {
  const answer = await referrer.post('/api/v1/referrals', whole(more));
  assert.equal(answer.status, 201, answer.text);
  return answer;
}

async function inTriage(more) {
  const { body } = await sent(more);
  const seen = await coordinator.get(`/api/v1/referrals/${body.id}`);
  const taken = await coordinator.post(`/api/v1/referrals/${body.id}/triage`, {}, seen.etag);
  assert.equal(taken.status, 200, taken.text);
  return taken.body;
}

async function open(role, path, width = 1280) {
  const page = await browser.signedIn(role, { width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

const redrawn = async (page) => {
  await page.waitForSelector('.app-flash');
  await settled(page);
};

for (const width of [1280, 390])
  test(`a referral is written, refused with reasons, and sent, at ${width}px`, async () => {
    const page = await open('referrer', '/referrals/new', width);
    await page.fill('#given_name', 'Kai');
    await page.fill('#narrative', WORDS);
    await page.check('#concern-robbery');
    await page.check('#concern-robbery-confirmed');
    assert.equal(await page.inputValue('#primary_concern'), 'robbery', 'the only concern is the main one');
    await page.click('button[name=submit]');
    await page.waitForSelector('.govuk-error-summary');
    await checkPage(page);
    const told = await page.locator('.govuk-error-summary a').allTextContents();
    assert.ok(told.includes('Enter the date of the concern'), told.join());
    assert.ok(told.includes('Select whether the family has been told'));
    assert.ok(!told.some((line) => /concern$/.test(line) && /least one/.test(line)));
    assert.equal(await page.inputValue('#narrative'), WORDS, 'what was typed is kept');
    assert.equal(await page.isChecked('#concern-robbery-confirmed'), true);

    await page.fill('#concern_on-day', '15');
    await page.fill('#concern_on-month', '1');
    await page.fill('#concern_on-year', '2026');
    await page.check('#family_informed-informed');
    await page.check('#support_agreement-agreed');
    await page.selectOption('#sharing_gateway', 'pcsc_2022');
    await page.check('input[name=urgency][value=urgent]');
    await page.selectOption('#source', 'school');
    await page.click('button[name=submit]');
    await page.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
    await settled(page);
    await checkPage(page);
    assert.equal(await page.locator('h1').textContent(), 'Kai');
    assert.equal(await page.locator('[data-tag^="state"]').first().textContent(), 'Submitted');
    assert.ok((await page.locator('main').textContent()).includes(WORDS));
    await page.context().close();
  });

test('after a refusal, Send works again at once', async () => {
  const page = await open('referrer', '/referrals/new');
  const asked = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/referrals')) asked.push(request.url());
  });
  await page.click('button[name=submit]');
  await page.waitForSelector('.govuk-error-summary');
  await page.fill('#given_name', 'Kai');
  await page.click('button[name=submit]');
  await page.waitForTimeout(500);
  assert.equal(asked.length, 2);
  await page.context().close();
});

test('Enter saves a draft; it is carried on with later, and its concerns with it', async () => {
  const page = await open('referrer', '/referrals/new');
  await page.check('#concern-assault');
  await page.check('#concern-county_lines');
  await page.check('#concern-county_lines-historic');
  await page.selectOption('#primary_concern', 'county_lines');
  await page.fill('#given_name', 'Mo');
  await page.press('#given_name', 'Enter');
  await page.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.click('text=Carry on writing');
  await page.waitForURL('**/edit');
  await settled(page);
  await page.waitForFunction(() => document.querySelector('#given_name').value === 'Mo');
  await checkPage(page);
  assert.equal(await page.isChecked('#concern-assault'), true);
  assert.equal(await page.isChecked('#concern-robbery'), false);
  assert.equal(await page.isChecked('#concern-county_lines-historic'), true);
  assert.equal(await page.isChecked('#concern-assault-historic'), false);
  assert.equal(await page.inputValue('#primary_concern'), 'county_lines');
  await page.uncheck('#concern-assault');
  await page.uncheck('#concern-county_lines');
  await page.click('button:visible:has-text("Save draft")');
  await page.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.match(await page.locator('main').textContent(), /None selected yet/);
  await page.context().close();
});

for (const width of [1280, 390])
  test(`triage: looked for, made, accepted, at ${width}px`, async () => {
    // Without a date of birth: others born that day would be shown.
    const { body } = await sent({ born_on: undefined });
    const page = await open('spoke_coordinator', `/referrals/${body.id}`, width);
    await checkPage(page);
    assert.equal(await page.locator('text=Accept to the panel').count(), 0);
    await page.click('text=Take into triage');
    await redrawn(page);
    await page.waitForFunction(() =>
      /Nobody like this/.test(document.querySelector('[data-known-state]').textContent));
    assert.equal(await page.isChecked('[data-new-person]'), true);
    await checkPage(page);
    await page.click('text=Save who it is');
    await page.waitForSelector('.app-person');
    await settled(page);
    await checkPage(page);
    await page.click('button:has-text("Accept to the panel")');
    await page.waitForSelector('dialog[open]');
    await checkPage(page);
    await page.fill('#accept-message', 'On the next agenda.');
    await page.click('dialog[open] button[type=submit]');
    await page.waitForSelector('a[href^="/episodes/"]');
    await settled(page);
    await checkPage(page);
    const got = (await coordinator.get(`/api/v1/referrals/${body.id}`)).body;
    assert.equal(got.state, 'accepted_to_panel');
    assert.equal(await page.locator('.app-referral a[href^="/episodes/"]').first().textContent(), got.episode.reference);
    await page.context().close();
    const told = await referrer.get(`/api/v1/referrals/${body.id}`);
    assert.equal(told.body.result.text, null, 'the letter is not sent yet');
    const letter = (await coordinator.get(`/api/v1/letters/${got.letters[0].id}`)).body;
    assert.equal(letter.own_words, 'On the next agenda.');
  });

test('somebody very like is shown, with why, and can be chosen', async () => {
  const name = inventedName();
  const first = await inTriage(name);
  const accepted = await coordinator.post(`/api/v1/referrals/${first.id}/accept`, { new_person: true },
    (await coordinator.get(`/api/v1/referrals/${first.id}`)).etag);
  assert.equal(accepted.status, 200, accepted.text);
  const { id } = await inTriage(name);
  const page = await open('spoke_coordinator', `/referrals/${id}`);
  await page.waitForSelector('[data-matches] input');
  assert.match(await page.locator('[data-matches]').textContent(), /Matches on: same/i);
  await checkPage(page);
  await page.check('[data-matches] input');
  await page.click('text=Save who it is');
  await page.waitForSelector('button:has-text("Add to the open episode")');
  await settled(page);
  await checkPage(page);
  assert.equal(await page.locator('button:has-text("Accept to the panel")').count(), 0);
  await page.click('button:has-text("Add to the open episode")');
  await page.click('dialog[open] button[type=submit]');
  await page.waitForFunction(() => /Added to episode/.test(document.querySelector('.app-referral__tags').textContent));
  assert.equal((await coordinator.get(`/api/v1/referrals/${id}`)).body.episode.id, accepted.body.episode.id);
  await page.context().close();
});

test('from a record, the form knows whom it is about', async () => {
  const name = inventedName();
  const made = await coordinator.post('/api/v1/people', { spoke, ...name, born_on: '2011-04-03' });
  assert.equal(made.status, 201, made.text);
  const page = await open('spoke_coordinator', `/referrals/new?person=${made.body.id}`);
  await page.waitForSelector('input[name=person_id]', { state: 'attached' });
  assert.equal(await page.inputValue('#family_name'), name.family_name);
  assert.equal(await page.inputValue('#born_on-year'), '2011');
  await checkPage(page);
  await page.click('button:visible:has-text("Save draft")');
  await page.waitForURL(/\/referrals\/[0-9a-f-]{36}$/);
  const { body } = await coordinator.get(`/api/v1${new URL(page.url()).pathname}`);
  assert.equal(body.person.id, made.body.id);
  await page.context().close();
});

test('a question goes to the referrer, and the answer comes back', async () => {
  const { id } = await inTriage();
  const page = await open('spoke_coordinator', `/referrals/${id}`);
  await page.click('button:has-text("Ask for more information")');
  await page.click('dialog[open] button[type=submit]');
  await page.waitForSelector('dialog[open] .govuk-error-summary');
  await checkPage(page);
  await page.waitForTimeout(1100); // a button pressed twice counts once, for a second
  await page.fill('#ask-question', 'When was it?');
  await page.click('dialog[open] button[type=submit]');
  await page.waitForFunction(() => /Clock stopped/.test(document.querySelector('.app-referral__tags').textContent));
  await settled(page);
  await checkPage(page);
  await page.context().close();

  const account = people.accountOf('referrer', spoke);
  const theirs = await browser.open({ width: 390, height: 900 });
  await theirs.goto(server.baseUrl);
  await fillSignIn(theirs, account);
  await theirs.waitForSelector('[data-home] section');
  await theirs.goto(`${server.baseUrl}/referrals/${id}`);
  await settled(theirs);
  assert.match(await theirs.locator('main').textContent(), /When was it\?/);
  await theirs.fill('#answer', 'Last Tuesday');
  await theirs.click('text=Send answer');
  await theirs.waitForFunction(() => /In triage/.test(document.querySelector('.app-referral__tags').textContent));
  await settled(theirs);
  await checkPage(theirs);
  await theirs.context().close();
});
