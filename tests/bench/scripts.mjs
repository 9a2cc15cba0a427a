// The pgbench scripts: what the product sends for each operation, and REF.
import { psql } from '../support/cluster.mjs';
import { filled, referenceJourney, transaction, writeScript } from './statements.mjs';

// A person of the hot set or of the set written to, by arithmetic.
const pick = (set) => [`\\set k random(${set.from}, ${set.to})`, `\\set n :k * 5 + ${set.offset}`];
const person = "md5('person ' || :n::bigint)::uuid";

export function journeyScripts(bench) {
  const frame = { token: bench.token, permission: 'journey.read', operation: 'person.journey', reading: true };
  const own = transaction({ ...frame, statements: [
    filled('journey', 'journey_tag', { id: person }), filled('journey', 'journey_head', { id: person }),
    filled('journey', 'journey_events', { id: person, local: 'false' })] });
  const reference = transaction({ ...frame, statements: [referenceJourney().replaceAll('$1', person)] });
  return { own: writeScript(`${bench.folder}/journey_own.sql`, pick(bench.hot), own),
    reference: writeScript(`${bench.folder}/journey_ref.sql`, pick(bench.hot), reference) };
}

export function listScript(bench) {
  const own = transaction({ token: bench.token, permission: 'referral.read', operation: 'referral.list', reading: true,
    statements: [filled('referral', 'referral_page', { spoke: "'bristol'", limit: String(bench.page + 1) })] });
  return writeScript(`${bench.folder}/list_own.sql`, [], own);
}

export function contactScript(bench) {
  const id = "md5('made ' || :m::bigint)::uuid";
  const input = `jsonb_build_object('spoke', 'bristol', 'person_id', ${person}, 'type', 'home_visit',
    'happened_at', now() - interval '1 day', 'minutes', 30, 'seen', true, 'outcomes', jsonb_build_array('seen_engaged'),
    'trigger', 'bench', 'note', 'Visit ' || :m::bigint || '. Met at home, talked about school and the weekend.')`;
  const own = transaction({ token: bench.token, permission: 'contact.write', operation: 'contact.create',
    reading: false, statements: [filled('contact', 'contact_create', { id, input }), filled('contact', 'contact_load', { id })] });
  return writeScript(`${bench.folder}/contact_own.sql`,
    [...pick(bench.writing), '\\set m random(1, 9000000000000)'], own);
}

// A session that was held, of one of the allocations of bench.active.
export function sessionScript(bench) {
  psql(bench.owner, ['-c', `DROP TABLE IF EXISTS bench.active`, '-c', `CREATE TABLE bench.active AS
    SELECT row_number() OVER (ORDER BY id) AS place, id FROM casework.allocation
     WHERE spoke_id = reference.spoke_id('bristol') AND state = 'active'`, '-c', `ALTER TABLE bench.active ADD PRIMARY KEY (place)`,
  '-c', 'ANALYZE bench.active', '-c', 'GRANT USAGE ON SCHEMA bench TO throughline_server', '-c', 'GRANT SELECT ON bench.active TO throughline_server']);
  const most = psql(bench.owner, ['-c', 'SELECT count(*) FROM bench.active']);
  const input = `jsonb_build_object('planned_at', now() - interval '1 day', 'minutes', 60, 'mode', 'face_to_face', 'happened', true,
    'attendance', 'attended', 'engagement', 'engaged', 'note', 'bench ' || :m::bigint)`;
  const own = transaction({ token: bench.token, permission: 'session.write', operation: 'session.create', reading: false,
    statements: [filled('allocation', 'allocation_session_create', { id: "md5('held ' || :m::bigint)::uuid",
      allocation_id: '(SELECT a.id FROM bench.active a WHERE a.place = :k)', input })] });
  return writeScript(`${bench.folder}/session_own.sql`, [`\\set k random(1, ${most})`, '\\set m random(1, 9000000000000)'], own);
}

// One script for each query: a statement's text cannot be chosen at random.
export function searchScripts(bench, queries) {
  return queries.map((query, n) => writeScript(`${bench.folder}/search_${n}.sql`, [],
    transaction({ token: bench.token, permission: 'person.search', operation: 'person.search', reading: true,
      statements: [filled('person', 'person_search', { query: `'${query.replaceAll("'", "''")}'`, most: '20' })] })));
}
