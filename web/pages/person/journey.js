/*
 * The journey's list: grouped by month, drawn a piece at a time so that the
 * first screen of a long one is there at once.
 */
import { addFormat } from '../../js/format.js';
import { find, findAll } from '../../js/dom.js';
import { formatValue } from '../../js/format.js';
import { params } from '../../js/params.js';
import { Scope } from '../../js/scope.js';
import { isPermitted } from '../../js/session.js';
import { londonClock } from '../../js/time.js';
import { makeIdsFresh, render } from '../../js/view.js';

/** @typedef {Record<string, any>} Event_ */

/* The first piece fills a screen; the others do not hold up a scroll. */
const FIRST = 25;
const PIECE = 60;

/** @type {Record<string, string>} */
const LABELS = {
  referral: 'Referral',
  triage: 'Triage',
  episode: 'Episode',
  closure: 'Closure',
  discussion: 'Meeting',
  risk: 'Risk',
  allocation: 'Intervention',
  session: 'Session',
  contact: 'Contact',
  outcome: 'Outcome',
  voice: 'Their words',
  note: 'Note',
  action: 'Action',
  transfer: 'Transfer',
  association: 'Association',
  status: 'Care and education',
  marker: 'Warning',
  place: 'Place of concern',
  incident: 'Critical incident',
  sharing: 'Agreement and sharing',
  held: 'Held back',
};

/** @type {Record<string, (event: Event_) => string | null>} */
const HOMES = {
  referral: ({ ref }) => `/referrals/${ref.id}`,
  referral_letter: ({ ref }) => `/letters/${ref.id}`,
  episode: ({ ref }) => `/episodes/${ref.id}`,
  allocation: ({ ref }) => `/allocations/${ref.id}`,
  discussion: ({ detail }) => `/meetings/${detail.meeting_id}`,
  risk_assessment: ({ episode_id }) => `/episodes/${episode_id}/risk`,
  session: ({ ref }) => `/sessions/${ref.id}`,
  contact: ({ ref }) => `/contacts/${ref.id}`,
  place: ({ ref }) => `/places/${ref.id}`,
  agreement: ({ episode_id }) => `/episodes/${episode_id}/sharing`,
  disclosure: ({ ref }) => `/disclosures/${ref.id}`,
  critical_incident: ({ ref }) => `/critical-incidents/${ref.id}`,
  outcome: ({ ref }) => `/outcomes/${ref.id}`,
  voice: ({ ref }) => `/voices/${ref.id}`,
  /* That one was moved is told of the notes, not of it. */
  note: ({ ref, episode_id }) =>
    (ref.id === episode_id ? `/episodes/${episode_id}/notes` : `/notes/${ref.id}`),
  action: ({ ref }) => `/actions/${ref.id}`,
  transfer: ({ ref }) => `/transfers/${ref.id}`,
  association: ({ ref }) => `/associations/${ref.id}`,
  person_fact: () => `/people/${params().id}/details`,
};

/* Not everybody who reads a journey may open what it tells of. */
/** @type {Record<string, string>} */
const NEEDS = {
  referral: 'referral.read',
  referral_letter: 'referral.read',
  note: 'note.read',
  outcome: 'outcome.read',
  place: 'place.read',
  transfer: 'transfer.read',
  association: 'association.read',
};

/** @param {Event_} event */
function homeOf(event) {
  const { kind } = event.ref ?? {};
  return !NEEDS[kind] || isPermitted(NEEDS[kind]) ? HOMES[kind]?.(event) ?? null : null;
}

/* A day alone, or the day of an instant, in London. */
/** @param {string} at */
function dayOf(at) {
  return at.length > 10 ? londonClock(at).date : at;
}

addFormat('eventday', (at) => {
  const [weekday, day, month] = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short',
  }).format(new Date(dayOf(at))).replace(',', '').split(' ');
  return `${weekday} ${day} ${month}`;
});
addFormat('eventclock', (at) => (at.length > 10 ? formatValue(at, 'time') : ''));

/** @param {Event_} event */
function shown(event) {
  const detail = event.detail ?? {};
  return {
    ...event,
    detail,
    label: LABELS[event.kind] ?? event.kind,
    href: homeOf({ ...event, detail }),
    /* What is held back says the agency in its title. */
    by: event.kind === 'held' ? '' : [event.who, event.agency].filter(Boolean).join(', '),
    measured: detail.value === null || detail.value === undefined ? '' : String(detail.value),
    reason: detail.reason ? formatValue(detail.reason, 'words') : '',
    told: Object.values(detail).some((value) => value !== null && value !== ''),
  };
}

/** @param {Event_[]} events */
function byMonth(events) {
  /** @type {{key: string, month: string, events: Event_[]}[]} */
  const months = [];
  for (const event of events) {
    const key = dayOf(event.at).slice(0, 7);
    if (months.at(-1)?.key !== key)
      months.push({ key, month: formatValue(`${key}-01`, 'month'), events: [] });
    months.at(-1)?.events.push(shown(event));
  }
  return months;
}

/**
 * Adds events to what is drawn; a month may go on.
 * @param {HTMLElement} place
 * @param {HTMLTemplateElement} template
 * @param {Event_[]} events
 */
function add(place, template, events) {
  for (const month of byMonth(events)) {
    const copy = render(template, new Scope(month));
    makeIdsFresh(copy);
    const last = place.lastElementChild;
    const list = last instanceof HTMLElement && last.dataset.month === month.key
      ? find(last, '.app-month__events', HTMLElement) : null;
    if (list) {
      list.append(...findAll(copy, '.app-event', HTMLElement));
      continue;
    }
    const section = find(copy, '.app-month', HTMLElement);
    if (section) section.dataset.month = month.key;
    place.append(copy);
  }
}

/** @type {(() => void) | null} */
let drawRest = null;

/* Paper has all of it. */
addEventListener('beforeprint', () => drawRest?.());

/**
 * @param {HTMLElement} region
 * @param {Event_[]} events
 */
export function drawJourney(region, events) {
  const place = find(region, '[data-journey-months]', HTMLElement);
  const template = find(region, 'template[data-journey-month]', HTMLTemplateElement);
  if (!place || !template) return;
  let at = 0;
  /** @param {number} many */
  const step = (many) => {
    add(place, template, events.slice(at, at + many));
    at += many;
  };
  const rest = () => {
    if (!place.isConnected || at >= events.length) return;
    step(PIECE);
    setTimeout(rest);
  };
  drawRest = () => step(events.length);
  place.replaceChildren();
  step(FIRST);
  setTimeout(rest);
}
