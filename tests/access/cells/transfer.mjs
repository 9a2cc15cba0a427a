// Transfers. An offer is both spokes' affair: the one that made it withdraws
// it, the coordinator of the one that was asked answers.
export default [
  { route: 'transfer.list', path: (f) => `/api/v1/transfers?spoke=${f.spoke}` },
  { route: 'transfer.offer', path: (f) => `/api/v1/episodes/${f.episode_here}/transfer`,
    body: () => ({ to_spoke: 'somerset', reason: 'nonsense', summary: 'Invented', sharing_gateway: 'pcsc_2022',
      closing_risk_level: 'low', outcomes_recorded: false, young_person_not_told: 'Invented',
      referrer_not_told: 'Invented' }), stops: 422 },
  { route: 'transfer.show', path: (f) => `/api/v1/transfers/${f.transfer}` },
  { route: 'transfer.history', path: (f) => `/api/v1/transfers/${f.transfer}/history` },
  { route: 'transfer.accept', path: (f) => `/api/v1/transfers/${f.transfer_in}/accept`, body: () => ({}) },
  { route: 'transfer.refuse', path: (f) => `/api/v1/transfers/${f.transfer_in}/refuse`,
    body: () => ({ reason: 'other', note: 'Invented' }) },
  { route: 'transfer.withdraw', path: (f) => `/api/v1/transfers/${f.transfer}/withdraw`,
    body: () => ({ note: 'Invented' }) },
];
