/*
 * Risk over time as an inline SVG: steps of the agreed level, and a ring
 * where the practitioner said another. Its table stands beside it; the
 * picture says the same in fewer words.
 */
import { londonClock } from './time.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDEST = 640;
const NARROWEST = 280;
const HEIGHT = 210;
const EDGE = { left: 86, right: 18, top: 16, bottom: 34 };

/**
 * @typedef {object} Assessment
 * @property {string} assessed_at
 * @property {string} level
 * @property {string} practitioner_level
 */

/**
 * @typedef {object} Level
 * @property {string} code
 * @property {string} label
 */

/**
 * @typedef {object} Point
 * @property {number} x
 * @property {number} y
 * @property {number | null} ring where the practitioner's own level lies
 */

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function draw(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    element.setAttribute(key, String(value));
  if (text) element.textContent = text;
  return element;
}

/** @param {number} step @param {number} steps */
function heightOf(step, steps) {
  const room = HEIGHT - EDGE.top - EDGE.bottom;
  return EDGE.top + room - (room * step) / Math.max(1, steps - 1);
}

/**
 * Where each assessment goes, oldest first. Pure.
 * @param {Assessment[]} assessments
 * @param {Level[]} levels lowest first
 * @param {number} width
 * @param {number} [until] the right edge, as a time
 * @returns {Point[]}
 */
export function placePoints(assessments, levels, width, until = Date.now()) {
  const codes = levels.map(({ code }) => code);
  const sorted = [...assessments]
    .filter(({ level }) => codes.includes(level))
    .sort((a, b) => (a.assessed_at < b.assessed_at ? -1 : 1));
  const times = sorted.map((each) => Date.parse(each.assessed_at));
  const first = times[0] ?? 0;
  const span = Math.max(until, times.at(-1) ?? 0) - first || 1;
  const room = width - EDGE.left - EDGE.right;
  const y = (/** @type {string} */ code) =>
    heightOf(codes.indexOf(code), codes.length);
  return sorted.map((each, at) => ({
    x: EDGE.left + (room * (times[at] - first)) / span,
    y: y(each.level),
    ring:
      each.practitioner_level !== each.level &&
      codes.includes(each.practitioner_level)
        ? y(each.practitioner_level)
        : null,
  }));
}

/**
 * The line of steps from the first point to the right edge. Pure.
 * @param {Point[]} points
 * @param {number} width
 */
export function stepPath(points, width) {
  if (!points.length) return '';
  const [first, ...rest] = points;
  const steps = rest.map(({ x, y }) => `H${x.toFixed(1)}V${y.toFixed(1)}`);
  const start = `M${first.x.toFixed(1)} ${first.y.toFixed(1)}`;
  return `${start}${steps.join('')}H${width - EDGE.right}`;
}

/** @param {Level[]} levels @param {number} width */
function grid(levels, width) {
  return levels.flatMap(({ label }, at) => {
    const y = heightOf(at, levels.length);
    return [
      draw('line', { x1: EDGE.left, x2: width - EDGE.right, y1: y, y2: y, class: 'app-chart__grid' }),
      draw('text', { x: EDGE.left - 12, y: y + 5, 'text-anchor': 'end', class: 'app-chart__label' }, label),
    ];
  });
}

/** @param {string} instant */
function dayOf(instant) {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC',
  }).format(new Date(londonClock(instant).date));
}

/** @param {Point[]} points */
function marks(points) {
  return points.flatMap(({ x, y, ring }) => [
    ...(ring === null ? [] : [draw('circle', { cx: x, cy: ring, r: 6, class: 'app-chart__ring' })]),
    draw('circle', { cx: x, cy: y, r: 6, class: 'app-chart__point' }),
  ]);
}

/**
 * @param {Assessment[]} assessments
 * @param {Level[]} levels lowest first
 * @param {number} room how wide it may be, in pixels
 */
export function riskChart(assessments, levels, room) {
  const width = Math.max(NARROWEST, Math.min(WIDEST, room));
  const points = placePoints(assessments, levels, width);
  const times = assessments.map((each) => each.assessed_at).sort();
  const chart = draw('svg', {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    role: 'img',
    class: 'app-chart__picture',
    'aria-label': `Risk level over time, from ${assessments.length} ${assessments.length === 1 ? 'assessment' : 'assessments'}: the table below says the same.`,
  });
  chart.append(
    ...grid(levels, width),
    draw('path', { d: stepPath(points, width), class: 'app-chart__line' }),
    ...marks(points),
    draw('text', { x: EDGE.left, y: HEIGHT - 8, class: 'app-chart__label' }, times[0] ? dayOf(times[0]) : ''),
    draw('text', { x: width - EDGE.right, y: HEIGHT - 8, 'text-anchor': 'end', class: 'app-chart__label' }, 'Today'),
  );
  const note = document.createElement('figcaption');
  note.className = 'app-quiet';
  note.textContent = 'Filled: the level that holds. Ring: the practitioner said another.';
  const whole = document.createDocumentFragment();
  whole.append(chart);
  if (points.some(({ ring }) => ring !== null)) whole.append(note);
  return whole;
}
