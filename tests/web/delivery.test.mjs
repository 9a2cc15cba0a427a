/* What the pages of interventions, allocations and contacts work out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attendanceText, came, canBe } from '../../web/pages/allocation/facts.js';
import { cardOf, safetyText } from '../../web/pages/home/mine.js';
import { goesWith } from '../../web/pages/contact/outcomes.js';
import { agesText, bestFirst, inWords } from '../../web/pages/intervention/words.js';
import { wayBack } from '../../web/pages/person/way-back.js';

const HELP = { name: 'Help', impact: null, min_age: null, max_age: null, capacity: null, places_taken: 0,
  places_left: null, waiting: 0, planned_sessions: null, planned_hours: null };

test('ages read as people say them', () => {
  assert.deepEqual([agesText(10, 17), agesText(18, null), agesText(null, 12), agesText(null, null)],
    ['10 to 17', '18 and over', 'Up to 12', 'Any age']);
});

test('what a provider may do first: phone or not, log the last or a new one', () => {
  assert.equal(safetyText({ safe_to_phone: 'yes', safe_to_text: 'no', safe_to_voicemail: 'no', safe_to_write: 'not_asked' }),
    'Safe to phone. Do not text or leave a voicemail.');
  assert.equal(safetyText({ safe_to_phone: 'not_asked', safe_to_text: 'declined_to_say' }), 'Not asked: ask the spoke first.');
  const asked = ({ running, logs_new, answers }) => [running, logs_new, answers];
  assert.deepEqual(['offered', 'active', 'paused', 'waiting_list'].map((state) =>
    asked(cardOf({ state, unlogged_session_id: state === 'paused' ? 'one' : null }))),
  [[false, false, true], [true, true, false], [true, false, false], [false, false, false]]);
});

test('places, dosage and impact in words', () => {
  const said = (more) => { const w = inWords({ ...HELP, ...more }); return [w.places_text, w.dosage_text, w.impact_text, w.full]; };
  assert.deepEqual(said({ impact: 'moderate', capacity: 4, places_taken: 4, places_left: 0, waiting: 2, planned_sessions: 1, planned_hours: 1.5 }),
    ['4 of 4 taken, 2 waiting', '1 session, 1.5 hours', 'Moderate impact', true]);
  assert.deepEqual(said({ impact: 'harmful' }).slice(0, 3), ['0 taking part', '', 'Likely to harm']);
  assert.equal(said({ places_taken: null, waiting: null })[0], '', 'not for those who see no allocations');
});

test('what fits comes first, what may do harm last, names in their order', () => {
  const items = [
    { ...HELP, name: 'A', impact: 'harmful', warnings: [{ warning: 'harmful', said: 'Harm' }] },
    { ...HELP, name: 'B', warnings: [{ warning: 'too_young', said: 'Young' }] },
    { ...HELP, name: 'C', capacity: 1, places_left: 0, warnings: [] },
    { ...HELP, name: 'D', warnings: [] }, { ...HELP, name: 'E', warnings: [] }];
  assert.deepEqual(bestFirst(items).slice(3).map((item) => [item.warned, item.misfits.length]), [[true, 1], [true, 0]]);
  assert.equal(bestFirst(items).map((item) => item.name).join(''), 'DECBA');
});

test('only what can still be is asked of a session', () => {
  const codes = ['attended', 'part', 'late', 'did_not_attend', 'not_brought', 'cancelled_family', 'cancelled_provider', 'refused_at_door'];
  const asked = (happened) => codes.filter((code) => canBe(happened, code)).join(' ');
  assert.equal(asked('true'), 'attended part late did_not_attend not_brought refused_at_door');
  assert.equal(asked('false'), 'did_not_attend not_brought cancelled_family cancelled_provider refused_at_door');
  assert.equal(asked(null), '');
  assert.deepEqual(['late', 'not_brought', null].map(came), [true, false, false]);
});

test('attendance in words', () => {
  assert.equal(attendanceText({ attended: 2, logged: 3, planned_sessions: 8 }), '2 of 8 planned sessions attended');
  assert.equal(attendanceText({ attended: 2, logged: 3, planned_sessions: null }), '2 of 3 sessions attended');
  assert.equal(attendanceText({ attended: 0, logged: 0, planned_sessions: null }), 'No sessions yet');
});

test('outcomes go with having seen somebody, or not, or either', () => {
  assert.deepEqual([['yes', 'true'], ['yes', 'false'], ['no', 'true'], ['no', 'false'], ['', 'true'], [undefined, 'false'], ['yes', null]]
    .map(([of, seen]) => goesWith(of, seen)), [true, false, false, true, true, true, true]);
});

test('the way back stays on this site', () => {
  const back = (asked) => wayBack(asked, 'p1', 'https://here.example');
  assert.equal(back('/contacts/new'), '/contacts/new?person=p1');
  assert.equal(back('/a?x=1'), '/a?x=1&person=p1');
  for (const bad of [null, '', 'contacts/new', 'https://there.example/', '//there.example/', '/\\there.example/', 'javascript:alert(1)'])
    assert.equal(back(bad), null, String(bad));
});
