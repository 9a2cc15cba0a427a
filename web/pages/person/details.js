/* All that the record holds: names, what is known, what has changed. */
import { amendmentShown, factShown } from '../../js/facts.js';
import { transform, whenReady } from '../../js/region.js';
import { currentPrincipal } from '../../js/session.js';

/** @param {any} each */
function fullName(each) {
  return [each.given_name, each.family_name].filter(Boolean).join(' ');
}

transform('record', (person) => {
  const own = person.names.filter((/** @type {any} */ each) => !each.of_merged);
  const current = own.filter((/** @type {any} */ each) => !each.valid_to);
  return {
    ...person,
    names: person.names.map((/** @type {any} */ each) => ({
      ...each,
      name: fullName(each),
      dated: Boolean(each.valid_from || each.valid_to),
      endable: !each.of_merged && !each.valid_to && current.length > 1,
    })),
  };
});

/* Topics nobody has filled are shown to those who may fill them. */
const TOPICS = ['marker', 'safety', 'address', 'carer', 'professional', 'care_status',
  'education_status', 'disability', 'identifier'];

transform('facts', ({ topics, withheld, ...rest }) => {
  const writes = currentPrincipal()?.permissions.includes('person.write') ?? false;
  /** @type {Record<string, any>} */
  const shown = {};
  for (const topic of TOPICS.filter((each) => writes || topics[each] || withheld[each])) {
    const facts = (topics[topic] ?? []).map(factShown);
    const past = facts.filter((/** @type {any} */ each) => !each.current);
    shown[topic] = {
      current: facts.filter((/** @type {any} */ each) => each.current),
      past,
      many: String(past.length),
    };
  }
  return { ...rest, withheld, shown };
});

transform('amendments', ({ items, ...rest }) => ({ ...rest, items: items.map(amendmentShown) }));

whenReady('record', (region, person) => {
  document.title = `${person.name}: details – Throughline`;
});
