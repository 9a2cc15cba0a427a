// The work of an episode as people do it: moves, risk, notes, outcomes,
// actions, and closing when all is done.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf, signIn } from '../support/api.mjs';
import { accountOf, checkPage, fillSignIn, openBrowser, settled } from '../support/browser.mjs';
import { dateIn, expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const chair = accountOf(server, 'spoke_coordinator');
const { spoke } = chair.roles[0];
const coordinator = await signIn(server, chair.email, chair.password);
after(async () => {
  await browser.close();
  await server.stop();
});

const WORDS = `Said "I'll bring a knife 🔪" <script>alert(1)</script> '; DROP TABLE`;

async function open(path, { role = 'spoke_coordinator', width = 1280 } = {}) {
  const page = await browser.signedIn(role, { width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

const redrawn = async (page) => {
  await page.waitForSelector('.app-flash');
  await settled(page);
};
const post = async (path, body) => expectStatus(await coordinator.post(`/api/v1/${path}`, body), 201).body;
const show = async (path) => expectStatus(await coordinator.get(`/api/v1/${path}`), 200).body;

// An episode with something on each of its pages.
async function worked() {
  const one = await makeCase(coordinator, spoke, 'active_monitoring', 'high');
  const at = `episodes/${one.episode.id}`;
  await post(`${at}/risk-assessments`, { risk_to: 'medium', risk_from: 'low', practitioner_level: 'high', panel_level: 'medium',
    override_reason: 'professional_judgement', override_note: 'An adult who turns up', rationale: WORDS, contexts: ['peer'], leading_context: 'peer',
    risk_factors: ['weapon_carrying'], protective_factors: ['trusted_adult'] });
  await post(`${at}/notes`, { kind: 'general', text: WORDS });
  await post(`${at}/outcomes`, { measure: 'safe_home', point: 'baseline', informant: 'young_person', value: 2, measured_on: dateIn(-30) });
  await post(`${at}/outcomes`, { measure: 'safe_home', point: 'exit', informant: 'young_person', value: 4 });
  await post(`${at}/outcomes`, { measure: 'conflict', point: 'baseline', informant: 'worker', value: 4 });
  one.action = await post(`${at}/actions`, { description: WORDS, owner_name: 'Sam Okafor', owner_agency: 'opcc_hub', due_on: dateIn(-3) });
  return one;
}

const whole = await worked();
const outcome = (await show(`episodes/${whole.episode.id}/outcomes`)).items[0];
for (const width of [1280, 320])
  test(`every page of the work is clean at ${width}px`, async (t) => {
    for (const rest of ['', '/risk', '/notes', '/notes?all_versions=true', '/work', '/close', '/risk/new', '/outcomes/new', '/actions/new'])
      await t.test(`/episodes/…${rest}`, async () => {
        const page = await open(`/episodes/${whole.episode.id}${rest}`, { width });
        await checkPage(page);
        assert.equal(await page.locator('.app-region__problem').count(), 0);
        assert.equal(await page.locator('h1:visible').textContent(), whole.person.name);
        await page.context().close();
      });
    for (const path of [`/actions/${whole.action.id}`, `/outcomes/${outcome.id}`])
      await t.test(path.split('/')[1], async () => {
        const page = await open(path, { width });
        await checkPage(page);
        assert.equal(await page.locator('.app-region__problem').count(), 0);
        await page.context().close();
      });
  });

test('an episode moves on with its reason', async () => {
  const { episode } = await makeCase(coordinator, spoke, 'referred');
  const page = await open(`/episodes/${episode.id}`);
  await page.click('button:has-text("Move on")');
  await page.click('[data-opens="move-list"]');
  await page.click('#move-list-form button[type=submit]');
  await page.waitForSelector('#move-list .govuk-error-message');
  await page.fill('#move-list-note', WORDS);
  await page.click('#move-list-form button[type=submit]');
  await redrawn(page);
  const { state, state_note: note } = await show(`episodes/${episode.id}`);
  assert.deepEqual([state, note], ['listed', WORDS]);
  assert.match(await page.locator('#main-content').textContent(), /Listed for the panel/);
  assert.equal(await page.locator('[data-opens="move-list"]').count(), 0, 'what is done is no longer offered');
  await page.context().close();
});

test('risk is recorded, drawn and told in words', async () => {
  const { episode } = await makeCase(coordinator, spoke, 'listed', 'very_high');
  const page = await open(`/episodes/${episode.id}/risk/new`);
  await page.check('input[name=risk_to][value=medium]');
  await page.check('input[name=risk_from][value=low]');
  await page.check('#protective_factors-trusted_adult');
  await page.check('input[name=practitioner_level][value=high]');
  await page.selectOption('#panel_level', 'medium');
  await page.fill('#rationale', WORDS);
  await page.click('#risk button[type=submit]');
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /panel/);
  await page.selectOption('#override_reason', 'protective_factors');
  await page.click('#risk button[type=submit]');
  await page.waitForURL('**/risk');
  await redrawn(page);
  await page.waitForSelector('.app-chart__picture');
  assert.equal(await page.locator('.app-chart__point').count(), 2);
  assert.equal(await page.locator('.app-chart__ring').count(), 1);
  assert.match(await page.locator('tbody tr').first().textContent(), /Medium.*Reduced/s);
  assert.match(await page.locator('.app-assessment').first().textContent(), /Trusted adult/);
  await checkPage(page);
  await page.context().close();
});

test('a note is written, amended and struck; its words stay', async () => {
  const { episode } = await makeCase(coordinator, spoke);
  const page = await open(`/episodes/${episode.id}/notes`, { width: 390 });
  await page.selectOption('#kind', 'voice');
  await page.click('[data-headings]');
  await page.waitForFunction(() => document.querySelector('#text').value.includes('Young person'));
  await page.fill('#text', WORDS);
  await page.click('#note button[type=submit]');
  await redrawn(page);
  assert.equal(await page.locator('.app-note__text').textContent(), WORDS);
  await page.click('.app-note button:has-text("Amend")');
  const amend = page.locator('dialog[open]');
  assert.equal(await amend.locator('textarea').inputValue(), WORDS);
  await amend.locator('textarea').fill('Better words');
  await amend.locator('input[name=reason]').fill('Typing mistake');
  await checkPage(page);
  await amend.locator('button[type=submit]').click();
  await page.waitForSelector('.app-note__text:text("Better words")');
  await settled(page);
  await page.click('.app-note button:has-text("Recorded in error")');
  const strike = page.locator('dialog[open]');
  await strike.locator('input[name=reason]').fill('Wrong young person');
  await strike.locator('button[type=submit]').click();
  await page.waitForSelector('text=No notes yet.');
  await page.click('text=Show earlier versions');
  await settled(page);
  assert.equal(await page.locator('.app-note[data-struck]').count(), 2);
  assert.match(await page.locator('#main-content').textContent(), /Wrong young person/);
  await page.context().close();
});

test('outcomes are asked for as the measure gives them', async () => {
  const { episode } = await makeCase(coordinator, spoke);
  const page = await open(`/episodes/${episode.id}/outcomes/new`);
  await page.check('input[name=point][value=baseline]');
  await page.check('input[name=informant][value=young_person]');
  await page.selectOption('#measure', 'trusted_adult');
  await page.waitForSelector('select#value');
  await page.selectOption('#value', { label: 'Yes' });
  await page.check('#again');
  await page.click('#outcome button[type=submit]');
  await page.waitForSelector('text=Recorded. Choose the next measure.');
  await page.selectOption('#measure', 'safe_home');
  await page.waitForSelector('input#value');
  await page.fill('#value', '9');
  await page.uncheck('#again');
  await page.click('#outcome button[type=submit]');
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /between 1 and 5/);
  await checkPage(page);
  await page.fill('#value', '2');
  await page.click('#outcome button[type=submit]');
  await page.waitForURL('**/work');
  await redrawn(page);
  const table = await page.locator('section:has(#outcomes-title)').textContent();
  assert.match(table, /Has a trusted adult/);
  assert.match(table, /Missing/);
  assert.equal((await show(`episodes/${episode.id}/outcomes`)).items.length, 2);
  await page.context().close();
});

test('an action is set, given to somebody else and done', async () => {
  const { episode } = await makeCase(coordinator, spoke);
  const page = await open(`/episodes/${episode.id}/actions/new`, { width: 390 });
  await page.fill('#description', WORDS);
  await page.fill('#owner_name', 'Sam Okafor');
  await page.selectOption('#owner_agency', 'opcc_hub');
  const [year, month, day] = dateIn(7).split('-');
  await page.fill('#due_on-day', day);
  await page.fill('#due_on-month', month);
  await page.fill('#due_on-year', year);
  await page.click('#action button[type=submit]');
  await page.waitForURL('**/work');
  await redrawn(page);
  await page.click('td a.govuk-link');
  await page.waitForURL('**/actions/*');
  await settled(page);
  await page.click('button:has-text("More")');
  await page.click('[data-opens="change"]');
  await page.waitForFunction(() => document.querySelectorAll('#owner_user_id option').length > 1);
  const who = await page.locator('#owner_user_id option').nth(1).getAttribute('value');
  await page.selectOption('#owner_user_id', who);
  assert.equal(await page.locator('#owner_name').isVisible(), false, 'an account needs no name');
  await page.click('#change-form button[type=submit]');
  await redrawn(page);
  const id = page.url().split('/').at(-1);
  assert.equal((await show(`actions/${id}`)).owner.id, who);
  await page.click('[data-opens="complete"]');
  await page.fill('#complete-note', 'Rang; the place is kept');
  await page.click('#complete-form button[type=submit]');
  await page.waitForSelector('.moj-timeline:has-text("Rang; the place is kept")');
  assert.equal((await show(`actions/${id}`)).state, 'done');
  await checkPage(page);
  await page.context().close();
});

test('closing says what is still open, then asks for all of it', async () => {
  const { episode, action } = await worked();
  const page = await open(`/episodes/${episode.id}/close`);
  assert.match(await page.locator('.moj-alert--warning').textContent(), /1 action is still to be done/);
  expectStatus(await coordinator.post(`/api/v1/actions/${action.id}/complete`, { note: 'Done' }, '"1"'), 200);
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('.moj-alert--warning').count(), 0);
  await page.fill('#closure_summary', WORDS);
  await page.click('#close button[type=submit]');
  await page.waitForSelector('.govuk-error-summary');
  await checkPage(page);
  assert.equal(await page.locator('.govuk-error-summary li').count(), 6);
  await page.check('input[name=closure_reason][value=risk_reduced]');
  await page.check('input[name=closing_risk_level][value=low]');
  await page.check('input[name=outcomes_recorded][value=true]');
  await page.click('[data-question="young_person_told_on"] [data-day="0"]');
  await page.fill('#referrer_not_told', 'Left the school');
  await page.selectOption('#re_referral_route', 'any_agency');
  await page.click('#close button[type=submit]');
  await page.waitForURL(`**/episodes/${episode.id}`);
  await redrawn(page);
  assert.match(await page.locator('#main-content').textContent(), /This episode is closed/);
  assert.equal((await show(`episodes/${episode.id}`)).closure.summary, WORDS);
  assert.equal(await page.locator('button:has-text("Move on")').count(), 0);
  await checkPage(page);
  await page.context().close();
});

test('a panel member reads the work, and is offered nothing to change', async () => {
  const page = await browser.open();
  await page.goto(`${server.baseUrl}/sign-in`);
  await fillSignIn(page, accountsOf(server).accountOf('panel_member', spoke));
  await page.waitForURL(`${server.baseUrl}/`);
  await page.goto(`${server.baseUrl}/episodes`);
  await settled(page);
  await page.click('tbody a[href^="/episodes/"]');
  await page.waitForURL('**/episodes/*');
  await settled(page);
  await checkPage(page);
  assert.equal(await page.locator('button:has-text("Move on"), [data-opens="change"]').count(), 0);
  assert.equal(await page.locator('.moj-sub-navigation a:has-text("Notes")').count(), 0);
  assert.equal(await page.locator('.app-region__problem').count(), 0);
  await page.context().close();
});
