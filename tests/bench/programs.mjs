// The servers under measurement: `throughline serve` and the peer.
import { fileURLToPath } from 'node:url';

import { freePort, Program, withoutSettings } from '../support/programs.mjs';

export { endPrograms, get, startServer } from '../support/programs.mjs';

const peer = fileURLToPath(new URL('./peer/peer.mjs', import.meta.url));

export async function startPeer(bench, settings = {}) {
  const port = await freePort();
  return new Program(process.execPath, [peer], { ...withoutSettings(), NODE_ENV: 'production',
    ...bench.peerEnvironment, PORT: String(port), ...settings }, `${bench.folder}/peer.log`, port);
}
