// Meetings: [own spoke, another spoke] for each of the twelve roles. The
// fixture's discussion is of minutes that were sent out, so that nothing is
// written by those who may: frozen answers 409.
const uuid = '00000000-0000-4000-8000-000000000000';

const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
// Who reads agendas and minutes, and speaks for an agency.
const around = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell,
  eit_sergeant: cell, panel_member: cell });
// Who calls meetings and takes minutes.
const minuting = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell });
const chair = (cell) => ({ ...nobody, spoke_coordinator: cell });

const meeting = (f, rest = '') => `/api/v1/meetings/${f.meeting}${rest}`;
const discussion = (f, rest = '') => `/api/v1/discussions/${f.discussion}${rest}`;
const move = (verb, expect, body = {}) => ({
  route: `meeting.${verb.replace('-', '_')}`, path: (f) => meeting(f, `/${verb}`), body: () => body, expect });

export default [
  { route: 'meeting.list', path: (f) => `/api/v1/meetings?spoke=${f.spoke}`, expect: around([200, 200]) },
  { route: 'meeting.create', path: () => '/api/v1/meetings',
    body: (f) => ({ spoke: f.spoke, title: 'Cell', type: 'nonsense', starts_at: '2031-01-01T10:00:00Z' }),
    expect: minuting([422, 403]) },
  { route: 'meeting.show', path: (f) => meeting(f), expect: around([200, 404]) },
  { route: 'meeting.update', path: (f) => meeting(f), body: () => ({ place: 'Invented' }), expect: minuting([412, 404]) },
  { route: 'meeting.minutes', path: (f) => meeting(f, '/minutes'), expect: around([200, 404]) },
  ...['open', 'finish', 'reopen', 'check', 'correct', 'distribute'].map((verb) => move(verb, minuting([412, 404]))),
  move('cancel', minuting([412, 404]), { note: 'Invented' }),
  move('sign-off', chair([412, 404])),
  { route: 'addendum.create', path: (f) => meeting(f, '/addenda'), body: () => ({ text: 'Invented' }), expect: minuting([409, 404]) },

  { route: 'meeting_series.list', path: (f) => `/api/v1/meeting-series?spoke=${f.spoke}`, expect: around([200, 200]) },
  { route: 'meeting_series.create', path: () => '/api/v1/meeting-series',
    body: (f) => ({ spoke: f.spoke, name: 'Cell', type: 'nonsense' }), expect: minuting([422, 403]) },
  { route: 'meeting_series.show', path: (f) => `/api/v1/meeting-series/${f.series}`, expect: around([200, 404]) },
  { route: 'meeting_series.update', path: (f) => `/api/v1/meeting-series/${f.series}`, body: () => ({ cadence_days: 7 }),
    expect: minuting([412, 404]) },
  { route: 'meeting_series.member_add', path: (f) => `/api/v1/meeting-series/${f.series}/members`,
    body: () => ({ user_id: uuid }), expect: minuting([422, 404]) },
  { route: 'meeting_series.member_remove', path: (f) => `/api/v1/meeting-series/${f.series}/members/${uuid}`,
    expect: minuting([404, 404]) },

  { route: 'agenda_item.list', path: (f) => meeting(f, '/agenda'), expect: around([200, 404]) },
  { route: 'agenda_item.create', path: (f) => meeting(f, '/agenda'), body: () => ({ person_id: uuid, kind: 'new' }),
    expect: minuting([422, 404]) },
  { route: 'agenda_item.show', path: (f) => `/api/v1/agenda/${f.agenda_item}`, expect: around([200, 404]) },
  { route: 'agenda_item.update', path: (f) => `/api/v1/agenda/${f.agenda_item}`, body: () => ({ note: 'Invented' }),
    expect: minuting([412, 404]) },
  { route: 'agenda_item.delete', path: (f) => `/api/v1/agenda/${f.agenda_item}`, expect: minuting([412, 404]) },

  { route: 'attendance.list', path: (f) => meeting(f, '/attendance'), expect: around([200, 404]) },
  { route: 'attendance.create', path: (f) => meeting(f, '/attendance'),
    body: (f) => ({ agency: f.agency, name: 'Cell', attendance: 'nonsense' }), expect: minuting([422, 404]) },
  { route: 'attendance.show', path: (f) => `/api/v1/attendance/${f.attendance}`, expect: around([200, 404]) },
  { route: 'attendance.update', path: (f) => `/api/v1/attendance/${f.attendance}`, body: () => ({ name: 'Cell' }),
    expect: minuting([412, 404]) },
  { route: 'attendance.delete', path: (f) => `/api/v1/attendance/${f.attendance}`, expect: minuting([412, 404]) },

  { route: 'discussion.list', path: (f) => meeting(f, '/discussions'), expect: around([200, 404]) },
  { route: 'discussion.create', path: (f) => meeting(f, '/discussions'), body: () => ({ agenda_item_id: uuid }),
    expect: minuting([422, 404]) },
  { route: 'discussion.show', path: (f) => discussion(f), expect: around([200, 404]) },
  { route: 'discussion.update', path: (f) => discussion(f), body: () => ({ summary: 'Invented' }), expect: minuting([412, 404]) },
  { route: 'discussion_update.create', path: (f) => discussion(f, '/updates'), body: () => ({ nothing_known: true }),
    expect: around([409, 404]) },
  { route: 'discussion_update.show', path: (f) => `/api/v1/discussion-updates/${f.discussion_update}`, expect: around([200, 404]) },
  { route: 'discussion_update.update', path: (f) => `/api/v1/discussion-updates/${f.discussion_update}`,
    body: () => ({ text: 'Invented' }), expect: around([412, 404]) },
  { route: 'decision.create', path: (f) => discussion(f, '/decisions'), body: () => ({ decision: 'defer' }), expect: minuting([409, 404]) },
  { route: 'decision.delete', path: () => `/api/v1/decisions/${uuid}`, expect: minuting([404, 404]) },
  { route: 'dissent.create', path: (f) => discussion(f, '/dissents'), body: (f) => ({ agency: f.agency, text: 'Invented' }),
    expect: minuting([409, 404]) },
  { route: 'dissent.delete', path: () => `/api/v1/dissents/${uuid}`, expect: minuting([404, 404]) },
  { route: 'discussion_action.create', path: (f) => discussion(f, '/actions'),
    body: (f) => ({ description: 'Invented', owner_name: 'Cell', owner_agency: f.agency, due_on: '2031-01-01' }),
    expect: minuting([409, 404]) },
  { route: 'meeting_series.next', path: (f) => `/api/v1/meeting-series/${uuid}/next`, expect: minuting([404, 404]) },
  { route: 'meeting.suggestions', path: (f) => meeting(f, '/suggestions'), expect: minuting([200, 404]) },
  // Staff accept for themselves, too. Another spoke's meeting is not there.
  { route: 'meeting.confidentiality', path: (f) => meeting(f, '/confidentiality'), expect: around([200, 404]) },
  { route: 'meeting_paper.create', path: (f) => meeting(f, '/papers'), body: () => ({ title: 'Cell', text: 'x', agenda_item_id: uuid }),
    expect: minuting([422, 404]) },
  { route: 'meeting_paper.show', path: (f) => `/api/v1/papers/${f.paper}`, expect: around([200, 404]) },
  { route: 'meeting_paper.update', path: (f) => `/api/v1/papers/${f.paper}`, body: () => ({ title: 'Cell' }), expect: minuting([412, 404]) },
  { route: 'meeting_paper.delete', path: (f) => `/api/v1/papers/${f.paper}`, expect: minuting([412, 404]) },
  { route: 'conflict.create', path: (f) => meeting(f, '/conflicts'), body: () => ({ agenda_item_id: uuid, kind: 'other' }),
    expect: around([422, 404]) },
  { route: 'conflict.delete', path: () => `/api/v1/conflicts/${uuid}`, expect: minuting([404, 404]) },
  { route: 'meeting_guest.create', path: (f) => meeting(f, '/guests'), body: () => ({ user_id: uuid }), expect: minuting([422, 404]) },
  { route: 'meeting_guest.delete', path: () => `/api/v1/guests/${uuid}`, expect: minuting([404, 404]) },
  // The fixture's meeting is no critical incident meeting: tests/sql/meeting_access.sql has those.
  { route: 'meeting_access.list', path: (f) => meeting(f, '/access'), expect: around([200, 404]) },
  { route: 'meeting_access.create', path: (f) => meeting(f, '/access'), body: () => ({ user_id: uuid, reason: 'Invented' }), expect: chair([409, 404]) },
  { route: 'meeting_access.end', path: (f) => meeting(f, `/access/${uuid}/end`), expect: chair([404, 404]) },
  { route: 'minutes.presence', path: (f) => discussion(f, '/presence'), body: () => ({ field: 'summary' }), expect: around([200, 404]) },
  { route: 'minutes_extract.of_meeting', path: (f) => meeting(f, '/extracts'), expect: around([200, 404]) },
  { route: 'minutes_extract.list', path: () => '/api/v1/extracts', expect: around([200, 200]) },
  { route: 'minutes_extract.show', path: (f) => `/api/v1/extracts/${f.extract}`, expect: around([200, 404]) },

  { route: 'agency_check.of_episode', path: (f) => `/api/v1/episodes/${f.episode}/checks`, expect: around([200, 404]) },
  { route: 'agency_check.ask', path: (f) => `/api/v1/episodes/${f.episode}/checks`, body: () => ({ agencies: ['nonsense'] }),
    expect: minuting([422, 404]) },
  { route: 'agency_check.of_meeting', path: (f) => meeting(f, '/checks'), expect: around([200, 404]) },
  { route: 'agency_check.ask_for', path: (f) => meeting(f, '/checks'), body: (f) => ({ agencies: [f.agency], agenda_items: [uuid] }),
    expect: minuting([200, 404]) },
  { route: 'agency_check.list', path: (f) => `/api/v1/agency-checks?spoke=${f.spoke}`, expect: around([200, 200]) },
  { route: 'agency_check.show', path: (f) => `/api/v1/agency-checks/${f.agency_check}`, expect: around([200, 404]) },
  { route: 'agency_check.withdraw', path: (f) => `/api/v1/agency-checks/${f.agency_check}/withdraw`,
    body: () => ({ reason: 'recorded_in_error' }), expect: minuting([412, 404]) },
  { route: 'agency_check.answer', path: (f) => `/api/v1/agency-checks/${f.agency_check}/answer`,
    body: () => ({ result: 'nothing_known' }), expect: around([412, 404]) },
  { route: 'agency_check.chase', path: (f) => `/api/v1/agency-checks/${f.agency_check}/chase`, expect: minuting([412, 404]) },
];
