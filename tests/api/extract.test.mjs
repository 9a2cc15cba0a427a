// The analyst's extract (T2): rows without names, made by a job, the same file
// each time a snapshot is asked for, and worth nothing to whoever holds another.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { manifestOf, settled, sha256, take } from '../support/exports.mjs';
import { useServer } from '../support/server.mjs';

const REASON = 'Evaluation of mentoring for the annual report';
let server, people, analyst, first, made, files;

const ask = (who, more) => who.post('/api/v1/exports', { kind: 'extract', reason: REASON, ...more });
const rowsOf = (given, name) => {
  const [head, ...rows] = given.get(`data/${name}.csv`).toString().trimEnd().split('\n');
  const names = head.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, i) => [names[i], cell.replace(/^"|"$/g, '')])));
};

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  analyst = await people.as('hub_analyst');
  const { status, body, text } = await ask(analyst, { study_title: 'Mentoring' });
  assert.equal(status, 201, text);
  assert.deepEqual([body.state, body.mine, body.downloads], ['making', true, 0]);
  first = await settled(analyst, body.id);
  assert.equal(first.state, 'ready', JSON.stringify(first));
  made = await take(analyst, first.id);
  files = made.files;
});
after(async () => server?.stop());

test('it is a zip of CSV files with a dictionary and a manifest that holds', () => {
  assert.equal(made.status, 200);
  assert.match(made.headers.get('content-disposition'), /^attachment; filename="throughline-extract-s-[a-z2-7]{8}\.zip"$/);
  assert.equal(made.headers.get('cache-control'), 'no-store');
  assert.equal(sha256(made.bytes), first.sha256);
  const manifest = manifestOf(files);
  assert.equal(manifest.id, first.snapshot.code);
  assert.equal(manifest.purpose, REASON);
  for (const file of manifest.files.filter(({ name }) => name.startsWith('data/')))
    assert.equal(rowsOf(files, file.name.slice(5, -4)).length, file.rows, file.name);
  assert.ok(rowsOf(files, 'sessions').length > 500, 'the demo has sessions');
});

test('the dictionary says what each column is, and each code has its words', () => {
  const dictionary = files.get('dictionary.csv').toString().trimEnd().split('\n').slice(1).map((line) => line.split(','));
  for (const name of [...files.keys()].filter((each) => each.startsWith('data/'))) {
    const columns = files.get(name).toString().split('\n')[0].split(',');
    assert.deepEqual(dictionary.filter(([file]) => `data/${file}.csv` === name).map(([, column]) => column), columns, name);
  }
  const codes = new Set(files.get('codes.csv').toString().split('\n').map((line) => line.split(',').slice(0, 2).join('.')));
  for (const line of dictionary.filter((each) => each.at(-1) !== '')) {
    const vocabulary = line.at(-1);
    for (const row of rowsOf(files, line[0]))
      for (const code of row[line[1]].split(' ').filter((each) => each && each !== 'kept_back'))
        assert.ok(codes.has(`${vocabulary}.${code}`), `${line[0]}.${line[1]}: ${code} of ${vocabulary}`);
  }
});

test('nothing in it is a name, an identifier, an id, a date or words', async () => {
  const data = [...files].filter(([name]) => name.startsWith('data/')).map(([, bytes]) => bytes.toString()).join('\n');
  const found = (pattern) => data.match(pattern)?.[0] ?? null; // the whole of it is no message
  assert.equal(found(/[0-9a-f]{8}-[0-9a-f]{4}-/), null, 'no id of the database');
  assert.equal(found(/\d{4}-\d{2}-\d{2}/), null, 'no date');
  assert.equal(found(/[A-Z].*/), null, 'codes are in small letters: there is no sentence and no name');
  const cells = new Set(data.toLowerCase().split(/["\n,]/));
  const known = (await server.psql(`SELECT lower(x) FROM (
      SELECT given_name AS x FROM casework.person_name UNION SELECT family_name FROM casework.person_name
      UNION SELECT display_name FROM casework.person UNION SELECT reference FROM casework.referral
      UNION SELECT reference FROM casework.episode UNION SELECT value FROM casework.person_fact
      UNION SELECT postcode FROM casework.person_fact UNION SELECT phone FROM casework.person_fact
      UNION SELECT name FROM access.user_account UNION SELECT id::text FROM casework.person) AS n
    WHERE length(x) > 2 AND lower(x) NOT IN (SELECT code FROM reference.term)`)).split('\n');
  assert.ok(known.length > 800);
  assert.deepEqual(known.filter((each) => cells.has(each)), []);
});

test('its rows belong together, and all are of somebody in it', () => {
  const ids = (name, column) => new Set(rowsOf(files, name).map((row) => row[column]));
  const persons = ids('persons', 'person');
  assert.equal(persons.size, rowsOf(files, 'persons').length, 'one row each');
  for (const name of ['referrals', 'episodes', 'risk', 'discussions', 'allocations', 'sessions', 'outcomes', 'contacts'])
    for (const person of ids(name, 'person')) assert.ok(persons.has(person), name);
  for (const [name, column, of] of [['risk', 'episode', 'episodes'], ['sessions', 'allocation', 'allocations'],
    ['decisions', 'discussion', 'discussions'], ['referral_concerns', 'referral', 'referrals']]) {
    const there = ids(of, column);
    for (const id of ids(name, column)) assert.ok(there.has(id), `${name} ${column}`);
  }
});

test('few alike are kept back: every group that shows is of five or more', async () => {
  const groups = new Map();
  for (const row of rowsOf(files, 'persons')) {
    const group = `${row.sex} ${row.ethnic_group} ${row.age_band}`;
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  for (const [group, count] of groups) assert.ok(count >= 5 || group.startsWith('kept_back'), `${group}: ${count}`);
  assert.match(files.get('README.txt').toString(), /fewer than five are alike/);
});

test('restricted records and what the police hold are not in it', async () => {
  const counted = async (sql) => Number(await server.psql(sql));
  const restricted = `SELECT DISTINCT unnest(casework.person_groups(array_agg(person_id))) FROM casework.restriction WHERE ended_at IS NULL`;
  assert.ok(await counted(`SELECT count(*) FROM (${restricted}) AS r`) > 0, 'the demo has some');
  assert.equal(rowsOf(files, 'persons').length, await counted(`SELECT count(*) FROM casework.person p
    WHERE p.merged_into IS NULL AND p.created_at <= '${first.snapshot.cut_at}' AND NOT p.id IN (${restricted})
      AND EXISTS (SELECT FROM casework.person g WHERE (g.id = p.id OR g.merged_into = p.id)
        AND (EXISTS (SELECT FROM casework.episode e WHERE e.person_id = g.id AND e.created_at <= '${first.snapshot.cut_at}')
          OR EXISTS (SELECT FROM casework.referral r WHERE r.person_id = g.id AND r.state <> 'draft' AND r.created_at <= '${first.snapshot.cut_at}')))`));
  assert.ok(rowsOf(files, 'contacts').length <= await counted('SELECT count(*) FROM casework.contact WHERE NOT held AND person_id IS NOT NULL'));
});

test('the same snapshot is the same file, byte for byte', async () => {
  const { status, body } = await ask(analyst, { snapshot: first.snapshot.code.toLowerCase() });
  assert.equal(status, 201);
  assert.equal(body.state, 'ready');
  const again = await take(analyst, body.id);
  assert.ok(again.bytes.equals(made.bytes));
  assert.equal(body.sha256, first.sha256);
});

test('extracts of one study join; those of two do not', async () => {
  const { items } = (await analyst.get('/api/v1/exports/studies')).body;
  const study = items.find((each) => each.snapshots.some(({ code }) => code === first.snapshot.code));
  const of = async (more) => {
    const { body } = await ask(analyst, more);
    const ready = await settled(analyst, body.id);
    assert.equal(ready.state, 'ready', JSON.stringify(ready));
    return (await take(analyst, body.id)).files;
  };
  const persons = new Set(rowsOf(files, 'persons').map((row) => row.person));
  const same = rowsOf(await of({ study: study.id, spokes: ['bristol'] }), 'persons');
  assert.ok(same.length > 50 && same.every((row) => persons.has(row.person)), 'Bristol\'s are among all');
  const other = await of({ study_title: 'Something else', spokes: ['bristol'] });
  assert.equal(rowsOf(other, 'persons').filter((row) => persons.has(row.person)).length, 0);
  assert.deepEqual([...new Set(rowsOf(other, 'episodes').map((row) => row.spoke))], ['bristol']);
  const bristol = await server.psql("SELECT name FROM reference.spoke WHERE code = 'bristol'");
  assert.equal(other.get('README.txt').toString().match(/^Spokes: (.*)$/m)[1], bristol);
});

test('a study that has ended makes no more pseudonyms', async () => {
  const { body } = await ask(analyst, { study_title: 'Short' });
  const ready = await settled(analyst, body.id);
  const find = async () => (await analyst.get('/api/v1/exports/studies')).body.items
    .find((each) => each.snapshots.some(({ code }) => code === ready.snapshot.code));
  const study = await find();
  assert.equal((await analyst.post(`/api/v1/exports/studies/${study.id}/end`, undefined, `"${study.version}"`)).status, 200);
  assert.equal(await server.psql(`SELECT count(*) FROM jobs.study_key WHERE study_id = '${study.id}'`), '0');
  const refused = await ask(analyst, { study: study.id });
  assert.equal(refused.status, 422);
  assert.equal(refused.body.errors[0].pointer, '/study');
  assert.equal((await ask(analyst, { snapshot: ready.snapshot.code })).status, 201, 'what was made is kept');
});

test('it needs a purpose, a study and somebody who may', async () => {
  const short = await ask(analyst, { reason: 'Because', study_title: 'x' });
  assert.equal(short.status, 422);
  assert.equal((await ask(analyst, {})).body.errors[0].detail, 'Select a study, or give a new one a name');
  assert.equal((await ask(analyst, { snapshot: 'S-AAAAAAAA' })).body.errors[0].detail, 'No snapshot of that name is kept');
  assert.equal((await ask(analyst, { spokes: ['atlantis'], study_title: 'x' })).body.errors[0].pointer, '/spokes');
  for (const role of ['hub_grant_officer', 'hub_auditor', 'spoke_coordinator', 'ig_lead', 'system_admin'])
    assert.equal((await ask(await people.as(role), { study_title: 'x' })).status, 403, role);
  assert.equal((await (await people.as('ig_lead')).get('/api/v1/exports/studies')).status, 403);
});

test('it is its owner\'s alone, and each taking is in the access log', async () => {
  const log = () => server.psql(`SELECT count(*) FROM audit.access_log WHERE record_id = '${first.id}' AND detail ->> 'step' = 'taken'`);
  const before_ = Number(await log());
  for (const role of ['hub_grant_officer', 'ig_lead', 'spoke_coordinator'])
    assert.ok([403, 404].includes((await take(await people.as(role), first.id)).status), role);
  assert.equal(Number(await log()), before_, 'nobody else\'s');
  assert.equal((await take(analyst, first.id)).status, 200);
  assert.equal(Number(await log()), before_ + 1);
});

test('it is not given to somebody who signed in long ago', async () => {
  const token = "token_hash IN (SELECT token_hash FROM access.session WHERE job_id IS NULL AND user_id = (SELECT id FROM access.user_account WHERE email = '" + analyst.account.email + "'))";
  await server.psql(`UPDATE access.session SET confirmed_at = now() - interval '6 minutes' WHERE ${token}`);
  for (const refused of [await take(analyst, first.id), await ask(analyst, { study_title: 'x' })])
    assert.equal(refused.status, 403);
  assert.equal((await analyst.confirm(analyst.account.password)).status, 200);
  assert.equal((await take(analyst, first.id)).status, 200);
});

test('bytes that were changed in the database are not given out', async () => {
  const { body } = await ask(analyst, { study_title: 'Tampered with', spokes: ['northsom'] });
  await settled(analyst, body.id);
  await server.psql(`UPDATE jobs.export_chunk SET content = set_byte(content, 40, get_byte(content, 40) # 1) WHERE export_id = '${body.id}' AND number = 0`);
  assert.equal((await take(analyst, body.id)).status, 500);
});

test('removed, it is gone, and what was taken stays written down', async () => {
  const { body } = await ask(analyst, { snapshot: first.snapshot.code });
  const gone = await analyst.post(`/api/v1/exports/${body.id}/remove`, undefined, `"${body.version}"`);
  assert.equal(gone.status, 200, gone.text);
  assert.deepEqual([gone.body.state, gone.body.moves], ['removed', []]);
  const refused = await take(analyst, body.id);
  assert.equal(refused.status, 409);
  assert.equal((await ask(analyst, { snapshot: first.snapshot.code })).status, 201, 'the snapshot is still kept');
});

test('past its time it is not given out', async () => {
  const { body } = await ask(analyst, { snapshot: first.snapshot.code });
  await server.psql(`UPDATE jobs.export SET expires_at = now() - interval '1 second' WHERE id = '${body.id}'`);
  const refused = await take(analyst, body.id);
  assert.equal(refused.status, 409);
  assert.match(JSON.parse(refused.bytes).detail, /not kept any more/);
});
