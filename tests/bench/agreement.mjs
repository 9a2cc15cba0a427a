// Before anything is timed: the product and what it is measured against must
// give the same answer.
import assert from 'node:assert/strict';

import { psql } from '../support/cluster.mjs';
import { get, startPeer, startServer } from './programs.mjs';
import { referenceJourney } from './statements.mjs';

const parsed = ({ status, body }, what) => {
  assert.equal(status, 200, `${what}: ${status} ${body.slice(0, 300)}`);
  return JSON.parse(body);
};

// The policies hide what police hold back; the product says that it is there.
const openEvents = (journey) => ({ ...journey, events: journey.events.filter(({ kind }) => kind !== 'held') });

function referenceAnswer(bench, id) {
  const text = psql(bench.server, ['-c', `BEGIN; SELECT access.enter('${bench.token}', 'journey.read', gen_random_uuid(),
    'person.journey', NULL, true); ${referenceJourney().replaceAll('$1', `'${id}'::uuid`)}; COMMIT`]);
  return JSON.parse(text.split('\n').at(-1).split('|').slice(0, -1).join('|'));
}

// Gives the mean number of events in a journey.
export async function checkAgreement(bench) {
  const server = await startServer(bench);
  const peer = bench.peer && await startPeer(bench);
  await Promise.all([server, peer].filter(Boolean).map((each) => each.ready('/healthz')));
  const { token } = bench;
  let events = 0;
  for (const id of bench.ids.slice(0, 40)) {
    const path = `/api/v1/people/${id}/journey`;
    const own = parsed(await get(server.url, path, { token }), 'the journey');
    events += own.events.length;
    assert.deepEqual(referenceAnswer(bench, id), openEvents(own), `REF gives another journey of ${id}`);
    if (peer) assert.deepEqual(parsed(await get(peer.url, path, { token }), 'the peer'), openEvents(own));
  }
  const list = parsed(await get(server.url, bench.listPath, { token }), 'the list');
  assert.equal(list.items.length, bench.page);
  for (const path of peer ? [bench.listPath, `${bench.listPath}&statement=own`] : []) {
    assert.deepEqual(parsed(await get(peer.url, path, { token }), 'the peer').items, list.items);
  }
  for (const program of [server, peer].filter(Boolean)) {
    const { status } = await get(program.url, `/api/v1/people/${bench.ids[0]}/journey`, { token: 'x'.repeat(43) });
    assert.equal(status, 401, 'a token nobody has must be refused');
    await program.stop();
  }
  return events / Math.min(40, bench.ids.length);
}
