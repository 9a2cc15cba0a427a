/* Small file helpers of the build. */
import { readdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The web folder. */
export const WEB = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Every file below `folder` whose name ends with `ending`, as sorted paths
 * relative to it, with forward slashes.
 */
export function listFiles(folder, ending = '') {
  const found = [];
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(ending)) found.push(path);
    }
  };
  walk(folder);
  return found.map((p) => relative(folder, p).split(sep).join('/')).sort();
}

/** Ten letters that change when the content does. */
export function hashOf(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 10);
}
