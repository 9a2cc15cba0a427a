/* Colours of tags. Colour is never the only sign: the tag always has words. */

/** @type {Record<string, Record<string, string>>} */
const COLOURS = {
  risk_level: {
    low: 'risk-low',
    medium: 'risk-medium',
    high: 'risk-high',
    very_high: 'risk-very-high',
  },
  state: {
    draft: 'grey',
    submitted: 'blue',
    in_triage: 'light-blue',
    more_information_requested: 'yellow',
    active: 'green',
    active_monitoring: 'green',
    open: 'blue',
    in_progress: 'light-blue',
    waiting_list: 'yellow',
    paused: 'yellow',
    done: 'green',
    completed: 'green',
    accepted: 'green',
    approved: 'green',
    overdue: 'red',
    declined: 'grey',
    withdrawn: 'grey',
    cancelled: 'grey',
    closed: 'grey',
  },
};

/**
 * Adds the colours of a kind of tag.
 * @param {string} kind
 * @param {Record<string, string>} colours code -> GOV.UK tag colour
 */
export function addTagColours(kind, colours) {
  COLOURS[kind] = { ...COLOURS[kind], ...colours };
}

/**
 * The classes of a tag. A kind we do not know is coloured as a state.
 * @param {string} kind
 * @param {string} code
 * @returns {string[]}
 */
export function tagClass(kind, code) {
  const colour = COLOURS[kind]?.[code] ?? COLOURS.state[code];
  return colour ? [`govuk-tag--${colour}`] : ['govuk-tag--grey'];
}
