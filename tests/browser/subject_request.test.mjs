// A request to see what is held, through the pages: taken in, looked through,
// words removed, and the copy.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
const coordinator = await people.as('spoke_coordinator', 'bristol');
after(async () => {
  await browser.close();
  await server.stop();
});

async function open(path, role = 'ig_lead', width = 1280) {
  const page = await browser.signedIn(role, { spoke: role === 'ig_lead' ? undefined : 'bristol', width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}
const fillDate = async (page, id) => {
  const day = new Date();
  for (const [part, value] of [['day', day.getDate()], ['month', day.getMonth() + 1], ['year', day.getFullYear()]])
    await page.locator(`#${id}-${part}`).fill(String(value));
};

test('from the letter to the copy', async () => {
  const { episode, person } = await makeCase(coordinator, 'bristol', 'active_monitoring', 'high');
  const page = await open('/subject-access/new');
  await checkPage(page, 'taking in a request');
  await page.getByLabel('Reference of the case').fill(episode.reference);
  await page.getByLabel('See what is held').check();
  await page.getByLabel('The young person').check();
  await page.getByLabel('Name of whoever asks').fill(person.name);
  await page.getByLabel('What do they ask for, in their words?').fill('All of it');
  await fillDate(page, 'received_on');
  await page.getByRole('button', { name: 'Take in the request' }).click();
  await page.getByRole('button', { name: 'It is known who asks' }).waitFor();
  await fillDate(page, 'identity_on');
  await page.getByLabel('How do you know?').fill('Passport seen');
  await page.getByRole('button', { name: 'It is known who asks' }).click();
  await page.getByRole('button', { name: 'Look through every room' }).click();
  await page.getByRole('heading', { name: /^Episode/ }).waitFor();
  await checkPage(page, 'the workspace');
  await page.getByRole('button', { name: 'Include all that is not decided yet' }).click();
  await page.getByRole('button', { name: 'Make the copy and answer' }).click();
  await page.getByRole('link', { name: 'Open the copy that was given out' }).click();
  await page.getByRole('heading', { name: `What is held about ${person.name}` }).waitFor();
  await page.getByText('Unchanged').waitFor();
  await checkPage(page, 'the copy');
  await page.close();
});

test('the list and home show the clock to its readers, also on a phone', async () => {
  for (const [role, width] of [['ig_lead', 390], ['spoke_coordinator', 1280]]) {
    const page = await open('/subject-access', role, width);
    await page.locator('table').waitFor();
    await checkPage(page, `requests for ${role} at ${width}`);
    await page.goto(`${server.baseUrl}/`);
    await settled(page);
    await page.locator('#requests-title').waitFor();
    assert.match(await page.locator('section[aria-labelledby=requests-title]').textContent(), /to be answered by/);
    await page.close();
  }
});
