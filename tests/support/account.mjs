// Accounts of a test's own, so that the demo's stay usable by password alone,
// and an authenticator app.
import { createHmac, randomBytes } from 'node:crypto';
import { signIn } from './api.mjs';

// Somebody new with the role, who has the password of the demo account `like`.
export async function makeAccount(server, role, spoke, like = server.accounts[0]) {
  const email = `tap.${randomBytes(6).toString('hex')}@demo.throughline.example`;
  const id = await server.psql(`
    INSERT INTO access.user_account (email, name, agency_id, password_salt, password_verifier, password_set_at)
    SELECT '${email}', 'Tap Account', agency_id, password_salt, password_verifier, now()
      FROM access.user_account WHERE email = '${like.email}' RETURNING id`);
  if (role) await server.psql(`SELECT access.admin_role_grant('${email}', '${role}', ${spoke ? `'${spoke}'` : 'NULL'})`);
  return { id, email, password: like.password };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(base32) {
  let bits = '';
  for (const letter of base32.replace(/=+$/, '')) bits += LETTERS.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

export const stepNow = () => Math.floor(Date.now() / 30000);

// RFC 6238, as an app on a phone does it.
export function codeOf(secret, step = stepNow()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

// Away from the end of a time step, so that what comes next is still in it.
export async function earlyInStep() {
  const into = Date.now() % 30000;
  if (into > 20000) await new Promise((done) => setTimeout(done, 30100 - into));
}

// Sets the app up: its secret and the recovery codes. The code of the step
// before is used up with it.
export async function setUpApp(client) {
  await earlyInStep();
  const begun = await client.post('/api/v1/account/second-factor');
  if (begun.status !== 200) throw new Error(begun.text);
  const { secret } = begun.body;
  const finished = await client.post('/api/v1/account/second-factor/finish', { code: codeOf(secret, stepNow() - 1) });
  if (finished.status !== 200) throw new Error(finished.text);
  return { begun: begun.body, secret, codes: finished.body.recovery_codes };
}

export async function someoneWithApp(server, role, spoke) {
  const account = await makeAccount(server, role, spoke);
  const client = await signIn(server, account.email, account.password);
  return { account, client, ...(await setUpApp(client)) };
}
