// Two records of one young person: [own spoke, another spoke] for each of the
// twelve roles. Looking is for who looks for people; merging the coordinator's.
const NONE = [403, 403];
const nobody = {
  spoke_coordinator: NONE, project_officer: NONE, eit_officer: NONE, eit_sergeant: NONE, panel_member: NONE,
  referrer: NONE, provider_worker: NONE, hub_auditor: NONE, hub_analyst: NONE, hub_grant_officer: NONE,
  ig_lead: NONE, system_admin: NONE,
};
const staff = (cell) => ({ ...nobody, spoke_coordinator: cell, project_officer: cell, eit_officer: cell, eit_sergeant: cell });
const coordinator = (cell) => ({ ...nobody, spoke_coordinator: cell });
const one = (f, rest) => `/api/v1/people/${f.person}/${rest}`;
// Nobody: nothing is merged or taken back.
const other = () => ({ other_id: '00000000-0000-4000-8000-000000000000', reason: 'Invented' });

export default [
  { route: 'merge.duplicates', path: (f) => one(f, 'duplicates'), expect: staff([200, 404]) },
  { route: 'merge.distinct_undo', path: (f) => one(f, 'distinct/undo'), body: () => ({ other_id: other().other_id }), expect: staff([404, 404]) },
  { route: 'merge.compare', path: (f) => one(f, `compare/${f.other_person}`), expect: staff([200, 404]) },
  { route: 'merge.make', path: (f) => one(f, 'merge'), body: other, expect: coordinator([404, 404]) },
  { route: 'merge.undo', path: (f) => one(f, 'unmerge'), body: other, expect: coordinator([404, 404]) },
];
