/* One name: what it says, how it is corrected or struck, what it said before. */
import { amendmentShown } from '../../js/facts.js';
import { transform, whenReady } from '../../js/region.js';

transform('name', (name) => ({
  ...name,
  full: [name.given_name, name.family_name].filter(Boolean).join(' '),
  amendments: name.amendments.map(amendmentShown),
}));

whenReady('name', (region, name) => {
  document.title = `Correct a name: ${name.full} – Throughline`;
});
