/* What each clock waits for, in words. */
import { addFormat } from '../../js/format.js';

/** @type {Record<string, string>} */
const CLOCKS = {
  triage: 'Triage',
  agency_checks: 'Agency checks',
  heard: 'Heard at the meeting',
  referrer_told: 'Referrer told',
  first_contact: 'Provider’s first contact',
};

addFormat('clock', (code) => CLOCKS[code] ?? code);
