// A young person kept at hand: pinned on their page, found on the home page
// and before a search, and unpinned; opened last without asking.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { openBrowser, settled } from '../support/browser.mjs';
import { makeCase } from '../support/meeting.mjs';
import { button, checkWidths, link, said } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

const card = (page) => page.locator('section[aria-labelledby="at-hand-title"]');
const part = (page, title) => card(page).locator('div', { has: page.getByRole('heading', { name: title, exact: true }) }).last();

test('pinned on the page, found at home and before a search; unpinned, it is only among those opened', async () => {
  const client = await accountsOf(server).as('project_officer', 'bristol');
  const { person } = await makeCase(client, 'bristol', 'active_monitoring', 'high');
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  const go = async (path) => {
    await page.goto(server.baseUrl + path);
    await settled(page);
  };
  await go(`/people/${person.id}`);
  await button(page, `Pin ${person.name} to your home page`).click();
  await said(page, 'Pinned: you find them on your home page');
  await checkWidths(page);
  for (const path of ['/', '/search']) {
    await go(path);
    await link(part(page, 'Pinned'), person.name).waitFor();
    assert.equal(await link(card(page), person.name).count(), 1, `once on ${path}`);
    await checkWidths(page);
  }
  await link(part(page, 'Pinned'), person.name).click();
  await button(page, `Unpin ${person.name}`).click();
  await said(page, 'Unpinned');
  await go('/');
  await link(part(page, 'Opened last'), person.name).waitFor();
});

test('the agenda is one sheet on paper, and a pack with a page for each', async () => {
  const page = await browser.signedIn('spoke_coordinator', { spoke: 'bristol' });
  const meeting = await server.psql(`SELECT m.id FROM casework.meeting m JOIN casework.agenda_item a ON a.meeting_id = m.id
    WHERE m.spoke_id = reference.spoke_id('bristol') AND m.type <> 'critical_incident' GROUP BY m.id ORDER BY count(*) DESC LIMIT 1`);
  await page.goto(`${server.baseUrl}/meetings/${meeting}`);
  await settled(page);
  const count = await page.locator('.app-agenda__item').count();
  assert.ok(count > 2);
  const sheet = page.locator('.app-sheet');
  assert.equal(await sheet.isVisible(), false, 'on the screen the agenda says more');
  await page.evaluate(() => { window.print = () => dispatchEvent(new Event('beforeprint')); });
  const print = async (name) => {
    await page.emulateMedia({ media: null });
    await page.evaluate(() => { document.getElementById('print-line').textContent = ''; });
    await page.getByRole('button', { name }).first().click();
    await page.fill('#print-reason', 'For the panel');
    await button(page.locator('dialog[open]'), 'Print').click();
    await page.waitForFunction(() => document.getElementById('print-line').textContent.includes('For the panel'));
    await page.emulateMedia({ media: 'print' });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    return pdf.match(/\/Type \/Page\b/g).length;
  };
  const pages = await print(/^Print the pack/);
  assert.ok(pages > count, `${pages} pages for ${count} young people and the first page`);
  assert.ok(await print('Print the agenda') <= Math.ceil(count / 8), 'a sheet');
  assert.equal(await page.locator('.app-agenda').isVisible(), false);
  assert.equal(await sheet.locator('tbody tr').count(), count);
  assert.match(await sheet.innerText(), /Not before|\d{4}:/);
  // By the browser's own menu it is all of the page again, also after a print that was thought better of.
  await page.emulateMedia({ media: null });
  await page.getByRole('button', { name: 'Print the agenda' }).click();
  await page.locator('#print-why').press('Escape');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('.app-agenda').isVisible(), true);
});
