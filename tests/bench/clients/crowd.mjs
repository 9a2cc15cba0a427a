// Many clients, each asking again as soon as it is answered; one that is
// refused (503) waits as long as Retry-After says. Prints JSON: goodput, p50
// and p99 of what was served, refusals a second, mean CPU-free.
//
//   node crowd.mjs URL COUNT SECONDS TOKEN IDS-FILE
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

import { percentile } from '../measure.mjs';

const [url, count, seconds, token, file] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const ids = readFileSync(file, 'utf8').split('\n').filter(Boolean);
const started = performance.now();
const counted = started + 1000; // the first second fills the queue
const over = counted + Number(seconds) * 1000;
const served = [];
let refused = 0;
let failed = 0;

const asking = () => `GET /api/v1/people/${ids[Math.floor(Math.random() * ids.length)]}/journey HTTP/1.1\r\n` +
  `Host: ${hostname}:${port}\r\nCookie: __Host-throughline=${token}\r\n\r\n`;

function client() {
  let pieces = 0;
  let wanted = -1;
  let status = 0;
  let wait = 0;
  let asked = 0;
  const socket = connect(Number(port), hostname);
  const ask = () => {
    pieces = 0;
    wanted = -1;
    asked = performance.now();
    if (asked < over) socket.write(asking());
    else socket.destroy();
  };
  const answered = () => {
    const now = performance.now();
    if (now >= counted && now <= over) {
      if (status === 200) served.push(now - asked);
      else if (status === 503) refused += 1;
      else failed += 1;
    }
    if (status === 503) setTimeout(ask, wait * 1000 * (0.75 + Math.random() / 2));
    else ask();
  };
  socket.setNoDelay(true);
  socket.on('connect', ask);
  socket.on('error', () => { failed += 1; });
  socket.on('data', (data) => {
    if (wanted < 0) { // the head comes in one piece
      const end = data.indexOf('\r\n\r\n');
      const head = data.latin1Slice(0, end);
      status = Number(head.slice(9, 12));
      wait = Number(/retry-after: (\d+)/i.exec(head)?.[1] ?? 1);
      wanted = end + 4 + Number(/content-length: (\d+)/i.exec(head)[1]);
    }
    pieces += data.length;
    if (pieces >= wanted) answered();
  });
}

for (let n = 0; n < Number(count); n++) client();
setTimeout(() => {
  console.log(JSON.stringify({ rate: served.length / Number(seconds), refused: refused / Number(seconds), failed,
    p50: percentile(served, 0.5) ?? 0, p99: percentile(served, 0.99) ?? 0 }));
  process.exit(0);
}, over - performance.now() + 200);
