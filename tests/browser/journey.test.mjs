// One young person's whole journey, told as it happens: each step is done on
// the pages by the person whose work it is, from the school's first worry to
// the closed episode. Every page met is looked at for axe, errors in scripts
// and sideways scroll; the main ones as wide as a phone, too.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inventedName } from '../support/api.mjs';
import { accountOf, checkPage, openBrowser, settled } from '../support/browser.mjs';
import {
  button, checkWidths, choose, dayIn, fillDate, follow, link, openDialog, said, timeNow, wordsOf,
} from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';
import { followTask, lonelyBirthday, runAt, runSaved, storyOf } from '../support/story.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

const SPOKE = 'bristol';
const { given_name: given, family_name: family } = inventedName();
const NAME = `${given} ${family}`;
const NARRATIVE = `Showed a kitchen knife 🔪 on <b>'; DROP TABLE casework.person; --
"They wait at the gate" & won't say who.  50% of the class saw it: {name} \\ %s`;
const MESSAGE = 'Thank you. On the agenda of the next meeting.';

const BORN = await lonelyBirthday(server);
const { step, visit, go } = storyOf(server, browser, SPOKE);

const named = (role, who) => accountOf(server, role, { spoke: SPOKE, who }).name;
const COORDINATOR = named('spoke_coordinator');
const MENTOR = named('provider_worker', 'bristol.mentor');
const AT_THE_TABLE = [COORDINATOR, named('eit_officer', 'bristol.eit'),
  ...['education', 'socialcare', 'yjs'].map((desk) => named('panel_member', `bristol.panel.${desk}`))];

// What each step hands on to the next.
const story = {};

/* ---- the story ---- */

step('a school writes a referral, is told what is missing, and sends it', async () => {
  const page = await visit('referrer', '/', { who: 'bristol.school' });
  await checkPage(page);
  await follow(page, link(page.locator('main'), 'Make a referral'), '**/referrals/new');
  await page.fill('#given_name', given);
  await page.fill('#narrative', NARRATIVE);
  await page.check('#concern-weapon_carrying');
  await fillDate(page, 'concern_on', dayIn(5));
  await button(page, 'Send referral').click();
  await page.waitForSelector('.govuk-error-summary');
  await checkWidths(page);

  const wrong = await page.locator('.govuk-error-summary a').allTextContents();
  for (const line of ['Select whether the family has been told', 'Select how urgent this is'])
    assert.ok(wrong.includes(line), `${line} is not among: ${wrong.join('; ')}`);
  const beside = await page.locator('.govuk-error-message').allTextContents();
  assert.equal(beside.length, wrong.length, 'each fault stands at its field, too');
  await page.locator('.govuk-error-summary a', { hasText: 'the family has been told' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'family_informed');
  assert.equal(await page.inputValue('#narrative'), NARRATIVE, 'nothing typed is lost');
  assert.equal(await page.inputValue('#given_name'), given);
  assert.equal(await page.isChecked('#concern-weapon_carrying'), true);

  await page.fill('#family_name', family);
  await fillDate(page, 'born_on', BORN);
  await page.check('#concern-weapon_carrying-confirmed');
  await page.check('#concern-bullying');
  await page.selectOption('#primary_concern', 'weapon_carrying');
  await fillDate(page, 'concern_on', dayIn(-1));
  await page.fill('#young_person_view', 'I only want to get home.');
  await page.check('#family_informed-informed');
  await page.check('#support_agreement-agreed');
  await page.selectOption('#sharing_gateway', 'crime_disorder_1998_s115');
  await page.check('input[name=urgency][value=standard]');
  await page.selectOption('#source', 'school');
  await follow(page, button(page, 'Send referral'), /\/referrals\/[0-9a-f-]{36}$/);
  story.referral = new URL(page.url()).pathname;
  assert.match(await wordsOf(page, '.app-referral__tags'), /Submitted/i);
  await checkWidths(page);

  await go(page, '/referrals');
  await checkWidths(page);
  await page.locator(`a[href="${story.referral}"]`, { hasText: NAME }).waitFor();
  await page.context().close();
});

step('the coordinator triages it: nobody like this is known, so they are accepted as new', async () => {
  const page = await visit('spoke_coordinator', '/');
  await checkWidths(page);
  await followTask(page, story.referral);
  await checkPage(page);
  await button(page, 'Take into triage').click();
  await said(page, 'Taken into triage');
  await page.getByText('Nobody like this is known to us.').waitFor();
  assert.equal(await page.locator('[data-matches] input').count(), 0);
  assert.equal(await page.isChecked('[data-new-person]'), true);
  await checkWidths(page);
  await button(page, 'Save who it is').click();
  await said(page, 'Young person linked');
  await button(page, 'Accept to the panel').click();
  await checkPage(page);
  await page.fill('#accept-message', MESSAGE);
  await button(openDialog(page), 'Accept').click();
  await said(page, 'Accepted to the panel');

  const episode = page.locator('main a[href^="/episodes/"]').first();
  story.reference = await episode.innerText();
  story.episode = await episode.getAttribute('href');
  await follow(page, episode, `**${story.episode}`);
  await page.waitForSelector('.app-person');
  assert.match(await wordsOf(page, '.app-person'), new RegExp(NAME));
  assert.match(await wordsOf(page), /Not assessed yet/);
  await checkWidths(page);
  await follow(page, '.app-person__name a', /\/people\/[0-9a-f-]{36}$/);
  story.person = new URL(page.url()).pathname;
  assert.match(await wordsOf(page), new RegExp(story.reference));
  await checkWidths(page);
  await page.context().close();

  const school = await visit('referrer', story.referral, { who: 'bristol.school' });
  assert.match(await wordsOf(school), /Accepted: the panel will discuss them/, 'the school reads what came of it');
  assert.equal(await school.locator('a[href^="/people/"], a[href^="/episodes/"]').count(), 0);
  await school.context().close();
});

/* ---- the meeting ---- */

step('the coordinator calls a meeting and puts them on its agenda', async () => {
  const page = await visit('spoke_coordinator', '/meetings/new');
  await page.waitForFunction((code) => document.querySelector('#spoke')?.value === code, SPOKE);
  await page.selectOption('#series_id', { label: 'Weekly tasking meeting' });
  await page.fill('#title', `Meeting about ${given}`);
  await fillDate(page, 'starts_at', dayIn(0));
  await page.fill('#starts_at-time', timeNow());
  await page.fill('#place', 'Room 2');
  await checkWidths(page);
  await follow(page, button(page, 'Call the meeting'), /\/meetings\/[0-9a-f-]{36}$/);
  story.meeting = new URL(page.url()).pathname;
  await button(page, 'Add a young person').click();
  await page.fill('#find-person', NAME);
  await button(page.locator('[data-find-list]'), NAME).click();
  await openDialog(page).locator('input[value=new]').check();
  await checkPage(page);
  await button(openDialog(page), 'Add to the agenda').click();
  await page.locator('.app-agenda__item', { hasText: NAME }).waitFor();
  await settled(page);
  await checkWidths(page);
  await button(page, 'Open for updates').click();
  await said(page, 'Agencies can now write their updates');
  await page.context().close();
});

const UPDATE = 'Attendance is 88% since September; two lunch-time detentions.';

step('a panel member writes what their agency knows', async () => {
  const page = await visit('panel_member', story.meeting, { who: 'bristol.panel.education' });
  await follow(page, '.moj-sub-navigation a[href$="/run"]', `**${story.meeting}/run`);
  await page.selectOption('[data-run-jump]', { label: `1. ${NAME}` });
  await runAt(page, '1 of 1');
  assert.equal(await page.locator('#summary').isDisabled(), true, 'the minutes are the coordinator’s');
  await page.getByText('Add an agency’s update').click();
  await page.fill('#update-text', UPDATE);
  await page.locator('[data-name="run-updates"]').getByRole('button', { name: 'Record' }).click();
  await said(page, 'Update recorded');
  assert.equal(await page.locator('.app-update textarea').first().inputValue(), UPDATE);
  await checkPage(page);
  await page.context().close();
});

const MINUTES = {
  summary: 'Threats at the gate since half term. Carries for protection.',
  strengths: 'Trusts the head of year; comes every day.',
  young_person_voice: 'I only want to get home.',
  rationale: 'The threats go on, and a knife was seen.',
};
const ACTION = 'Ring the bus company about the 17:10';

step('the meeting is held: who came, minutes, decisions, an action with an owner', async () => {
  const page = await visit('spoke_coordinator', story.meeting);
  await follow(page, button(page, 'Open the meeting'), `**${story.meeting}/run`);
  await runAt(page, 'Start');
  await page.waitForSelector('.app-expected');
  for (const name of AT_THE_TABLE) {
    await button(page, `Present ${name}`).click();
    await page.locator('.app-attendance__row', { hasText: name }).waitFor();
    await settled(page);
  }
  await button(page, 'Everyone here accepts this').click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.app-attendance__row [name=confidentiality_accepted]')].every((each) => each.checked));
  await settled(page);
  assert.match(await wordsOf(page), /Quorum reached/i);
  await checkWidths(page);

  await page.keyboard.press('Alt+ArrowRight');
  await runAt(page, '1 of 1');
  assert.equal(await page.locator('.app-update textarea').first().inputValue(), UPDATE);
  for (const [field, words] of Object.entries(MINUTES)) await page.fill(`#${field}`, words);
  await page.check('input[name=voice_basis][value=said]');
  await page.check('#contexts-peer');
  await page.selectOption('#risk_before', 'medium');
  await page.selectOption('#risk_after', 'high');
  await page.locator('[data-suggest]').click();
  await runSaved(page);
  await page.locator('[data-decide=accept_active_monitoring]').click();
  await page.locator('.app-chosen__item', { hasText: 'Accept to active monitoring' }).waitFor();
  await settled(page);
  await page.selectOption('#decision-code', 'allocate_intervention');
  await page.fill('#decision-detail', 'Mentoring in school');
  await button(page.locator('[aria-label="Decisions"]'), 'Record').click();
  await page.locator('.app-chosen__item', { hasText: 'Mentoring in school' }).waitFor();
  await settled(page);
  await page.fill('#action-what', ACTION);
  await choose(page, 'action-who', COORDINATOR);
  await page.selectOption('#action-priority', 'high');
  await page.locator('[data-due="7"]').click();
  await button(page, 'Set the action').click();
  await page.locator('.app-action', { hasText: ACTION }).waitFor();
  await settled(page);
  await checkWidths(page);
  await page.context().close();
});

const ADDENDUM = 'The head of year was told the same day.';

step('the minutes are checked and signed; then they stand', async () => {
  const page = await visit('spoke_coordinator', `${story.meeting}/run#end`);
  await runAt(page, 'End');
  await checkPage(page);
  for (const name of ['Finish the meeting', 'Minutes are checked']) {
    await button(page, name).click();
    await button(page, name).waitFor({ state: 'detached' });
    await settled(page);
  }
  await follow(page, button(page, 'Sign off the minutes'), '**/minutes');
  const minutes = await wordsOf(page);
  for (const words of [...Object.values(MINUTES), UPDATE, ACTION, 'Mentoring in school'])
    assert.ok(minutes.includes(words), words);
  await checkWidths(page);
  await button(page, 'Add an addendum').click();
  await page.selectOption('#addendum-about', { label: NAME });
  await page.fill('#addendum-text', ADDENDUM);
  await checkPage(page);
  await button(openDialog(page), 'Add it').click();
  await said(page, 'Addendum added');
  await page.locator('.app-addendum', { hasText: ADDENDUM }).waitFor();

  // Nothing on the page can change them, nor can a page left open elsewhere.
  await go(page, `${story.meeting}/run`);
  await page.getByText('These minutes are closed').waitFor();
  await page.selectOption('[data-run-jump]', { label: `1. ${NAME}` });
  await runAt(page, '1 of 1');
  assert.equal(await page.locator('#summary').isDisabled(), true);
  assert.equal(await page.inputValue('#summary'), MINUTES.summary);
  assert.equal(await page.locator('[data-decide]').count(), 0);
  assert.equal(await page.locator('#action-what').count(), 0);
  const refused = await page.evaluate(async (stage) => {
    const path = `/api/v1/discussions/${stage}`;
    const now = await fetch(path);
    const headers = { 'Content-Type': 'application/json', 'If-Match': now.headers.get('ETag') };
    const answer = await fetch(path, { method: 'PATCH', headers, body: '{"summary": "Something else"}' });
    return answer.status;
  }, await page.locator('[data-run-stage]').getAttribute('data-discussion'));
  assert.equal(refused, 409);
  await go(page, story.episode);
  assert.match(await wordsOf(page, '.app-episode__tags'), /Active monitoring/i);
  assert.match(await wordsOf(page), new RegExp(ACTION));
  await page.context().close();
});

/* ---- mentoring ---- */

const NEED = 'Meet in school. Does not feel safe at the bus stop.';

step('the coordinator proposes mentoring and offers it', async () => {
  const page = await visit('spoke_coordinator', story.episode);
  await follow(page, link(page, 'Propose an intervention'), '**/allocations/new?*');
  await page.getByRole('radio', { name: '1-2-1 mentoring', exact: true }).check();
  await page.fill('#need_to_know', NEED);
  await page.fill('#goals', 'Comes and goes without fear.');
  await page.fill('#planned_sessions', '6');
  await choose(page, 'worker_user_id', MENTOR);
  await checkWidths(page);
  await follow(page, button(page, 'Propose'), /\/allocations\/[0-9a-f-]{36}$/);
  story.allocation = new URL(page.url()).pathname;
  await page.getByText('The provider does not see this yet.').waitFor();
  await button(page, 'Offer to the provider').click();
  await button(openDialog(page), 'Offer').click();
  await said(page, 'Offered');
  await checkWidths(page);
  await page.context().close();
});

async function recordOutcome(page, point, answer) {
  await follow(page, link(page, 'Record an outcome'), '**/outcomes/new');
  await page.check(`input[name=point][value=${point}]`);
  await page.check('input[name=informant][value=young_person]');
  await page.selectOption('#measure', 'safe_school');
  await page.fill('#value', answer);
  await checkPage(page);
  await follow(page, button(page, 'Record'), `**${story.allocation}`);
}

step('the mentor agrees, starts, logs a session, records outcomes, completes', async () => {
  const page = await visit('provider_worker', '/', { who: 'bristol.mentor' });
  await follow(page, page.getByRole('link', { name: new RegExp(`^Say whether you can take them.*${NAME}$`) }), `**${story.allocation}`);
  const seen = await wordsOf(page);
  assert.ok(seen.includes(NEED));
  for (const hidden of [NARRATIVE.slice(0, 20), MINUTES.summary, ACTION])
    assert.ok(!seen.includes(hidden), `the provider reads: ${hidden}`);
  await button(page, 'Agree to deliver').click();
  await button(openDialog(page), 'Agree').click();
  await said(page, 'Agreed');
  await button(page, 'Start').click();
  await button(openDialog(page), 'Start').click();
  await said(page, 'Started');
  await recordOutcome(page, 'baseline', '2');

  await follow(page, link(page, 'Log a session'), '**/sessions/new');
  await page.check('input[name=happened][value=true]');
  await page.check('input[name=attendance][value=attended]');
  await page.check('input[name=engagement][value=engaged]');
  await page.fill('#minutes', '50');
  await page.fill('#note', 'Walked the way home together.');
  await page.fill('#young_person_voice', 'It is better with two.');
  await checkWidths(page);
  await follow(page, button(page, 'Save session'), `**${story.allocation}`);
  assert.match(await wordsOf(page), /It is better with two\./);

  await recordOutcome(page, 'exit', '4');
  assert.match(await wordsOf(page), /1 better/);
  await checkWidths(page);
  await button(page, 'More').click();
  await button(page, 'Complete').click();
  await page.selectOption('#move-complete-exit', 'completed_planned');
  await page.fill('#move-complete-summary', 'Feels safe on the way home.');
  await checkPage(page);
  await button(openDialog(page), 'Complete').click();
  await said(page, 'Completed');
  await page.context().close();
});

/* ---- on the doorstep ---- */

const SEEN = 'Home visit, calm; showed the new route to school.';
const HELD = 'Named by two others as a target on Friday.';

async function logContact(page, note, held) {
  await go(page, '/contacts/new');
  await page.fill('#person_id-search', NAME);
  await page.locator('[data-picker-list] button', { hasText: NAME }).click();
  await page.locator('[data-picker-card] .app-person').waitFor();
  await page.selectOption('#type', 'home_visit');
  await page.check('input[name=seen][value=true]');
  await page.check('#outcomes-seen_engaged');
  await page.fill('#note', note);
  if (held) await page.check('input[name=held]');
  await checkPage(page);
  await follow(page, button(page, 'Save contact'), /\/contacts\/[0-9a-f-]{36}$/);
  await checkPage(page);
  assert.ok((await wordsOf(page)).includes(note));
}

step('an EIT officer logs two contacts on a phone; one is held back', async () => {
  const page = await visit('eit_officer', '/contacts/new', { who: 'bristol.eit', width: 390 });
  await page.check('input[name=seen][value=true]');
  const asked = await page.locator('#contact').evaluate((form) =>
    [...form.querySelectorAll('.govuk-label--s, .govuk-fieldset__legend--s')]
      // Whom it is about is answered already: a young person.
      .filter((each) => each.checkVisibility() && !/optional|Who is it about/.test(each.textContent))
      .map((each) => each.textContent.trim()));
  assert.ok(asked.length <= 4, `a contact asks for: ${asked.join('; ')}`);
  await logContact(page, SEEN, false);
  await logContact(page, HELD, true);
  assert.match(await wordsOf(page), /Held by police/i);
  await page.context().close();
});

step('the coordinator is told that the police hold something, and nothing of it', async () => {
  const page = await visit('spoke_coordinator', story.person);
  const journey = await wordsOf(page, '.app-journey__list');
  assert.match(journey, /hold information: ask/);
  assert.ok(journey.includes(SEEN));
  assert.ok(!(await page.content()).includes(HELD));
  await page.context().close();
});

/* ---- the end ---- */

async function fillClosing(page) {
  await page.check('input[name=closure_reason][value=risk_reduced]');
  await page.check('input[name=closing_risk_level][value=low]');
  await page.fill('#closure_summary', 'Mentoring completed; nobody waits at the gate.');
  await page.check('input[name=outcomes_recorded][value=true]');
  await fillDate(page, 'young_person_told_on', dayIn(0));
  await fillDate(page, 'referrer_told_on', dayIn(0));
  await page.selectOption('#re_referral_route', 'school');
}

step('risk has fallen, they are stepped down; with an action open it cannot close', async () => {
  const page = await visit('spoke_coordinator', `${story.episode}/risk/new`);
  for (const name of ['risk_to', 'risk_from', 'practitioner_level'])
    await page.check(`input[name=${name}][value=low]`);
  await page.fill('#rationale', 'No threats for weeks; does not carry.');
  await checkPage(page);
  await follow(page, button(page, 'Record the assessment'), `**${story.episode}/risk`);
  await checkPage(page);
  await go(page, story.episode);
  await button(page, 'Move on').click();
  await button(page, 'Remove from active monitoring').click();
  await page.fill('#move-step-down-note', 'Risk is low and stays low.');
  await checkPage(page);
  await button(openDialog(page), 'Step down').click();
  await said(page, 'Stepped down');
  assert.match(await wordsOf(page, '.app-check'), /1 action is still to be done/);

  await go(page, `${story.episode}/close`);
  await page.getByText('It cannot close yet').waitFor();
  await fillClosing(page);
  await button(page, 'Close the episode').click();
  await page.waitForSelector('.govuk-error-summary');
  assert.match(await wordsOf(page, '.govuk-error-summary'), /action/);
  await checkWidths(page);
  await page.context().close();
});

step('the action is done, and the episode closes', async () => {
  const page = await visit('spoke_coordinator', story.episode);
  await follow(page, link(page, ACTION), /\/actions\/[0-9a-f-]{36}$/);
  await button(page, 'Done').click();
  await page.fill('#complete-note', 'A conductor rides along now.');
  await checkPage(page);
  await button(openDialog(page), 'Done').click();
  await said(page, 'Action done');
  await go(page, `${story.episode}/close`);
  assert.equal(await page.getByText('It cannot close yet').count(), 0);
  await fillClosing(page);
  await follow(page, button(page, 'Close the episode'), `**${story.episode}`);
  assert.match(await wordsOf(page), /This episode is closed/);
  await checkWidths(page);
  await page.context().close();
});

/* ---- what there is to read ---- */

// What each step left behind, as its event in the journey says it.
const EVENTS = [
  ['referral', 'School'],
  ['triage', 'Triage began'],
  ['triage', 'Accepted to panel'],
  ['episode', 'Episode opened'],
  ['discussion', MINUTES.summary],
  ['risk', MINUTES.rationale],
  ['episode', 'Decided at Meeting about'],
  ['action', ACTION],
  ['allocation', '1-2-1 mentoring: Proposed'],
  ['allocation', '1-2-1 mentoring: Offered'],
  ['allocation', '1-2-1 mentoring: Agreed'],
  ['allocation', '1-2-1 mentoring: Started'],
  ['session', 'Walked the way home together.'],
  ['outcome', 'Baseline 2'],
  ['outcome', 'Exit 4'],
  ['allocation', '1-2-1 mentoring: Completed'],
  ['contact', SEEN],
  ['held', 'hold information: ask'],
  ['risk', 'No threats for weeks; does not carry.'],
  ['episode', 'Risk is low and stays low.'],
  ['action', 'A conductor rides along now.'],
  ['closure', 'Risk reduced'],
];

const eventOf = (page, kind, words) =>
  page.locator(`.app-event[data-kind="${kind}"]`, { hasText: words });
const kindsShown = async (page) => [...new Set(await page.locator('.app-event')
  .evaluateAll((all) => all.map((each) => each.dataset.kind)))].sort();

step('the whole journey stands on one page, newest first', async () => {
  const page = await visit('spoke_coordinator', story.person);
  for (const [kind, words] of EVENTS)
    assert.equal(await eventOf(page, kind, words).count(), 1, `${kind}: ${words}`);
  const times = await page.locator('.app-event__when time').evaluateAll((all) =>
    all.map((each) => each.getAttribute('datetime')));
  // What is of a day, and of no time, stands at the head of it.
  const order = times.map((at) => at.padEnd(11, 'Z'));
  assert.deepEqual(order, [...order].sort().reverse(), 'newest first');
  assert.equal(await page.locator('.app-event[data-kind=referral] .app-event__text').textContent(), NARRATIVE);
  assert.equal(await page.locator('.app-event b').count(), 0, 'words are words, never markup');
  await checkWidths(page);

  await page.check('#kind-session');
  await page.check('#kind-outcome');
  await follow(page, button(page, 'Apply filter'), /kind=session&kind=outcome/);
  assert.deepEqual(await kindsShown(page), ['outcome', 'session']);
  assert.equal(await page.isChecked('#kind-outcome'), true, 'the filter says what it is set to');
  await follow(page, link(page, 'Compact'), /view=compact/);
  assert.deepEqual(await kindsShown(page), ['outcome', 'session']);
  await page.fill('#filter-from', dayIn(1));
  await follow(page, button(page, 'Apply filter'), /from=/);
  await page.getByText('If a filter is set, clear it to see all.').waitFor();
  assert.equal(await page.locator('.app-event').count(), 0);
  await follow(page, '[data-clear-filter]', (url) => !url.search.includes('kind='));
  await eventOf(page, 'closure', 'Risk reduced').waitFor();

  await follow(page, page.locator('.app-event[data-kind=referral] a'), `**${story.referral}`);
  const texts = await page.locator('.app-prose').allTextContents();
  assert.ok(texts.includes(NARRATIVE), 'every byte of what the school wrote');
  await page.context().close();
});

step('in North Somerset there is nothing of them', async () => {
  const page = await visit('spoke_coordinator', '/', { spoke: 'northsom' });
  for (const words of [NAME, family, story.reference, BORN.split('-').reverse().join('/')]) {
    await page.fill('#site-search', words);
    // The words leave the address once they are read.
    await Promise.all([page.waitForEvent('load'), page.press('#site-search', 'Enter')]);
    await page.waitForSelector('[data-results] .app-region[data-shown=ready]');
    await settled(page);
    const found = await page.locator('.app-results__item').allInnerTexts();
    assert.deepEqual(found.filter((each) => each.includes(family) || each.includes(story.reference)), [],
      `found by ${words}`);
    assert.equal(await page.locator(`a[href="${story.person}"]`).count(), 0);
  }
  await checkPage(page);
  for (const path of ['person', 'episode', 'referral', 'meeting', 'allocation']) {
    await go(page, story[path]);
    await page.getByText('There is nothing here for you').first().waitFor();
    const shown = await page.content();
    for (const words of [given, family, story.reference, ACTION])
      assert.ok(!shown.includes(words), `${path} shows ${words}`);
    await checkPage(page);
  }
  const ask = (path) => page.evaluate(async (address) => {
    const answer = await fetch(address);
    return { status: answer.status, text: await answer.text() };
  }, `/api/v1${path}`);
  for (const path of ['', '/journey', '/details'].map((part) => story.person + part))
    assert.equal((await ask(path)).status, 404, path);
  for (const path of ['/people', `/people?spoke=${SPOKE}`, `/search?q=${encodeURIComponent(NAME)}`,
    `/referrals?spoke=${SPOKE}`, `/episodes?spoke=${SPOKE}`, `/actions?spoke=${SPOKE}`]) {
    const { status, text } = await ask(path);
    assert.ok(status === 200 || status === 403 || status === 404, `${path}: ${status}`);
    assert.ok(!text.includes(family) && !text.includes(story.person.split('/').pop()), path);
  }
  await page.context().close();
});
