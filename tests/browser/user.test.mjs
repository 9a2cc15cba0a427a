// Users and roles as their administrators meet them: somebody is invited and
// comes in, a role is proposed and confirmed, a role ends.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { someoneWithApp } from '../support/account.mjs';
import { accountOf, checkPage, fillSignIn, openBrowser, settled } from '../support/browser.mjs';
import { button, checkWidths, choose, follow, link, openDialog, said, wordsOf } from '../support/pages.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const PASSWORD = 'three quiet words 9';
const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});

let admin, coordinator;
let count = 0;
before(async () => {
  const people = accountsOf(server);
  admin = await people.as('system_admin');
  coordinator = await people.as('spoke_coordinator', SPOKE);
});

const open = async (role, path, options = {}) => {
  const page = await browser.signedIn(role, { spoke: role === 'spoke_coordinator' ? SPOKE : undefined, width: 1280, ...options });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
};
const somebody = () => ({ name: `Brenda Browser ${count += 1}`, email: `browser-${process.pid}-${Date.now()}-${count}@test.example` });
// If the sign-in was too long ago, the page asks in place (R20).
const confirmIfAsked = async (page, role) => {
  const dialog = page.locator('#confirm-identity[open]');
  const asked = await dialog.waitFor({ timeout: 1500 }).then(() => true, () => false);
  if (!asked) return;
  await page.fill('#confirm-identity-password', accountOf(server, role, { spoke: role === 'spoke_coordinator' ? SPOKE : undefined }).password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
};
const invited = async (fields = {}) => {
  await coordinator.confirmed();
  const answer = await coordinator.post('/api/v1/users', { ...somebody(), agency: 'bristol_spoke_team', role: 'referrer',
    spoke: SPOKE, reason: 'Starts today', ...fields });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
};

test('each page of users on a desktop and a phone', async (t) => {
  const user = await invited({ role: 'project_officer' });
  const [proposal] = user.proposals;
  const { grants: [grant], id } = await invited();
  for (const path of ['/', '/admin', '/admin/users', `/admin/users/${user.id}`, '/admin/users/new', '/admin/roles', `/admin/users/${id}/edit`,
    `/admin/users/${id}/roles/new`, `/admin/users/${id}/roles/${grant.id}/end`, `/admin/users/${user.id}/proposals/${proposal.id}`])
    await t.test(path.replaceAll(/[0-9a-f-]{36}/g, ':id'), async () => {
      const page = await open('system_admin', path);
      await checkWidths(page);
      await page.context().close();
    });
});

test('a coordinator invites a referrer, who chooses a password with the link and comes in', async () => {
  const who = somebody();
  const page = await open('spoke_coordinator', '/admin/users/new');
  await button(page, 'Make the account and the link').click();
  await page.locator('.govuk-error-summary').waitFor();
  assert.match(await wordsOf(page, '.govuk-error-summary'), /Enter their name[\s\S]*email address[\s\S]*agency[\s\S]*role/);
  await page.fill('#name', who.name);
  await page.fill('#email', who.email);
  await choose(page, 'agency', 'Bristol City Council: violence reduction');
  assert.deepEqual(await page.locator('#role option').allInnerTexts().then((all) => all.filter((t) => /Hub|governance|System/.test(t))), [],
    'roles of the hub are not a coordinator\'s to give');
  await choose(page, 'role', 'Referrer');
  await page.fill('#reason', 'Pastoral lead of a new school');
  await button(page, 'Make the account and the link').click();
  await confirmIfAsked(page, 'spoke_coordinator');
  await page.locator('[data-made-link]:not([hidden])').waitFor();
  await checkPage(page);
  const address = await page.inputValue('#made-link');
  assert.match(address, /\/accept#[\w-]{43}$/);
  assert.ok(await page.locator('#invite').isHidden());
  await follow(page, link(page, 'Go to their page'), /\/admin\/users\/[0-9a-f-]{36}$/);
  assert.match(await wordsOf(page), /Invited[\s\S]*Referrer, Bristol[\s\S]*Invitation made/);
  assert.doesNotMatch(await page.content(), new RegExp(address.split('#')[1]), 'the secret is nowhere any more');
  await page.context().close();

  const theirs = await browser.open({ width: 390, height: 844 });
  await theirs.goto(address);
  await settled(theirs);
  assert.ok(!theirs.url().includes('#'), 'the code leaves the address');
  await checkPage(theirs);
  await theirs.fill('#password', 'short');
  await button(theirs, 'Set my password').click();
  await theirs.locator('.govuk-error-message', { hasText: '12 characters' }).waitFor();
  await theirs.fill('#password', PASSWORD);
  await button(theirs, 'Set my password').click();
  await theirs.locator('[data-accepted]:not([hidden])').waitFor();
  assert.match(await wordsOf(theirs), new RegExp(who.email));
  await checkPage(theirs);
  await follow(theirs, link(theirs, 'Sign in'), /\/sign-in/);
  await fillSignIn(theirs, { email: who.email, password: PASSWORD });
  await theirs.waitForURL(`${server.baseUrl}/`);
  await settled(theirs);
  await theirs.goto(address);
  await settled(theirs);
  await theirs.fill('#password', `${PASSWORD} again`);
  await button(theirs, 'Set my password').click();
  await theirs.locator('.govuk-error-summary', { hasText: 'has been used or has expired' }).waitFor();
  await theirs.context().close();
});

test('an administrator invites a case worker, and whoever confirms the role hands over the link', async () => {
  const { name, email } = somebody();
  const page = await open('system_admin', '/admin/users/new');
  await page.fill('#name', name);
  await page.fill('#email', email);
  await choose(page, 'agency', 'Bristol City Council: violence reduction');
  await choose(page, 'role', 'Project officer');
  await choose(page, 'spoke', 'Bristol');
  await page.fill('#reason', 'Joins the team');
  await button(page, 'Make the account and the link').click();
  await confirmIfAsked(page, 'system_admin');
  await page.waitForURL(/\/admin\/users\/[0-9a-f-]{36}$/);
  await said(page, 'Account made: whoever confirms the role makes the link');
  assert.ok(await page.locator('[data-made-link]').isHidden());
  const theirs = new URL(page.url()).pathname;
  await page.context().close();

  const mine = await open('spoke_coordinator', theirs);
  await follow(mine, mine.getByRole('link', { name: /^Project officer/ }), /\/proposals\//);
  await button(mine, 'Confirm: they have the role').click();
  await confirmIfAsked(mine, 'spoke_coordinator');
  await mine.waitForURL(`**${theirs}`);
  await settled(mine);
  assert.match(await wordsOf(mine), /a password of their own/);
  await mine.locator('[data-opens="confirm-link"]').click();
  await button(mine, 'Make and show the link').click();
  await confirmIfAsked(mine, 'spoke_coordinator');
  await mine.locator('[data-made-link]').waitFor();
  assert.match(await mine.inputValue('#made-link'), /\/accept#.{43}/);
  await checkWidths(mine);
  await mine.context().close();
});

test('a wider role is proposed, and counts when the administrator has confirmed it', async () => {
  const user = await invited();
  const mine = await open('spoke_coordinator', `/admin/users/${user.id}/roles/new`);
  await choose(mine, 'role', 'Project officer');
  await mine.fill('#reason', 'Joins the team');
  await button(mine, 'Give or propose the role').click();
  await confirmIfAsked(mine, 'spoke_coordinator');
  await mine.waitForURL(/\/admin\/users\/[0-9a-f-]{36}$/);
  await settled(mine);
  assert.match(await wordsOf(mine), /Waiting for a second person[\s\S]*Project officer/);
  await follow(mine, mine.getByRole('link', { name: /^Project officer/ }), /\/proposals\//);
  assert.match(await wordsOf(mine), /Somebody else has to decide/);
  assert.equal(await button(mine, 'Confirm: they have the role').count(), 0);
  await mine.context().close();

  const page = await open('system_admin', '/');
  await follow(page, page.getByRole('link', { name: `${user.name}: Project officer` }), /\/proposals\//);
  await button(page, 'Confirm: they have the role').click();
  await confirmIfAsked(page, 'system_admin');
  await page.waitForURL(/\/admin\/users\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.match(await wordsOf(page), /Project officer, Bristol[\s\S]*given by Grace[\s\S]*confirmed by Jo/);
  await follow(page, page.getByRole('link', { name: 'End the role Project officer' }), /\/end$/);
  await page.fill('#reason', 'Left on Friday');
  await button(page, 'End the role').click();
  await confirmIfAsked(page, 'system_admin');
  await page.waitForURL(/\/admin\/users\/[0-9a-f-]{36}$/);
  await settled(page);
  assert.match(await wordsOf(page), /Roles that have ended[\s\S]*Project officer[\s\S]*Left on Friday/);
  await page.context().close();
});

test('an account is found, disabled, enabled, and gets a link for a new password', async () => {
  const user = await invited();
  await fetch(new URL('/api/v1/account-links/accept', server.baseUrl), { method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({ token: user.token, password: PASSWORD }) });
  const page = await open('system_admin', '/admin/users');
  await page.fill('#q', user.email);
  await button(page, 'Apply filter').click();
  await page.locator('.app-users tbody tr', { hasText: user.email }).waitFor();
  await settled(page);
  await follow(page, link(page, user.name), /\/admin\/users\/[0-9a-f-]{36}$/);
  await button(page, 'Disable this account').click();
  await page.fill('#disable-reason', 'Phone lost');
  await button(openDialog(page), 'Disable').click();
  await confirmIfAsked(page, 'system_admin');
  await said(page, 'Account disabled');
  assert.match(await wordsOf(page), /This account is disabled[\s\S]*Phone lost/);
  await button(page, 'Enable this account').click();
  await button(openDialog(page), 'Enable').click();
  await said(page, 'Account enabled');
  // It reads records the administrator may not: a second person makes the link.
  await button(page, 'Make a link for a new password').click();
  await checkPage(page);
  await page.fill('#ask-link-reason', 'Rang from the number on file');
  await button(openDialog(page), 'Ask for the link').click();
  await said(page, 'somebody else has to make it');
  assert.equal(await page.locator('[data-opens="confirm-link"]').count(), 0);
  const address = page.url();
  await page.context().close();

  const second = await open('spoke_coordinator', new URL(address).pathname);
  assert.match(await wordsOf(second), /waits for a second person[\s\S]*Rang from the number on file/);
  await checkWidths(second);
  await button(second, 'Make the link').first().click();
  await button(openDialog(second), 'Make and show the link').click();
  await confirmIfAsked(second, 'spoke_coordinator');
  await second.locator('[data-made-link]:not([hidden])').waitFor();
  assert.match(await second.inputValue('#made-link'), /\/accept#[\w-]{43}$/);
  await checkPage(second);
  await second.context().close();
  assert.equal((await admin.get(`/api/v1/users/${user.id}`)).body.history[0].what, 'reset_made');
});

test('the administrator signs somebody out, takes away a second factor, and says which role needs one', async () => {
  const { account, client } = await someoneWithApp(server, 'referrer', SPOKE);
  const page = await open('system_admin', `/admin/users/${account.id}`);
  assert.match(await wordsOf(page), /Signed in now in 1 place\.[\s\S]*code from an app/);
  await button(page, 'Sign them out everywhere').click();
  await checkPage(page);
  await button(page, 'Sign out').last().click();
  await page.locator('.govuk-error-summary, .govuk-error-message', { hasText: 'Enter why they are signed out' }).first().waitFor();
  await page.fill('#sign-out-reason', 'The laptop was left on a train');
  await openDialog(page).getByRole('button', { name: 'Sign out' }).click();
  await said(page, 'Signed out everywhere');
  assert.equal((await client.get('/api/v1/session')).status, 401);
  assert.match(await wordsOf(page), /Not signed in anywhere[\s\S]*Signed out everywhere[\s\S]*left on a train/);
  await button(page, 'Take away their second factor').click();
  await page.fill('#take-factor-reason', 'Lost the phone; I know the voice');
  await button(page, 'Take it away').click();
  await confirmIfAsked(page, 'system_admin');
  await said(page, 'Second factor taken away');
  assert.match(await wordsOf(page), /with a password alone[\s\S]*Second factor taken away[\s\S]*know the voice/);
  assert.equal(await page.locator('[data-opens="take-factor"]').count(), 0);

  await page.goto(`${server.baseUrl}/admin/roles/hub_grant_officer`);
  await settled(page);
  await checkWidths(page);
  assert.match(await wordsOf(page), /Hub grant officer[\s\S]*does not need a second factor now/);
  try {
    await page.getByLabel('Yes, all who hold the role need one').check();
    await page.fill('#reason', 'The partnership decided so');
    await button(page, 'Save').click();
    await confirmIfAsked(page, 'system_admin');
    await page.waitForURL(/\/admin\/roles$/);
    await settled(page);
    const role = page.locator('.app-users-role', { has: page.getByRole('heading', { name: 'Hub grant officer' }) });
    await role.getByText('Its holders need a second factor.').waitFor();
  } finally {
    await admin.confirmed();
    assert.equal((await admin.post('/api/v1/roles/hub_grant_officer/second-factor', { required: false, reason: 'As it was' })).status, 204);
  }
  await page.context().close();
});

test('an address that names a role comes to that role', async () => {
  const page = await open('system_admin', '/admin/roles#hub_analyst');
  await page.locator('[data-role="hub_analyst"] details[open]').waitFor();
  assert.match(await page.evaluate(() => document.activeElement?.textContent), /^Hub analyst/);
  assert.ok(await page.locator('[data-role="hub_analyst"] h2').evaluate((heading) => heading.getBoundingClientRect().top < innerHeight));
  await page.context().close();
});
