/*
 * Risk over time as an inline SVG: steps of the level that holds, and a ring
 * where the practitioner said another; the risk to and from the young person
 * as lines of their own, told apart by dash and mark, not by colour. Its table
 * stands beside it; the picture says the same in fewer words.
 */
import { londonClock } from './time.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDEST = 640;
const NARROWEST = 280;
const HEIGHT = 230;
const EDGE = { left: 86, right: 18, top: 22, bottom: 40 };
/* How far the lines of risk to and from stand off the level's. */
const ASIDE = { risk_to: -9, risk_from: 9 };

/**
 * @typedef {object} Assessment
 * @property {string} assessed_at
 * @property {string} level
 * @property {string} practitioner_level
 * @property {string} risk_to
 * @property {string} risk_from
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

/* Risk to them: a triangle. Risk from them: a square. */
/** @type {Record<string, (x: number, y: number) => SVGElement>} */
const MARKS = {
  risk_to: (x, y) => draw('path', { d: `M${x - 5} ${y + 4}H${x + 5}L${x} ${y - 5}Z`, class: 'app-chart__mark' }),
  risk_from: (x, y) => draw('rect', { x: x - 4, y: y - 4, width: 8, height: 8, class: 'app-chart__mark' }),
};

/**
 * The line of one direction of risk, beside the level's.
 * @param {Assessment[]} assessments
 * @param {Level[]} levels
 * @param {number} width
 * @param {'risk_to' | 'risk_from'} which
 */
function direction(assessments, levels, width, which) {
  const own = assessments.map((each) => ({ ...each, level: each[which], practitioner_level: each[which] }));
  const points = placePoints(own, levels, width).map((point) => ({ ...point, y: point.y + ASIDE[which] }));
  return [
    draw('path', { d: stepPath(points, width), class: `app-chart__line app-chart__line--${which.replace('_', '-')}` }),
    ...points.map(({ x, y }) => MARKS[which](x, y)),
  ];
}

/** @param {Assessment[]} assessments @param {Level[]} levels */
function told(assessments, levels) {
  const sorted = [...assessments].sort((a, b) => (a.assessed_at < b.assessed_at ? -1 : 1));
  const label = (/** @type {string | undefined} */ code) =>
    levels.find((each) => each.code === code)?.label.toLowerCase() ?? 'not known';
  const many = assessments.length === 1 ? '1 assessment' : `${assessments.length} assessments`;
  return `Risk level over time, from ${many}: ${label(sorted[0]?.level)} at first, ${label(sorted.at(-1)?.level)} now. The table below says each.`;
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
    'aria-label': told(assessments, levels),
  });
  chart.append(
    ...grid(levels, width),
    ...direction(assessments, levels, width, 'risk_to'),
    ...direction(assessments, levels, width, 'risk_from'),
    draw('path', { d: stepPath(points, width), class: 'app-chart__line' }),
    ...marks(points),
    draw('text', { x: EDGE.left, y: HEIGHT - 8, class: 'app-chart__label' }, times[0] ? dayOf(times[0]) : ''),
    draw('text', { x: width - EDGE.right, y: HEIGHT - 8, 'text-anchor': 'end', class: 'app-chart__label' }, 'Today'),
  );
  const note = document.createElement('figcaption');
  note.className = 'app-quiet';
  const ring = points.some((point) => point.ring !== null) ? ' Empty circle: the practitioner said another.' : '';
  note.textContent = `● Thick line: the level that holds.${ring} ▲ Dashed: risk to them. ■ Dotted: risk from them.`;
  const whole = document.createDocumentFragment();
  whole.append(chart);
  whole.append(note);
  return whole;
}
