// One box: what it finds, how it says why, and what it tells nobody.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { accountsOf } from '../support/api.mjs';
import { expectStatus } from '../support/meeting.mjs';
import { useServer } from '../support/server.mjs';

const SPOKE = 'bristol';
const WHY = new Set(['same_name', 'name_begins', 'sounds_like', 'similar_name', 'same_dob', 'reference']);
let server;
let people;
let anna;
let nora;
let mark; // letters nobody else's name has, another in each run

before(async () => {
  server = await useServer();
  people = accountsOf(server);
  anna = await people.as('spoke_coordinator', SPOKE);
  nora = await people.as('spoke_coordinator', 'northsom');
  mark = Array.from({ length: 5 }, () => 'bdfgklmnprt'[Math.floor(Math.random() * 11)] + 'aeiou'[Math.floor(Math.random() * 5)]).join('');
});
after(() => server?.stop());

const make = async (client, spoke, body) =>
  expectStatus(await client.post('/api/v1/people', { spoke, not_same_as: [], ...body }), 201).body;
const search = async (client, q) =>
  expectStatus(await client.get(`/api/v1/search?q=${encodeURIComponent(q)}`), 200).body.items;
const found = async (client, q, person) => (await search(client, q)).find((hit) => hit.id === person.id);

describe('by name', () => {
  let person;
  before(async () => {
    person = await make(anna, SPOKE, {
      given_name: `Ana-María ${mark}`, family_name: `O’${mark}well-Stone${mark}`, known_as: `Kit${mark}`, born_on: '2009-08-31',
      other_names: [{ kind: 'street', given_name: `Lil ${mark}o` }] });
  });

  it('finds any word of it, whole or begun, in any order', async () => {
    for (const q of [`o'${mark}well`, `O${mark}WELL`, `stone${mark}`, `${mark} stone${mark}`, `stone${mark} ana`,
      `ana maria o${mark}`, `anamaria`, `o ${mark}well`, `Stone${mark}, Ana María`, `kit${mark}`, `lil ${mark}o`, `o${mark}we`]) {
      const hit = await found(anna, q, person);
      assert.ok(hit, q);
      assert.ok(['same_name', 'name_begins'].includes(hit.why), `${q}: ${hit.why}`);
    }
  });

  it('is forgiving of spelling', async () => {
    for (const q of [`stonn${mark}`, `o${mark}wel stone${mark}`, `anna mariah stone${mark}`])
      assert.ok(await found(anna, q, person), q);
  });

  it('says what matched, where it is not the name shown', async () => {
    assert.equal((await found(anna, `lil ${mark}o`, person)).matched, `Lil ${mark}o`);
    const shown = await found(anna, `kit${mark} o${mark}well`, person);
    assert.ok(WHY.has(shown.why));
    assert.equal(shown.href, `/people/${person.id}`);
    assert.equal(shown.kind, 'person');
    assert.equal(shown.age, person.age);
  });

  it('puts the whole name first, and nobody twice', async () => {
    const namesake = await make(anna, SPOKE, { given_name: `Ana-María ${mark}`, family_name: `Stone${mark}` });
    const hits = await search(anna, `Ana María ${mark} Stone${mark}`);
    assert.equal(hits[0].id, namesake.id);
    assert.equal(new Set(hits.map((hit) => hit.id)).size, hits.length);
    assert.ok(hits.every((hit, i) => i === 0 || hits[i - 1].score >= hit.score));
  });

  it('finds a former name, and a new one at once', async () => {
    const path = `/api/v1/people/${person.id}/names`;
    const added = expectStatus(await anna.post(path, { kind: 'alias', given_name: `Zed${mark}` }), 201).body;
    assert.ok(await found(anna, `zed${mark}`, person));
    const alias = added.names.find((each) => each.kind === 'alias');
    expectStatus(await anna.post(`${path}/${alias.id}/end`), 200);
    assert.ok(await found(anna, `zed${mark}`, person));
  });

  it('tells another spoke, and other roles, nothing', async () => {
    for (const q of [`o${mark}well`, `stone${mark}`, `kit${mark}`, `stonn${mark}`, '31/8/2009', `kit${mark} 31/8/2009`])
      assert.ok(!await found(nora, q, person), q);
    for (const role of ['panel_member', 'referrer', 'provider_worker', 'hub_auditor', 'system_admin'])
      assert.equal((await (await people.as(role, SPOKE)).get(`/api/v1/search?q=stone${mark}`)).status, 403, role);
    assert.equal((await people.nobody.get('/api/v1/search?q=stone')).status, 401);
  });

  it('answers words with no names in them', async () => {
    for (const q of ['%', '_%', '\\', "'; DROP TABLE casework.person; --", '*', '((', '🔪', 'a'.repeat(200), '- . / ’'])
      assert.equal((await anna.get(`/api/v1/search?q=${encodeURIComponent(q)}`)).status, 200, q);
    assert.equal((await anna.get('/api/v1/search?q=')).status, 422);
    assert.equal((await anna.get('/api/v1/search')).status, 422);
    assert.equal((await anna.get(`/api/v1/search?q=${'a'.repeat(201)}`)).status, 422);
  });
});

describe('by date of birth', () => {
  it('reads a date as people write it', async () => {
    const person = await make(anna, SPOKE, { given_name: `Datum${mark}`, family_name: `Von${mark}`, born_on: '2008-02-29' });
    for (const q of ['29/2/2008', '29/02/2008', '29-2-2008', '29.2.08', '29 2 2008', '29022008', '2008-02-29', '29 Feb 2008', '29th February 2008',
      '29th of February, 2008', 'February 29, 2008', 'Feb 29th 08', '2008/2/29', '29-feb-08',
      `datum${mark} 29/2/2008`, `29/2/2008 von${mark}`]) {
      const hit = await found(anna, q, person);
      assert.ok(hit, q);
      assert.equal(hit.why, 'same_dob');
    }
    for (const q of ['28/2/2008', '2/29/2008', '30/2/2008', '31/2/2008'])
      assert.ok(!await found(anna, q, person), q);
  });

  it('puts the one of that name first', async () => {
    const born_on = '2007-11-05';
    const made = [];
    for (const given_name of ['Oberon', `Zweit${mark}`, 'Leocadia']) {
      const body = { given_name, family_name: `${given_name.slice(0, 3)}${mark}`, born_on };
      const like = (await anna.get(`/api/v1/people/matches?${new URLSearchParams(body)}`)).body.items;
      made.push(await make(anna, SPOKE, { ...body, not_same_as: like.map((each) => each.person_id).filter(Boolean) }));
    }
    const hits = await search(anna, `zweit${mark} 5/11/2007`);
    assert.equal(hits[0].id, made[1].id);
    const others = hits.filter((hit) => made.some((each) => each.id === hit.id));
    assert.equal(others.length, 3);
  });
});

describe('by reference', () => {
  it('finds the young person of an episode or referral', async () => {
    const person = await make(anna, SPOKE, { given_name: `Ref${mark}`, family_name: `Num${mark}` });
    const episode = expectStatus(await anna.post('/api/v1/episodes', { spoke: SPOKE, person_id: person.id, state: 'listed' }), 201).body;
    const { reference } = episode; // BR-E26-0001
    const number = String(Number(reference.slice(7)));
    for (const q of [reference, reference.toLowerCase(), reference.replaceAll('-', ''), reference.replaceAll('-', ' '),
      `${reference.slice(0, 6)}-${number}`]) {
      const hit = await found(anna, q, person);
      assert.equal(hit?.why, 'reference', q);
      assert.deepEqual(await search(nora, q), [], q);
    }
  });

  it('finds a referral that nobody is linked to yet', async () => {
    const referral = expectStatus(await anna.post('/api/v1/referrals', {
      spoke: SPOKE, given_name: `Solo${mark}`, source: 'school', concerns: [{ concern: 'weapon_carrying' }],
      primary_concern: 'weapon_carrying', concern_on: '2026-03-02', narrative: 'A knife.', family_informed: 'informed',
      support_agreement: 'agreed', sharing_gateway: 'pcsc_2022', urgency: 'standard', submit: true }), 201).body;
    const [hit] = await search(anna, referral.reference);
    assert.deepEqual([hit.kind, hit.id, hit.href], ['referral', referral.id, `/referrals/${referral.id}`]);
    assert.deepEqual(await search(nora, referral.reference), []);
  });
});

describe('by identifier', () => {
  it('finds exactly whom it names, with or without spaces and slashes, in the spoke that holds it', async () => {
    const person = await make(anna, SPOKE, { given_name: `Idem${mark}`, family_name: `Nume${mark}` });
    const digits = String(Date.now()).slice(-9);
    const value = `5200/${digits}/16`;
    expectStatus(await anna.post(`/api/v1/people/${person.id}/identifiers`, { code: 'niche_reference', value }), 201);
    for (const q of [value, value.replaceAll('/', ''), value.replaceAll('/', ' '), `5200 / ${digits}/ 16`]) {
      const hits = await search(anna, q);
      assert.deepEqual(hits.map(({ id, why, matched }) => [id, why, matched]), [[person.id, 'same_niche_reference', null]], q);
      assert.deepEqual(await search(nora, q), [], q);
    }
    assert.deepEqual(await search(anna, `5200/${digits}/1`), []);
    const log = JSON.parse(await server.psql(`SELECT detail -> 'ids' FROM audit.access_log
      WHERE operation = 'search.show' AND action = 'search' AND detail -> 'ids' ? '${person.id}' ORDER BY id DESC LIMIT 1`));
    assert.deepEqual(log, [person.id]);
  });
});

describe('what is searched for', () => {
  it('is written down with whom it found', async () => {
    const person = await make(anna, SPOKE, { given_name: `Log${mark}`, family_name: `Buch${mark}` });
    await search(anna, `log${mark}`);
    const ids = JSON.parse(await server.psql(`SELECT detail -> 'ids' FROM audit.access_log
      WHERE operation = 'search.show' AND action = 'search' AND detail -> 'ids' ? '${person.id}' ORDER BY id DESC LIMIT 1`));
    assert.ok(ids.includes(person.id));
  });
});
