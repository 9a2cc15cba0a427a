// Files made by a job: asked for, waited for, taken.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { unzip } from './zip.mjs';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Until the file stands so, or otherwise. */
export async function settled(who, id, states = ['ready', 'stopped', 'removed', 'refused']) {
  for (let tries = 0; tries < 1200; tries += 1) {
    const { status, body } = await who.get(`/api/v1/exports/${id}`);
    assert.equal(status, 200);
    if (states.includes(body.state)) return body;
    await pause(100);
  }
  throw new Error(`export ${id} does not come to its end`);
}

/** The file as it is given out: status, bytes, and its files where it came. */
export async function take(who, id) {
  const answer = await fetch(new URL(`/api/v1/exports/${id}/file`, who.baseUrl), { headers: { Cookie: who.cookie } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes, files: answer.status === 200 ? unzip(bytes) : null };
}

/** What the manifest says is what is there. */
export function manifestOf(files) {
  const manifest = JSON.parse(files.get('manifest.json'));
  for (const file of manifest.files) {
    assert.equal(sha256(files.get(file.name)), file.sha256, file.name);
    assert.equal(files.get(file.name).length, file.bytes, file.name);
  }
  assert.deepEqual(manifest.files.map((file) => file.name).sort(),
    [...files.keys()].filter((name) => !name.startsWith('manifest.')).sort(), 'it lists every file');
  return manifest;
}
