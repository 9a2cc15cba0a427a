// A file handed in through the pages: faults first, then taken in while one
// watches; and the published year beside what follows from it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { accountsOf } from '../support/api.mjs';
import { until, withdraw } from '../support/imports.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const analyst = await accountsOf(server).as('hub_analyst');
after(async () => {
  await browser.close();
  await server.stop();
});

const partnership = `Pages ${process.pid}`;
const HEADER = 'spoke,intervention,mode,prevention_level,young_people,published_wording';

async function open(path, width = 1280, role = 'hub_analyst') {
  const page = await browser.signedIn(role, { width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

async function handIn(page, name, text) {
  await page.goto(`${server.baseUrl}/imports/new`);
  await settled(page);
  await page.getByLabel('What does it hold?').selectOption('interventions_year');
  await page.getByLabel('Year').fill('2061-62');
  await page.getByLabel('Partnership').fill(partnership);
  await page.getByLabel('Choose a file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('#csv')).value !== '');
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
  await page.waitForFunction(() => !/Checking/.test(document.querySelector('.app-episode__tags')?.textContent ?? 'Checking'), null, { timeout: 60_000 });
  await settled(page);
}

test('what is wrong stands first; put right, it is taken in while one watches, and undone', async () => {
  const page = await open('/imports');
  await checkPage(page);
  await page.getByRole('link', { name: 'Hand in a file' }).click();
  await settled(page);
  await checkPage(page);
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await page.locator('.govuk-error-summary').textContent(), /Select what the file holds/);

  await handIn(page, 'wrong.csv', `${HEADER}\nely,Rowing,solo,primary,many,\n`);
  const wrong = await page.getByRole('region', { name: 'Put right first' }).or(page.locator('section', { has: page.locator('#wrong-title') })).first().textContent();
  assert.match(wrong, /“solo” is not in the list/);
  assert.match(wrong, /Enter a whole number, like 12 or 1,250/);
  assert.equal(await page.getByRole('button', { name: 'Take it in' }).count(), 0);
  await checkPage(page);

  await handIn(page, 'good.csv', `${HEADER}\nely,Rowing,group,primary,"1,250","1,250 young people"\n`);
  assert.match(await page.locator('main').textContent(), /ely: Rowing/);
  await page.getByRole('button', { name: 'Take it in' }).first().click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Take it in' }).click();
  await page.waitForFunction(() => /Committed/.test(document.querySelector('.app-episode__tags')?.textContent ?? ''), null, { timeout: 60_000 });
  await settled(page);
  await checkPage(page);
  await page.getByRole('link', { name: 'Published beside derivable' }).click();
  await page.waitForURL(/\/hub\/reconciliation/);
  await settled(page);
  assert.match(await page.locator('main').textContent(), /Altogether.*1,250/s);
  const id = (await analyst.get('/api/v1/imports')).body.items.find((item) => item.partnership === partnership && item.state === 'committed').id;
  await page.goto(`${server.baseUrl}/imports/${id}`);
  await settled(page);
  await page.getByRole('button', { name: 'Withdraw' }).first().click();
  await page.getByLabel('Why?').fill('Only a try');
  await page.locator('dialog[open]').getByRole('button', { name: 'Withdraw' }).click();
  await page.waitForFunction(() => /Withdrawn/.test(document.querySelector('.app-episode__tags')?.textContent ?? ''));
});

test('long work is news at home until one has read how it ended', async () => {
  const { body } = await analyst.post('/api/v1/imports', { kind: 'interventions_year', period: '2062-63', partnership,
    file_name: 'news.csv', csv: `${HEADER}\nely,Rowing,group,primary,3,\n` });
  await until(async () => (await analyst.get(`/api/v1/jobs/${body.id}`)).body.state, (state) => state === 'done', 'the job');
  const page = await open('/');
  const news = page.locator('.app-news');
  await news.getByRole('link', { name: /Check of a file: Interventions.*2062-63/ }).first().click();
  await page.waitForURL(new RegExp(`/jobs/${body.id}$`));
  await settled(page);
  assert.match(await page.locator('main').textContent(), /1 row, all good: take them in\./);
  assert.equal(await page.getByRole('link', { name: 'Open the import' }).getAttribute('href'), `/imports/${body.id}`);
  await checkPage(page);
  await until(async () => (await analyst.get(`/api/v1/jobs/${body.id}`)).body.seen, Boolean, 'that it was read');
  await page.goto(`${server.baseUrl}/jobs`);
  await settled(page);
  await checkPage(page);
  await withdraw(analyst, { id: body.id });
});

test('the bar of a job moves by itself, and it is called off there', async () => {
  const id = '0c0c0c0c-0000-4000-8000-000000000001';
  const owner = server.accounts.find((account) => account.roles.some((role) => role.role === 'hub_analyst')).email;
  await server.psql(`INSERT INTO jobs.job (id, kind, title, owner_id, permission, total)
    SELECT '${id}', 'probe', 'Probe of a bar', u.id, 'report.read', 100 FROM access.user_account u WHERE u.email = '${owner}'`);
  const move = (done) => server.psql(`UPDATE jobs.job SET state = 'running', lease_until = now() + interval '1 hour', done = ${done},
    message = 'Counting' WHERE id = '${id}'`);
  await move(10);
  const page = await open(`/jobs/${id}`, 390);
  assert.match(await page.locator('[data-job="words"]').textContent(), /Counting: 10%/);
  await checkPage(page);
  await move(60);
  await page.waitForFunction(() => document.querySelector('progress')?.value === 60);
  assert.match(await page.locator('#announcements').textContent(), /Counting: 60%/);
  await page.getByRole('button', { name: 'Cancel this' }).click();
  await page.getByRole('button', { name: 'Yes, cancel it' }).click();
  await page.waitForFunction(() => /being cancelled/.test(document.querySelector('main')?.textContent ?? ''));
  await server.psql(`DELETE FROM jobs.job WHERE id = '${id}'`);
});

test('the published year: every difference with its reason, each figure opens its rows', async () => {
  for (const width of [1280, 390]) {
    const page = await open('/hub/reconciliation?period=2023-24', width);
    const text = await page.locator('main').textContent();
    for (const words of [/18,698/, /3,821/, /1,689/, /1,578/, /£1,685,848\.26/, /The report contradicts itself/])
      assert.match(text, words);
    assert.doesNotMatch(text, /No reason yet/);
    await checkPage(page);
    await page.getByRole('link', { name: /^Interventions Somerset/ }).first().click();
    await page.waitForURL(/\/hub\/reconciliation\/[0-9a-f-]{36}\?rule=area_rows$/);
    await settled(page);
    assert.match(await page.locator('main').textContent(), /Sports Mentoring.*Admit.*Teachable moments/s);
    await checkPage(page);
  }
});

test('who reads figures but hands none in finds no way to', async () => {
  const page = await browser.signedIn('project_officer', { spoke: 'bristol', width: 1280, height: 900 });
  await page.goto(`${server.baseUrl}/hub/reconciliation?period=2023-24`);
  await settled(page);
  assert.match(await page.locator('main').textContent(), /18,698/);
  assert.equal(await page.getByRole('link', { name: /imports/i }).count(), 0);
});
