/* Dates, London time and its two changes a year. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays, ageOn, daysBetween, isDate, isRoughDate, joinDate, joinInstant, londonClock,
  londonToInstant, parseTime,
} from '../../web/js/time.js';

test('winter is UTC, summer an hour before', () => {
  assert.equal(londonToInstant('2026-01-15', '14:15'), '2026-01-15T14:15:00Z');
  assert.equal(londonToInstant('2026-07-15', '14:15'), '2026-07-15T13:15:00Z');
  assert.equal(londonToInstant('2026-07-15', '00:30'), '2026-07-14T23:30:00Z');
});

test('the hour that is skipped in March becomes the next', () => {
  assert.equal(londonToInstant('2026-03-29', '00:59'), '2026-03-29T00:59:00Z');
  assert.equal(londonToInstant('2026-03-29', '01:30'), '2026-03-29T01:30:00Z');
  assert.equal(londonClock('2026-03-29T01:30:00Z').time, '02:30');
  assert.equal(londonToInstant('2026-03-29', '02:00'), '2026-03-29T01:00:00Z');
});

test('the hour that comes twice in October is the first', () => {
  assert.equal(londonToInstant('2026-10-25', '01:30'), '2026-10-25T00:30:00Z');
  assert.equal(londonToInstant('2026-10-25', '00:59'), '2026-10-24T23:59:00Z');
  assert.equal(londonToInstant('2026-10-25', '02:00'), '2026-10-25T02:00:00Z');
});

test('every quarter of an hour of a year comes back as it went', () => {
  for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1))
    for (const time of ['00:00', '01:15', '02:45', '12:00', '23:59']) {
      if (day === '2026-03-29' && time === '01:15') continue;
      const clock = londonClock(londonToInstant(day, time));
      assert.deepEqual(clock, { date: day, time });
    }
});

test('times as people type them', () => {
  for (const [typed, read] of [
    ['2:15pm', '14:15'], ['2.15 PM', '14:15'], ['14:15', '14:15'],
    ['1415', '14:15'], ['0900', '09:00'], ['9am', '09:00'], ['12am', '00:00'],
    ['12pm', '12:00'], ['12:30 a.m.', '00:30'], ['00:00', '00:00'],
  ])
    assert.equal(parseTime(typed), read, typed);
  for (const typed of ['', '25:00', '14:60', '13pm', '0am', 'noonish', '14'])
    assert.equal(parseTime(typed), null, typed);
});

test('three boxes', () => {
  assert.equal(joinDate('3', '3', '2010'), '2010-03-03');
  assert.equal(joinDate('03', 'March', '2010'), '2010-03-03');
  assert.equal(joinDate('', '', ''), '');
  assert.equal(isDate(joinDate('31', '2', '2010')), false);
  assert.equal(isDate(joinDate('3', '3', '')), false);
  assert.equal(joinDate('', '3', '2010'), '2010-03-');
  assert.equal(joinDate('', '', '2010'), '2010--');
  assert.deepEqual(['2010-03-', '2010--', '2010-03-04'].map(isRoughDate), [true, true, true]);
  assert.deepEqual(['2010--04', '-03-04', '2010-13-', '--'].map(isRoughDate), [false, false, false, false]);
  assert.equal(isDate('2024-02-29'), true);
  assert.equal(isDate('2023-02-29'), false);
});

test('a date and time that cannot be read are sent as typed', () => {
  assert.equal(joinInstant('2026-07-01', '2:15pm'), '2026-07-01T13:15:00Z');
  assert.equal(joinInstant('', ''), '');
  assert.equal(joinInstant('2026-07-01', 'teatime'), '2026-07-01Tteatime');
  assert.equal(joinInstant('2026-02-31', '14:15'), '2026-02-31T14:15');
});

test('ages and days', () => {
  assert.equal(ageOn('2010-03-03', '2026-03-02'), 15);
  assert.equal(ageOn('2010-03-03', '2026-03-03'), 16);
  assert.equal(ageOn('2008-02-29', '2026-02-28'), 17);
  assert.equal(ageOn('2008-02-29', '2026-03-01'), 18);
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(daysBetween('2026-03-01', '2026-04-01'), 31);
});
