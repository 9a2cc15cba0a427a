// What a release is made of (R40), as CycloneDX 1.5 JSON on standard output:
// the Debian packages whose libraries the program loads, PostgreSQL, and the
// npm packages of which the site's scripts and styles come. No more than what
// this machine has installed and web/package-lock.json says.
//
//   node config/sbom.mjs [PROGRAM] > sbom.json
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const program = process.argv[2] ?? `${root}build/throughline`;
const said = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'C' } }).trim();

// The package a file came from: dpkg knows files by either side of the link
// from /lib to /usr/lib.
function packageOf(file) {
  for (const path of [file, realpathSync(file), file.replace(/^\/usr/, ''), realpathSync(file).replace(/^\/usr/, '')]) {
    try {
      return said('dpkg-query', '-S', path).split(':')[0];
    } catch {
      // not by that name
    }
  }
  throw new Error(`no Debian package owns ${file}`);
}

const loaded = () => [...said('ldd', program).matchAll(/=> (\/\S+)|^\s*(\/\S+)/gm)].map(([, a, b]) => a ?? b);

function postgresql() {
  return said('dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\n', 'postgresql-[0-9]*').split('\n')
    .filter((line) => /^postgresql-\d+ installed$/.test(line)).map((line) => line.split(' ')[0]);
}

function debian(name) {
  const [version, architecture, source] = said('dpkg-query', '-W', '-f', '${Version}\n${Architecture}\n${source:Package}\n', name).split('\n');
  const { ID, VERSION_ID } = Object.fromEntries(readFileSync('/etc/os-release', 'utf8').split('\n')
    .filter((line) => line.includes('=')).map((line) => line.replaceAll('"', '').split('=')));
  return { type: 'library', name, version, 'bom-ref': `deb/${name}`,
    purl: `pkg:deb/${ID}/${name}@${encodeURIComponent(version)}?arch=${architecture}&distro=${ID}-${VERSION_ID}`,
    properties: [{ name: 'debian:source', value: source }] };
}

function npm() {
  const { packages } = JSON.parse(readFileSync(`${root}web/package-lock.json`, 'utf8'));
  return Object.entries(packages).filter(([path]) => path.startsWith('node_modules/')).map(([path, { version, integrity, license, dev, optional }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const [algorithm, digest] = (integrity ?? '').split('-');
    return { type: 'library', name, version, 'bom-ref': `npm/${path}`, purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      scope: dev ? 'excluded' : optional ? 'optional' : 'required',
      ...(algorithm === 'sha512' ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] } : {}),
      ...(license ? { licenses: [{ expression: license }] } : {}) };
  });
}

const [, version] = said(program, '--version').split(' ');
const sum = createHash('sha256').update(readFileSync(program)).digest('hex');
const names = [...new Set([...loaded().map(packageOf), ...postgresql()])].sort();
const components = [...names.map(debian), ...npm()];
console.log(JSON.stringify({
  bomFormat: 'CycloneDX', specVersion: '1.5', version: 1,
  metadata: { component: { type: 'application', name: 'throughline', version, 'bom-ref': 'throughline',
    hashes: [{ alg: 'SHA-256', content: sum }] } },
  components,
  dependencies: [{ ref: 'throughline', dependsOn: components.map((each) => each['bom-ref']) }],
}, null, 2));
