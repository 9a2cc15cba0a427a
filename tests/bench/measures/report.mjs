// A quarterly return's figures: kept against counted anew from the rows, and
// what counting them does to those who work meanwhile.
import { alternate, line, middle, perSecond, ratio } from '../measure.mjs';
import { psql } from '../../support/cluster.mjs';
import { pgbench, wrk } from '../load.mjs';
import { startServer } from '../programs.mjs';
import { writeScript } from '../statements.mjs';

const QUARTER = '2026-04-01';
const NEXT = '2026-07-01';

// Bristol's return of the quarter, and its figures kept as the worker does.
function keep(bench) {
  return psql(bench.owner, ['-c', `
    INSERT INTO reporting.quarterly_return (id, spoke_id, quarter)
    SELECT gen_random_uuid(), reference.spoke_id('bristol'), '${QUARTER}'
     WHERE NOT EXISTS (SELECT FROM reporting.quarterly_return r WHERE r.spoke_id = reference.spoke_id('bristol') AND r.quarter = '${QUARTER}');
    DO $$ BEGIN WHILE reporting.figures_keep() LOOP END LOOP; END $$;
    SELECT (SELECT count(*) FROM reporting.figures(reference.spoke_id('bristol'), '${QUARTER}')) || ' ' ||
           (SELECT count(*) FROM reporting.part_taken(reference.spoke_id('bristol'), '${QUARTER}', '${NEXT}'))`]).split(' ').map(Number);
}

const counted = `SELECT count(*) FROM reporting.counted(reference.spoke_id('bristol'), '${QUARTER}', '${NEXT}')`;

export async function report(bench) {
  const [figures, rows] = keep(bench);
  const script = (name, sql) => writeScript(`${bench.folder}/${name}.sql`, [], [sql]);
  const sql = (file) => () => pgbench({ bin: bench.bin, conninfo: bench.owner, script: file, clients: 1, seconds: bench.seconds });
  const found = await alternate(bench, {
    kept: sql(script('report_kept', `SELECT count(*) FROM reporting.figures(reference.spoke_id('bristol'), '${QUARTER}')`)),
    counted: sql(script('report_counted', counted)) });
  return [line('Report, kept v. on the fly', ratio(found.kept, found.counted), { at_least: 50,
    figures: `${figures} figures of ${rows.toLocaleString('en')} attendances; on the fly ${middle(found.counted, 'mean').toFixed(0)} ms, kept ${perSecond(found.kept)}` })];
}

export async function beside(bench) {
  const server = await startServer(bench);
  await server.ready('/healthz');
  const load = () => wrk({ url: server.url, script: 'journey', seconds: bench.seconds, connections: 8, args: [bench.token, bench.hotFile] });
  const script = writeScript(`${bench.folder}/report_counted.sql`, [], [counted]);
  const found = await alternate(bench, { alone: load, together: async () => {
    const [journeys] = await Promise.all([load(),
      pgbench({ bin: bench.bin, conninfo: bench.owner, script, clients: 1, seconds: bench.seconds })]);
    return journeys;
  } });
  await server.stop();
  return [line('Journey p99 while a return is counted, 8 connections', ratio(found.together, found.alone, 'p99'), { at_most: 1.5,
    figures: `${middle(found.together, 'p99').toFixed(0)} v. ${middle(found.alone, 'p99').toFixed(0)} ms; ${perSecond(found.together)} v. ${perSecond(found.alone)}` })];
}
