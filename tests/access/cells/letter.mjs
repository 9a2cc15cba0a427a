// Letters to referrers.
export default [
  { route: 'letter.list', path: (f) => `/api/v1/referrals/${f.referral}/letters` },
  { route: 'letter.create', path: (f) => `/api/v1/referrals/${f.referral}/letters`,
    body: () => ({ result: 'nonsense' }), stops: 422 },
  { route: 'letter.show', path: (f) => `/api/v1/letters/${f.letter}` },
  { route: 'letter.change', path: (f) => `/api/v1/letters/${f.letter}`, body: () => ({ own_words: 'Invented' }) },
  { route: 'letter.issue', path: (f) => `/api/v1/letters/${f.letter}/issue`,
    body: () => ({ channel: 'here', checked: true }) },
  { route: 'letter.set_aside', path: (f) => `/api/v1/letters/${f.letter}/set-aside`,
    body: () => ({ reason: 'anonymous' }) },
];
