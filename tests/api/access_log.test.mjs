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
    for (const entry of await items(anna, '/api/v1/access-log?spoke=bristol')) assert.equal(entry.spoke, 'bristol');
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
});
