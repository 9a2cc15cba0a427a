/* The caseload: how long since anybody saw them. */
import { addFormat } from '../../js/format.js';

addFormat('dayscount', (days) => {
  if (Number(days) === 0) return 'today';
  if (Number(days) === 1) return 'yesterday';
  return `${days} days ago`;
});
