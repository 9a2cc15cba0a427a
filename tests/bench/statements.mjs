// The product's own statements, read from db/<room>/<room>.sql as the build
// does, and made into pgbench scripts: one pipeline a transaction, prepared.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = fileURLToPath(new URL('./', import.meta.url));

// `-- name: x(a uuid, b text)` with its statement; the parameters may run on.
function parse(block) {
  const lines = block.split('\n');
  let header = '';
  let at = 0;
  for (; lines[at]?.startsWith('--'); at++) header += `${lines[at].slice(2).trim()} `;
  const [, name, list] = /name:\s*(\w+)\(([^)]*)\)/.exec(header);
  const parameters = list.split(',').map((each) => each.trim().split(/\s+/)).filter(([each]) => each)
    .map(([parameter, ...type]) => ({ parameter, type: type.join(' ') }));
  const body = lines.slice(at).filter((line) => !line.startsWith('--')).join('\n')
    .trim().replace(/;\s*$/, '');
  return [name, { name, parameters, body }];
}

const rooms = new Map();
function statementsOf(room) {
  if (!rooms.has(room)) {
    const text = readFileSync(join(root, 'db', room, `${room}.sql`), 'utf8');
    rooms.set(room, new Map(text.split(/^(?=-- name:)/m).slice(1).map(parse)));
  }
  return rooms.get(room);
}

function replaced(statement, giving) {
  return statement.parameters.reduce((body, { parameter, type }, n) =>
    body.replace(new RegExp(`(?<![:\\w\\]]):${parameter}\\b`, 'g'), () => giving(parameter, type, n)),
  statement.body);
}

// With $1, $2 and so on, for a client that binds.
export function bound(room, name) {
  const statement = statementsOf(room).get(name);
  return replaced(statement, (parameter, type, n) => `$${n + 1}::${type}`);
}

// With SQL in the parameters' places; what is not given is NULL.
export function filled(room, name, values = {}) {
  const statement = statementsOf(room).get(name);
  if (!statement) throw new Error(`db/${room} has no statement ${name}`);
  const unknown = Object.keys(values).filter((key) => !statement.parameters.some((p) => p.parameter === key));
  if (unknown.length > 0) throw new Error(`${name} has no parameter ${unknown}`);
  return replaced(statement, (parameter, type) => `(${values[parameter] ?? 'NULL'})::${type}`);
}

const reference = (name) =>
  readFileSync(join(here, `sql/reference_${name}.sql`), 'utf8')
    .split('\n').filter((line) => !line.startsWith('--')).join('\n').trim();
export const referenceJourney = () => reference('journey');
export const referenceList = () => reference('list');

// What a request's transaction is for the server, with `statements` inside.
export function transaction({ token, permission, operation, reading, statements }) {
  const enter = filled('transaction', 'transaction_enter', { token: `'${token}'`,
    permission: `'${permission}'`, request_id: 'gen_random_uuid()', operation: `'${operation}'`,
    purpose: 'NULL', reading: reading ? 'true' : 'false' });
  return [filled('transaction', reading ? 'transaction_begin_read' : 'transaction_begin_write'),
    enter, ...statements, 'COMMIT'];
}

// pgbench takes :MI in 'HH24:MI' for a variable, too.
const withoutColons = (sql) => sql.replace(/'[^']*'/g, (text) => text.replace(/:(?=\w)/g, ":' || '"));

// A script for pgbench: `before` are its backslash commands.
export function writeScript(path, before, statements) {
  writeFileSync(path, [...before, '\\startpipeline', ...statements.map((each) => `${withoutColons(each)};`),
    '\\endpipeline', ''].join('\n'));
  return path;
}
