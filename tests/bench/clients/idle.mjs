// Opens many connections, has each answered once, and holds them all. Prints
// "held N" and goes when its input ends.
//
//   node idle.mjs URL COUNT PATH TOKEN
import { connect } from 'node:net';

const [url, count, path, token] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const asked = `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: __Host-throughline=${token}\r\n\r\n`;
const AT_ONCE = 32;
const held = [];

// Resolves when the whole answer is in.
function open() {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(asked));
    let seen = Buffer.alloc(0);
    let wanted = -1;
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed with ${held.length} held`)));
    socket.on('data', (data) => {
      seen = Buffer.concat([seen, data]);
      const end = seen.indexOf('\r\n\r\n');
      if (wanted < 0 && end >= 0) {
        const head = seen.subarray(0, end).toString('latin1');
        if (!head.startsWith('HTTP/1.1 200')) reject(new Error(head.split('\r\n')[0]));
        wanted = end + 4 + Number(/content-length: (\d+)/i.exec(head)[1]);
      }
      if (wanted >= 0 && seen.length >= wanted) {
        seen = Buffer.alloc(0);
        wanted = -1;
        held.push(socket);
        resolve();
      }
    });
  });
}

let left = Number(count);
async function lane() {
  while (left-- > 0) await open();
}
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
await Promise.all(Array.from({ length: AT_ONCE }, lane));
console.log(`held ${held.length}`);
