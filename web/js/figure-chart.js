/*
 * A table of figures as an inline SVG: lines over time, bars by line, or parts
 * of a whole. Its table stands below and says the same; each bar carries its
 * number in words, so that colour is never the only sign. What is hidden in the
 * table is left out of the picture, and the picture says so.
 */
const SVG = 'http://www.w3.org/2000/svg';
const WIDEST = 720;
const NARROWEST = 270;
const MOST_ROWS = 14;
const BAR = 16;
/* How wide a letter of a name is, at most. */
const LETTER = 8.6;
const EDGE = { left: 40, right: 12, top: 14, bottom: 34 };

/**
 * @typedef {object} Figure
 * @property {number | null} value
 * @property {boolean} hidden
 */

/**
 * @typedef {object} Sheet
 * @property {string} label
 * @property {'bars' | 'lines' | 'stack' | 'none'} chart
 * @property {{label: string, unit: string, mark: boolean}[]} columns
 * @property {{label: string, total: boolean, cells: Figure[]}[]} rows
 */

/** @typedef {{label: string, unit: string, at: number}} Series */

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function draw(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** The columns a chart shows. @param {Sheet} sheet @returns {Series[]} */
export function marked(sheet) {
  return sheet.columns.flatMap(({ label, unit, mark }, at) => (mark ? [{ label, unit, at }] : []));
}

/** A round number not below it. Pure. @param {number} most */
export function niceTop(most) {
  if (most <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((top) => top >= most) ?? most;
}

/** What can be drawn: the lines without their sum. Pure. @param {Sheet} sheet */
export function drawn(sheet) {
  return sheet.rows.filter(({ total }) => !total);
}

/** @param {Sheet} sheet @param {Series[]} series */
function most(sheet, series) {
  return Math.max(1, ...drawn(sheet).flatMap(({ cells }) => series.map(({ at }) => cells[at]?.value ?? 0)));
}

/** @param {Figure | undefined} cell @param {Series} series @param {boolean} alone */
function words(cell, series, alone) {
  if (!cell || cell.hidden) return alone ? 'c' : `c ${series.label.toLowerCase()}`;
  const unit = series.unit === 'days' ? ` ${cell.value === 1 ? 'day' : 'days'}` : '';
  return `${cell.value ?? 0}${unit}${alone ? '' : ` ${series.label.toLowerCase()}`}`;
}

/** @param {Sheet} sheet @param {number} width @param {number} height @param {string} [of] */
function picture(sheet, width, height, of = '') {
  const hidden = sheet.rows.some(({ cells }) => cells.some((cell) => cell.hidden));
  return draw('svg', {
    viewBox: `0 0 ${width} ${height}`, role: 'img', class: 'app-chart__picture',
    'aria-label': `${sheet.label}${of}. The table below says each number.${hidden ? ' Some are hidden.' : ''}`,
  });
}

/** As much of a name as there is room for; the table has the whole. Pure.
 * @param {string} label @param {number} width */
export function shortened(label, width) {
  const room = Math.floor(width / LETTER);
  return label.length > room ? `${label.slice(0, room - 1).trimEnd()}…` : label;
}

/** One line's bars below its name. @param {Sheet} sheet @param {number} width */
function barChart(sheet, width) {
  const series = marked(sheet);
  const rows = drawn(sheet).slice(0, MOST_ROWS);
  const top = most(sheet, series);
  const step = 24 + series.length * (BAR + 3) + 8;
  const chart = picture(sheet, width, rows.length * step + 4);
  rows.forEach((row, n) => {
    chart.append(draw('text', { x: 0, y: n * step + 17, class: 'app-chart__label app-figures__name' }, shortened(row.label, width)));
    series.forEach((one, k) => {
      const cell = row.cells[one.at];
      const y = n * step + 24 + k * (BAR + 3);
      const long = ((cell?.value ?? 0) / top) * (width - (series.length > 1 ? 190 : 60));
      if (long > 0) chart.append(draw('rect', { x: 0, y, width: long.toFixed(1), height: BAR, class: `app-figures__bar app-figures__bar--${k}` }));
      chart.append(draw('text', { x: Math.max(long, 0) + 6, y: y + 13, class: 'app-chart__label' }, words(cell, one, series.length === 1)));
    });
  });
  return chart;
}

/** Parts of each line side by side. @param {Sheet} sheet @param {number} width */
function stackChart(sheet, width) {
  const series = marked(sheet);
  const rows = drawn(sheet).slice(0, MOST_ROWS);
  const sum = (/** @type {{cells: Figure[]}} */ { cells }) => series.reduce((all, { at }) => all + (cells[at]?.value ?? 0), 0);
  const top = Math.max(1, ...rows.map(sum));
  const step = 24 + BAR + 24;
  const chart = picture(sheet, width, rows.length * step);
  rows.forEach((row, n) => {
    let x = 0;
    chart.append(draw('text', { x: 0, y: n * step + 17, class: 'app-chart__label app-figures__name' }, shortened(row.label, width)));
    series.forEach((one, k) => {
      const long = ((row.cells[one.at]?.value ?? 0) / top) * (width - 2);
      if (long > 0) chart.append(draw('rect', { x: x.toFixed(1), y: n * step + 24, width: long.toFixed(1), height: BAR, class: `app-figures__bar app-figures__bar--${k}` }));
      x += long;
    });
    const said = series.filter(({ at }) => row.cells[at]?.value || row.cells[at]?.hidden).map((one) => words(row.cells[one.at], one, false));
    chart.append(draw('text', { x: 0, y: n * step + 24 + BAR + 15, class: 'app-chart__label' }, said.join(', ') || 'none'));
  });
  return chart;
}

/** Where a line goes, broken where a figure is hidden. Pure.
 * @param {Sheet} sheet @param {number} at @param {number} width @param {number} height @param {number} top */
export function linePath(sheet, at, width, height, top) {
  const rows = drawn(sheet);
  const across = (width - EDGE.left - EDGE.right) / Math.max(1, rows.length - 1);
  let pen = 'M';
  return rows.map(({ cells }, n) => {
    const value = cells[at]?.value ?? null;
    if (value === null) {
      pen = 'M';
      return '';
    }
    const y = height - EDGE.bottom - (value / top) * (height - EDGE.top - EDGE.bottom);
    const part = `${pen}${(EDGE.left + n * across).toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
    return part;
  }).join('');
}

/**
 * Lines that can share a scale: none is more than four times another. Pure.
 * @param {Sheet} sheet
 */
export function scales(sheet) {
  /** @type {{least: number, series: (Series & {k: number})[]}[]} */
  const groups = [];
  const sized = marked(sheet).map((one, k) => ({ ...one, k, most: most(sheet, [one]) }));
  for (const one of sized.sort((a, b) => a.most - b.most)) {
    const fitting = groups.find(({ least }) => one.most <= 4 * least);
    if (fitting) fitting.series.push(one);
    else groups.push({ least: one.most, series: [one] });
  }
  return groups.map(({ series }) => series.sort((a, b) => a.k - b.k));
}

/** @param {Sheet} sheet @param {number} width @param {(Series & {k: number})[]} series */
function lineChart(sheet, width, series) {
  const rows = drawn(sheet);
  const height = 190;
  const top = niceTop(most(sheet, series));
  const chart = picture(sheet, width, height, `: ${series.map(({ label }) => label.toLowerCase()).join(', ')}`);
  for (const part of [0, 0.5, 1]) {
    const y = height - EDGE.bottom - part * (height - EDGE.top - EDGE.bottom);
    chart.append(draw('line', { x1: EDGE.left, x2: width - EDGE.right, y1: y, y2: y, class: 'app-chart__grid' }));
    chart.append(draw('text', { x: EDGE.left - 8, y: y + 5, 'text-anchor': 'end', class: 'app-chart__label' }, String(Math.round(top * part * 10) / 10)));
  }
  series.forEach(({ at, k }) => chart.append(draw('path', { d: linePath(sheet, at, width, height, top), class: `app-chart__line app-figures__line--${k}` })));
  chart.append(draw('text', { x: EDGE.left, y: height - 8, class: 'app-chart__label' }, rows[0]?.label ?? ''));
  chart.append(draw('text', { x: width - EDGE.right, y: height - 8, 'text-anchor': 'end', class: 'app-chart__label' }, rows.at(-1)?.label ?? ''));
  return chart;
}

/** Which line or bar is which. @param {Sheet} sheet @param {boolean} lines */
function legend(sheet, lines) {
  const note = document.createElement('figcaption');
  note.className = 'app-quiet app-figures__legend';
  const series = marked(sheet);
  if (series.length > 1)
    series.forEach(({ label }, k) => {
      const one = document.createElement('span');
      const key = draw('svg', { viewBox: '0 0 34 12', width: 34, height: 12, 'aria-hidden': 'true' });
      key.append(lines ? draw('path', { d: 'M0 6H34', class: `app-chart__line app-figures__line--${k}` })
        : draw('rect', { x: 0, y: 0, width: 34, height: 12, class: `app-figures__bar app-figures__bar--${k}` }));
      one.append(key, ` ${label}`);
      note.append(one);
    });
  const more = drawn(sheet).length - MOST_ROWS;
  if (!lines && more > 0) note.append(`The first ${MOST_ROWS}; the table has ${more} more.`);
  return note;
}

/**
 * @param {Sheet} sheet
 * @param {number} room how wide it may be, in pixels
 */
export function figureChart(sheet, room) {
  const whole = document.createDocumentFragment();
  const width = Math.max(NARROWEST, Math.min(WIDEST, room));
  if (sheet.chart === 'none' || !drawn(sheet).length) return whole;
  const lines = sheet.chart === 'lines' && drawn(sheet).length > 2;
  whole.append(legend(sheet, lines));
  if (lines) for (const series of scales(sheet)) whole.append(lineChart(sheet, width, series));
  else whole.append(sheet.chart === 'stack' ? stackChart(sheet, width) : barChart(sheet, width));
  return whole;
}
