// A server whose allocations can be made to fail: support/failing_malloc.c,
// compiled here and loaded before libc.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('./failing_malloc.c', import.meta.url));
const SIZE = 40; // struct control: armed, fail_at, count, held, struck

export class Injector {
  constructor(folder) {
    const library = join(folder, 'failing_malloc.so');
    this.file = join(folder, 'failing_malloc');
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, source]);
    writeFileSync(this.file, Buffer.alloc(4096));
    this.fd = openSync(this.file, 'r+');
    this.environment = { LD_PRELOAD: library, FAILING_MALLOC: this.file };
  }

  set(armed, failAt) {
    const bytes = Buffer.alloc(24);
    bytes.writeBigInt64LE(BigInt(failAt), 8);
    writeSync(this.fd, bytes, 8, 16, 8); // before it is armed
    bytes.writeBigInt64LE(BigInt(armed), 0);
    writeSync(this.fd, bytes, 0, 8, 0);
  }

  // From now on the nth allocation fails; 0: none, they are only counted.
  arm(failAt) { this.set(1, failAt); }

  read() {
    const bytes = Buffer.alloc(SIZE);
    readSync(this.fd, bytes, 0, SIZE, 0);
    const at = (place) => Number(bytes.readBigInt64LE(place * 8));
    return { count: at(2), held: at(3), struck: at(4) };
  }

  // No more; gives what happened.
  disarm() {
    const bytes = Buffer.alloc(8);
    writeSync(this.fd, bytes, 0, 8, 0);
    return this.read();
  }

  close() { closeSync(this.fd); }
}
