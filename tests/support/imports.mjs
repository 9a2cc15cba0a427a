// Handing in files and waiting for the server's worker.
import assert from 'node:assert/strict';

export const until = async (look, done, what, seconds = 60) => {
  for (let n = 0; n < seconds * 10; n++) {
    const got = await look();
    if (done(got)) return got;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come about`);
};

export const importOf = async (who, id) => {
  const answer = await who.get(`/api/v1/imports/${id}`);
  assert.equal(answer.status, 200, answer.text);
  return { ...answer.body, etag: answer.etag };
};

const over = (state) => !['queued', 'running'].includes(state);

// Looked at to the end, whatever the end.
export const settled = (who, id) => until(() => importOf(who, id),
  (it) => it.state !== 'checking' && (!it.job || over(it.job.state)), `the end of import ${id}`);

export async function handIn(who, input) {
  const answer = await who.post('/api/v1/imports', input);
  assert.equal(answer.status, 201, answer.text);
  assert.equal(answer.body.state, 'checking');
  return settled(who, answer.body.id);
}

export async function takeIn(who, it, input = {}) {
  const asked = await who.post(`/api/v1/imports/${it.id}/commit`, input, it.etag);
  assert.equal(asked.status, 200, asked.text);
  return until(() => importOf(who, it.id), (now) => now.state === 'committed', `import ${it.id} in force`);
}

export async function withdraw(who, it, reason = 'Probe') {
  const { etag } = await importOf(who, it.id);
  return who.post(`/api/v1/imports/${it.id}/withdraw`, { reason }, etag);
}
