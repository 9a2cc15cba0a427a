// What the tests of interventions, allocations and sessions need first. All of
// it is made through the API, with names nobody has.
import { randomUUID } from 'node:crypto';
import { expectStatus, makeCase } from './meeting.mjs';

export const agencyOf = async (client) => (await client.get('/api/v1/session')).body.user.agency;

export async function makeIntervention(client, fields = {}) {
  return expectStatus(await client.post('/api/v1/interventions', {
    name: `Invented help ${randomUUID().slice(0, 8)}`, provider: 'openhand_martial_arts',
    spokes: ['bristol'], prevention_level: 'secondary', targeting: 'targeted',
    mode: 'one_to_one', planned_sessions: 8, planned_hours: 12, ...fields }), 201).body;
}

// {person, episode, allocation}: proposed, with what the provider is to know.
export async function makeAllocation(client, spoke, intervention, fields = {}) {
  const made = await makeCase(client, spoke, 'active_monitoring');
  const allocation = expectStatus(await client.post('/api/v1/allocations', {
    episode_id: made.episode.id, intervention_id: intervention.id,
    need_to_know: 'Likes boxing', goals: 'Back at school', ...fields }), 201).body;
  return { ...made, allocation };
}

// Moves an allocation, whatever its version is by now; answers as it is.
export async function tryMove(client, id, verb, body = {}, reader = client) {
  const now = await reader.get(`/api/v1/allocations/${id}`);
  return client.post(`/api/v1/allocations/${id}/${verb}`, body, now.etag ?? '"0"');
}

export const END = { exit_reason: 'moved', exit_summary: 'They moved to another town.' };

// The shortest way from proposed into each state.
export const WAY_TO = {
  proposed: [],
  offered: ['offer'],
  agreed: ['offer', 'agree'],
  waiting_list: ['offer', 'agree', 'wait'],
  active: ['offer', 'agree', 'start'],
  paused: ['offer', 'agree', 'start', 'pause'],
  completed: ['offer', 'agree', 'start', 'complete'],
  disengaged: ['offer', 'agree', 'start', 'disengage'],
  withdrawn: ['withdraw'],
  declined: ['offer', 'decline'],
  unsuitable: ['unsuitable'],
  provider_declined: ['offer', 'provider-decline'],
  never_started: ['offer', 'agree', 'never-started'],
};

// What each verb must say.
export const BODY_OF = {
  offer: {}, agree: {}, wait: {}, start: {}, resume: {},
  pause: { reason: 'exams' },
  complete: { exit_reason: 'completed_planned', exit_summary: 'All eight sessions.' },
  disengage: { exit_reason: 'stopped_attending', exit_summary: 'Did not come after the third.' },
  withdraw: END,
  decline: { reason: 'young_person_declined' },
  unsuitable: { reason: 'need_not_met' },
  'provider-decline': { reason: 'no_capacity' },
  'never-started': { reason: 'could_not_reach' },
};

export async function bringTo(client, id, state) {
  for (const verb of WAY_TO[state])
    expectStatus(await tryMove(client, id, verb, BODY_OF[verb]), 200);
}
