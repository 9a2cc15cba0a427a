/* Dashboards: whose figures and of when from the address, each table with its
   picture, and a table as a file. */
import { ApiProblem, get, request } from '../../js/api.js';
import { find, findAll } from '../../js/dom.js';
import { onEnhance } from '../../js/enhance.js';
import { collect, fill } from '../../js/fields.js';
import { figureChart } from '../../js/figure-chart.js';
import { query } from '../../js/params.js';
import { transform, whenReady } from '../../js/region.js';
import { toJson } from '../../js/serialise.js';
import { isPermitted, principal } from '../../js/session.js';

/** What the lines of a table are. @type {Record<string, string>} */
const BY = {
  flow: 'Week', caseload: 'Risk', steps: 'Step', referral_result: 'Result', decline_reason: 'Reason', meeting_decision: 'Decision',
  risk_exit: 'Risk', risk_open: 'Risk', risk_levels: 'First level', dosage: 'Support', completion: 'How it ended', distance: 'Measure, told by',
  ethnicity: 'Ethnicity', sex: 'Sex', care: 'Care status', attendance: 'Agency', eit: 'Young people', places: 'Kind of place', key_measures: 'Period',
};

/** What stands as of today, and what has its own periods. @type {Record<string, string>} */
const WHEN = { caseload: 'today', risk_open: 'today', places: 'today', key_measures: 'All that is imported' };

/** @param {{value: number | null, hidden: boolean}} cell @param {string} unit */
function textOf({ value, hidden }, unit) {
  if (hidden) return 'c';
  if (value === null) return '–';
  return unit === 'percent' ? `${value}%` : new Intl.NumberFormat('en-GB').format(value);
}

/** The list behind a number, where a page has it. @param {any} data @param {string} sheet @param {any} row @param {string} series */
function listOf(data, sheet, row, series) {
  if (!data.inside || !data.spoke) return null;
  const wanted = new URLSearchParams({ spoke: data.spoke });
  if (sheet === 'caseload' && row.line !== 'not_assessed') {
    if (!row.total) wanted.set('risk', row.line);
    if (series === 'overdue') wanted.set('overdue', 'true');
    return `/episodes?${wanted}`;
  }
  if (sheet === 'eit') {
    wanted.set('measure', row.line);
    wanted.set('from', data.from);
    wanted.set('to', data.to);
    return `/contacts/counted?${wanted}`;
  }
  return sheet === 'places' && row.total && series === 'places' ? `/places?${wanted}` : null;
}

/** @param {any} data @param {any} sheet */
function shape(data, sheet) {
  const columns = sheet.columns.map((/** @type {any} */ column) => ({ ...column, heading: column.unit === 'days' ? `${column.label} (days)` : column.label }));
  return {
    ...sheet, columns, board: data.board, by: sheet.sheet === 'flow' && !data.inside ? 'Quarter' : BY[sheet.sheet] ?? '',
    whose: sheet.sheet === 'key_measures' ? WHEN.key_measures : `${data.spoke_name ?? 'All spokes'}: ${WHEN[sheet.sheet] ?? data.period_name}`,
    nothing: !data.inside && data.spoke ? 'Shown for all spokes together only.' : 'Nothing in this period.',
    rows: sheet.rows.map((/** @type {any} */ row) => ({
      ...row,
      cells: row.cells.map((/** @type {any} */ cell, /** @type {number} */ at) => ({
        ...cell, text: textOf(cell, columns[at].unit), heading: columns[at].heading,
        href: cell.value ? listOf(data, sheet.sheet, row, columns[at].series) : null,
      })),
    })),
  };
}

transform('board', (data) => ({ ...data, sheets: data.sheets.map((/** @type {any} */ sheet) => shape(data, sheet)) }));

whenReady('board', (region, data) => {
  for (const sheet of data.sheets) {
    const place = find(region, `[data-sheet="${sheet.sheet}"] [data-figure-chart]`, HTMLElement);
    if (place) place.replaceChildren(figureChart(sheet, place.clientWidth));
  }
  for (const part of findAll(document, `[data-dashboard-${data.inside ? 'inside' : 'outside'}]`, HTMLElement)) part.hidden = false;
});

/** What there is to choose from. @param {HTMLFormElement} form */
async function offer(form) {
  if (!(await principal()) || !isPermitted('report.read')) return;
  const asked = query();
  const spoke = asked.get('spoke');
  const { data } = await get(`/api/v1/dashboards${spoke ? `?spoke=${encodeURIComponent(spoke)}` : ''}`);
  const period = find(form, '#period', HTMLSelectElement);
  const spokes = find(form, '#spoke', HTMLSelectElement);
  period?.append(...data.periods.map((/** @type {any} */ { code, name }) => new Option(name, code)));
  spokes?.append(...data.spokes.map((/** @type {any} */ { code, name }) => new Option(name, code)));
  const group = find(form, '[data-dashboard-spoke]', HTMLElement);
  if (group) group.hidden = data.spokes.length < 2;
  for (const days of findAll(document, '[data-dashboard-days]', HTMLElement)) days.hidden = !data.inside;
  if (asked.has('from') || asked.has('to')) period?.prepend(new Option('The days below', '', true, true));
  fill(form, [...asked]);
}

/** @param {HTMLFormElement} form */
function go(form) {
  const { body } = toJson(collect(form));
  const wanted = new URLSearchParams();
  const days = Boolean(body.from || body.to);
  for (const [name, value] of Object.entries(body)) if (value && !(days && name === 'period')) wanted.set(name, String(value));
  location.assign(wanted.size ? `?${wanted}` : location.pathname);
}

/** @param {HTMLFormElement} form @param {string} taken board.sheet */
async function save(form, taken) {
  const [board, sheet] = taken.split('.');
  const wanted = new URLSearchParams({ sheet });
  for (const name of ['spoke', 'period', 'from', 'to']) if (query().get(name)) wanted.set(name, query().get(name) ?? '');
  for (const [name, value] of new FormData(form)) if (value) wanted.set(name, String(value));
  const { data } = await request('GET', `/api/v1/dashboards/${board}.csv?${wanted}`, { file: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = `${sheet}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
  form.closest('dialog')?.close();
}

let taken = '';
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element && target.closest('[data-take]');
  if (button instanceof HTMLElement) taken = button.dataset.take ?? '';
}, { capture: true });

onEnhance((root) => {
  const filter = find(root, 'form[data-filter]', HTMLFormElement);
  if (filter && !filter.dataset.dated) {
    filter.dataset.dated = 'yes';
    void offer(filter);
    filter.addEventListener('submit', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      go(filter);
    }, { capture: true });
  }
  for (const link of findAll(root, '.moj-sub-navigation__link', HTMLAnchorElement)) link.search = location.search;
  const form = find(root, 'form[data-take-table]', HTMLFormElement);
  if (!form || form.dataset.ready) return;
  form.dataset.ready = 'yes';
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const place = find(form, '[data-problem]', HTMLElement);
    if (place) place.hidden = true;
    try {
      await save(form, taken);
    } catch (error) {
      if (!(error instanceof ApiProblem) || !place) throw error;
      place.textContent = error.errors[0]?.detail ?? error.message;
      place.hidden = false;
    }
  });
});
