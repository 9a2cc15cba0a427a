/*
 * ES modules as they are, with hashed names: no bundler, no import map.
 * A module's hash covers the hashed names of what it imports, so that a
 * changed module changes the names of all that lead to it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { hashOf, listFiles, WEB } from './files.mjs';

/* `import … from 'x'`, `export … from 'x'` and `import 'x'` as statements of
 * their own, `import('x')` anywhere: the word in a text is no import. */
const IMPORT =
  /((?<=^[ \t]*)(?:import|export)\s[^'"`;()]*?from\s*|(?<=^[ \t]*)import\s*|\bimport\(\s*)(['"])([^'"]+)\2/gm;

/**
 * A module's text with every import's name as `rename(name, lead)` gives it.
 */
export function renameImports(text, rename) {
  return text.replace(
    IMPORT,
    (all, lead, quote, name) => `${lead}${quote}${rename(name, lead)}${quote}`,
  );
}

/* The MOJ's modules ask for all of GOV.UK's; they need only its base. */
const ALIAS = { 'govuk-frontend': 'js/vendor/govuk.js' };

/**
 * Adds every module of js/ and pages/ and what they import. Returns
 * {url(path), closure(path)}: the address of a module, and the addresses of
 * all it imports statically, for modulepreload.
 */
export function buildScripts(site) {
  const modules = new Map();
  const load = (path, from) => loadModule(site, modules, path, from);
  for (const folder of ['js', 'pages'])
    for (const path of listFiles(join(WEB, folder), '.js'))
      load(join(WEB, folder, path), []);
  const find = (path) => {
    const module = modules.get(join(WEB, path));
    if (!module) throw new Error(`no script ${path}`);
    return module;
  };
  return {
    url: (path) => find(path).url,
    closure: (path) => [...closureOf(find(path))].map((m) => m.url),
  };
}

function loadModule(site, modules, path, from) {
  const known = modules.get(path);
  if (known) return known;
  if (from.includes(path))
    throw new Error(`import cycle: ${[...from, path].join(' -> ')}`);
  const imports = [];
  const source = withoutComments(readFileSync(path, 'utf8'));
  const text = renameImports(source, (name, lead) => {
    const module = loadModule(site, modules, resolveImport(path, name), [
      ...from,
      path,
    ]);
    if (!lead.endsWith('(')) imports.push(module);
    return `./${basename(module.url)}`;
  });
  const url = `/assets/js/${nameOf(path)}.${hashOf(text)}.js`;
  const module = { url, imports };
  modules.set(path, module);
  site.add(url, text, { immutable: true });
  return module;
}

function resolveImport(path, name) {
  const target = ALIAS[name]
    ? join(WEB, ALIAS[name])
    : name.startsWith('.')
      ? join(dirname(path), name)
      : join(WEB, 'node_modules', name);
  if (!existsSync(target)) throw new Error(`${path}: no module ${name}`);
  return target;
}

/* pages/people/view.js -> people-view; node_modules/… -> its own name. */
function nameOf(path) {
  const inside = relative(WEB, path).split(sep).join('/');
  const stem = inside.replace(/\.m?js$/, '');
  if (inside.startsWith('node_modules/')) return basename(stem);
  return stem.replace(/^(js|pages)\//, '').replaceAll('/', '-');
}

/* Comments that stand on lines of their own: readers have the sources. */
function withoutComments(text) {
  return text
    .replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '')
    .replace(/^[ \t]*\/\/.*\n/gm, '')
    .replace(/\n{2,}/g, '\n');
}

function closureOf(module, seen = new Set()) {
  for (const imported of module.imports)
    if (!seen.has(imported)) {
      seen.add(imported);
      closureOf(imported, seen);
    }
  return seen;
}
