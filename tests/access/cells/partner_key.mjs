// API keys: the coordinator those of their own spoke, the administrator and the
// information governance lead all of them. Who may be shown one is the
// coordinator alone; a person has no key of their own to ask about.
export default [
  { route: 'partner_key.list', path: () => '/api/v1/admin/keys' },
  { route: 'partner_key.show', path: (f) => `/api/v1/admin/keys/${f.partner_key}` },
  { route: 'partner_key.create', path: () => '/api/v1/admin/keys', body: () => ({}), stops: 422 },
  { route: 'partner_key.confirm', path: (f) => `/api/v1/admin/keys/${f.partner_key}/confirm` },
  { route: 'partner_key.renew', path: (f) => `/api/v1/admin/keys/${f.partner_key}/renew`,
    body: () => ({ expires_on: '2030-01-01', at_once: false }) },
  { route: 'partner_key.revoke', path: (f) => `/api/v1/admin/keys/${f.partner_key}/revoke`,
    body: () => ({ reason: 'Invented' }) },
  { route: 'partner_key.own', path: () => '/api/v1/key' },
];
