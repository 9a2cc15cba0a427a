/* What has been built so far, and site.json for the server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
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
  }

  /** Writes one file and its smaller twins; `url` is its address. */
  add(url, content, { immutable = false } = {}) {
    const bytes = Buffer.from(content);
    const path = url.slice(1);
    const type = TYPES[extname(path)];
    if (!type) throw new Error(`${url}: no media type for this ending`);
    this.#write(path, bytes);
    this.files.push({
      url,
      path,
      type,
      immutable,
      gzip: this.#twin(path, '.gz', bytes, gzip(bytes)),
      br: this.#twin(path, '.br', bytes, brotli(bytes)),
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

  /** Writes site.json: literal patterns before those with {names}. */
  finish() {
    const weight = (p) => p.pattern.replace(/\{[^}]+\}/g, '\uffff');
    this.pages.sort((a, b) => (weight(a) < weight(b) ? -1 : 1));
    this.files.sort((a, b) => (a.url < b.url ? -1 : 1));
    const { files, pages } = this;
    this.#write('site.json', JSON.stringify({ files, pages }, null, 1));
  }

  #twin(path, ending, bytes, smaller) {
    if (smaller.length >= bytes.length) return null;
    this.#write(path + ending, smaller);
    return path + ending;
  }

  #write(path, bytes) {
    const target = join(this.root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
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
