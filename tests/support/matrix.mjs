// The reviewed matrices of config/access: who may do what. Tests hold the
// product to them; UPDATE_MATRIX=yes makes a test write what it finds, and the
// difference is for whoever reviews the change.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './server.mjs';

export const ROLES = ['spoke_coordinator', 'project_officer', 'eit_officer', 'eit_sergeant', 'panel_member',
  'referrer', 'provider_worker', 'hub_auditor', 'hub_analyst', 'hub_grant_officer', 'ig_lead',
  'system_admin'];

const pathOf = (name) => join(root, 'config/access', `${name}.csv`);

/** Rows of cells without commas; the first row is the heading. */
export const writeMatrix = (name, rows) => writeFile(pathOf(name), `${rows.map((row) => row.join(',')).join('\n')}\n`);

/** Map of the first column to a Map of heading to cell. */
export async function readMatrix(name) {
  const [head, ...rows] = (await readFile(pathOf(name), 'utf8')).trim().split('\n').map((line) => line.split(','));
  return new Map(rows.map(([first, ...cells]) => [first, new Map(cells.map((cell, n) => [head[n + 1], cell]))]));
}

const OPERATION_COLUMNS = ['operation', 'about', 'scope', 'summary'];
const cellsOf = (line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
const quoted = (text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows of a file with commas in its cells, the heading first. */
export const readRows = async (path) =>
  (await readFile(join(root, path), 'utf8')).trim().split('\n').map(cellsOf);

/** Map of "operation,about,scope" to a Map of role (and "summary") to what stands there. */
export async function readOperations() {
  const rows = await readRows('config/access/operations.csv').catch(() => [[]]);
  return new Map(rows.slice(1).map((row) => [row.slice(0, 3).join(','),
    new Map([['summary', row[3]], ...ROLES.map((role, n) => [role, row[n + 4]])])]));
}

/**
 * plans: {cell, operation, scopes}; answers: the row's key to a Map of role to
 * code; what was not asked stays as it is reviewed.
 */
export const writeOperations = (plans, answers, reviewed, keyOf) => writeMatrix('operations', [[...OPERATION_COLUMNS, ...ROLES],
  ...plans.flatMap(({ cell, operation, scopes }) => scopes.map((scope) => {
    const key = keyOf(cell, scope);
    return [...key.split(','), quoted(operation.summary), ...ROLES.map((role) => answers.get(key)?.get(role) ?? reviewed.get(key)?.get(role) ?? 'missing')];
  }))]);
