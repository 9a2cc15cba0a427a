// Journey audits as the hub's auditor and the spoke's coordinator meet them, on
// a desktop and a phone: no name before a reason, and the way to the answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { openBrowser, settled } from '../support/browser.mjs';
import { dateIn, makeCase } from '../support/meeting.mjs';
import { checkWidths, fillDate, follow, said } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

let auditor, person, sample, audit;
before(async () => {
  const people = accountsOf(server);
  auditor = await people.as('hub_auditor');
  const coordinator = await people.as('spoke_coordinator', 'bristol');
  const made = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  person = made.person;
  const day = dateIn(-3000 - Math.floor(Math.random() * 300));
  await server.psql(`UPDATE casework.episode SET opened_on = '${day}' WHERE id = '${made.episode.id}'`);
  sample = (await auditor.post('/api/v1/journey-samples',
    { title: 'Sample of the browser', wanted: 1, opened_from: day, opened_to: day, spokes: ['bristol'] })).body;
  audit = `/journey-audits/${sample.audits[0].id}`;
});

const open = async (path, role = 'hub_auditor', spoke = null) => {
  const page = await browser.signedIn(role, { spoke, width: 1280 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};
const hub = () => `/hub/audits/${audit.slice(-36)}`;
const textOf = (page) => page.locator('main').innerText();

test('the auditor’s pages', async (t) => {
  for (const path of ['/', '/hub/audits', '/hub/audits/new', `/hub/audits/samples/${sample.id}`, hub(), '/audits/report'])
    await t.test(path.replace(/[0-9a-f-]{36}/, ':id'), async () => {
      const page = await open(path);
      assert.ok(!(await textOf(page)).includes(person.name));
      await checkWidths(page);
      await page.context().close();
    });
});

test('a sample is drawn from its page', async () => {
  const page = await open('/hub/audits/new');
  await page.getByRole('button', { name: 'Draw the sample' }).click();
  await page.getByText('Enter what the sample is for').first().waitFor();
  await page.getByLabel('What is it for?').fill('Drawn from the page');
  await page.getByLabel('How many journeys?').fill('2');
  await fillDate(page, 'opened_from', dateIn(-400));
  await fillDate(page, 'opened_to', dateIn(-30));
  await follow(page, page.getByRole('button', { name: 'Draw the sample' }), /samples\/[0-9a-f-]{36}/);
  assert.match(await textOf(page), /2 of \d+ journeys/);
  await page.context().close();
});

test('the journey opens with a reason, and is shut', async () => {
  const page = await open(hub());
  await page.getByText('See who it is and read the record').click();
  await page.getByRole('button', { name: 'Open this journey' }).click();
  await page.getByText('Select what you open it for').first().waitFor();
  await page.getByLabel('What for?').selectOption('journey_audit');
  await page.getByLabel('Why do you need to see who it is?').fill('To read the plan beside the risk judgement');
  await page.getByRole('button', { name: 'Open this journey' }).click();
  await page.getByRole('button', { name: 'Shut it now' }).waitFor();
  await page.getByText('First look').first().waitFor();
  assert.ok((await textOf(page)).includes(person.name));
  await checkWidths(page);
  await page.getByRole('button', { name: 'Shut it now' }).click();
  await page.getByText('See who it is and read the record').waitFor();
  assert.ok(!(await textOf(page)).includes(person.name));
  await page.context().close();
});

test('a criterion is scored, the audit graded and sent; the spoke answers', async () => {
  const page = await open(hub());
  await page.locator('summary', { hasText: 'The young person\'s voice' }).click();
  const form = page.locator('form[action$="/scores"]').first();
  await form.getByLabel('Score').selectOption('needs_work');
  await form.getByRole('button', { name: /^Save/ }).click();
  await page.getByText('Enter what you found').first().waitFor();
  await form.getByLabel('What you found (optional)').fill('Quoted once, then spoken about.');
  await form.getByRole('button', { name: /^Save/ }).click();
  await page.getByText('1 of 10 scored').waitFor();
  const scores = (await auditor.get(`/api/v1${audit}`)).body.scores.filter((s) => !s.score);
  for (const { criterion } of scores) await auditor.post(`/api/v1${audit}/scores`, { criterion, score: 'sound' });
  await page.reload();
  await settled(page);
  await page.getByLabel('Overall grade').selectOption('good');
  await page.getByLabel('What does the journey tell?').fill('Well held, slow at first.');
  await page.getByRole('button', { name: 'Save the judgement' }).click();
  await said(page, 'Saved');
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: 'Grade it' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Grade it' }).click();
  await page.getByRole('button', { name: 'Send to the spoke' }).waitFor();
  await page.getByRole('button', { name: 'Send to the spoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await page.locator('.govuk-tag', { hasText: /with spoke/i }).waitFor();
  await page.context().close();

  const theirs = await open(`/audits/${audit.slice(-36)}`, 'spoke_coordinator', 'bristol');
  assert.ok((await textOf(theirs)).includes(person.name));
  await checkWidths(theirs);
  await theirs.getByRole('button', { name: 'Answer it' }).click();
  await theirs.getByLabel('We contest it').check();
  await theirs.getByRole('button', { name: 'Send the answer' }).click();
  await theirs.getByText('Enter what you contest and why').first().waitFor();
  await theirs.getByLabel('What do you say to it?').fill('She was asked in March.');
  await theirs.getByRole('button', { name: 'Send the answer' }).click();
  await theirs.locator('.govuk-tag', { hasText: /responded/i }).waitFor();
  await theirs.goto(`${server.baseUrl}/audits`);
  await settled(theirs);
  await checkWidths(theirs);
  await theirs.context().close();
});
