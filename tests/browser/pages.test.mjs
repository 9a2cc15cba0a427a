// Every page that needs no record, as several people see it, on a desktop and
// on the narrowest phone: axe clean, no script errors, no sideways scroll.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { root, useServer } from '../support/server.mjs';

const folder = join(root, 'web/pages');
const patterns = readdirSync(folder, { recursive: true })
  .filter((path) => path.endsWith('.njk'))
  .flatMap((path) => readFileSync(join(folder, path), 'utf8')
    .match(/^pattern: *(.*)$/m)[1].split(',').map((each) => each.trim()))
  .map((pattern) => (pattern === '404' ? '/no/such/page' : pattern))
  .filter((pattern) => !pattern.includes('{'));

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

for (const role of ['spoke_coordinator', 'provider_worker', 'ig_lead'])
  for (const width of [1280, 320])
    test(`pages for a ${role} at ${width}px`, async (t) => {
      for (const pattern of patterns)
        await t.test(pattern, async () => {
          const page = await browser.signedIn(role, { width });
          await page.goto(server.baseUrl + pattern);
          await settled(page);
          await checkPage(page);
          assert.equal(await page.locator('h1:visible').count(), 1, 'one h1');
          if (role === 'spoke_coordinator')
            assert.equal(await page.locator('.app-region__problem').count(), 0,
              'a part of the page could not be loaded');
          await page.context().close();
        });
    });

test('signed out, pages ask to sign in and come back', async () => {
  const page = await browser.open();
  await page.goto(`${server.baseUrl}/search`);
  await page.waitForURL('**/sign-in?next=%2Fsearch');
  await checkPage(page);
  await page.context().close();
});

test('on a phone everything to press is 44 px', async () => {
  const page = await browser.signedIn('spoke_coordinator', { width: 390 });
  await page.goto(server.baseUrl);
  await settled(page);
  await page.click('[data-menu]');
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, .govuk-button, .app-navigation__link, input, select')]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
      .map((each) => `${each.className} ${each.textContent.trim()}`));
  assert.deepEqual(small, []);
  await checkPage(page);
  await page.context().close();
});
