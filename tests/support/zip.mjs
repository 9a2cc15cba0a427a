// The files of a zip, by their names: read from its central directory.
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;

export function unzip(bytes) {
  let at = bytes.length - 22;
  while (at >= 0 && bytes.readUInt32LE(at) !== END) at -= 1;
  if (at < 0) throw new Error('not a zip file');
  const files = new Map();
  for (let i = bytes.readUInt16LE(at + 10), p = bytes.readUInt32LE(at + 16); i > 0; i -= 1) {
    if (bytes.readUInt32LE(p) !== ENTRY) throw new Error('a damaged zip file');
    const [method, size, name, extra, comment, local] = [bytes.readUInt16LE(p + 10), bytes.readUInt32LE(p + 20),
      bytes.readUInt16LE(p + 28), bytes.readUInt16LE(p + 30), bytes.readUInt16LE(p + 32), bytes.readUInt32LE(p + 42)];
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    files.set(bytes.toString('utf8', p + 46, p + 46 + name), method === 0 ? packed : inflateRawSync(packed));
    p += 46 + name + extra + comment;
  }
  return files;
}
