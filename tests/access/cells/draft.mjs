// Drafts: everybody has their own, and nobody anybody else's. There is none of
// another person that could be asked for: its id is as one nobody has.
import { ABSENT } from '../fixture.mjs';

export default [
  { route: 'draft.list', path: () => '/api/v1/drafts' },
  { route: 'draft.create', path: () => '/api/v1/drafts',
    body: () => ({ user_id: ABSENT, form: 'note', subject: '/help', title: 'Help', content: [] }) },
  { route: 'draft.show', path: () => `/api/v1/drafts/${ABSENT}`, stops: 404 },
  { route: 'draft.change', path: () => `/api/v1/drafts/${ABSENT}`, body: () => ({ content: [] }), stops: 404 },
  { route: 'draft.remove', path: () => `/api/v1/drafts/${ABSENT}`, stops: 404 },
];
