// What surrounds a meeting, as those who prepare it, come to it and are sent
// its minutes use it: on a desktop and a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf, signIn } from '../support/api.mjs';
import { accountOf, checkPage, openBrowser, settled } from '../support/browser.mjs';
import {
  addToAgenda, attend, discussionOf, expectStatus, makeCase, makeMeeting, makeReady, minute, move,
} from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const PHONE = { width: 390, height: 844 };
let server;
let browser;
let chair;
let officer;
let panel; // an API client of the panel member the browser signs in as
let panelAgency;
const spoke = 'bristol';

before(async () => {
  server = await useServer();
  browser = await openBrowser(server);
  const people = accountsOf(server);
  chair = await people.as('spoke_coordinator', spoke);
  officer = await people.as('project_officer', spoke);
  const account = accountOf(server, 'panel_member', { spoke });
  panel = await signIn(server, account.email, account.password);
  const { body } = await panel.get('/api/v1/session');
  panel.me = body.user;
  panelAgency = await server.psql(`SELECT g.code FROM access.user_account u
    JOIN reference.agency g ON g.id = u.agency_id WHERE u.id = '${body.user.id}'`);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const soon = () => new Date(Date.now() + 86400000).toISOString();
const open = async (role, path, options = {}) => {
  const page = await browser.signedIn(role, { spoke, ...options });
  await page.goto(`${server.baseUrl}${path}`);
  await settled(page);
  return page;
};
const saved = (page, text) => page.waitForFunction(
  (wanted) => document.querySelector('.app-flash')?.textContent?.includes(wanted), text);

test('an agenda is built from what is suggested, ordered and noted by keyboard', async () => {
  const series = expectStatus(await chair.post('/api/v1/meeting-series',
    { spoke, name: `Built ${Date.now()}`, type: 'operational_panel' }), 201).body;
  const meeting = await makeMeeting(officer, spoke, { series_id: series.id, starts_at: soon() });
  const first = await makeCase(officer, spoke, 'listed', 'medium');
  const second = await makeCase(officer, spoke, 'active_monitoring', 'very_high');
  await addToAgenda(officer, meeting, first.person);
  await server.psql(`UPDATE casework.episode SET series_id = '${series.id}' WHERE id = '${second.episode.id}'`);
  const page = await open('spoke_coordinator', `/meetings/${meeting.id}`);
  const add = page.locator('.app-suggest-list__item', { hasText: second.person.name }).getByRole('button');
  await add.focus();
  await page.keyboard.press('Enter');
  const item = page.locator('.app-agenda__item', { hasText: second.person.name });
  await item.waitFor();
  assert.match(await item.textContent(), /Urgent/);
  await item.locator('[data-moves="-1"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((name) =>
    document.querySelector('.app-agenda__item')?.textContent?.includes(name), second.person.name);
  await settled(page);
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-moves') !== null);
  await item.locator('summary', { hasText: 'Change why' }).click();
  await item.locator('textarea[name="note"]').fill('Before the hearing on Friday');
  await item.locator('select[id^="item-kind"]').selectOption('review');
  await item.getByRole('button', { name: 'Save' }).click();
  await item.locator('p', { hasText: 'Before the hearing on Friday' }).waitFor();
  await page.getByRole('button', { name: 'Add a paper' }).click();
  await page.fill('#paper-title', 'Report of the school');
  await page.fill('#paper-text', 'Attendance 64%.');
  await page.getByRole('button', { name: 'Add the paper' }).click();
  await page.locator('.app-paper', { hasText: 'Report of the school' }).waitFor();
  await checkPage(page);
  await page.setViewportSize(PHONE);
  await checkPage(page);
});

test('agencies are asked for a meeting and answer on their own page', async () => {
  const meeting = await makeMeeting(officer, spoke, { starts_at: soon() });
  const { person } = await makeCase(officer, spoke);
  await addToAgenda(officer, meeting, person);
  const page = await open('spoke_coordinator', `/meetings/${meeting.id}/checks`);
  await page.locator('summary', { hasText: 'Ask agencies' }).click();
  assert.equal(await page.locator('input[name="agenda_items"]').isChecked(), true); // new, and nobody asked yet
  await page.check(`input[name="agencies"][value="${panelAgency}"]`);
  await page.fill('#ask-question', 'What do you hold?');
  await checkPage(page);
  await page.getByRole('button', { name: 'Ask them' }).click();
  await page.locator('.app-check-card', { hasText: 'What do you hold?' }).waitFor();
  const theirs = await open('panel_member', '/checks?mine=true', PHONE);
  const card = theirs.locator('.app-check-card', { hasText: person.name });
  await checkPage(theirs);
  await card.getByRole('button', { name: 'Nothing known' }).click();
  await theirs.locator('.app-check-card', { hasText: person.name }).filter({ hasText: 'Answered by' }).waitFor();
  await theirs.setViewportSize({ width: 1280, height: 800 });
  await checkPage(theirs);
  await page.reload();
  await settled(page);
  assert.match(await page.locator('.app-check-card').first().textContent(), /Nothing known/);
  await checkPage(page);
});

test('meeting mode shows the checks, and who else is writing', async () => {
  const meeting = await makeMeeting(officer, spoke);
  const { person, episode } = await makeCase(officer, spoke);
  const item = await addToAgenda(officer, meeting, person);
  expectStatus(await officer.post(`/api/v1/episodes/${episode.id}/checks`,
    { agencies: [panelAgency], meeting_id: meeting.id }), 200);
  expectStatus(await move(officer, meeting, 'open'), 200);
  const { id } = await discussionOf(officer, meeting, person);
  const page = await open('spoke_coordinator', `/meetings/${meeting.id}/run#${item.id}`);
  await page.locator('section[aria-label="Agency checks"]').waitFor();
  assert.match(await page.locator('section[aria-label="Agency checks"]').textContent(), /Waiting/);
  expectStatus(await officer.put(`/api/v1/discussions/${id}/presence`, { field: 'concerns' }), 200);
  await page.fill('#summary', 'Said at the meeting'); // says where one is, and hears of the others
  await page.waitForFunction(() => /is writing in “Concerns”/.test(document.querySelector('[data-presence]')?.textContent ?? ''));
  const others = expectStatus(await officer.put(`/api/v1/discussions/${id}/presence`, {}), 200).body.others;
  assert.deepEqual(others.map((each) => each.field), ['summary']);
  await checkPage(page);
  await page.setViewportSize(PHONE);
  await checkPage(page);
});

test('the signature says why there was no quorum; each agency reads its own extract', async () => {
  const series = expectStatus(await chair.post('/api/v1/meeting-series',
    { spoke, name: `Signed ${Date.now()}`, type: 'operational_panel', quorum_agency_types: ['police'] }), 201).body;
  expectStatus(await chair.post(`/api/v1/meeting-series/${series.id}/members`, { user_id: panel.me.id }), 200);
  const meeting = await makeMeeting(officer, spoke, { series_id: series.id });
  const { person } = await makeCase(officer, spoke);
  await addToAgenda(officer, meeting, person);
  await attend(officer, meeting);
  expectStatus(await move(officer, meeting, 'open'), 200);
  const discussion = await minute(officer, meeting, person, { summary: 'What was said of them.' });
  expectStatus(await officer.post(`/api/v1/discussions/${discussion.id}/updates`, { agency: panelAgency, text: 'Our own words.' }), 201);
  expectStatus(await move(officer, meeting, 'finish'), 200);
  expectStatus(await move(officer, meeting, 'check'), 200);
  const page = await open('spoke_coordinator', `/meetings/${meeting.id}`);
  await page.getByRole('button', { name: 'Sign off the minutes' }).click();
  await page.getByText('Enter why the meeting went ahead without a quorum').first().waitFor();
  await page.fill('#sign-off-reason', 'The sergeant was called to an incident.');
  await page.getByRole('button', { name: 'Sign off the minutes' }).click();
  await saved(page, 'signed off');
  await page.getByText('The sergeant was called to an incident.').waitFor();
  await checkPage(page);
  await page.getByRole('button', { name: 'Send each agency its extract' }).click();
  await page.fill('#distribute-note', 'For your records');
  await page.getByRole('button', { name: 'Make the extracts' }).click();
  await page.waitForURL(/\/minutes$/);
  await settled(page);
  await checkPage(page);
  const theirs = await open('panel_member', '/extracts', PHONE);
  await checkPage(theirs);
  await theirs.locator('tbody a').first().click();
  await theirs.waitForURL(/\/extracts\//);
  await settled(theirs);
  const text = await theirs.locator('main').textContent();
  assert.ok(text.includes(person.name) && text.includes('Our own words.') && text.includes('For your records'));
  await checkPage(theirs);
});

test('a regular meeting is changed, and its next one called by its rhythm', async () => {
  const series = expectStatus(await chair.post('/api/v1/meeting-series',
    { spoke, name: `Rhythm ${Date.now()}`, type: 'operational_panel' }), 201).body;
  await makeMeeting(officer, spoke, { series_id: series.id });
  const page = await open('spoke_coordinator', `/meetings/series/${series.id}`);
  await page.getByRole('button', { name: 'Change this' }).click();
  await page.fill('#edit-cadence', '14');
  await page.getByRole('button', { name: 'Save' }).click();
  const next = page.getByRole('button', { name: 'Call the next meeting' });
  await next.waitFor();
  await checkPage(page);
  await next.click();
  await page.waitForURL(/\/meetings\/[0-9a-f-]{36}$/);
  await settled(page);
  await page.goto(`${server.baseUrl}/meetings/series/${series.id}`);
  await settled(page);
  await page.setViewportSize(PHONE);
  await checkPage(page);
});

test('a deputy is let in on the attendance page', async () => {
  const meeting = await makeMeeting(officer, spoke, { starts_at: soon() });
  const page = await open('spoke_coordinator', `/meetings/${meeting.id}/attendance`);
  await page.locator('summary', { hasText: 'Let a deputy or guest in' }).click();
  await page.waitForFunction((id) => document.querySelector(`#guest-user option[value="${id}"]`), panel.me.id);
  await page.selectOption('#guest-user', panel.me.id);
  await page.getByRole('button', { name: 'Let them in' }).click();
  await page.locator('.app-members li', { hasText: panel.me.name }).waitFor();
  await checkPage(page);
  await page.setViewportSize(PHONE);
  await checkPage(page);
});

test('the agenda says what was agreed: the risk after, once it is signed off', async () => {
  const { meeting, person } = await makeReady(officer, spoke, { state: 'active_monitoring', risk: 'medium',
    fields: { risk_before: 'medium', risk_after: 'high', rationale: 'Threats again.' } });
  expectStatus(await move(chair, meeting, 'sign-off'), 200);
  const page = await open('spoke_coordinator', `/meetings/${meeting.id}`);
  const item = page.locator('.app-agenda__item', { hasText: person.name });
  assert.match((await item.locator('.app-agenda__tags').innerText()).replace(/\s+/g, ' '), /Risk after: High/i);
  await page.setViewportSize(PHONE);
  await checkPage(page);
});

test('a birthday is shown no more exactly than it is known, before the meeting and in its minutes', async () => {
  const { person, meeting } = await makeReady(officer, spoke);
  const now = await officer.get(`/api/v1/people/${person.id}`);
  expectStatus(await officer.patch(`/api/v1/people/${person.id}`, { born_on: '2010-01-01', born_precision: 'year' }, now.etag), 200);
  const page = await open('project_officer', `/meetings/${meeting.id}`);
  const shown = async (part) => (await page.locator(part, { hasText: person.name }).first().innerText()).replace(/\s+/g, ' ');
  assert.match(await shown('.app-agenda__name'), /, about 1\d$/);
  await page.goto(`${server.baseUrl}/meetings/${meeting.id}/minutes`);
  await settled(page);
  assert.match(await shown('.app-minute'), /Born in 2010/);
  assert.doesNotMatch(await page.locator('main').innerText(), /1 January 2010/);
  await page.goto(`${server.baseUrl}/people/${person.id}/details`);
  await settled(page);
  assert.doesNotMatch(await page.locator('main').innerText(), /1 January 2010/);
});

test('somebody is named on a closed meeting, opens it, and is let out again', async () => {
  const title = `Closed ${Date.now()}`;
  const meeting = expectStatus(await chair.post('/api/v1/meetings',
    { spoke, type: 'critical_incident', title, starts_at: soon() }), 201).body;
  const name = accountOf(server, 'eit_officer', { spoke }).name;
  const theirs = await open('eit_officer', `/meetings/${meeting.id}`, PHONE);
  await theirs.getByText('There is nothing here for you').first().waitFor();

  const page = await open('spoke_coordinator', `/meetings/${meeting.id}`);
  await page.locator('summary', { hasText: 'Who may open this meeting' }).click();
  await page.getByRole('button', { name: 'Let them in' }).click();
  await page.locator('.govuk-error-message', { hasText: 'Enter why they need it' }).waitFor();
  const one = page.locator('#let-in-user option', { hasText: name });
  await one.waitFor({ state: 'attached' });
  await page.selectOption('#let-in-user', await one.getAttribute('value'));
  await page.fill('#let-in-reason', 'Leads for the police');
  await checkPage(page);
  await page.getByRole('button', { name: 'Let them in' }).click();
  await saved(page, 'They may open it now');
  await page.locator('.app-named li', { hasText: name }).waitFor({ state: 'attached' });
  await checkPage(page);

  await theirs.reload();
  await settled(theirs);
  await theirs.getByRole('heading', { name: title }).waitFor();
  await checkPage(theirs);

  const open_ = page.locator('.app-named details');
  if (!(await open_.evaluate((each) => each.open))) await page.locator('summary', { hasText: 'Who may open this meeting' }).click();
  await page.getByRole('button', { name: new RegExp(`^End their access.*${name}$`) }).click();
  await saved(page, 'Their access has ended');
  await theirs.reload();
  await theirs.getByText('There is nothing here for you').first().waitFor();
});
