/*
 * Builds the site: node build.mjs OUT_DIR
 *
 * Pages become static HTML (the same bytes for every user), styles one CSS
 * file, scripts ES modules, all with hashed names and compressed beforehand.
 * site.json tells the server what there is.
 */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildPages } from './build/pages.mjs';
import { buildScripts } from './build/scripts.mjs';
import { buildStyles } from './build/styles.mjs';
import { Site } from './build/site.mjs';
import { copyStatic } from './build/static.mjs';

const out = process.argv[2];
if (!out) {
  console.error('usage: node build.mjs OUT_DIR');
  process.exit(2);
}

const started = Date.now();
const site = new Site(resolve(out));
rmSync(site.root, { recursive: true, force: true });
const assets = {
  style: buildStyles(site),
  scripts: buildScripts(site),
  image: copyStatic(site),
};
buildPages(site, assets);
site.finish();
console.log(
  `web: ${site.pages.length} pages, ${site.files.length} files, ` +
    `${Date.now() - started} ms`,
);
