// The positive control of R27, and no part of the product: a page with an SQL
// injection and a cross-site script, so that it shows whether the scanners
// would have found one. node flawed.mjs CONNINFO, on loopback; it prints its
// port. It asks with psql as a role that may read one table of words.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';

const [conninfo] = process.argv.slice(2);

function words(q) {
  return new Promise((resolve) => {
    execFile('psql', ['-X', '-q', '-A', '-t', '-d', conninfo, '-c', `SELECT word FROM public.flawed WHERE word = '${q}'`],
      { timeout: 20000 }, (error, stdout, stderr) => resolve({ failed: error !== null, text: error ? stderr : stdout }));
  });
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  response.setHeader('Content-Type', 'text/html');
  if (url.pathname !== '/words') return response.end('<a href="/words?q=apple">words</a>');
  const q = (url.searchParams.get('q') ?? '').replaceAll('\0', '');
  const { failed, text } = await words(q);
  response.end(`<html><body><p>You looked for ${q}</p><pre>${failed ? 'PostgreSQL query failed: ' : ''}${text}</pre><form action="/words"><input name="q"></form></body></html>`);
}).listen(0, '127.0.0.1', function ready() { console.log(this.address().port); });
