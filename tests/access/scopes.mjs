// The records that the matrix asks about, for each role and each scope of
// config/access/operations.csv (its words: answers.mjs):
//
//   own             of the reader's spoke, and the reader's own where the role is narrow
//   other spoke     of another spoke
//   other agency    of the reader's spoke, but nobody's of the narrow roles
//   restricted      would be own, were the record not restricted to others
//   police held     from the police, not released
//   police released from the police, released
import { fixtureOf, personKinds } from './fixture.mjs';

export const OWN = 'bristol';
export const OTHER = 'northsom';
export const ALL_SCOPES = ['any', 'own', 'other spoke', 'other agency', 'restricted', 'police held', 'police released'];
const POLICE = ['contact', 'identified'];
const NOTE = 'Set by the matrix of operations, and taken away by it';

// Without triggers: the case's own history knows nothing of it.
const quietly = (server, sql) => server.psql(`BEGIN; SET LOCAL session_replication_role = replica; ${sql};
  UPDATE access.session SET scope_day = NULL WHERE ended_at IS NULL; COMMIT`);

const restrict = (server, people) => quietly(server, `INSERT INTO casework.restriction (spoke_id, person_id, named_only, reason, note, review_on)
  SELECT s.id, x.id::uuid, true, 'other', '${NOTE}', access.today() + 30
    FROM reference.spoke s, unnest('{${people.join(',')}}'::text[]) x(id) WHERE s.code = '${OWN}'`);

export const unrestrict = (server) => quietly(server, `DELETE FROM casework.restriction WHERE note = '${NOTE}'`);

const peopleIn = (fixture) => Object.values(fixture.people).filter(Boolean);

// role -> scope -> fixture; `hidden` is what tells of the record wherever it shows.
export async function scopesOf(server, roles, emailOf) {
  await unrestrict(server);
  const kinds = await personKinds(server);
  const found = new Map();
  for (const role of roles) {
    const email = emailOf(role);
    found.set(role, {
      any: null,
      own: await fixtureOf(server, role, email, OWN),
      'other spoke': await fixtureOf(server, null, email, OTHER),
      'other agency': await fixtureOf(server, role, email, OWN, { scope: 'agency' }),
    });
  }
  const met = [...found.values()].flatMap((each) => ['own', 'other agency'].flatMap((scope) => peopleIn(each[scope])));
  met.push(...[...found.values()].map((each) => each.own.other_person));
  const police = {};
  for (const [scope, kind] of [['police held', 'held'], ['police released', 'released']])
    police[scope] = await fixtureOf(server, null, emailOf(roles[0]), OWN, { police: kind });
  met.push(...Object.values(police).flatMap((each) => peopleIn(each)));
  const restricted = new Set();
  for (const role of roles) {
    const each = found.get(role);
    const second = await fixtureOf(server, role, emailOf(role), OWN, { without: met });
    each.restricted = { ...each.own, ...Object.fromEntries(kinds.map((kind) => [kind, second[kind]])),
      name: second.name, name_query: second.name_query, people: second.people };
    for (const kind of kinds) if (second.people[kind]) restricted.add(second.people[kind]);
    for (const [scope, fixture] of Object.entries(police))
      each[scope] = { ...each.own, contact: fixture.contact, identified: fixture.identified, person: fixture.person, people: fixture.people };
  }
  await restrict(server, [...restricted]);
  for (const each of found.values())
    for (const fixture of Object.values(each))
      if (fixture) fixture.hidden = new Set(kinds.flatMap((kind) => [fixture.people[kind], fixture[kind]]).filter(Boolean));
  // The young person is known; what the police hold is not.
  for (const each of found.values())
    for (const scope of Object.keys(police)) each[scope].hidden = new Set(POLICE.map((kind) => police[scope][kind]).filter(Boolean));
  return { found, kinds };
}

// Which kinds of record a request names.
export function namedBy(cell) {
  const named = new Set();
  const watch = new Proxy({}, { get: (_, kind) => { named.add(kind); return `${String(kind)}`; } });
  cell.path(watch);
  cell.body?.(watch);
  cell.elsewhere?.(watch);
  return named;
}

const has = (named, kinds) => [...kinds].some((kind) => named.has(kind));

// The scopes that a request can be asked in. What only reads a list, a count or
// an export is asked as it is while a record is withheld: it must not show it.
export function scopesFor(cell, operation, { kinds, narrow }) {
  const named = namedBy(cell);
  const reads = operation.method === 'GET' && !cell.stops;
  const aPerson = has(named, [...kinds, 'name', 'name_query']);
  const placed = [...named].some((kind) => kind !== 'agency');
  const scopes = placed ? ['own', 'other spoke'] : ['any'];
  if (has(named, narrow)) scopes.push('other agency');
  if (aPerson || reads) scopes.push('restricted');
  if (has(named, POLICE)) scopes.push('police held', 'police released');
  else if (reads && (named.has('person') || named.has('spoke'))) scopes.push('police held');
  return { named, scopes, sideDoor: (scope) => (scope === 'restricted' ? !aPerson : scope === 'police held' && !has(named, POLICE)) };
}
