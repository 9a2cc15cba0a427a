// What an answer amounts to, in the words of config/access/operations.csv.
//
//   yes        done, or it would be: stopped only at a version nobody has, or at
//              what the request says wrong on purpose (`stops` of the cell)
//   -          the role is not entitled
//   not found  as a record that does not exist
//   refused    what was sent is refused because of the record it is about
//   nothing    answered, with nothing in it
//   without    answered, and nothing of the record in it
//
// 'no record' is found, never reviewed: the partnership of today has none to
// ask about.
export const CODES = ['yes', '-', 'not found', 'refused', 'nothing', 'without'];

const REFUSED = '/problems/not-entitled';
const itemsOf = (body) => (Array.isArray(body?.items) ? body.items : Array.isArray(body) ? body : null);

// Counts and figures of nobody: noughts, and no record's id.
function noughts(answer) {
  const numbers = [];
  JSON.stringify(answer.body, (key, value) => {
    if (typeof value === 'number' && key !== 'version') numbers.push(value);
    return value;
  });
  return numbers.length > 0 && numbers.every((each) => each === 0) && !/"[0-9a-f]{8}-[0-9a-f-]{27}"/.test(answer.text);
}

function tellsOf(answer, fixture) {
  for (const id of fixture.hidden) if (answer.text.includes(id)) return true;
  return false;
}

// What a request names that is more than where to look.
const PLACES = ['spoke', 'agency', 'intervention', 'name', 'name_query'];
const namesRecord = (named) => [...named].some((kind) => !PLACES.includes(kind));

function shown(answer, { scope, fixture, sideDoor, named, sees }) {
  if (scope === 'own' || scope === 'any' || sees) return 'yes';
  const items = itemsOf(answer.body);
  if (items?.length === 0 || (scope === 'other spoke' && noughts(answer))) return 'nothing';
  if (tellsOf(answer, fixture)) return 'yes';
  if (!sideDoor && namesRecord(named)) return 'yes';
  return scope === 'other spoke' && answer.text.includes(`"${fixture.spoke}"`) ? 'yes' : 'without';
}

export function codeOf(answer, asked) {
  const { cell, operation, scope, meant, sees } = asked;
  if (answer.status === 403) return answer.body?.type === REFUSED ? '-' : `403 ${answer.body?.type}`;
  // What is not there is the cell's own doing only where the record around it is.
  if (answer.status === 404) return cell.stops === 404 && (scope === 'own' || scope === 'any' || sees) ? 'yes' : 'not found';
  if (answer.status === 412 || (answer.status === cell.stops && !meant)) return 'yes';
  if (answer.status === 409 || answer.status === 422) return 'refused';
  if (answer.status >= 200 && answer.status < 300) return operation.method === 'GET' ? shown(answer, asked) : 'yes';
  return `${answer.status}`;
}

const NO = ['nothing', 'without', 'no record'];
const LESS = { yes: [...NO, 'refused'], refused: [...NO, '-', 'not found'], nothing: NO, without: NO };

/** Whether what is found is no more than what is reviewed. With somebody's own
 *  record it is exactly that, but for what the demo has none of. */
export function within(found, reviewed, scope) {
  if (found === reviewed || found === 'no record') return true;
  return (LESS[reviewed] ?? []).includes(found) && !(found === 'refused' && (scope === 'own' || scope === 'any'));
}
