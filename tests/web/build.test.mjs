/* The built site: whole, compressed, the same each time, strict about scripts. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const folder = mkdtempSync(join(tmpdir(), 'throughline-web-'));
after(() => rmSync(folder, { recursive: true }));

const build = (name) => {
  const out = join(folder, name);
  execFileSync('node', [new URL('../../web/build.mjs', import.meta.url).pathname, out]);
  return { out, site: JSON.parse(readFileSync(join(out, 'site.json'), 'utf8')) };
};
const { out, site } = build('one');
const read = (path) => readFileSync(join(out, path));

test('built twice, the site is the same', () => {
  assert.deepEqual(build('two').site, site);
});

test('compressed files are smaller and hold the same', () => {
  for (const file of site.files) {
    const plain = read(file.path);
    for (const [path, unpack] of [[file.gzip, gunzipSync], [file.br, brotliDecompressSync]]) {
      if (!path) continue;
      assert.ok(read(path).length < plain.length, path);
      assert.ok(unpack(read(path)).equals(plain), path);
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

test('nothing of another service: no foreign addresses, fonts or crown', () => {
  for (const { path, type } of site.files) {
    if (!/css|html/.test(type)) continue;
    const text = read(path).toString();
    assert.doesNotMatch(text, /@font-face|crown|(src|href|url\()=?["']?https?:/i, path);
  }
});
