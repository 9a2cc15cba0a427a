// Outcomes, risk and a young person's voice as people correct them, and the
// pages that tell of a group.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { expectStatus, makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const server = await useServer();
const browser = await openBrowser(server);
const coordinator = await accountsOf(server).as('spoke_coordinator', SPOKE);
after(async () => {
  await browser.close();
  await server.stop();
});

const post = async (path, body) => expectStatus(await coordinator.post(`/api/v1/${path}`, body), 201).body;
const show = async (path) => expectStatus(await coordinator.get(`/api/v1/${path}`), 200).body;
async function open(path, width = 1280) {
  const page = await browser.signedIn('spoke_coordinator', { spoke: SPOKE, width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}
const saved = async (page) => {
  await page.waitForSelector('.app-flash');
  await settled(page);
};

const { episode } = await makeCase(coordinator, SPOKE, 'active_monitoring', 'high');
const voice = await post(`episodes/${episode.id}/voices`, { quotation: 'I want to finish school.', medium: 'spoken' });
const risk = (await show(`episodes/${episode.id}/risk-assessments`)).items[0];
const intervention = (await server.psql(`SELECT a.intervention_id FROM casework.allocation a
  JOIN casework.outcome o ON o.allocation_id = a.id AND o.point = 'exit'
 WHERE a.spoke_id = (SELECT id FROM reference.spoke WHERE code = '${SPOKE}') LIMIT 1`)).trim();

for (const width of [1280, 390])
  test(`the pages are clean at ${width}px`, async (t) => {
    for (const path of [`/voices/${voice.id}`, `/episodes/${episode.id}/voices/new`, `/risk-assessments/${risk.id}`,
      `/interventions/${intervention}`, '/outcomes'])
      await t.test(path.split('/')[1], async () => {
        const page = await open(path, width);
        for (const details of await page.locator('main details').all()) await details.evaluate((e) => { e.open = true; });
        await checkPage(page);
        assert.equal(await page.locator('.app-region__problem').count(), 0);
        await page.context().close();
      });
  });

test('a score is worked out from its items and corrected without losing it', async () => {
  const page = await open(`/episodes/${episode.id}/outcomes/new`);
  await page.check('input[name=point][value=baseline]');
  await page.check('input[name=informant][value=young_person]');
  await page.selectOption('#measure', 'gbo');
  await page.waitForSelector('#scale:visible');
  await page.selectOption('#measure', 'swemwbs');
  await page.waitForSelector('#items-6');
  assert.equal(await page.locator('#scale').isVisible(), false);
  for (let item = 0; item < 6; item++) await page.fill(`#items-${item}`, '3');
  await page.click('#outcome button[type=submit]');
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /all 7 scores/);
  assert.equal(await page.inputValue('#items-5'), '3', 'what was typed stays');
  await page.fill('#items-6', '3');
  await page.click('#outcome button[type=submit]');
  await page.waitForURL('**/work');
  const [made] = (await show(`episodes/${episode.id}/outcomes`)).items;
  assert.equal(made.value, 19.25);

  await page.goto(`${server.baseUrl}/outcomes/${made.id}`);
  await settled(page);
  await page.click('summary:has-text("Correct this outcome")');
  await page.waitForSelector('#items-0:visible');
  assert.equal(await page.inputValue('#items-0'), '3', 'a correction begins with what was written');
  await page.fill('#items-0', '4');
  await page.click('#outcome button[type=submit]');
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /why it is corrected/);
  await page.selectOption('#correction-reason', 'typing_error');
  await page.click('#outcome button[type=submit]');
  await saved(page);
  assert.equal((await show(`outcomes/${made.id}`)).value, 19.98);
  assert.match(await page.locator('.app-earlier').textContent(), /Version 1.*Typing mistake.*19\.25/s);
  await page.context().close();
});

test('a score typed while the measures are still on their way is kept', async () => {
  const page = await open(`/episodes/${episode.id}/outcomes/new`);
  await page.evaluate(() => sessionStorage.clear());
  let asked;
  const onItsWay = new Promise((resolve) => { asked = resolve; });
  let release;
  const late = new Promise((resolve) => { release = resolve; });
  await page.route('**/reference/outcome_*', async (route) => {
    asked();
    await late;
    await route.continue();
  });
  await page.reload();
  await onItsWay;
  await page.selectOption('#measure', 'safe_school');
  await page.focus('#value');
  await page.keyboard.type('1');
  release();
  await page.waitForFunction(() =>
    document.querySelector('[data-outcome-value] .govuk-hint').textContent.startsWith('1 to 5'));
  await page.keyboard.type('2');
  assert.equal(await page.inputValue('#value'), '12');
  await page.context().close();
});

test('an assessment is corrected; its earlier version is read beside it', async () => {
  const page = await open(`/risk-assessments/${risk.id}`, 390);
  await page.click('summary:has-text("Correct this assessment")');
  assert.equal(await page.isChecked('input[name=practitioner_level][value=high]'), true);
  await page.check('input[name=practitioner_level][value=medium]');
  await page.check('#protective_factors-trusted_adult');
  await page.selectOption('#correction-reason', 'new_information');
  await page.click('#risk button[type=submit]');
  await saved(page);
  const now = await show(`risk-assessments/${risk.id}`);
  assert.deepEqual([now.level, now.protective_factors, now.earlier.length], ['medium', ['trusted_adult'], 1]);
  assert.match(await page.locator('.app-earlier').textContent(), /New information.*Overall High/s);
  await page.goto(`${server.baseUrl}/episodes/${episode.id}/risk`);
  await settled(page);
  await page.waitForSelector('.app-chart__picture');
  assert.match(await page.locator('.app-chart__picture').getAttribute('aria-label'), /1 assessment: medium at first, medium now/);
  assert.match(await page.locator('figcaption').textContent(), /Dashed: risk to them/);
  await page.context().close();
});

test('a new assessment says when the spoke looks at the level again', async () => {
  const page = await open(`/episodes/${episode.id}/risk/new`);
  const { review_dates: dates } = await show(`episodes/${episode.id}`);
  await page.check('input[name=practitioner_level][value=low]');
  const day = String(Number(dates.low.slice(8)));
  await page.waitForFunction((d) => document.querySelector('[data-review-dates] .govuk-hint')?.textContent.includes(`${d} `), day);
  await page.context().close();
});

test('words are recorded, read with the case, and struck', async () => {
  const page = await open(`/episodes/${episode.id}/voices/new`, 390);
  await page.fill('#quotation', 'Nobody asked me <b>before</b>.');
  await page.selectOption('#medium', 'written');
  await page.click('#voice button[type=submit]');
  await page.waitForURL('**/work');
  await settled(page);
  await page.waitForSelector('.app-voice');
  assert.match(await page.locator('section:has(#voices-title)').textContent(), /Nobody asked me <b>before<\/b>/);
  await page.goto(`${server.baseUrl}/voices/${voice.id}`);
  await settled(page);
  await page.click('button:has-text("Recorded in error")');
  await page.selectOption('#in-error-reason', 'wrong_person');
  await page.click('#in-error-form button[type=submit]');
  await saved(page);
  assert.match(await page.locator('#main-content').textContent(), /no longer counts.*wrong young person/s);
  assert.equal((await show(`voices/${voice.id}`)).in_error, true);
  await page.context().close();
});
