// Referrals for tests of what comes after they are sent: invented, whole, and
// walked to where a test begins.
import assert from 'node:assert/strict';
import { accountsOf, inventedName } from './api.mjs';

export const PATH = '/api/v1/referrals';

export const whole = (more = {}) => ({
  spoke: 'bristol', ...inventedName(), born_on: '2010-05-04', concerns: [{ concern: 'robbery' }],
  primary_concern: 'robbery', concern_on: '2026-01-15', narrative: 'Invented', family_informed: 'informed',
  support_agreement: 'agreed', sharing_gateway: 'pcsc_2022', urgency: 'standard', source: 'school', ...more,
});

export const ok = (answer, status = 200) => {
  assert.equal(answer.status, status, answer.text);
  return answer;
};

export const faultsOf = (answer) =>
  Object.fromEntries((answer.body.errors ?? []).map((e) => [e.pointer, e.detail]));

// Who works on referrals in Bristol, and what they do with them.
export async function desk(server) {
  const people = accountsOf(server);
  const who = {
    coordinator: await people.as('spoke_coordinator', 'bristol'),
    referrer: await people.as('referrer', 'bristol'),
    officer: await people.as('eit_officer', 'bristol'),
    neighbour: await people.as('spoke_coordinator', 'northsom'),
  };
  const again = async (reader, answer) => ok(await reader.get(`${PATH}/${answer.body.id}`));
  const move = async (mover, answer, verb, body) =>
    mover.post(`${PATH}/${answer.body.id}/${verb}`, body, (await again(mover, answer)).etag);
  const sent = async (maker = who.referrer, more) =>
    ok(await maker.post(PATH, whole({ submit: true, ...more })), 201);
  const inTriage = async (maker, more) => ok(await move(who.coordinator, await sent(maker, more), 'triage'));
  const decided = async (verb, body, maker, more) =>
    ok(await move(who.coordinator, await inTriage(maker, more), verb, body));
  return { ...who, people, again, move, sent, inTriage, decided };
}
