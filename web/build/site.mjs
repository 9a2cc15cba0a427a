/* What has been built so far; for the server, site.pack with all bytes one
 * after the other, and site.json, which says whose they are. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { hashOf } from './files.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

export class Site {
  constructor(root) {
    this.root = root;
    this.files = [];
    this.pages = [];
    this.bytes = [];
    this.length = 0;
  }

  /** Takes one file and its smaller twins; `url` is its address. */
  add(url, content, { immutable = false } = {}) {
    const bytes = Buffer.from(content);
    const path = url.slice(1);
    const type = TYPES[extname(path)];
    if (!type) throw new Error(`${url}: no media type for this ending`);
    this.files.push({
      url,
      path,
      type,
      immutable,
      plain: this.#pack(bytes),
      gzip: this.#twin(bytes, gzip(bytes)),
      br: this.#twin(bytes, brotli(bytes)),
      etag: `"${hashOf(bytes)}"`,
    });
    return url;
  }

  /** Says that addresses of this pattern answer with that page's file. */
  addPage(pattern, file) {
    if (this.pages.some((page) => page.pattern === pattern))
      throw new Error(`${file}: another page already has ${pattern}`);
    this.pages.push({ pattern, file: file.replace(/^\//, '') });
  }

  /** Writes both: literal patterns before those with {names}. */
  finish() {
    const weight = (p) => p.pattern.replace(/\{[^}]+\}/g, '\uffff');
    this.pages.sort((a, b) => (weight(a) < weight(b) ? -1 : 1));
    this.files.sort((a, b) => (a.url < b.url ? -1 : 1));
    const { files, pages } = this;
    mkdirSync(this.root, { recursive: true });
    writeFileSync(join(this.root, 'site.pack'), Buffer.concat(this.bytes));
    writeFileSync(join(this.root, 'site.json'), JSON.stringify({ files, pages }));
  }

  #twin(bytes, smaller) {
    return smaller.length < bytes.length ? this.#pack(smaller) : null;
  }

  /* Where they begin, and how many they are. */
  #pack(bytes) {
    const place = [this.length, bytes.length];
    this.bytes.push(bytes);
    this.length += bytes.length;
    return place;
  }
}

function gzip(bytes) {
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255; /* "unknown" system: the same bytes on every machine */
  return packed;
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
