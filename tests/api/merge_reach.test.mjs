// Every table that names a young person, taken from the catalogue: what a
// merged record has in it is found with the record that stands for both, and
// is the merged record's again when the two are parted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsOf, inventedName } from '../support/api.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';

// Shown with the young person themselves: one answer of theirs has the row's
// key in it. Where not every row is (held, struck), which are.
const SHOWN = {
  action: 'true',
  association: 't.ended_on IS NULL',
  contact: 'NOT t.held AND t.in_error_at IS NULL',
  critical_incident_person: 'true',
  discussion: `EXISTS (SELECT FROM casework.meeting m WHERE m.id = t.meeting_id AND m.type <> 'critical_incident')`,
  episode: 'true',
  note: 't.in_error_at IS NULL',
  outcome: 't.in_error_at IS NULL',
  person_amendment: 'true',
  person_fact: 't.in_error_at IS NULL',
  person_name: 't.in_error_at IS NULL',
  place_person: 'true',
  referral: `t.state <> 'draft'`,
  risk_assessment: 't.in_error_at IS NULL',
  session: 't.happened',
  transfer: 'true',
  voice: 't.in_error_at IS NULL',
};

// Shown with what they hang on, whose own page says whose they are; the word
// of the table they follow.
const FOLLOWS = {
  addendum: 'discussion', agency_check: 'episode', agenda_item: 'episode', agreement: 'episode',
  allocation: 'episode', allocation_warning: 'allocation', conflict: 'agenda_item',
  disclosure: 'episode', discussion_decision: 'discussion', discussion_dissent: 'discussion', discussion_update: 'discussion',
  meeting_paper: 'agenda_item', minutes_extract_part: 'agenda_item', referral_letter: 'referral',
  transfer_item: 'transfer',
};

// Not shown with a young person, and why.
const APART = {
  break_glass: 'of whoever opened the record, in their spoke’s list',
  disposal: 'of the whole group: casework.person_group()',
  retention_hold: 'holds all records of the group: casework.person_held()',
  subject_request: 'of the whole group, in its own list: tests/api/subject_request.test.mjs',
  subject_item: 'of its request', subject_redaction: 'of its request', subject_copy: 'of its request', subject_told: 'of its request',
  delivery_person: 'a count linked to them: tests/api/merge.test.mjs',
  earlier_version: 'of the row it is an earlier version of',
  identified: 'the officer’s list of identified people leads to them',
  journey_version: 'counts changes of a journey',
  person_detail: 'the survivor’s own answers stand; both are compared before a merge',
  person_distinct: 'says of two records that they are not one',
  person_search: 'what search finds them by', person_word: 'what search finds them by',
  person_spoke: 'which spokes know them',
  pin: 'of whoever pinned them: tests/api/pin.test.mjs',
  restriction: 'holds for both records: tests/sql/restriction.sql',
  restriction_user: 'of its restriction',
  state_change: 'of the row that moved',
};

let server;
let anna;
before(async () => {
  server = await useServer();
  anna = await accountsOf(server).as('spoke_coordinator', SPOKE);
});
after(() => server?.stop());

const rows = async (sql) => (await server.psql(sql)).split('\n').filter(Boolean).map((line) => line.split('|'));

test('every table that names a young person is accounted for, and no other', async () => {
  const tables = (await rows(`SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
    WHERE c.relnamespace = 'casework'::regnamespace AND c.relkind = 'r' AND a.attname = 'person_id'`)).flat().sort();
  assert.deepEqual([...Object.keys(SHOWN), ...Object.keys(FOLLOWS), ...Object.keys(APART)].sort(), tables);
});

test('what follows another row is tied to it by a key', async () => {
  const ties = new Set((await rows(`SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'casework'::regnamespace`)).map((each) => each.join('>').replaceAll('casework.', '')));
  for (const [table, other] of Object.entries(FOLLOWS)) assert.ok(ties.has(`${table}>${other}`), `${table} > ${other}`);
});

// What an answer knows a row by, where it is not its id.
const KEYS = { person_amendment: 'casework.instant(t.at)', critical_incident_person: 't.incident_id',
  place_person: 't.place_id' };
const keyOf = (table) => KEYS[table] ?? 't.id';

// Somebody of this spoke alone with a row in the table, and that row.
async function example(table) {
  const found = await rows(`SELECT t.person_id, ${keyOf(table)} FROM casework.${table} t JOIN casework.person p ON p.id = t.person_id
    WHERE ${SHOWN[table]} AND p.spoke_ids = ARRAY[reference.spoke_id('${SPOKE}')] AND p.merged_into IS NULL
      AND NOT EXISTS (SELECT FROM casework.person m WHERE m.merged_into = p.id)
      AND NOT EXISTS (SELECT FROM casework.restriction r WHERE r.person_id = p.id AND r.ended_at IS NULL)
    ORDER BY p.display_name = 'Jayden Okafor-Price' DESC, t.id LIMIT 1`);
  assert.ok(found[0], `nobody of ${SPOKE} has a row in ${table}`);
  return found[0];
}

// All that is said of a young person, under their own address.
async function told(id) {
  const paths = [`/people/${id}`, `/people/${id}/journey`, `/people/${id}/facts`, `/people/${id}/amendments`,
    `/associations?person_id=${id}`, `/contacts?person_id=${id}&limit=200`];
  const answers = [];
  for (const path of paths) answers.push(expectStatus(await anna.get(`/api/v1${path}`), 200).text);
  return answers.join('\n');
}

const cases = new Map(); // young person -> [[table, key]]
test('the demo partnership has somebody with a row in each table', async () => {
  for (const table of Object.keys(SHOWN)) {
    const [person, key] = await example(table);
    cases.set(person, [...(cases.get(person) ?? []), [table, key]]);
  }
});

test('merged, all of it is told of the record that stands for both; parted, of the other alone', async () => {
  for (const [person, keys] of cases) {
    const made = expectStatus(await anna.post('/api/v1/people',
      { spoke: SPOKE, born_precision: 'exact', born_on: '2012-02-03', ...inventedName() }), 201).body;
    const missing = (text) => keys.filter(([, key]) => !text.includes(key)).map(([table]) => table);
    const before = missing(await told(person));
    assert.deepEqual(before, [], 'told of the young person before');
    expectStatus(await anna.post(`/api/v1/people/${made.id}/merge`, { other_id: person, reason: 'Invented: one and the same' }), 200);
    try {
      assert.deepEqual(missing(await told(made.id)), [], 'told of the record that stands for both');
      assert.deepEqual(missing(await told(person)), [], 'and at the old address');
    } finally {
      expectStatus(await anna.post(`/api/v1/people/${made.id}/unmerge`, { other_id: person, reason: 'Invented: not so' }), 200);
    }
    const left = await told(made.id);
    assert.deepEqual(keys.filter(([, key]) => left.includes(key)), [], 'nothing of theirs stays');
    assert.deepEqual(missing(await told(person)), [], 'all is theirs again');
  }
});
