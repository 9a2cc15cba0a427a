/* The record's names, and who may change it. */
import { transform, whenReady } from '../../js/region.js';
import { currentPrincipal } from '../../js/session.js';

/** @param {any} each */
function fullName(each) {
  return [each.given_name, each.family_name].filter(Boolean).join(' ');
}

transform('record', (person) => {
  const current = person.names.filter((/** @type {any} */ each) => !each.valid_to);
  return {
    ...person,
    may_write: currentPrincipal()?.permissions.includes('person.write') ?? false,
    names: person.names.map((/** @type {any} */ each) => ({
      ...each,
      name: fullName(each),
      dated: Boolean(each.valid_from || each.valid_to),
      endable: !each.valid_to && current.length > 1,
    })),
  };
});

whenReady('record', (region, person) => {
  document.title = `${person.name}: details – Throughline`;
});
