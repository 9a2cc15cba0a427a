// An extract through the pages: asked for, made while one watches, taken, and
// its study ended.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';

import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { sha256 } from '../support/exports.mjs';
import { useServer } from '../support/server.mjs';
import { unzip } from '../support/zip.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

const study = `Pages ${process.pid}`;

async function open(path, role, width = 1280) {
  const page = await browser.signedIn(role, { width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

test('an analyst asks for an extract, watches it being made and takes it', async () => {
  const page = await open('/exports', 'hub_analyst');
  await checkPage(page);
  await page.getByRole('link', { name: 'New extract' }).click();
  await settled(page);
  await checkPage(page);
  await page.getByRole('button', { name: 'Make the extract' }).click();
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /Enter what the file is for/);

  await page.getByLabel('What is it for?').fill('Evaluation of mentoring in one spoke');
  await page.getByLabel('Bristol').check();
  await page.getByLabel('Name of the new study').fill(study);
  await page.getByRole('button', { name: 'Make the extract' }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await page.getByRole('link', { name: 'Take the file' }).waitFor({ timeout: 120_000 });
  await settled(page);
  await checkPage(page);
  const shown = await page.locator('main').textContent();
  assert.match(shown, /Evaluation of mentoring in one spoke/);
  assert.match(shown, new RegExp(study));

  const [download] = await Promise.all([page.waitForEvent('download'),
    page.getByRole('link', { name: 'Take the file' }).click()]);
  assert.match(download.suggestedFilename(), /^throughline-extract-s-[a-z2-7]{8}\.zip$/);
  const bytes = await readFile(await download.path());
  assert.ok(shown.includes(sha256(bytes)), 'the page says its hash');
  assert.ok(unzip(bytes).has('data/persons.csv'));
});

test('a study lists its snapshots, and ends', async () => {
  const page = await open('/exports/studies', 'hub_analyst', 390);
  await checkPage(page);
  const card = page.locator('section.app-card', { has: page.getByRole('heading', { name: study }) });
  assert.match(await card.textContent(), /S-[A-Z2-7]{8}/);
  await card.getByRole('button', { name: 'End this study' }).click();
  await card.getByText('Ended on').waitFor();
  assert.equal(await card.getByRole('button').count(), 0);
});

test('a coordinator asks for the spoke\'s whole record; once the lead agrees it is made', async () => {
  const reason = `The authority moves to its own system ${process.pid}`;
  const page = await open('/exports', 'spoke_coordinator');
  await page.getByRole('link', { name: 'Ask for the whole record' }).click();
  await settled(page);
  await checkPage(page);
  await page.getByLabel('What is it for?').fill(reason);
  await page.getByRole('button', { name: 'Ask for it' }).click();
  await page.waitForURL(/\/exports\/[0-9a-f-]{36}$/);
  await page.getByText('The information governance lead must agree before it is made.').waitFor();
  await checkPage(page);
  const path = new URL(page.url()).pathname;

  const lead = await open(path, 'ig_lead', 390);
  assert.match(await lead.locator('main').textContent(), new RegExp(reason));
  await checkPage(lead);
  await lead.getByRole('button', { name: 'Agree', exact: true }).click();
  await lead.locator('dialog[open]').getByRole('button', { name: 'Agree', exact: true }).click();
  await lead.locator('main').getByText(/^(Making|Ready)$/).first().waitFor();
  assert.equal(await lead.getByRole('link', { name: 'Take the file' }).count(), 0, 'not theirs to take');

  await page.reload();
  await page.getByRole('link', { name: 'Take the file' }).waitFor({ timeout: 120_000 });
  await checkPage(page);
});

test('a coordinator and the information governance lead have their own', async () => {
  for (const [role, width] of [['spoke_coordinator', 1280], ['ig_lead', 390]]) {
    const page = await open('/exports', role, width);
    await checkPage(page);
    assert.equal(await page.getByRole('link', { name: 'New extract' }).count(), 0);
    assert.equal(await page.getByRole('heading', { name: 'Asked for by others' }).count(), role === 'ig_lead' ? 1 : 0);
  }
});
