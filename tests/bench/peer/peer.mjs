// The peer: the same three operations as a good Node developer writes them
// with Fastify and pg. Same database, role, policies, triggers and token check;
// one transaction a request; named (prepared) statements; JSON made by
// PostgreSQL is passed on as text, not parsed and built anew. Reads are the
// plain statements of sql/; ?statement=own runs the product's list in them.
//
// PORT, POOL, libpq's own variables; WORKERS > 1 runs that many processes on
// the port.
import cluster from 'node:cluster';
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

import { bound, referenceJourney, referenceList } from '../statements.mjs';

const JSON_TYPES = [114, 3802];
const statements = {
  begin: { name: 'begin', text: 'BEGIN' },
  beginRead: { name: 'begin_read', text: 'BEGIN ISOLATION LEVEL REPEATABLE READ' },
  commit: { name: 'commit', text: 'COMMIT' },
  enter: { name: 'enter', text: 'SELECT access.enter($1, $2, $3, $4, NULL, $5)' },
  journey: { name: 'journey', text: referenceJourney() },
  list: { name: 'list', text: referenceList() },
  ownList: { name: 'own_list', text: bound('referral', 'referral_page') },
  create: { name: 'create', text: bound('contact', 'contact_create') },
  load: { name: 'load', text: bound('contact', 'contact_load') },
};
const STATUS = { TL401: 401, TL403: 403, TL409: 409, TL422: 422 };

const contact = {
  type: 'object',
  required: ['person_id', 'type', 'happened_at', 'seen'],
  additionalProperties: false,
  properties: {
    spoke: { type: 'string' }, person_id: { type: 'string', format: 'uuid' }, type: { type: 'string' },
    happened_at: { type: 'string', format: 'date-time' }, minutes: { type: 'integer', minimum: 1, maximum: 1440 },
    place: { type: 'string' }, seen: { type: 'boolean' }, outcomes: { type: 'array', items: { type: 'string' } },
    joint_with: { type: 'string' }, trigger: { type: 'string' }, force_reference: { type: 'string', maxLength: 60 },
    presentation: { type: 'string', maxLength: 4000 }, note: { type: 'string' },
    follow_up: { type: 'string', maxLength: 4000 }, held: { type: 'boolean' },
  },
};

function serve() {
  for (const type of JSON_TYPES) pg.types.setTypeParser(type, (text) => text);
  const pool = new pg.Pool({ max: Number(process.env.POOL ?? 8), options: '-c plan_cache_mode=force_generic_plan' });
  const app = Fastify({ logger: false });
  const tokenOf = (request) => /(?:^|;\s*)__Host-throughline=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';

  async function within(request, { permission, operation, reading }, work) {
    const client = await pool.connect();
    try {
      await client.query(reading ? statements.beginRead : statements.begin);
      await client.query({ ...statements.enter,
        values: [tokenOf(request), permission, randomUUID(), operation, reading] });
      const result = await work(client);
      await client.query(statements.commit);
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  app.setErrorHandler((error, request, reply) => {
    const status = STATUS[error.code] ?? error.statusCode ?? 500;
    return reply.code(status).send({ type: 'about:blank', status, detail: status < 500 ? error.message : undefined });
  });

  app.get('/api/v1/people/:id/journey', async (request, reply) => {
    const { rows } = await within(request,
      { permission: 'journey.read', operation: 'person.journey', reading: true },
      (client) => client.query({ ...statements.journey, values: [request.params.id], rowMode: 'array' }));
    if (rows.length === 0) return reply.code(404).send({ status: 404 });
    return reply.type('application/json').send(rows[0][0]);
  });

  app.get('/api/v1/referrals', async (request, reply) => {
    const { spoke = null, limit = 25, statement } = request.query;
    const last = Number(limit) + 1;
    const { rows } = await within(request,
      { permission: 'referral.read', operation: 'referral.list', reading: true },
      (client) => client.query(statement === 'own'
        ? { ...statements.ownList, values: [spoke, null, null, null, last], rowMode: 'array' }
        : { ...statements.list, values: [spoke, last], rowMode: 'array' }));
    const shown = rows.slice(0, Number(limit));
    const next = rows.length > shown.length ? Buffer.from(shown.at(-1)[1]).toString('base64url') : null;
    return reply.type('application/json')
      .send(`{"items":[${shown.map(([item]) => item).join(',')}],"next":${JSON.stringify(next)}}`);
  });

  app.post('/api/v1/contacts', { schema: { body: contact } }, async (request, reply) => {
    const id = randomUUID();
    const { rows } = await within(request,
      { permission: 'contact.write', operation: 'contact.create', reading: false },
      async (client) => {
        await client.query({ ...statements.create, values: [id, JSON.stringify(request.body)] });
        return client.query({ ...statements.load, values: [id], rowMode: 'array' });
      });
    return reply.code(201).header('Location', `/api/v1/contacts/${id}`).header('ETag', `"${rows[0][1]}"`)
      .type('application/json').send(rows[0][0]);
  });

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
  process.on('SIGTERM', () => process.exit(0));
}

const workers = Number(process.env.WORKERS ?? 1);
if (workers > 1 && cluster.isPrimary) {
  for (let n = 0; n < workers; n++) cluster.fork();
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.kill();
    process.exit(0);
  });
} else {
  serve();
}
