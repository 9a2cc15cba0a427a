// Writers who do not give up: each makes young people, every one under an
// idempotency key, and sends the same again until it is acknowledged. What was
// acknowledged must be there exactly once, what was not, at most once.
import { randomUUID } from 'node:crypto';

import { ask, pause } from './ask.mjs';

const letters = (hex) => hex.replaceAll('-', '').replace(/[0-9a-f]/g, (c) => 'klmnoprstuabcdef'[parseInt(c, 16)]);

export class Load {
  // t: the test, with whose end they stop. sessions: {spoke: cookie}
  constructor(t, url, sessions, writers = 6) {
    t.after(() => { this.stopping = this.ending = true; });
    Object.assign(this, { url, writers, sessions: Object.entries(sessions), sent: new Map(), acknowledged: new Map(),
      again: 0, unexpected: [], waiting: 0, stopping: false, ending: false });
  }

  start() {
    this.running = Array.from({ length: this.writers }, (_, i) => this.write(i));
  }

  // Stops making new ones; all that were begun are sent until acknowledged.
  async stop() {
    this.stopping = true;
    await Promise.all(this.running);
  }

  async write(number) {
    for (let turn = number; !this.stopping; turn += 1) {
      const [spoke, cookie] = this.sessions[turn % this.sessions.length];
      const key = randomUUID();
      const name = `Drill${letters(key)}`;
      this.sent.set(key, name);
      await this.send(key, { spoke, given_name: 'Invented', family_name: name }, cookie);
    }
  }

  async send(key, body, cookie) {
    while (!this.ending) {
      this.waiting += 1;
      const answer = await ask(this.url, 'POST', '/api/v1/people', { cookie, body, headers: { 'Idempotency-Key': key } });
      this.waiting -= 1;
      if (answer.status === 201) {
        this.acknowledged.set(key, answer.body.id);
        return;
      }
      // No answer, busy, or the first try still running: the same again.
      if (![0, 503, 409].includes(answer.status)) {
        this.unexpected.push(`${answer.status} ${answer.text}`);
        return;
      }
      this.again += 1;
      await pause(30 + Math.random() * 70);
    }
  }

  // What the database has of all that was sent: faults in words, none if all
  // is well. Each young person has one row that says who made them, too.
  async faults(sql) {
    const rows = JSON.parse(await sql(`SELECT coalesce(json_object_agg(family_name, made), '{}') FROM (
      SELECT family_name, json_agg(json_build_object('id', n.person_id, 'logged', (SELECT count(*) FROM audit.access_log
          WHERE action = 'create' AND record_kind = 'person' AND record_id = n.person_id))) AS made
        FROM casework.person_name n WHERE family_name LIKE 'Drill%' GROUP BY 1) AS x`));
    const faults = [...this.unexpected];
    for (const [key, name] of this.sent) {
      const there = rows[name] ?? [];
      const id = this.acknowledged.get(key);
      if (id && there.length === 0) faults.push(`${name} was acknowledged and is lost`);
      if (there.length > 1) faults.push(`${name} is there ${there.length} times`);
      if (id && there.length && there[0].id !== id) faults.push(`${name} was acknowledged as another one`);
      for (const { logged } of there) if (logged !== 1) faults.push(`${name} has ${logged} rows in the access log`);
      delete rows[name];
    }
    for (const name of Object.keys(rows)) faults.push(`${name} was never sent`);
    return faults;
  }
}
