/* One young person: the record's head, and the journey. */
import { get } from '../../js/api.js';
import { find, findAll } from '../../js/dom.js';
import { formatValue } from '../../js/format.js';
import { addressWith } from '../../js/list.js';
import { params, query } from '../../js/params.js';
import { beforePaper } from '../../js/print.js';
import { transform, whenReady } from '../../js/region.js';
import { currentPrincipal } from '../../js/session.js';
import { drawJourney } from './journey.js';

/** @param {string} code */
function spokeName(code) {
  const spokes = currentPrincipal()?.spokes ?? [];
  return spokes.find((spoke) => spoke.code === code)?.short_name ?? code;
}

transform('person', (person) => ({
  ...person,
  /* What they are called now, besides the name at the head. */
  aliases: person.names
    .map((/** @type {any} */ each) => ({
      ...each,
      name: [each.given_name, each.family_name].filter(Boolean).join(' '),
    }))
    .filter((/** @type {any} */ each) => !each.valid_to && each.name !== person.name),
  episodes: person.episodes.map((/** @type {any} */ episode) => ({
    ...episode,
    place: spokeName(episode.spoke),
  })),
}));

whenReady('person', (region, person) => {
  document.title = `${person.name} – Throughline`;
});

whenReady('journey', (region, journey) => {
  const count = find(document, '[data-journey-count]', HTMLElement);
  if (count) count.textContent = formatValue(journey.events, 'count:event/events');
  drawJourney(region, journey.events);
});

const compact = query().get('view') === 'compact';
find(document, '.app-journey', HTMLElement)?.classList.toggle('app-journey--compact', compact);
for (const link of findAll(document, '[data-journey-view]', HTMLAnchorElement)) {
  const view = link.dataset.journeyView ?? '';
  link.href = addressWith({ view: view === 'compact' ? view : null });
  if ((view === 'compact') === compact) link.setAttribute('aria-current', 'true');
}

const asked = new URLSearchParams([...query()].filter(([name, value]) =>
  ['kind', 'from', 'to'].includes(name) && value));
const address = `/api/v1/people/${encodeURIComponent(params().id)}/journey`;

const plain = find(document, '[data-journey-plain]', HTMLAnchorElement);
if (plain) plain.href = `${address}${asked.size ? `?${asked}` : ''}`;

/* The screen shows how a long text begins; paper cannot be clicked on. */
if (!compact) {
  beforePaper(async () => {
    const region = find(document, '[data-name="journey"]', HTMLElement);
    if (!region?.querySelector('[data-journey-months]')) return;
    const { data } = await get(`${address}?${new URLSearchParams([...asked, ['whole', 'true']])}`);
    drawJourney(region, data.events);
    for (const note of findAll(document, '[data-journey-cut]', HTMLElement)) note.remove();
  });
}
