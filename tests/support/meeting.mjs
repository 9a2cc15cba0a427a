// What the meeting's tests need first: young people with an open episode, and
// a meeting brought to any state. Everything is made through the API.
import { inventedName } from './api.mjs';

export function expectStatus(answer, status) {
  if (answer.status !== status)
    throw new Error(`wanted ${status}, got ${answer.status}: ${answer.text}`);
  return answer;
}

const daysFromNow = (days) => new Date(Date.now() + days * 86400000);
export const dateIn = (days) => daysFromNow(days).toISOString().slice(0, 10);

// Born on any day of five years, so that invented names which sound alike are
// not taken for one person.
const someBirthday = () => new Date(Date.UTC(2008, 0, 1 + Math.floor(Math.random() * 1800)));

export async function makePerson(client, spoke) {
  const answer = await client.post('/api/v1/people', {
    spoke, ...inventedName(), born_on: someBirthday().toISOString().slice(0, 10), born_precision: 'exact' });
  return expectStatus(answer, 201).body;
}

// A young person with an episode in the spoke: {person, episode}.
export async function makeCase(client, spoke, state = 'listed', risk = null) {
  const person = await makePerson(client, spoke);
  const episode = expectStatus(await client.post('/api/v1/episodes',
    { spoke, person_id: person.id, state }), 201).body;
  if (risk)
    expectStatus(await client.post(`/api/v1/episodes/${episode.id}/risk-assessments`,
      { risk_to: risk, risk_from: 'low', practitioner_level: risk, rationale: 'First look.' }), 201);
  return { person, episode };
}

export async function makeMeeting(client, spoke, fields = {}) {
  const answer = await client.post('/api/v1/meetings', {
    spoke,
    title: 'Panel of the tests',
    type: 'operational_panel',
    starts_at: daysFromNow(-1).toISOString(),
    place: 'Room 1',
    ...fields,
  });
  return expectStatus(answer, 201).body;
}

export async function addToAgenda(client, meeting, person, kind = 'new') {
  return expectStatus(await client.post(`/api/v1/meetings/${meeting.id}/agenda`,
    { person_id: person.id, kind }), 201).body;
}

// Moves a meeting, whatever its version is by now.
export async function move(client, meeting, verb, body = {}) {
  const now = await client.get(`/api/v1/meetings/${meeting.id}`);
  return client.post(`/api/v1/meetings/${meeting.id}/${verb}`, body, now.etag);
}

export async function discussionOf(client, meeting, person) {
  const { body } = await client.get(`/api/v1/meetings/${meeting.id}/discussions`);
  return body.items.find((each) => each.person.id === person.id);
}

export async function attend(client, meeting, fields = {}) {
  return expectStatus(await client.post(`/api/v1/meetings/${meeting.id}/attendance`, {
    agency: 'opcc_hub',
    name: 'Alex Chair',
    attendance: 'present',
    confidentiality_accepted: true,
    ...fields,
  }), 201).body;
}

// Writes what a signature asks for.
export async function minute(client, meeting, person, fields = {}, decision = 'keep_monitoring') {
  const discussion = await discussionOf(client, meeting, person);
  const written = await client.patch(`/api/v1/discussions/${discussion.id}`,
    { summary: 'Discussed.', rationale: 'Because it helps.', ...fields }, `"${discussion.version}"`);
  expectStatus(written, 200);
  expectStatus(await client.post(`/api/v1/discussions/${discussion.id}/decisions`, { decision }), 201);
  return written.body;
}

// Few of a quorum come to the tests' meetings: why they went ahead is said.
export async function excuseQuorum(client, meeting) {
  const now = await client.get(`/api/v1/meetings/${meeting.id}`);
  expectStatus(await client.patch(`/api/v1/meetings/${meeting.id}`, { inquorate_reason: 'It could not wait.' }, now.etag), 200);
}

// A meeting of one case, checked and ready for the chair.
export async function makeReady(client, spoke, {
  state = 'listed', risk = null, fields = {}, decision, meetingFields = {},
} = {}) {
  const one = await makeCase(client, spoke, state, risk);
  const meeting = await makeMeeting(client, spoke, meetingFields);
  await addToAgenda(client, meeting, one.person);
  await attend(client, meeting);
  await excuseQuorum(client, meeting);
  expectStatus(await move(client, meeting, 'open'), 200);
  const discussion = await minute(client, meeting, one.person, fields, decision);
  expectStatus(await move(client, meeting, 'finish'), 200);
  expectStatus(await move(client, meeting, 'check'), 200);
  return { ...one, meeting, discussion };
}
