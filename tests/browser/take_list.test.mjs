// A list taken as a file from its page: with a reason, as Excel or CSV, at a
// desk and on a phone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';

import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { button, openDialog } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

for (const width of [1280, 390]) {
  test(`the caseload as a file, at ${width}px`, async () => {
    const page = await browser.signedIn('spoke_coordinator', { spoke: 'bristol', width });
    await page.goto(`${server.baseUrl}/people?risk=high`);
    await settled(page);
    await button(page, 'Download').click();
    await checkPage(page);
    await button(openDialog(page), 'CSV').click();
    await openDialog(page).getByText('Enter why you need this file').waitFor();
    await checkPage(page);
    await page.fill('#take-list-reason', 'Board paper for March');
    const [file] = await Promise.all([page.waitForEvent('download'), button(openDialog(page), 'CSV').click()]);
    assert.equal(file.suggestedFilename(), 'people.csv');
    const [head, ...lines] = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    assert.match(head, /^"Young person","Born",/);
    assert.ok(lines.length > 0 && lines.every((line) => line.includes('"High"')), 'only what the filter leaves');
    await page.locator('#take-list').waitFor({ state: 'hidden' });
  });
}

test('each list has its file; who may not take one is not led there', async () => {
  const page = await browser.signedIn('spoke_coordinator', { spoke: 'bristol' });
  for (const list of ['referrals', 'actions', 'allocations']) {
    await page.goto(`${server.baseUrl}/${list}`);
    await settled(page);
    await button(page, 'Download').click();
    await page.fill('#take-list-reason', 'Board paper for March');
    const [file] = await Promise.all([page.waitForEvent('download'), button(openDialog(page), 'Excel').click()]);
    assert.equal(file.suggestedFilename(), `${list}.xlsx`);
    assert.equal((await readFile(await file.path())).subarray(0, 2).toString(), 'PK');
  }
  const officer = await browser.signedIn('eit_officer', { spoke: 'bristol' });
  await officer.goto(`${server.baseUrl}/people`);
  await settled(officer);
  assert.equal(await button(officer, 'Download').count(), 0);
});
