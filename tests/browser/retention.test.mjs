// Retention as its two hands meet it: the coordinator proposes, the information
// governance lead holds back, disposes of, and reads the certificate.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { checkPage, openBrowser, settled } from '../support/browser.mjs';
import { useServer } from '../support/server.mjs';

const server = await useServer();
const browser = await openBrowser(server);
after(async () => {
  await browser.close();
  await server.stop();
});
const sql = (text) => execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', server.conninfo, '-c', text],
  { encoding: 'utf8' }).trim();

async function open(path, role, width = 1280) {
  const page = await browser.signedIn(role, { spoke: role === 'ig_lead' ? undefined : 'bristol', width, height: 900 });
  await page.goto(server.baseUrl + path);
  await settled(page);
  return page;
}

function former() {
  const id = randomUUID();
  sql(`INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision) VALUES ('${id}', ARRAY[reference.spoke_id('bristol')], 'Fenella Longago', '1985-02-03', 'exact');
    INSERT INTO casework.episode (id, spoke_id, person_id, state, opened_on) VALUES ('${id}', reference.spoke_id('bristol'), '${id}', 'listed', '2009-01-05');
    UPDATE casework.episode SET state = 'closed', state_reason = 'risk_reduced', closed_on = '2009-06-01', closure_reason = 'risk_reduced', closure_summary = 'Ended', closing_risk_level = 'low',
      young_person_told_on = '2009-06-01', referrer_told_on = '2009-06-01', re_referral_route = 'any_agency', outcomes_recorded = false, retention_trigger_on = '2015-06-01' WHERE id = '${id}';`);
  return { id, reference: sql(`SELECT reference FROM casework.episode WHERE id = '${id}'`) };
}

test('proposed by one, disposed of by another, with a certificate', async () => {
  const { reference } = former();
  const page = await open('/retention', 'spoke_coordinator');
  const card = page.locator('section.app-card').filter({ has: page.locator('h3', { hasText: reference }) }).filter({ hasText: 'due since' });
  await card.getByText('Propose disposal').first().click();
  await card.getByLabel('What did you look at, and why can it go?').fill('Read the whole record.');
  await card.getByRole('button', { name: 'Propose disposal' }).click();
  await page.getByRole('heading', { name: /Proposed disposal BR-D/ }).waitFor();
  const address = page.url();
  await checkPage(page, 'a proposal for who made it');
  await page.close();

  const lead = await open(new URL(address).pathname, 'ig_lead');
  await lead.getByRole('button', { name: 'Dispose of the record' }).waitFor();
  await checkPage(lead, 'a proposal for who decides');
  await lead.getByRole('button', { name: 'Dispose of the record' }).click();
  await lead.getByRole('heading', { name: /Certificate of disposal BR-D/ }).waitFor();
  await lead.getByText('Unchanged').waitFor();
  assert.match(await lead.locator('main').textContent(), new RegExp(reference));
  assert.doesNotMatch(await lead.locator('main').textContent(), /Fenella/);
  await checkPage(lead, 'a certificate');
  await lead.close();
});

test('a record is held back by its reference', async () => {
  const { reference } = former();
  const page = await open('/retention', 'ig_lead');
  await page.getByText('Hold a record back').click();
  await page.getByLabel('Reference of the case').fill(reference);
  await page.locator('#hold').getByLabel('Why is it held?').selectOption('inquest');
  await page.getByRole('button', { name: 'Hold it back' }).click();
  await page.locator('h3', { hasText: `Inquest: ${reference}` }).waitFor();
  const card = page.locator('section.app-card').filter({ has: page.locator('h3', { hasText: reference }) }).filter({ hasText: 'due since' });
  await card.getByText('Held: Inquest').waitFor();
  assert.equal(await card.getByText('Propose disposal').count(), 0);
  await page.close();
});

test('the pages for their readers, also on a phone', async () => {
  for (const [role, width] of [['ig_lead', 1280], ['spoke_coordinator', 390], ['ig_lead', 390]]) {
    const page = await open('/retention', role, width);
    await page.getByText('Disposed of').first().waitFor();
    await checkPage(page, `retention for ${role} at ${width}`);
    await page.goto(`${server.baseUrl}/retention/rules`);
    await settled(page);
    await page.locator('table').waitFor();
    await checkPage(page, `rules for ${role} at ${width}`);
    await page.close();
  }
});
