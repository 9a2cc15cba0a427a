/*
 * pages/people/view.njk -> /people/view.html.
 *
 * A page is its front matter ("name: value" lines between ---) and the
 * content of <main>. It is wrapped in layouts/page.njk, and every macro of
 * layouts/macros/ is at hand without importing it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import { listFiles, WEB } from './files.mjs';
import { reference, vocabularyAttributes } from './reference.mjs';

const LAYOUTS = join(WEB, 'layouts');
const MACROS = join(LAYOUTS, 'macros');

/** Renders every page and registers its patterns. */
export function buildPages(site, assets) {
  const env = environment(assets);
  for (const path of listFiles(join(WEB, 'pages'), '.njk')) {
    const { matter, body } = readPage(path);
    const stem = path.replace(/\.njk$/, '');
    const template = `{% extends "page.njk" %}
      {% block content %}${body}{% endblock %}`;
    const scripts = scriptsOf(path, matter, assets);
    const html = renderPage(env, path, template, { ...matter, scripts });
    const file = site.add(`/${stem}.html`, tidy(html));
    for (const pattern of matter.pattern.split(','))
      site.addPage(pattern.trim(), file);
  }
}

/* Nunjucks tells its whole stack: the last line says what is wrong. */
function renderPage(env, path, template, names) {
  try {
    return env.renderString(template, names);
  } catch (error) {
    const last = error.message.trim().split('\n').at(-1).trim();
    throw new Error(`pages/${path}: ${last}`);
  }
}

function environment(assets) {
  const loader = new nunjucks.FileSystemLoader([
    LAYOUTS,
    join(WEB, 'node_modules/govuk-frontend/dist'),
    join(WEB, 'node_modules/@ministryofjustice/frontend'),
  ]);
  const env = new nunjucks.Environment(loader, {
    autoescape: true,
    throwOnUndefined: false,
    trimBlocks: true,
    lstripBlocks: true,
  });
  env.addGlobal('asset', assets);
  env.addGlobal('reference', reference);
  env.addGlobal('vocabularyAttributes', vocabularyAttributes);
  env.addGlobal('withType', withType);
  shareMacros(env);
  return env;
}

/* Every macro of every file of macros/, callable from pages and from each
 * other without importing. Names that begin with _ stay in their file. */
function shareMacros(env) {
  for (const path of listFiles(MACROS, '.njk'))
    env.getTemplate(`macros/${path}`).getExported((error, exported) => {
      if (error) throw error;
      for (const [name, macro] of Object.entries(exported)) {
        if (typeof macro !== 'function' || name.startsWith('_')) continue;
        if (name in env.globals) throw new Error(`two macros are called ${name}`);
        env.addGlobal(name, macro);
      }
    });
}

function readPage(path) {
  const text = readFileSync(join(WEB, 'pages', path), 'utf8');
  const parts = text.match(/^---\n([\s\S]*?)\n---\n([\s\S]*)$/);
  if (!parts) throw new Error(`pages/${path}: no front matter`);
  const matter = {};
  for (const line of parts[1].split('\n')) {
    const pair = line.match(/^([a-z_]+):\s*(.*?)\s*$/);
    if (!pair) throw new Error(`pages/${path}: cannot read "${line}"`);
    matter[pair[1]] = pair[2];
  }
  for (const name of ['pattern', 'title'])
    if (!matter[name]) throw new Error(`pages/${path}: no ${name}`);
  return { matter, body: parts[2] };
}

/* Items of a group of radios, each saying what its value is. */
function withType(items, type) {
  return items.map((item) => ({
    ...item,
    attributes: { 'data-type': type, ...item.attributes },
  }));
}

/* The common script, and view.js beside view.njk if there is one. */
function scriptsOf(path, matter, assets) {
  const own = matter.script
    ? join('pages', dirname(path), matter.script)
    : join('pages', path.replace(/\.njk$/, '.js'));
  const paths = ['js/page.js'];
  if (matter.script || existsSync(join(WEB, own))) paths.push(own);
  const urls = paths.map((each) => assets.scripts.url(each));
  const closure = paths.flatMap((each) => assets.scripts.closure(each));
  return {
    start: assets.scripts.url('js/start.js'),
    run: urls,
    preload: [...new Set(closure)].filter((url) => !urls.includes(url)),
  };
}

function tidy(html) {
  return html.replace(/[ \t]+$/gm, '').replace(/\n{2,}/g, '\n').trimStart();
}
