/* What each of the team's numbers counts. Pure. */

/** @type {Record<string, string>} */
const WORDS = {
  identified: 'Young people identified',
  discussed: 'Young people discussed at a meeting',
  referred: 'Referrals by the team',
  engaged: 'Young people engaged',
  seen: 'Contacts at which they were seen',
  not_seen: 'Attempts at which they were not seen',
  inputs: 'School inputs',
};

/** @param {string | null} measure */
export const measureWords = (measure) => WORDS[measure ?? ''] ?? 'Contacts';
