/* Files that keep their own name (robots.txt), and images for the pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, WEB } from './files.mjs';
import { addImage } from './styles.mjs';

/** Returns a function that gives an image's address by its name. */
export function copyStatic(site) {
  const folder = join(WEB, 'static');
  for (const path of listFiles(folder))
    site.add(`/${path}`, readFileSync(join(folder, path)));
  return (name) => addImage(site, name);
}
