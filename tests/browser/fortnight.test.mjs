// A fortnight of a spoke, told as it happens and on the pages only: from the
// school's worry to the first sessions, by the people of Bristol whose work it
// is, and at the end what of it goes onto paper. journey.test.mjs goes on to
// the closed episode.
import assert from 'node:assert/strict';
import { after } from 'node:test';
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
const SERIES = 'Weekly tasking meeting';
const { step, visit, go } = storyOf(server, browser, SPOKE);
const { given_name: given, family_name: family } = inventedName();
const NAME = `${given} ${family}`;
const BORN = await lonelyBirthday(server);
const NARRATIVE = 'Says older boys wait at the gate. A bread knife was in the bag on Monday.';

const named = (role, who) => accountOf(server, role, { spoke: SPOKE, who }).name;
const COORDINATOR = named('spoke_coordinator');
const EDUCATION = named('panel_member', 'bristol.panel.education');
const SOCIAL_CARE = named('panel_member', 'bristol.panel.socialcare');
const OFFICER = named('eit_officer', 'bristol.eit');
const COME = [COORDINATOR, OFFICER, EDUCATION, named('panel_member', 'bristol.panel.yjs')];
const DEPUTY = 'Ros Deputy';
const agencyOf = (name) => server.psql(`SELECT g.name FROM access.user_account u
  JOIN reference.agency g ON g.id = u.agency_id WHERE u.name = '${name}'`);
const SCHOOLS = await agencyOf(EDUCATION);

// What each step hands on to the next.
const story = {};
const path = (page) => new URL(page.url()).pathname;
const has = (text, words) => assert.ok(text.includes(words), `"${words}" is not in: ${text}`);
const hasNot = (text, words) => assert.ok(!text.includes(words), `"${words}" is in: ${text}`);

/* ---- the first days: the referral ---- */

step('day 1: a school begins a referral, the page is loaded anew, and nothing is lost', async () => {
  const page = await visit('referrer', '/', { who: 'bristol.school' });
  await follow(page, link(page.locator('main'), 'Make a referral'), '**/referrals/new');
  await page.fill('#given_name', given);
  await page.fill('#family_name', family);
  await fillDate(page, 'born_on', BORN);
  await page.fill('#narrative', NARRATIVE);
  await page.check('#concern-weapon_carrying');
  await page.locator('[data-save-state="draft"]').filter({ hasText: /^Draft saved/ }).waitFor();
  await page.reload();
  await settled(page);
  await page.locator('.app-draft').waitFor();
  assert.equal(await page.inputValue('#given_name'), given);
  assert.equal(await page.inputValue('#narrative'), NARRATIVE);
  assert.equal(await page.isChecked('#concern-weapon_carrying'), true);
  await checkWidths(page);

  await page.check('#concern-weapon_carrying-confirmed');
  await page.selectOption('#primary_concern', 'weapon_carrying');
  await fillDate(page, 'concern_on', dayIn(-1));
  await page.check('#family_informed-informed');
  await page.check('#support_agreement-agreed');
  await page.selectOption('#sharing_gateway', 'crime_disorder_1998_s115');
  await page.check('input[name=urgency][value=standard]');
  await page.selectOption('#source', 'school');
  await follow(page, button(page, 'Send referral'), /\/referrals\/[0-9a-f-]{36}$/);
  story.referral = path(page);
  assert.match(await wordsOf(page, '.app-referral__tags'), /Submitted/i);
  await checkWidths(page);
});

step('day 2: the coordinator takes it from the list of the day; nobody like this is known', async () => {
  const page = await visit('spoke_coordinator', '/');
  await checkPage(page);
  await followTask(page, story.referral);
  await button(page, 'Take into triage').click();
  await said(page, 'Taken into triage');
  await page.getByText('Nobody like this is known to us.').waitFor();
  await checkWidths(page);
  await button(page, 'Save who it is').click();
  await said(page, 'Young person linked');
});

const QUESTION = 'Did anybody see the knife, and where is it now?';
const ANSWER = 'The head of year saw it. The police have taken it away.';

step('day 2: a question goes to the school, which finds and answers it', async () => {
  const page = await visit('spoke_coordinator', story.referral);
  await button(page, 'Ask for more information').click();
  await page.fill('#ask-question', QUESTION);
  await checkPage(page);
  await button(openDialog(page), 'Ask').click();
  await said(page, 'Question sent');
  assert.match(await wordsOf(page, '.app-referral__tags'), /Clock stopped/i);

  const school = await visit('referrer', '/referrals/mine', { who: 'bristol.school', width: 390 });
  await checkPage(school);
  await follow(school, link(school.locator('.app-questions'), NAME), `**${story.referral}*`);
  has(await wordsOf(school), QUESTION);
  await school.fill('#answer', ANSWER);
  await checkPage(school);
  await button(school, 'Send answer').click();
  await said(school, 'Answer sent');
});

step('day 3: the answer is read, and they are accepted to the panel', async () => {
  const page = await visit('spoke_coordinator', story.referral);
  has(await wordsOf(page), ANSWER);
  await button(page, 'Accept to the panel').click();
  const series = page.locator('#accept-series');
  if (await series.isVisible()) await series.selectOption({ label: SERIES });
  await page.fill('#accept-message', 'They are on the agenda of the next meeting.');
  await checkPage(page);
  await button(openDialog(page), 'Accept').click();
  await said(page, 'Accepted to the panel');
  const episode = page.locator('main a[href^="/episodes/"]').first();
  story.reference = await episode.innerText();
  story.episode = await episode.getAttribute('href');
  await follow(page, episode, `**${story.episode}`);
  await checkWidths(page);
  await follow(page, '.app-person__name a', /\/people\/[0-9a-f-]{36}$/);
  story.person = path(page);
  await checkWidths(page);
});

step('day 3: the letter of result is read over and sent, and the school reads it', async () => {
  const page = await visit('spoke_coordinator', story.referral);
  await follow(page, '#letter-title ~ p a', '**/letters/*');
  story.letter = path(page);
  has(await wordsOf(page, '.app-letter'), 'They are on the agenda of the next meeting.');
  await page.selectOption('#channel', 'here');
  await page.check('#checked');
  await checkWidths(page);
  await button(page, 'Send the letter').click();
  await said(page, 'Letter sent');

  const school = await visit('referrer', story.referral, { who: 'bristol.school' });
  await follow(school, '#letter-title ~ p a', `**${story.letter}`);
  assert.equal(await wordsOf(school, 'h1'), 'Our letter to you');
  has(await wordsOf(school, '.app-letter'), 'They are on the agenda of the next meeting.');
  assert.equal(await school.locator('a[href^="/people/"], a[href^="/episodes/"]').count(), 0);
  await checkWidths(school);
});

/* ---- before the meeting ---- */

step('day 4: a meeting is called, and they are among those suggested for it', async () => {
  const page = await visit('spoke_coordinator', '/meetings/new');
  await page.waitForFunction((code) => document.querySelector('#spoke')?.value === code, SPOKE);
  await page.selectOption('#series_id', { label: SERIES });
  await page.fill('#title', `Panel of ${given}`);
  await fillDate(page, 'starts_at', dayIn(0));
  await page.fill('#starts_at-time', timeNow());
  await page.fill('#place', 'Room 2');
  await follow(page, button(page, 'Call the meeting'), /\/meetings\/[0-9a-f-]{36}$/);
  story.meeting = path(page);
  const suggested = page.locator('.app-suggest-list__item', { hasText: NAME });
  assert.match(await suggested.innerText(), /New/i);
  await checkWidths(page);
  await suggested.getByRole('button', { name: /^Add/ }).click();
  await page.locator('.app-agenda__item', { hasText: NAME }).waitFor();
  await settled(page);
  assert.equal(await suggested.count(), 0, 'who is on the agenda is not suggested again');
});

const CHECKED = 'What do you hold about them?';

step('day 4: agencies are asked before the meeting; education answers in one press', async () => {
  const page = await visit('spoke_coordinator', `${story.meeting}/checks`);
  await page.getByText('Ask agencies', { exact: true }).click();
  assert.equal(await page.locator('input[name=agenda_items]').isChecked(), true);
  const agencies = page.locator('[data-question=agencies] .govuk-checkboxes__item');
  await agencies.filter({ hasText: SCHOOLS }).first().locator('input').check();
  await page.fill('#ask-question', CHECKED);
  await checkWidths(page);
  await button(page, 'Ask them').click();
  await page.locator('.app-check-card', { hasText: CHECKED }).waitFor();

  const theirs = await visit('panel_member', '/', { who: 'bristol.panel.education', width: 390 });
  await checkPage(theirs);
  await go(theirs, '/checks?mine=true');
  const card = theirs.locator('.app-check-card', { hasText: NAME });
  has(await card.innerText(), CHECKED);
  await checkPage(theirs);
  await button(card, `Nothing known about ${NAME}`).click();
  await card.filter({ hasText: `Answered by ${EDUCATION}` }).waitFor();

  await page.reload();
  await settled(page);
  assert.match(await wordsOf(page, '.app-check-card'), /Nothing known/i);
});

/* ---- the meeting ---- */

step('day 7: the meeting opens; who came is noted, with a deputy, and there is a quorum', async () => {
  const page = await visit('spoke_coordinator', story.meeting);
  await follow(page, button(page, 'Open the meeting'), `**${story.meeting}/run`);
  await runAt(page, 'Start');
  const row = (name) => page.locator('.app-attendance__row', { hasText: name });
  for (const name of COME) {
    await button(page, `Present ${name}`).click();
    await row(name).waitFor();
    await settled(page);
  }
  const expected = page.locator('.app-expected__item', { hasText: SOCIAL_CARE });
  const agency = await expected.locator('.app-quiet').innerText();
  await button(page, `Apologies ${SOCIAL_CARE}`).click();
  await row(SOCIAL_CARE).waitFor();
  await settled(page);
  await page.getByText('Add somebody else').click();
  await page.fill('#attend-name', DEPUTY);
  await choose(page, 'attend-agency', agency);
  await page.selectOption('#attend-how', 'deputy');
  await page.fill('#attend-deputy', SOCIAL_CARE);
  await checkWidths(page);
  await button(page.locator('#attend'), 'Record').click();
  await row(DEPUTY).waitFor();
  await settled(page);
  await button(page, 'Everyone here accepts this').click();
  await said(page, 'Recorded for');
  assert.match(await wordsOf(page), /Quorum reached/i);
  await checkWidths(page);
});

const MINUTES = {
  summary: 'Carried a knife to school once. Older boys wait at the gate.',
  strengths: 'Trusts the head of year; comes every day.',
  young_person_voice: 'I only want to get home.',
  rationale: 'A knife was seen and the threats go on.',
};
const ACTION = 'Ask the bus company for a guard on the 17:10';
const DISSENT = 'We would have said very high.';

step('day 7: the minutes are written with the keyboard: risk before and after, and why', async () => {
  const page = await visit('spoke_coordinator', `${story.meeting}/run`);
  await runAt(page, 'Start');
  await page.keyboard.press(']');
  await runAt(page, '1 of 1');
  assert.match(await wordsOf(page, 'section[aria-label="Agency checks"]'), /Nothing known/i);
  await page.focus('#summary');
  await page.keyboard.insertText(MINUTES.summary);
  for (const field of ['strengths', 'young_person_voice', 'rationale']) {
    for (let n = 0; n < 40 && (await page.evaluate(() => document.activeElement.id)) !== field; n++)
      await page.keyboard.press('Tab');
    await page.keyboard.insertText(MINUTES[field]);
    if (field === 'young_person_voice') {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      assert.equal(await page.isChecked('input[name=voice_basis][value=said]'), true, 'one key says how it is known');
    }
  }
  await page.focus('#risk_before');
  await page.keyboard.type('Med');
  await page.keyboard.press('Tab');
  await page.keyboard.type('High');
  assert.equal(await page.inputValue('#risk_before'), 'medium');
  assert.equal(await page.inputValue('#risk_after'), 'high');
  await page.focus('[data-suggest]');
  await page.keyboard.press('Enter');
  await runSaved(page);
  await checkWidths(page);
});

step('day 7: decisions, an action to an agency without an account, and a dissent', async () => {
  const page = await visit('spoke_coordinator', `${story.meeting}/run`);
  await page.keyboard.press('Alt+ArrowRight');
  await runAt(page, '1 of 1');
  assert.equal(await page.inputValue('#rationale'), MINUTES.rationale);
  await page.locator('[data-decide=accept_active_monitoring]').click();
  await page.locator('.app-chosen__item', { hasText: 'Accept to active monitoring' }).waitFor();
  await settled(page);
  await page.fill('#action-what', ACTION);
  await page.fill('#action-name', 'Head of year');
  await choose(page, 'action-agency', SCHOOLS);
  await page.selectOption('#action-priority', 'high');
  await page.locator('[data-due="7"]').click();
  await button(page, 'Set the action').click();
  await page.locator('.app-action', { hasText: ACTION }).waitFor();
  await settled(page);
  await page.getByText('Record a dissent').click();
  await choose(page, 'dissent-agency', SCHOOLS);
  await page.fill('#dissent-text', DISSENT);
  await button(page.locator('details', { hasText: 'Record a dissent' }), 'Record').click();
  await page.getByText(DISSENT).waitFor();
  await settled(page);
  await checkWidths(page);
});

step('day 8: the minutes are checked and signed, and each agency is sent its extract', async () => {
  const page = await visit('spoke_coordinator', `${story.meeting}/run#end`);
  await runAt(page, 'End');
  for (const name of ['Finish the meeting', 'Minutes are checked']) {
    await button(page, name).click();
    await button(page, name).waitFor({ state: 'detached' });
    await settled(page);
  }
  await checkPage(page);
  await follow(page, button(page, 'Sign off the minutes'), '**/minutes');
  const minutes = await wordsOf(page);
  for (const words of [...Object.values(MINUTES), ACTION, DISSENT, DEPUTY, 'The meeting was quorate.']) has(minutes, words);
  await checkWidths(page);
  await go(page, story.meeting);
  await button(page, 'Send each agency its extract').click();
  await page.fill('#distribute-note', 'To act on what was agreed this week');
  await checkPage(page);
  await follow(page, button(page, 'Make the extracts'), '**/minutes');
  await link(page, SCHOOLS).waitFor();
});

step('day 8: the panel member reads their own extract, and no other agency’s', async () => {
  const page = await visit('panel_member', '/extracts', { who: 'bristol.panel.education', width: 390 });
  await checkPage(page);
  await follow(page, link(page.locator('main'), `Panel of ${given}`), '**/extracts/*');
  story.extract = path(page);
  const words = await wordsOf(page);
  for (const each of [NAME, MINUTES.summary, ACTION, DISSENT, 'To act on what was agreed this week']) has(words, each);
  await checkWidths(page);
  const yjs = await visit('panel_member', story.extract, { who: 'bristol.panel.yjs' });
  await yjs.getByText('There is nothing here for you').first().waitFor();
  hasNot(await yjs.content(), family);
});

/* ---- the second week: contacts and help ---- */

const SEEN = 'On the step with mum. Showed the new way home.';

step('day 9: nobody is in: the EIT officer says so with one tap; a day later they talk', async () => {
  const page = await visit('eit_officer', '/contacts/new', { who: 'bristol.eit', width: 390 });
  const pick = async () => {
    await page.fill('#person_id-search', NAME);
    await page.locator('[data-picker-list] button', { hasText: NAME }).tap();
    await page.locator('[data-picker-card] .app-person').waitFor();
  };
  await pick();
  await checkPage(page);
  await page.locator('[data-not-in]').tap();
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  has(await wordsOf(page), 'Not seen');
  await checkPage(page);

  await go(page, '/contacts/new');
  await pick();
  await page.selectOption('#type', 'home_visit');
  await page.locator('label[for="seen"]').tap();
  await page.check('#outcomes-seen_engaged');
  await page.fill('#note', SEEN);
  await checkPage(page);
  await button(page, 'Save contact').tap();
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
  await settled(page);
  has(await wordsOf(page), SEEN);
  await checkPage(page);
});

const HELP = `Boxing after ${given}`;
const COACH = named('provider_worker', 'bristol.coach');
const REASON = 'Their cousin goes; the coach knows the family.';
const NEED = 'Meet in school. Does not feel safe at the bus stop.';

step('day 10: boxing for those of 16 and over is added to what the spoke delivers', async () => {
  const page = await visit('spoke_coordinator', '/interventions/new');
  await page.fill('[name=name]', HELP);
  await choose(page, 'provider', await agencyOf(COACH));
  await page.selectOption('[name=approach]', 'sports_programmes');
  await page.check('[name=prevention_level][value=secondary]');
  await page.check('[name=targeting][value=targeted]');
  await page.selectOption('[name=mode]', 'one_to_one');
  await page.fill('[name=min_age]', '16');
  await checkWidths(page);
  await follow(page, page.locator('.app-actions button[type=submit]'), /\/interventions\/[0-9a-f-]{36}$/);
  await checkWidths(page);
});

step('day 10: an intervention is proposed; it warns, and is gone on with for a reason', async () => {
  const page = await visit('spoke_coordinator', story.episode);
  assert.match(await wordsOf(page, '.app-episode__tags'), /Active monitoring/i);
  await follow(page, link(page, 'Propose an intervention'), '**/allocations/new?*');
  const offer = page.locator('.app-offer', { hasText: HELP });
  assert.match(await offer.innerText(), /It is for those aged 16 or over/i);
  await offer.getByRole('radio').check();
  await page.fill('#need_to_know', NEED);
  await page.fill('#goals', 'Comes and goes without fear.');
  await page.fill('#planned_sessions', '6');
  await button(page, 'Propose').click();
  await page.locator('.govuk-error-summary').waitFor();
  await checkWidths(page);
  assert.equal(await page.inputValue('#need_to_know'), NEED);
  await page.fill('#go_on_reason', REASON);
  await follow(page, button(page, 'Propose'), /\/allocations\/[0-9a-f-]{36}$/);
  story.allocation = path(page);
  has(await wordsOf(page), REASON);
  await button(page, 'Offer to the provider').click();
  await button(openDialog(page), 'Offer').click();
  await said(page, 'Offered');
  await checkWidths(page);
});

const SESSION = 'Came on time; warmed up with the others.';
const VOICE = 'It was all right. I hit the bag.';

step('day 11: the coach agrees, starts, and logs the first session on a phone', async () => {
  const page = await visit('provider_worker', '/', { who: 'bristol.coach', width: 390 });
  await checkPage(page);
  await follow(page, page.getByRole('link', { name: new RegExp(`^Say whether you can take them.*${NAME}$`) }), `**${story.allocation}`);
  const seen = await wordsOf(page);
  has(seen, NEED);
  for (const hidden of [NARRATIVE, MINUTES.summary, ACTION, REASON, SEEN]) hasNot(seen, hidden);
  await checkPage(page);
  for (const [opens, press, done] of [['Agree to deliver', 'Agree', 'Agreed'], ['Start', 'Start', 'Started']]) {
    await button(page, opens).tap();
    await button(openDialog(page), press).tap();
    await said(page, done);
  }
  await follow(page, link(page, 'Log a session'), '**/sessions/new');
  await page.check('input[name=happened][value=true]');
  await page.check('input[name=attendance][value=attended]');
  await page.check('input[name=engagement][value=engaged]');
  await page.fill('#minutes', '50');
  await page.fill('#note', SESSION);
  await page.fill('#young_person_voice', VOICE);
  await checkPage(page);
  await follow(page, button(page, 'Save session'), `**${story.allocation}`);
  has(await wordsOf(page), VOICE);
  has(await wordsOf(page), '1 of 6 planned sessions attended');
  await checkPage(page);
});

const CALMER = 'Nobody at the gate since Monday; goes home with a friend.';

step('day 13: the risk is looked at again and has fallen', async () => {
  const page = await visit('spoke_coordinator', story.episode);
  await follow(page, link(page.locator('.moj-sub-navigation'), 'Risk'), `**${story.episode}/risk`);
  await follow(page, link(page, 'Record an assessment'), '**/risk/new');
  for (const name of ['risk_to', 'risk_from', 'practitioner_level']) await page.check(`input[name=${name}][value=medium]`);
  await page.check('#protective_factors-trusted_adult');
  await page.fill('#rationale', CALMER);
  await checkWidths(page);
  await follow(page, button(page, 'Record the assessment'), `**${story.episode}/risk`);
  has(await wordsOf(page), CALMER);
  await checkWidths(page);
});

const QUOTED = 'I can walk to the bus now.';

step('day 13: an outcome is recorded, and what they said', async () => {
  const page = await visit('spoke_coordinator', `${story.episode}/work`);
  await follow(page, link(page, 'Record an outcome'), '**/outcomes/new');
  await page.check('input[name=point][value=baseline]');
  await page.check('input[name=informant][value=young_person]');
  await page.selectOption('#measure', 'safe_school');
  await page.fill('#value', '2');
  await checkWidths(page);
  await follow(page, button(page, 'Record'), `**${story.episode}/work`);
  await follow(page, link(page, 'Record what they said'), '**/voices/new');
  await page.fill('#quotation', QUOTED);
  await page.selectOption('#medium', 'spoken');
  await checkWidths(page);
  await follow(page, button(page, 'Record'), `**${story.episode}/work`);
  has(await wordsOf(page), QUOTED);
  await checkWidths(page);
});

step('day 14: what was to be done is done', async () => {
  const page = await visit('spoke_coordinator', story.episode);
  await follow(page, link(page, ACTION), /\/actions\/[0-9a-f-]{36}$/);
  story.action = path(page);
  await button(page, 'Done').click();
  await page.fill('#complete-note', 'A conductor rides along now.');
  await checkPage(page);
  await button(openDialog(page), 'Done').click();
  await said(page, 'Action done');
  await go(page, story.episode);
  has(await wordsOf(page), 'No actions are waiting.');
});

/* ---- who sees it ---- */

step('day 14: the coordinator next door finds none of it', async () => {
  const page = await visit('spoke_coordinator', '/', { spoke: 'northsom' });
  await page.fill('#site-search', NAME);
  await Promise.all([page.waitForEvent('load'), page.press('#site-search', 'Enter')]);
  await page.waitForSelector('[data-results] .app-region[data-shown=ready]');
  await settled(page);
  assert.equal(await page.locator(`a[href="${story.person}"]`).count(), 0);
  for (const each of Object.values(story).filter((value) => value.startsWith('/'))) {
    await go(page, each);
    await page.getByText('There is nothing here for you').first().waitFor();
    const shown = await page.content();
    for (const words of [family, story.reference, ACTION, SEEN, QUOTED]) hasNot(shown, words);
  }
  await checkPage(page);
});

step('day 14: the coordinator looks at who has looked at the record', async () => {
  const page = await visit('spoke_coordinator', story.person);
  await follow(page, link(page, 'Who has looked at this record'), `**${story.person}/readers`);
  const words = await wordsOf(page);
  for (const name of [COORDINATOR, OFFICER, EDUCATION, COACH]) has(words, name);
  hasNot(words, accountOf(server, 'spoke_coordinator', { spoke: 'northsom' }).name);
  await checkWidths(page);
});

/* ---- on paper ---- */

// The marking and the foot are of the page's margins: in the style sheets.
const paperOf = (page) => page.evaluate(() => {
  const sheets = [...document.styleSheets, ...document.adoptedStyleSheets];
  const rules = sheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSPageRule);
  return rules.map((rule) => rule.cssText).join('\n');
});

async function printed(role, address, press, reason, who) {
  const page = await visit(role, address, { who });
  // What the browser's own print window would do, without one.
  await page.evaluate(() => { window.print = () => dispatchEvent(new Event('beforeprint')); });
  await button(page, press).click();
  await page.fill('#print-reason', reason);
  await checkPage(page);
  await button(openDialog(page), 'Print').click();
  await page.waitForFunction((why) => document.getElementById('print-line').textContent.includes(why), reason);
  const name = accountOf(server, role, { spoke: SPOKE, who }).name;
  const foot = await page.locator('#print-line').textContent();
  assert.match(foot, new RegExp(`^Printed by ${name}, .*\\d{4}.*\\. Reason: ${reason}\\.$`));
  await page.emulateMedia({ media: 'print' });
  const margins = await paperOf(page);
  assert.match(margins, /OFFICIAL-SENSITIVE/, 'the marking stands on every page');
  assert.ok(margins.includes(foot) || await page.locator('#print-line').isVisible(), 'who, when and why are on paper');
  assert.match(margins, /counter\(page\)/);
  for (const hidden of ['.app-header', '.app-navigation', '.app-footer', '.govuk-button'])
    assert.equal(await page.locator(`${hidden}:visible`).count(), 0, `${hidden} is on paper`);
  const text = await wordsOf(page);
  has(text, NAME);
  assert.ok((await page.pdf({ format: 'A4' })).length > 1000);
  return text;
}

step('at the end: the agenda on paper', async () => {
  const text = await printed('spoke_coordinator', story.meeting, 'Print the agenda', 'For the chair');
  assert.match(text, /Nothing known/i);
});

step('at the end: the extract on paper, by the agency it is for', async () => {
  const text = await printed('panel_member', story.extract, 'Print the extract', 'For the school file', 'bristol.panel.education');
  for (const words of [MINUTES.summary, ACTION, 'To act on what was agreed this week']) has(text, words);
});

step('at the end: the case on paper, and the log says that it was printed', async () => {
  const text = await printed('spoke_coordinator', story.person, 'Print', 'Case file audit');
  // Why it was decided, and who did not agree, stand on paper as they stand in the minutes.
  for (const words of [...Object.values(MINUTES), DISSENT]) has(text, words);
  for (const words of [NARRATIVE, SEEN, VOICE, SESSION, CALMER, QUOTED, 'A conductor rides along now.']) has(text, words);
  const page = await visit('spoke_coordinator', `${story.person}/readers`);
  has(await wordsOf(page), 'Case file audit');
});
