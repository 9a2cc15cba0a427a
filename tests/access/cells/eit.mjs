// The team's work beyond a visit. What the police hold back is another's to
// nobody but them.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'contact.versions', path: (f) => `/api/v1/contacts/${f.contact}/versions` },
  { route: 'contact.in_error', path: (f) => `/api/v1/contacts/${f.contact}/in-error`,
    body: () => ({ reason: 'duplicate' }) },
  { route: 'contact.follow_up', path: (f) => `/api/v1/contacts/${f.contact}/follow-up`,
    body: () => ({ done_on: '2026-01-05' }) },
  { route: 'contact.held', path: (f) => `/api/v1/contacts/held?spoke=${f.spoke}` },
  { route: 'contact.keep', path: (f) => `/api/v1/contacts/${f.contact}/keep`,
    body: () => ({ reason: 'Invented' }) },
  { route: 'contact.counts', path: (f) => `/api/v1/contacts/counts?spoke=${f.spoke}` },
  { route: 'contact.counted', path: (f) => `/api/v1/contacts/counted?spoke=${f.spoke}&measure=seen` },
  { route: 'identified.list', path: (f) => `/api/v1/identified?spoke=${f.spoke}` },
  { route: 'identified.show', path: (f) => `/api/v1/identified/${f.identified}` },
  { route: 'identified.matches', path: (f) => `/api/v1/identified/${f.identified}/matches` },
  { route: 'identified.link', path: (f) => `/api/v1/identified/${f.identified}/link`,
    body: () => ({ person_id: ABSENT }) },
  { route: 'identified.unlink', path: (f) => `/api/v1/identified/${f.identified}/unlink`,
    body: () => ({ note: 'Invented' }) },
];
