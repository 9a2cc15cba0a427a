// Meeting mode as its minute-taker uses it: by keyboard, over a clash with a
// second writer, to the chair's signature; on a desktop and a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf, signIn } from '../support/api.mjs';
import { accountOf, checkPage, openBrowser, settled } from '../support/browser.mjs';
import {
  addToAgenda, attend, discussionOf, expectStatus, makeCase, makeMeeting, makeReady, minute, move,
} from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

let server;
let browser;
let chair; // the one the browser is signed in as
let spoke;

before(async () => {
  server = await useServer();
  browser = await openBrowser(server);
  const account = accountOf(server, 'spoke_coordinator');
  spoke = account.roles.find((held) => held.role === 'spoke_coordinator').spoke;
  chair = await signIn(server, account.email, account.password);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const place = (page) => page.locator('[data-run-place]').textContent();
const saved = (page, wanted) => page.waitForFunction(
  (text) => new RegExp(text).test(document.querySelector('[data-run-saved]')?.textContent ?? ''), wanted);
const at = (page, wanted) => page.waitForFunction(
  (text) => document.querySelector('[data-run-place]')?.textContent === text, wanted);

async function openMeeting(people = 3) {
  const meeting = await makeMeeting(chair, spoke);
  const cases = [];
  for (let n = 0; n < people; n++) {
    cases.push(await makeCase(chair, spoke, 'listed', 'medium'));
    await addToAgenda(chair, meeting, cases[n].person);
  }
  expectStatus(await move(chair, meeting, 'open'), 200);
  return { meeting, cases };
}

async function runPage(meeting, hash = '', options = {}) {
  const page = await browser.signedIn('spoke_coordinator', options);
  await page.goto(`${server.baseUrl}/meetings/${meeting.id}/run${hash}`);
  await settled(page);
  return page;
}

test('one young person at a time, by keyboard', async () => {
  const { meeting, cases } = await openMeeting();
  const page = await runPage(meeting);
  await at(page, 'Start');
  await checkPage(page);
  await page.keyboard.press(']');
  await at(page, '1 of 3');
  await settled(page);
  assert.ok((await page.locator('.app-person__name').textContent()).includes(cases[0].person.name));
  await checkPage(page);
  // Typing a bracket is typing; with Alt one moves on from the middle of a word.
  await page.fill('#summary', 'First words');
  await page.keyboard.type(']');
  assert.equal(await place(page), '1 of 3');
  await page.keyboard.press('Alt+ArrowRight');
  await at(page, '2 of 3');
  await page.keyboard.press('Alt+ArrowLeft');
  await at(page, '1 of 3');
  await settled(page);
  assert.equal(await page.inputValue('#summary'), 'First words]');
  // The address says who, so Back works.
  await page.selectOption('[data-run-jump]', { label: `3. ${cases[2].person.name}` });
  await at(page, '3 of 3');
  await page.goBack();
  await at(page, '1 of 3');
  // Single keys can be switched off (WCAG 2.1.4).
  await page.locator('.app-run__keys summary').click();
  await page.uncheck('[data-single-keys]');
  await page.locator('h1').focus().catch(() => {});
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press(']');
  assert.equal(await place(page), '1 of 3');
  await page.context().close();
});

test('what is typed is saved by itself, and says when', async () => {
  const { meeting, cases } = await openMeeting(1);
  const { id } = await discussionOf(chair, meeting, cases[0].person);
  const page = await runPage(meeting, `#${(await chair.get(`/api/v1/discussions/${id}`)).body.agenda_item_id}`);
  await page.fill('#summary', 'Calm "week" <b>at</b> home.');
  await page.locator('#contexts-peer').check();
  await saved(page, '^Saved \\d\\d:\\d\\d$');
  await page.selectOption('#risk_after', 'high');
  await saved(page, 'enter why the risk changed');
  let now = (await chair.get(`/api/v1/discussions/${id}`)).body;
  assert.equal(now.summary, 'Calm "week" <b>at</b> home.');
  assert.deepEqual(now.contexts, ['peer']);
  assert.equal(now.risk_after, null);
  await page.fill('#rationale', 'Threats since Tuesday.');
  await page.locator('[data-suggest]').click();
  await saved(page, '^Saved \\d\\d:\\d\\d$');
  now = (await chair.get(`/api/v1/discussions/${id}`)).body;
  assert.equal(now.risk_after, 'high');
  assert.ok(now.next_review_on);

  await page.locator('[data-decide=keep_monitoring]').click();
  await page.waitForSelector('.app-chosen__item');
  await page.fill('#action-what', 'Ring the school');
  await page.fill('#action-name', 'N. Body');
  await page.selectOption('#action-agency', 'opcc_hub');
  await page.selectOption('#action-priority', 'high');
  await page.locator('[data-due="7"]').click();
  await page.getByRole('button', { name: 'Set the action' }).click();
  await page.waitForSelector('.app-action >> text=Ring the school');
  now = (await chair.get(`/api/v1/discussions/${id}`)).body;
  assert.deepEqual(now.decisions.map((each) => each.decision), ['keep_monitoring']);
  assert.deepEqual(now.actions.map((each) => [each.description, each.owner_name]), [['Ring the school', 'N. Body']]);
  assert.equal(await page.inputValue('#summary'), 'Calm "week" <b>at</b> home.', 'the minutes are not drawn anew');
  await checkPage(page);
  await page.context().close();
});

test('a line that is cut loses nothing, and nothing is left on the computer', async () => {
  const { meeting, cases } = await openMeeting(1);
  const discussion = await discussionOf(chair, meeting, cases[0].person);
  const page = await runPage(meeting, `#${discussion.agenda_item_id}`);
  await page.waitForSelector('#concerns:enabled');
  await page.context().setOffline(true);
  await page.fill('#concerns', 'Typed in a tunnel');
  await page.waitForTimeout(1500);
  const kept = async () => (await chair.get(`/api/v1/discussions/${discussion.id}`)).body.concerns;
  assert.equal(await kept(), null);
  // The computer may be shared: leaving is asked about instead.
  assert.ok(!(await page.evaluate(() => JSON.stringify(sessionStorage))).includes('tunnel'));
  await page.context().setOffline(false);
  for (let n = 0; n < 100 && (await kept()) === null; n++) await page.waitForTimeout(250);
  assert.equal(await kept(), 'Typed in a tunnel');
  await page.reload();
  await settled(page);
  await page.waitForFunction(() => document.querySelector('#concerns')?.value === 'Typed in a tunnel');
  await page.context().close();
});

test('two writers of the same words are asked: yours, theirs or both', async () => {
  const { meeting, cases } = await openMeeting(1);
  const discussion = await discussionOf(chair, meeting, cases[0].person);
  const page = await runPage(meeting, `#${discussion.agenda_item_id}`);
  await page.fill('#strengths', 'Trusts his coach');
  await saved(page, '^Saved');
  const theirs = async (fields) => {
    const { etag } = await chair.get(`/api/v1/discussions/${discussion.id}`);
    expectStatus(await chair.patch(`/api/v1/discussions/${discussion.id}`, fields, etag), 200);
  };
  await theirs({ summary: 'Theirs', parent_view: 'Mum agrees' });
  await page.fill('#summary', 'Mine');
  await page.fill('#incidents', 'None');
  await page.waitForSelector('.app-clash');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'incidents', 'whoever is typing goes on typing');
  assert.match(await page.locator('.app-clash').textContent(), /Summary.*Theirs.*Theirs.*Yours.*Mine/s);
  assert.equal(await page.inputValue('#parent_view'), 'Mum agrees', 'what only they wrote is taken');
  await page.waitForFunction(async (path) => (await (await fetch(path)).json()).incidents === 'None',
    `/api/v1/discussions/${discussion.id}`);
  assert.equal((await chair.get(`/api/v1/discussions/${discussion.id}`)).body.summary, 'Theirs');
  await checkPage(page);
  await page.getByRole('button', { name: 'Keep both' }).click();
  await saved(page, '^Saved');
  assert.equal((await chair.get(`/api/v1/discussions/${discussion.id}`)).body.summary, 'Theirs\n\nMine');
  assert.equal(await page.locator('.app-clash').count(), 0);
  await page.context().close();
});

test('attendance in one press each, and the whole way to the signature', async () => {
  const { meeting, cases } = await openMeeting(1);
  await minute(chair, meeting, cases[0].person, {}, 'accept_active_monitoring');
  await attend(chair, meeting, { confidentiality_accepted: false });
  const page = await runPage(meeting);
  await page.locator('[data-all-accept]').click();
  await page.waitForSelector('[name=confidentiality_accepted]:checked', { state: 'attached' });
  await page.selectOption('[data-run-jump]', 'end');
  await settled(page);
  await checkPage(page);
  for (const name of ['Finish the meeting', 'Minutes are checked', 'Sign off the minutes']) {
    if (name === 'Sign off the minutes') await page.fill('#end-sign-off-reason', 'It could not wait.');
    await page.getByRole('button', { name }).click();
    if (name !== 'Sign off the minutes') await page.waitForSelector(`button:text-is("${name}")`, { state: 'detached' });
  }
  await page.waitForURL('**/minutes');
  await settled(page);
  assert.equal((await chair.get(`/api/v1/meetings/${meeting.id}`)).body.state, 'signed_off');
  assert.equal((await chair.get(`/api/v1/episodes/${cases[0].episode.id}`)).body.state, 'active_monitoring');
  await checkPage(page);
  await page.goto(`${server.baseUrl}/meetings/${meeting.id}/run`);
  await settled(page);
  assert.ok(await page.getByText('These minutes are closed').isVisible());
  await page.keyboard.press(']');
  await at(page, '1 of 1');
  await settled(page);
  assert.equal(await page.locator('#summary').isDisabled(), true);
  await page.context().close();
});

test('what is missing leads to where it is', async () => {
  const { meeting, cases } = await openMeeting(2);
  const page = await runPage(meeting, '#end');
  await page.getByRole('button', { name: `Item 2, ${cases[1].person.name}: enter the rationale` }).click();
  await at(page, '2 of 2');
  await page.context().close();
});

test('pages of a meeting on a desktop and a phone', async () => {
  const { meeting } = await makeReady(chair, spoke);
  for (const width of [1280, 390]) {
    const page = await browser.signedIn('spoke_coordinator', { width });
    for (const path of ['', '/attendance', '/minutes', '/run', '/run#end']) {
      await page.goto(`${server.baseUrl}/meetings/${meeting.id}${path}`);
      await settled(page);
      await checkPage(page);
      assert.equal(await page.locator('h1:visible, h1.govuk-visually-hidden').count(), 1, path);
    }
    await page.context().close();
  }
});

test('on a phone the minutes can be written', async () => {
  const { meeting, cases } = await openMeeting(2);
  const page = await runPage(meeting, '', { width: 390 });
  await page.locator('.app-run__bar [data-step="1"]').click();
  await at(page, '1 of 2');
  await settled(page);
  await page.fill('#summary', 'By thumb');
  await saved(page, '^Saved');
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('.app-run__stage button, .app-run__bar button, .app-run__stage select')]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
      .map((each) => `${each.className} ${each.textContent.trim().slice(0, 30)}`));
  assert.deepEqual(small, []);
  await checkPage(page);
  assert.equal((await discussionOf(chair, meeting, cases[0].person)).summary, 'By thumb');
  await page.context().close();
});

test('a meeting is called and its agenda made and ordered', async () => {
  const one = await makeCase(chair, spoke);
  const two = await makeCase(chair, spoke);
  const page = await browser.signedIn('spoke_coordinator');
  await page.goto(`${server.baseUrl}/meetings/new`);
  await settled(page);
  await page.waitForFunction(() => document.querySelector('#spoke')?.value);
  await page.fill('#title', 'Called by a test');
  await page.selectOption('#type', 'roth');
  for (const [part, value] of [['day', '5'], ['month', '3'], ['year', '2043'], ['time', '2pm']])
    await page.fill(`#starts_at-${part}`, value);
  await page.getByRole('button', { name: 'Call the meeting' }).click();
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.match(await page.locator('h1').textContent(), /Called by a test/);
  for (const { person } of [one, two]) {
    await page.getByRole('button', { name: 'Add a young person' }).click();
    await page.fill('#find-person', person.name);
    await page.locator('[data-find-list] button').first().click();
    await page.locator('dialog[open] input[value=new]').check();
    await page.locator('dialog[open]').getByRole('button', { name: 'Add to the agenda' }).click();
    await page.waitForSelector(`.app-agenda >> text=${person.name}`);
  }
  await page.getByRole('button', { name: `Up ${two.person.name}` }).click();
  await page.waitForFunction((name) => document.querySelector('.app-agenda__item')?.textContent.includes(name), two.person.name);
  await checkPage(page);
  await page.context().close();
});

test('a panel member reads their meeting and gives their agency’s word', async () => {
  const account = accountOf(server, 'panel_member');
  const panelSpoke = account.roles.find((held) => held.role === 'panel_member').spoke;
  const coordinator = await accountsOf(server).as('spoke_coordinator', panelSpoke);
  const member = await signIn(server, account.email, account.password);
  const me = (await member.get('/api/v1/session')).body.user;
  const series = expectStatus(await coordinator.post('/api/v1/meeting-series',
    { spoke: panelSpoke, name: `Seen by a panel member ${Date.now()}`, type: 'roth' }), 201).body;
  expectStatus(await coordinator.post(`/api/v1/meeting-series/${series.id}/members`, { user_id: me.id }), 200);
  const meeting = await makeMeeting(coordinator, panelSpoke, { series_id: series.id });
  const { person } = await makeCase(coordinator, panelSpoke);
  await addToAgenda(coordinator, meeting, person);
  expectStatus(await move(coordinator, meeting, 'open'), 200);
  const page = await browser.signedIn('panel_member');
  for (const path of ['', '/attendance', '/minutes', '/run']) {
    await page.goto(`${server.baseUrl}/meetings/${meeting.id}${path}`);
    await settled(page);
    await checkPage(page);
    assert.equal(await page.locator('.app-region__problem').count(), 0, path);
  }
  await page.keyboard.press(']');
  await at(page, '1 of 1');
  await settled(page);
  assert.equal(await page.locator('#summary').isDisabled(), true);
  await page.getByText('Add an agency’s update').click();
  await page.fill('#update-text', 'Attendance is better');
  await page.getByRole('button', { name: 'Record', exact: true }).first().click();
  await page.waitForFunction(() => [...document.querySelectorAll('.app-update textarea')].some((each) => each.value === 'Attendance is better'));
  const { updates } = (await coordinator.get(`/api/v1/discussions/${(await discussionOf(coordinator, meeting, person)).id}`)).body;
  assert.deepEqual(updates.map((each) => each.text), ['Attendance is better']);
  await page.context().close();
  await coordinator.delete(`/api/v1/meeting-series/${series.id}/members/${me.id}`);
});
