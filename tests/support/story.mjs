// A story told on the pages, one step after the other, each by the person
// whose work it is.
//
//   const { step, visit, go } = storyOf(server, browser, 'bristol');
//   step('a school writes a referral', async () => {
//     const page = await visit('referrer', '/', { who: 'bristol.school' });
//     ...
//   });
//
// THROUGHLINE_SHOTS=folder keeps pictures of how each step ended.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { settled } from './browser.mjs';
import { follow } from './pages.mjs';

const SHOTS = process.env.THROUGHLINE_SHOTS;

async function keepPictures(title, contexts) {
  for (const [n, context] of [...contexts].entries())
    for (const page of context.pages())
      await page.screenshot({ path: join(SHOTS, `${title.replace(/\W+/g, '-')}-${n}.png`), fullPage: true });
}

export function storyOf(server, browser, home) {
  let broken = null;
  const opened = new Set();

  async function go(page, path) {
    await page.goto(server.baseUrl + path);
    await settled(page);
  }

  async function visit(role, path, { who, width = 1280, spoke = home } = {}) {
    const page = await browser.signedIn(role, { spoke, who, width, height: 900 });
    opened.add(page.context());
    await go(page, path);
    return page;
  }

  // What follows a broken step would only say so again.
  function step(title, act) {
    test(title, async (t) => {
      if (broken) return t.skip(`after "${broken}" failed`);
      try {
        await act();
      } catch (error) {
        broken = title;
        throw error;
      } finally {
        if (SHOTS) await keepPictures(title, opened);
        for (const context of opened) await context.close();
        opened.clear();
      }
    });
  }

  return { step, visit, go };
}

// Nobody else was born near that day: the known-to-us check finds nobody.
export const lonelyBirthday = (server) => server.psql(`
  SELECT d::date FROM generate_series('2013-01-01'::date, '2013-12-31'::date, '1 day') d
   WHERE extract(day FROM d) > 12 AND NOT EXISTS (
         SELECT FROM casework.person p WHERE p.born_on BETWEEN d::date - 2 AND d::date + 2)
   ORDER BY random() LIMIT 1`);

/** Goes to a step of meeting mode by what stands at the top. */
export async function runAt(page, wanted) {
  await page.waitForFunction((text) =>
    document.querySelector('[data-run-place]')?.textContent === text, wanted);
  await settled(page);
}

/** Waits until meeting mode says that all is saved. */
export const runSaved = (page) => page.waitForFunction(() =>
  /^Saved \d\d:\d\d$/.test(document.querySelector('[data-run-saved]')?.textContent ?? ''));

/** Opens a task from the list of the day, on whichever of its pages it is: the
 *  suites before this one have left the coordinator a lot to do. */
export async function followTask(page, href) {
  const tasks = page.locator('[data-name="tasks"]');
  const task = tasks.locator(`.app-tasks a[href="${href}"]`);
  const next = tasks.locator('[data-page="next"]:not([hidden])');
  await tasks.locator('.app-tasks').first().waitFor();
  while (!await task.count()) {
    assert.ok(await next.count(), `${href} is among the tasks`);
    await Promise.all([page.waitForURL(/cursor=/), next.click()]);
    await settled(page);
    await tasks.locator('.app-tasks').first().waitFor();
  }
  await follow(page, task, `**${href}`);
}
