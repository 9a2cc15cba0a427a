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
