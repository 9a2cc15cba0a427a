/* The built site: whole, compressed, the same each time, strict about scripts. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { renameImports } from '../../web/build/scripts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'throughline-web-'));
after(() => rmSync(folder, { recursive: true }));

const build = (name) => {
  const out = join(folder, name);
  execFileSync('node', [new URL('../../web/build.mjs', import.meta.url).pathname, out]);
  return { out, site: JSON.parse(readFileSync(join(out, 'site.json'), 'utf8')) };
};
const { out, site } = build('one');
const pack = readFileSync(join(out, 'site.pack'));
const cut = ([at, length]) => pack.subarray(at, at + length);
const read = (path) => cut(site.files.find((file) => file.path === path).plain);

test('built twice, the site is the same', () => {
  const two = build('two');
  assert.deepEqual(two.site, site);
  assert.ok(readFileSync(join(two.out, 'site.pack')).equals(pack));
});

test('compressed files are smaller and hold the same', () => {
  for (const file of site.files) {
    const plain = read(file.path);
    for (const [place, unpack] of [[file.gzip, gunzipSync], [file.br, brotliDecompressSync]]) {
      if (!place) continue;
      assert.ok(place[1] < plain.length, file.path);
      assert.ok(unpack(cut(place)).equals(plain), file.path);
    }
  }
});

test('every page has its file, and there is one for what is not found', () => {
  const paths = site.files.map((file) => file.path);
  for (const page of site.pages) assert.ok(paths.includes(page.file), page.pattern);
  assert.ok(site.pages.some((page) => page.pattern === '404'));
});

test('pages hold no inline script, style or handler, and link to what exists', () => {
  const urls = new Set([...site.files.map((file) => file.url), '/brand.css']);
  for (const { file } of site.pages) {
    const html = read(file).toString();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/, file);
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/, file);
    assert.doesNotMatch(html, /\b(undefined|\[object Object\])\b/, file);
    for (const [, url] of html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+)"/g))
      assert.ok(urls.has(url), `${file}: ${url}`);
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    assert.deepEqual(twice, [], `${file}: ids given twice`);
  }
});

test('scripts import only scripts that exist', () => {
  const names = new Set(site.files.map((file) => file.path.split('/').at(-1)));
  for (const { path } of site.files.filter((file) => file.path.endsWith('.js')))
    for (const [, name] of read(path).toString().matchAll(/(?:from|import)\s*\(?['"]\.\/([^'"]+)['"]/g))
      assert.ok(names.has(name), `${path}: ${name}`);
});

test('the word import in a text is no import', () => {
  const seen = (text) => {
    const names = [];
    renameImports(text, (name) => names.push(name) && name);
    return names;
  };
  assert.deepEqual(seen("import a from './a.js';\nimport './b.js';\nexport {\n  c,\n} from './c.js';"), ['./a.js', './b.js', './c.js']);
  assert.deepEqual(seen("const all = [import('./d.js'), import(\n  './e.js')];"), ['./d.js', './e.js']);
  for (const text of ["const kinds = ['import', 'export'];", "kind === 'import' ? 'a' : 'b';", "flash('what we import', 'now');",
    "addTagColours('import', { done: 'green' });", "say('to import \"all\" from', 'x');"])
    assert.deepEqual(seen(text), [], text);
});

/* What a move is asked for: the fields of its route. A question before a move
 * that lost its field would be refused for what nobody can enter. */
test('a question before a move has the reason and the note it asks for', () => {
  const pages = new URL('../../web/pages/', import.meta.url);
  const asked = [];
  for (const path of readdirSync(pages, { recursive: true }).filter((each) => each.endsWith('.njk'))) {
    const source = readFileSync(new URL(path, pages), 'utf8');
    const pattern = source.match(/^pattern: ([^\s,]+)/m)[1].replaceAll(/\{(\w+)\}/g, '@$1');
    for (const [call, id] of source.matchAll(/\bconfirm\("([^"]+)",[^\n]*?\)\s*\}\}/g))
      asked.push({ path, pattern, id, reason: /\breason="/.test(call), note: /\bnote=true/.test(call) });
  }
  assert.ok(asked.length > 10);
  for (const { path, pattern, id, reason, note } of asked) {
    const { file } = site.pages.find((page) => page.pattern.replaceAll(/\{(\w+)\}/g, '@$1') === pattern);
    const html = read(file).toString();
    const form = html.match(new RegExp(`<form[^>]*id="${id}-form"[\\s\\S]*?</form>`))?.[0];
    assert.ok(form, `${path}: ${id} has a form`);
    assert.equal(/name="reason"/.test(form), reason, `${path}: ${id} asks for a reason`);
    assert.equal(/name="note"/.test(form), note, `${path}: ${id} asks for a note`);
  }
});

test('nothing of another service: no foreign addresses, fonts or crown', () => {
  for (const { path, type } of site.files) {
    if (!/css|html/.test(type)) continue;
    const text = read(path).toString();
    assert.doesNotMatch(text, /@font-face|crown|(src|href|url\()=?["']?https?:/i, path);
  }
});
