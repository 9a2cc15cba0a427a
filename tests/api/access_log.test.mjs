// Who has looked: what a coordinator and the governance lead are told of it,
// and that another spoke's coordinator is told nothing.
import { after, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { accountsOf, inventedName } from '../support/api.mjs';
import { useServer } from '../support/server.mjs';

let server, anna, north, ig, officer, person;

before(async () => {
  server = await useServer();
  const people = accountsOf(server);
  [anna, north, officer, ig] = [await people.as('spoke_coordinator', 'bristol'), await people.as('spoke_coordinator', 'northsom'),
    await people.as('eit_officer', 'bristol'), await people.as('ig_lead')];
  const made = await anna.post('/api/v1/people', { spoke: 'bristol', ...inventedName(), born_on: '2011-03-04' });
  assert.equal(made.status, 201, made.text);
  person = made.body.id;
  for (let n = 0; n < 3; n++) assert.equal((await officer.get(`/api/v1/people/${person}`)).status, 200);
  assert.equal((await officer.get(`/api/v1/people/${person}/journey`)).status, 200);
});
after(async () => { await server.stop(); });

const items = async (client, path) => {
  const { status, body, text } = await client.get(path);
  assert.equal(status, 200, text);
  return body.items;
};

describe('who has looked at a record', () => {
  test('everybody who opened or changed it, and how often', async () => {
    for (const reader of [anna, ig]) {
      const found = await items(reader, `/api/v1/access-log/readers?person_id=${person}`);
      assert.equal(found.length, 2);
      const [last, first] = found;
      assert.equal(last.opened, 4, 'three openings and the journey');
      assert.equal(last.changed, 0);
      assert.ok(last.roles.length > 0 && last.user.name);
      assert.ok(first.changed > 0, 'who made the record is in it');
      assert.ok(last.first_at <= last.last_at);
    }
  });

  test('another spoke is told nothing, as of one that does not exist', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const id of [person, nobody]) {
      for (const path of [`readers?person_id=${id}`, `?person_id=${id}`]) {
        assert.deepEqual(await items(north, `/api/v1/access-log/${path}`.replace('/?', '?')), []);
      }
    }
  });

  test('without a young person it is asked for one', async () => {
    const { status, body } = await anna.get('/api/v1/access-log/readers');
    assert.equal(status, 422);
    assert.equal(body.errors[0].detail, 'Choose the young person');
  });

  test('to read the log is in the log', async () => {
    await items(anna, `/api/v1/access-log?person_id=${person}`);
    const [newest] = await items(anna, `/api/v1/access-log?person_id=${person}&limit=1`);
    assert.equal(newest.record, 'access_log');
    assert.equal(newest.operation, 'access_log.list');
  });
});

describe('the entries', () => {
  test('say who, what and when, newest first, a page at a time', async () => {
    const path = `/api/v1/access-log?person_id=${person}&action=view`;
    const all = await items(anna, path);
    const looked = all.filter(({ record }) => record === 'person');
    assert.equal(looked.length >= 3, true);
    assert.equal(looked[0].person.id, person);
    assert.ok(all.every(({ id }, n) => n === 0 || id < all[n - 1].id));
    const first = await anna.get(`${path}&limit=2`);
    assert.deepEqual(first.body.items.map(({ id }) => id),
      (await items(anna, path)).filter(({ id }) => id <= first.body.items[0].id).slice(0, 2).map(({ id }) => id));
    const second = await anna.get(`${path}&limit=2&cursor=${first.body.next}`);
    assert.ok(second.body.items[0].id < first.body.items[1].id);
  });

  test('are narrowed to a user, a spoke, days', async () => {
    const [{ user }] = await items(anna, `/api/v1/access-log/readers?person_id=${person}`);
    const theirs = await items(anna, `/api/v1/access-log?user_id=${user.id}&limit=200`);
    assert.ok(theirs.length > 0 && theirs.every((entry) => entry.user.id === user.id));
    assert.deepEqual(await items(anna, `/api/v1/access-log?person_id=${person}&to=2020-01-01`), []);
    for (const entry of await items(anna, '/api/v1/access-log?spoke=bristol')) assert.ok(['bristol', null].includes(entry.spoke));
    assert.deepEqual(await items(north, '/api/v1/access-log?spoke=bristol'), []);
  });

  test('show the governance lead no names of young people', async () => {
    for (const entry of await items(ig, `/api/v1/access-log?person_id=${person}`)) assert.equal(entry.person.name, null);
  });
});

describe('what is worth asking about', () => {
  test('an opening by somebody without a part in the case, until they have one', async () => {
    const about = async (client, spoke = 'bristol') =>
      (await items(client, `/api/v1/access-log/unusual?spoke=${spoke}`))
        .filter(({ reason, person: whom }) => reason === 'no_part' && whom.id === person);
    const [one] = await about(anna);
    assert.equal(one.times, 4);
    assert.equal((await about(ig)).length, 1);
    assert.deepEqual(await items(north, '/api/v1/access-log/unusual?spoke=bristol'), []);
    const logged = await officer.post('/api/v1/contacts', { person_id: person, type: 'home_visit',
      happened_at: new Date(Date.now() - 3600e3).toISOString(), seen: true });
    assert.equal(logged.status, 201, logged.text);
    assert.deepEqual(await about(anna), []);
  });

  test('more than forty young people in one day', async () => {
    const user = (await officer.get('/api/v1/session')).body.user.id;
    await server.psql(`INSERT INTO audit.access_log (request_id, user_id, action, record_kind, person_id, spoke_id)
      SELECT gen_random_uuid(), '${user}', 'view', 'person', s.person_id, s.spoke_id
        FROM casework.person_spoke s WHERE s.spoke_id = reference.spoke_id('bristol') LIMIT 41`);
    const many = (await items(anna, '/api/v1/access-log/unusual?spoke=bristol')).filter(({ reason }) => reason === 'many');
    assert.ok(many.some(({ user: who, people }) => who.id === user && people >= 41));
  });

  test('what was opened without a request of the server counts as well', async () => {
    const user = (await ig.get('/api/v1/session')).body.user.id;
    await server.psql(`INSERT INTO audit.access_log (user_id, action, record_kind, person_id, spoke_id)
      SELECT '${user}', 'view', 'person', s.person_id, s.spoke_id
        FROM casework.person_spoke s WHERE s.spoke_id = reference.spoke_id('bristol') LIMIT 41`);
    const many = (await items(anna, '/api/v1/access-log/unusual?spoke=bristol')).find((each) => each.reason === 'many' && each.user.id === user);
    assert.ok(many.times > 0, JSON.stringify(many));
  });
});

describe('what names no spoke', () => {
  const newest = async (client, action) => (await items(client, `/api/v1/access-log?action=${action}&limit=200`));

  test('a search is in the list of the spoke the searcher works in, with its words', async () => {
    const { family_name: name } = inventedName();
    assert.equal((await officer.get(`/api/v1/search?q=${name}`)).status, 200);
    assert.ok((await newest(anna, 'search')).some((entry) => entry.words === name && entry.shown === 0));
    const told = await newest(ig, 'search');
    assert.ok(told.length > 0 && told.every((entry) => entry.words === null), 'no names for the governance lead');
    assert.ok((await newest(north, 'search')).every((entry) => entry.words !== name));
  });

  test('what was asked before a record is made is in it, too', async () => {
    const { given_name: given, family_name: family } = inventedName();
    assert.equal((await officer.get(`/api/v1/people/matches?given_name=${given}&family_name=${family}&born_on=2010-05-06`)).status, 200);
    assert.ok((await newest(anna, 'search')).some((entry) => entry.words === `${given} ${family}, 2010-05-06`));
  });

  test('a journey is told to who keeps that young person, and its reader who works elsewhere to nobody else', async () => {
    const user = (await officer.get('/api/v1/session')).body.user.id;
    const theirs = await server.psql(`SELECT person_id FROM casework.person_spoke s JOIN casework.person p ON p.id = s.person_id
      WHERE p.spoke_ids = ARRAY[reference.spoke_id('northsom')] AND NOT EXISTS (SELECT FROM casework.restriction r WHERE r.person_id = p.id) LIMIT 1`);
    await server.psql(`INSERT INTO audit.access_log (request_id, user_id, action, record_kind, person_id)
      VALUES (gen_random_uuid(), '${user}', 'view', 'journey', '${theirs}')`);
    for (const path of ['', `?user_id=${user}&limit=200`])
      assert.ok((await items(anna, `/api/v1/access-log${path}`)).every((entry) => entry.person?.id !== theirs));
    assert.ok((await items(north, `/api/v1/access-log/readers?person_id=${theirs}`)).some((reader) => reader.user.id === user));
    assert.ok((await items(north, `/api/v1/access-log?person_id=${theirs}`)).some((entry) => entry.user?.id === user));
  });
});

describe('what was refused', () => {
  const refused = async (client, more = '') => items(client, `/api/v1/access-log?action=refused&limit=200${more}`);

  test('a record of another spoke: its own coordinator is told who asked, nobody else', async () => {
    const user = (await north.get('/api/v1/session')).body.user.id;
    assert.equal((await north.get(`/api/v1/people/${person}`)).status, 404);
    const [entry] = await refused(anna, `&person_id=${person}`);
    assert.equal(entry.user.id, user);
    assert.equal(entry.operation, 'person.show');
    assert.equal(entry.spoke, 'bristol');
    assert.ok((await refused(north)).every((each) => each.person?.id !== person));
    const asked = (await items(anna, '/api/v1/access-log/unusual?spoke=bristol')).find((each) => each.reason === 'refused_here' && each.user.id === user);
    assert.ok(asked.times >= 1 && (asked.people !== null || asked.person.id === person));
    assert.ok((await items(anna, `/api/v1/access-log/readers?person_id=${person}`)).every((reader) => reader.user.id !== user), 'they saw nothing');
  });

  test('a record that is not there leaves the asking, and no more', async () => {
    assert.equal((await north.get('/api/v1/people/00000000-0000-4000-8000-0000000000aa')).status, 404);
    const [entry] = await refused(north);
    assert.deepEqual([entry.person, entry.spoke, entry.operation], [null, null, 'person.show']);
  });

  test('an operation one is not entitled to, read or write', async () => {
    assert.equal((await officer.get('/api/v1/access-log')).status, 403);
    assert.equal((await officer.get('/api/v1/retention')).status, 403);
    const told = (await refused(anna)).map((entry) => entry.operation);
    assert.ok(told.includes('access_log.list'), told.join());
    assert.ok(told.some((operation) => operation.startsWith('retention.')), told.join());
  });

  test('without a session nothing is written', async () => {
    const before_ = await server.psql("SELECT count(*) FROM audit.access_log WHERE action = 'refused' AND user_id IS NULL");
    assert.equal((await fetch(new URL(`/api/v1/people/${person}`, server.baseUrl))).status, 401);
    assert.equal(await server.psql("SELECT count(*) FROM audit.access_log WHERE action = 'refused' AND user_id IS NULL"), before_);
  });
});

describe('what the log itself must not tell', () => {
  test('that the police hold something: not to the coordinator before it is released', async () => {
    const logged = await officer.post('/api/v1/contacts', { person_id: person, type: 'home_visit', held: true,
      happened_at: new Date(Date.now() - 7200e3).toISOString(), seen: true });
    assert.equal(logged.status, 201, logged.text);
    await server.psql(`UPDATE casework.contact SET held = true WHERE id = '${logged.body.id}' AND NOT held`);
    const request = await server.psql(`SELECT max(id) FROM audit.access_log WHERE record_id = '${logged.body.id}'`);
    for (const path of [`?person_id=${person}&limit=200`, '?spoke=bristol&limit=200'])
      assert.ok((await items(anna, `/api/v1/access-log${path}`)).every((entry) => String(entry.id) !== request), path);
    assert.ok((await items(ig, `/api/v1/access-log?person_id=${person}&limit=200`)).some((entry) => String(entry.id) === request));
  });

  test('who looked at one of two records of a young person: the same for either', async () => {
    const second = await anna.post('/api/v1/people', { spoke: 'bristol', ...inventedName(), born_on: '2011-03-04' });
    assert.equal((await officer.get(`/api/v1/people/${second.body.id}`)).status, 200);
    await server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE casework.person SET merged_into = '${person}' WHERE id = '${second.body.id}'; COMMIT`);
    const ids = async (id) => (await items(anna, `/api/v1/access-log?person_id=${id}&action=view&limit=200`)).filter(({ record }) => record === 'person').map((entry) => entry.id);
    assert.deepEqual(await ids(second.body.id), await ids(person));
    await server.psql(`BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE casework.person SET merged_into = NULL WHERE id = '${second.body.id}'; COMMIT`);
  });
});
