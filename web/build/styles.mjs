/* styles/main.scss and the pages' own .scss into one CSS file. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as sass from 'sass';
import { hashOf, listFiles, WEB } from './files.mjs';

const IMAGES = [
  join(WEB, 'assets/images'),
  join(WEB, 'node_modules/@ministryofjustice/frontend/moj/assets/images'),
  join(WEB, 'node_modules/govuk-frontend/dist/govuk/assets/images'),
];

/** Returns the address of the style sheet. */
export function buildStyles(site) {
  const rooms = listFiles(join(WEB, 'pages'), '.scss');
  const source = ['styles/main', ...rooms.map((path) => `pages/${path}`)]
    .map((path, at) => `@use "${path}" as part${at};\n`)
    .join('');
  const { css } = sass.compileString(source, {
    url: pathToFileURL(join(WEB, 'styles.scss')),
    loadPaths: [WEB, join(WEB, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
    logger: { warn: warnUnlessKnown },
  });
  const done = css.replace(
    /url\(["']?\/assets\/images\/([^)"']+)["']?\)/g,
    (all, name) => `url(${addImage(site, name)})`,
  );
  if (/@font-face|crown/.test(done))
    throw new Error('styles: a font or crown that is not ours to use');
  return site.add(`/assets/throughline.${hashOf(done)}.css`, done, {
    immutable: true,
  });
}

/* The MOJ's alert still uses what GOV.UK has replaced: not ours to mend. */
function warnUnlessKnown(message, { span }) {
  if (message.includes('govuk-text-colour')) return;
  console.warn(`styles: ${message} ${span?.url ?? ''}:${span?.start.line ?? ''}`);
}

/** Copies an image of ours, the MOJ's or GOV.UK's; returns its address. */
export function addImage(site, name) {
  const folder = IMAGES.find((at) => existsSync(join(at, name)));
  if (!folder) throw new Error(`no image ${name}`);
  const bytes = readFileSync(join(folder, name));
  const ending = extname(name);
  const stem = basename(name, ending);
  const url = `/assets/images/${stem}.${hashOf(bytes)}${ending}`;
  if (site.files.some((file) => file.url === url)) return url;
  return site.add(url, bytes, { immutable: true });
}
