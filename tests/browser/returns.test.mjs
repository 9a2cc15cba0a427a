// A quarter's return as people make it: filled in beside what was counted,
// handed in, asked about by the hub, answered; a figure opened down to its
// rows; a file taken with its reason.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
const coordinator = await people.as('spoke_coordinator', 'bristol');
const hub = await people.as('hub_grant_officer');
after(async () => {
  await browser.close();
  await server.stop();
});

async function open(role, spoke, path, width = 1280) {
  const page = await browser.signedIn(role, { spoke, width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}
const words = (page) => page.locator('main').textContent();
async function becomes(page, state) {
  await page.locator('main strong.govuk-tag', { hasText: state }).first().waitFor();
  await settled(page);
}

// Nothing is counted in a quarter of long ago, and no other run has used it.
async function started() {
  for (;;) {
    const answer = await coordinator.post('/api/v1/returns', { quarter: `${1920 + Math.floor(Math.random() * 90)}-07-01` });
    if (answer.status === 201) return answer.body.id;
  }
}

test('filled in, handed in, asked about, answered and approved', async () => {
  const id = await started();
  let page = await open('spoke_coordinator', 'bristol', `/returns/${id}/edit`);
  await checkPage(page);
  const lines = page.locator('[data-rows="money"] .moj-add-another__item');
  const many = await lines.count();
  assert.ok(many > 3, 'a line for each intervention that a grant pays for');
  for (let n = many; n > 1; n -= 1) await lines.last().getByRole('button', { name: 'Remove' }).click();
  await page.locator('[name="money[0][budget]"]').fill('1000');
  await page.locator('[name="money[0][actual]"]').fill('900');
  await page.getByLabel('What happened in the quarter?').fill('Schools refer earlier.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(new RegExp(`/returns/${id}$`));
  await settled(page);
  await checkPage(page);
  assert.match(await words(page), /−?-?£100\.00/);
  await page.getByRole('button', { name: 'Submit to the hub' }).click();
  await page.locator('#submit-form').getByRole('button', { name: 'Submit' }).click();
  await page.waitForSelector('#submit-form .govuk-error-summary, .govuk-error-summary');
  assert.match(await page.locator('body').textContent(), /Say why spending differs from the budget/);
  await page.context().close();

  const draft = (await coordinator.get(`/api/v1/returns/${id}`));
  await coordinator.patch(`/api/v1/returns/${id}`, { money: [{ ...draft.body.money[0], variance: undefined, variance_reason: 'recruitment' }] }, draft.etag);
  page = await open('spoke_coordinator', 'bristol', `/returns/${id}`);
  await page.getByRole('button', { name: 'Submit to the hub' }).click();
  await page.locator('#submit-form').getByRole('button', { name: 'Submit' }).click();
  await becomes(page, 'Submitted');
  assert.match(await words(page), /Submitted/);
  assert.equal(await page.getByRole('link', { name: 'Fill in' }).count(), 0);
  await page.context().close();

  page = await open('hub_grant_officer', undefined, `/returns/${id}`);
  await checkPage(page);
  await page.getByRole('button', { name: 'Ask the spoke' }).click();
  await page.locator('#query-form textarea').fill('Which post was empty?');
  await page.locator('#query-form').getByRole('button', { name: 'Send the question' }).click();
  await becomes(page, 'Queried');
  await page.context().close();

  page = await open('spoke_coordinator', 'bristol', `/returns/${id}`, 390);
  await checkPage(page);
  assert.match(await words(page), /The hub asks\s*Which post was empty\?/);
  await page.getByRole('button', { name: 'Answer and submit again' }).click();
  await page.locator('#answer-form textarea').fill('The youth mentor.');
  await page.locator('#answer-form').getByRole('button', { name: 'Answer and submit' }).click();
  await becomes(page, 'Submitted');
  await page.context().close();

  const { etag } = await hub.get(`/api/v1/returns/${id}`);
  assert.equal((await hub.post(`/api/v1/returns/${id}/approve`, {}, etag)).status, 200);
});

test('a figure opens the rows behind it', async () => {
  const page = await open('spoke_coordinator', 'bristol', '/returns');
  await checkPage(page);
  await page.getByRole('link', { name: /^Q/ }).nth(1).click();
  await settled(page);
  await checkPage(page);
  const link = page.locator('.app-return__figures a').first();
  const number = Number((await link.textContent()).trim().split(' ')[0].replace(/,/g, ''));
  await link.click();
  await page.waitForURL(/\/rows\?/);
  await settled(page);
  await checkPage(page);
  const [, named, without] = /([\d,]+) by name, ([\d,]+) without/.exec(await words(page)).map((n) => Number(String(n).replace(/,/g, '')));
  assert.equal(named + without, number);
  await page.context().close();
});

test('the grant officer sees all spokes by quarter, and nothing small', async () => {
  for (const width of [1280, 390]) {
    const page = await open('hub_grant_officer', undefined, '/hub/returns', width);
    await checkPage(page);
    assert.match(await words(page), /Waiting for you/);
    await page.getByRole('link', { name: /South Glos|Bristol|B&NES/ }).first().click();
    await settled(page);
    await checkPage(page);
    const numbers = await page.locator('.app-return__figures td').allTextContents();
    assert.ok(numbers.length > 10);
    for (const each of numbers) assert.doesNotMatch(each.trim(), /^[1-4]$/);
    assert.equal(await page.locator('.app-return__figures a').count(), 0);
    await page.context().close();
  }
});

test('a file is taken with its reason', async () => {
  const page = await open('hub_grant_officer', undefined, '/hub/returns');
  await page.getByRole('link', { name: /South Glos|Bristol|B&NES/ }).first().click();
  await settled(page);
  await page.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('button', { name: 'Excel' }).click();
  await page.waitForSelector('[data-problem]:not([hidden])');
  assert.equal(await page.locator('[data-problem]').textContent(), 'Enter why you need this file');
  await checkPage(page);
  await page.getByLabel('Why do you need it?').fill('For the board');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Excel' }).click()]);
  assert.match(download.suggestedFilename(), /\.xlsx$/);
  await page.context().close();
});
