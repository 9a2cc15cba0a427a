// Nobody loses typed text: not on a time-out, not on Back, not on a failed
// save, not in a second tab. And nobody else comes by it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf } from '../support/api.mjs';
import { accountOf, checkPage, fillSignIn, openBrowser, settled } from '../support/browser.mjs';
import { makeCase } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
const people = accountsOf(server);
const account = accountOf(server, 'project_officer', { spoke: 'bristol' });
let client, episode, notes;
after(async () => {
  await browser.close();
  await server.stop();
});

before(async () => {
  client = await people.as('project_officer', 'bristol');
});

// Each test its own young person, so that none meets another's draft.
async function freshCase() {
  ({ episode } = await makeCase(client, 'bristol'));
  notes = `${server.baseUrl}/episodes/${episode.id}/notes`;
}

async function open(page) {
  await page.goto(notes);
  await settled(page);
  await page.locator('#note #text').waitFor();
}

const saved = (page) => page.locator('#note [data-save-state="draft"]')
  .filter({ hasText: /^Draft saved \d{1,2}[:.]\d\d/ }).waitFor();
const text = (page) => page.inputValue('#note #text');
const drafts = async () => (await client.get(
  `/api/v1/drafts?subject=${encodeURIComponent(`/episodes/${episode.id}/notes`)}`)).body.items;
const notesKept = async () => (await client.get(`/api/v1/episodes/${episode.id}/notes`)).body.items;

// Signed in by itself: its session may end without ending another test's.
async function ownSession(options) {
  const page = await browser.open(options);
  await page.goto(server.baseUrl);
  await fillSignIn(page, account);
  await page.waitForSelector('[data-home] section');
  return page;
}

test('it says when it saved; Back, a reload and another computer bring it again', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol', width: 390 });
  await open(page);
  await page.selectOption('#note #kind', 'family');
  await page.fill('#note #text', 'She said that he is staying with his aunt.');
  await page.locator('#note [data-save-state="unsaved"]').filter({ hasText: 'Not saved yet' }).waitFor();
  await saved(page);
  await checkPage(page);
  await page.reload();
  await settled(page);
  await page.locator('.app-draft').waitFor();
  assert.equal(await text(page), 'She said that he is staying with his aunt.');
  assert.equal(await page.inputValue('#note #kind'), 'family');
  await checkPage(page);
  await page.goto(`${server.baseUrl}/help`);
  await page.goBack();
  await page.locator('.app-draft').waitFor();
  assert.equal(await text(page), 'She said that he is staying with his aunt.');
  const elsewhere = await ownSession();
  await open(elsewhere);
  await elsewhere.locator('.app-draft').waitFor();
  assert.equal(await text(elsewhere), 'She said that he is staying with his aunt.');
  await elsewhere.context().close();
  await page.context().close();
});

test('left within the second: the last words are kept too, and nothing is asked', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  await open(page);
  await page.locator('#note #text').pressSequentially('Typed and gone');
  await page.goto(`${server.baseUrl}/help`);
  // On its way when the page was left; a busy server takes a moment.
  for (let tries = 0; tries < 50 && !(await drafts()).length; tries += 1)
    await page.waitForTimeout(100);
  assert.match(JSON.stringify(await drafts()), /Typed and gone/);
  await page.goBack();
  await page.locator('.app-draft').waitFor();
  assert.equal(await text(page), 'Typed and gone');
  assert.equal(asked, 0);
  await page.context().close();
});

test('left while it was being saved: what was on its way arrives, and the page that comes waits for it', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  await open(page);
  const network = await page.context().newCDPSession(page);
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 1500, downloadThroughput: -1, uploadThroughput: -1 });
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/drafts'));
  await page.fill('#note #text', 'On its way');
  await sent;
  await page.reload();
  await page.locator('.app-draft').waitFor();
  assert.equal(await text(page), 'On its way');
  assert.equal(asked, 0);
  await page.context().close();
});

test('nothing of it is in the browser', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  await open(page);
  await page.fill('#note #text', 'Quite unmistakable words');
  await saved(page);
  const stored = await page.evaluate(async () => JSON.stringify([
    { ...sessionStorage }, { ...localStorage }, document.cookie, history.state,
    await indexedDB.databases(), await caches?.keys()]));
  assert.doesNotMatch(stored, /unmistakable|draft:/);
  await page.context().close();
});

test('sent: the draft is gone; cleared: too', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  await open(page);
  await page.selectOption('#note #kind', 'general');
  await page.fill('#note #text', 'To be sent');
  await saved(page);
  assert.equal((await drafts()).length, 1);
  await page.click('#note button[type=submit]');
  await page.locator('.app-note__text').filter({ hasText: 'To be sent' }).waitFor();
  assert.equal((await drafts()).length, 0);
  await page.locator('#note #text').waitFor();
  await page.fill('#note #text', 'Thought better of');
  await saved(page);
  await page.reload();
  await page.locator('.app-draft button').click();
  await page.locator('.app-draft').waitFor({ state: 'detached' });
  assert.equal(await text(page), '');
  await page.waitForFunction(async (path) => (await (await fetch(path)).json()).items.length === 0,
    `/api/v1/drafts?subject=${encodeURIComponent(`/episodes/${episode.id}/notes`)}`);
  await page.context().close();
});

test('refused: what is wrong is said, and the draft stays', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  await open(page);
  await page.fill('#note #text', 'No kind chosen');
  await page.click('#note button[type=submit]');
  await page.waitForSelector('.govuk-error-summary');
  await page.waitForFunction(async (path) => (await (await fetch(path)).json()).items.length === 1,
    `/api/v1/drafts?subject=${encodeURIComponent(`/episodes/${episode.id}/notes`)}`);
  await page.reload();
  await page.locator('.app-draft').waitFor();
  assert.equal(await text(page), 'No kind chosen');
  await page.context().close();
});

test('no connection: it says so, and saves when there is one', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  await open(page);
  await page.context().setOffline(true);
  await page.fill('#note #text', 'Typed in a lift');
  await page.locator('#waiting').filter({ hasText: 'No connection' }).waitFor();
  await page.context().setOffline(false);
  await saved(page);
  assert.equal((await drafts()).length, 1);
  await page.context().close();
});

test('two tabs: the second is asked which to keep', async () => {
  await freshCase();
  const one = await browser.signedIn('project_officer', { spoke: 'bristol' });
  await open(one);
  const two = await one.context().newPage();
  two.faults = [];
  await open(two);
  await one.fill('#note #text', 'Words of the first tab');
  await saved(one);
  await two.fill('#note #text', 'Words of the second tab');
  const panel = two.locator('#note .app-clash');
  await panel.waitFor();
  assert.match(await panel.innerText(), /Words of the first tab/);
  assert.match(await panel.innerText(), /Words of the second tab/);
  await checkPage(two);
  const [kept] = await drafts();
  assert.match(JSON.stringify(kept.content), /first tab/, 'nothing is replaced before the answer');
  await panel.getByRole('button', { name: 'Keep mine' }).click();
  await saved(two);
  assert.match(JSON.stringify((await drafts())[0].content), /second tab/);
  await one.fill('#note #text', 'Words of the first tab, and more');
  const back = one.locator('#note .app-clash');
  await back.waitFor();
  await back.getByRole('button', { name: 'Use the other one' }).click();
  assert.equal(await text(one), 'Words of the second tab');
  await one.context().close();
});

test('the session ended while typing: sign in on the spot, the text stands and is saved', async () => {
  await freshCase();
  const page = await ownSession({ width: 390 });
  await open(page);
  await page.context().clearCookies();
  await page.fill('#note #text', 'Typed after the time-out');
  await page.waitForSelector('#sign-in-again[open]');
  await checkPage(page);
  await page.fill('#sign-in-again-password', account.password);
  await page.keyboard.press('Enter');
  await saved(page);
  assert.equal(await text(page), 'Typed after the time-out');
  assert.equal(page.url(), notes);
  assert.match(JSON.stringify(await drafts()), /Typed after the time-out/);
  await page.context().close();
});

test('somebody else signs in there: they get nothing of the text, nor does any record', async () => {
  await freshCase();
  const next = accountOf(server, 'spoke_coordinator', { spoke: 'bristol' });
  const page = await ownSession();
  await open(page);
  await page.selectOption('#note #kind', 'general');
  await page.fill('#note #text', 'For the first pair of eyes');
  await saved(page);
  await page.context().clearCookies();
  await page.locator('#note #text').press('End');
  await page.locator('#note #text').pressSequentially(', and more');
  await page.waitForSelector('#sign-in-again[open]');
  await page.fill('#sign-in-again-email', next.email);
  await page.fill('#sign-in-again-password', next.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${server.baseUrl}/`);
  await page.waitForSelector('[data-home] section');
  await settled(page);
  assert.doesNotMatch(await page.content(), /pair of eyes/);
  await page.goBack();
  await page.waitForLoadState();
  await settled(page);
  assert.doesNotMatch(await page.content(), /pair of eyes/);
  const fields = await page.evaluate(() => [...document.querySelectorAll('textarea')].map((each) => each.value));
  assert.doesNotMatch(fields.join(), /pair of eyes/);
  const theirs = await page.evaluate(async () => (await (await fetch('/api/v1/drafts?limit=200')).json()).items);
  assert.ok(!theirs.some((item) => item.subject.includes(episode.id)));
  assert.equal((await notesKept()).length, 0);
  assert.match(JSON.stringify(await drafts()), /first pair of eyes/, 'whose it is has it still');
  await page.context().close();
});

test('another tab is signed out: this one shows nothing any more', async () => {
  await freshCase();
  const page = await ownSession();
  await open(page);
  await page.fill('#note #text', 'Left on the screen');
  await saved(page);
  const other = await page.context().newPage();
  await other.goto(`${server.baseUrl}/help`);
  await other.locator('[data-sign-out]').click();
  await page.waitForURL('**/sign-in?signed_out=1');
  assert.doesNotMatch(await page.content(), /Left on the screen/);
  assert.match(JSON.stringify(await drafts()), /Left on the screen/);
  await page.context().close();
});

test('home lists what is not sent, and lets it go', async () => {
  await freshCase();
  const page = await browser.signedIn('project_officer', { spoke: 'bristol' });
  await open(page);
  await page.fill('#note #text', 'Not today');
  await saved(page);
  await page.goto(server.baseUrl);
  await settled(page);
  const card = page.locator('section', { has: page.locator('#drafts-title') });
  const link = card.locator(`a[href="/episodes/${episode.id}/notes"]`);
  await link.waitFor();
  assert.match(await link.innerText(), /^Notes: /);
  await checkPage(page);
  await card.locator('li', { has: page.locator(`a[href="/episodes/${episode.id}/notes"]`) }).getByRole('button', { name: /^Delete/ }).click();
  await link.waitFor({ state: 'hidden' });
  assert.equal((await drafts()).length, 0);
  await page.context().close();
});

// Every long form keeps what is typed, with nothing of its own in it.
const FORMS = [
  ['project_officer', () => '/referrals/new', '#referral'],
  ['project_officer', (id) => `/episodes/${id}/risk/new`, '#risk'],
  ['project_officer', (id) => `/episodes/${id}/close`, '#close'],
  ['project_officer', (id) => `/episodes/${id}/outcomes/new`, '#outcome'],
  ['project_officer', (id) => `/episodes/${id}/actions/new`, '#action'],
  ['eit_officer', () => '/contacts/new', '#contact'],
];
for (const [role, address, form] of FORMS) {
  test(`${address('{id}')} keeps what is typed`, async () => {
    await freshCase();
    const page = await browser.signedIn(role, { spoke: 'bristol' });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.goto(server.baseUrl + address(episode.id));
    await settled(page);
    const field = page.locator(`${form} textarea:visible`).first();
    await field.waitFor();
    await page.locator(`${form}`).evaluate((each) => each.scrollIntoView());
    const words = `Kept ${Date.now()}`;
    await field.fill(words);
    await page.locator(`${form} [data-save-state="draft"]`).waitFor();
    await page.reload();
    await settled(page);
    await page.locator('.app-draft').waitFor();
    assert.equal(await field.inputValue(), words);
    await page.locator('.app-draft button').click();
    await page.locator('.app-draft').waitFor({ state: 'detached' });
    await page.context().close();
  });
}
