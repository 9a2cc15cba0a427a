-- Users as an administrator meets them: why roles were given, who was here
-- when, who has been invited, what waits for a second person, what has ended
-- and what ends soon.
UPDATE access.role_grant SET granted_by = NULL, reason = 'Set up with the partnership' WHERE spoke_id IS NULL;
UPDATE access.role_grant g SET reason = 'In post: ' || u.job_title
  FROM access.user_account u WHERE u.id = g.user_id AND g.reason IS NULL AND u.job_title IS NOT NULL;

-- Whoever left: the account is disabled, the roles have ended, the past stays.
UPDATE access.role_grant SET valid_to = demo.today() - 40, ended_at = now() - interval '40 days',
    ended_by = demo.seat_id('bristol', 'coordinator'), end_reason = 'Left the council', reason = 'In post: Project officer'
 WHERE user_id = demo.id('user left');
UPDATE access.user_account SET disabled_at = now() - interval '40 days', disabled_by = demo.seat_id('*', 'system.admin'),
    disabled_reason = 'Left the council'
 WHERE id = demo.id('user left');

-- Most were here this week; one has not been for months.
UPDATE access.user_account u
   SET last_sign_in_at = now() - make_interval(hours => demo.between('here ' || u.email, 2, 150))
 WHERE u.disabled_at IS NULL;
UPDATE access.user_account SET last_sign_in_at = now() - interval '117 days'
 WHERE id = demo.seat_id('bathnes', 'sergeant');

-- Cover for a colleague's leave, for some days more.
INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, valid_to, granted_by, granted_at, reason)
VALUES (demo.seat_id('somerset', 'ed'), 'panel_member', reference.spoke_id('somerset'), demo.today() - 45,
        demo.today() + 12, demo.seat_id('somerset', 'coordinator'), now() - interval '46 days',
        'Speaks for health while a colleague is on leave');

-- Invited, with a role their coordinator proposed.
CREATE TABLE demo.invited (spoke text, name text, email text, who uuid);
INSERT INTO demo.invited VALUES
('bristol',  'Rosalind Keynsham-Poole', 'bristol.invited@demo.throughline.example',  demo.id('user invited bristol')),
('northsom', 'Hollis Backwell',         'northsom.invited@demo.throughline.example', demo.id('user invited northsom'));
INSERT INTO access.user_account (id, email, name, agency_id, job_title, created_at, created_by)
SELECT i.who, i.email, i.name, reference.agency_id(i.spoke || '_spoke_team'), 'Project officer',
       now() - interval '20 hours', demo.seat_id(i.spoke, 'coordinator')
  FROM demo.invited i;
INSERT INTO access.account_link (user_id, invites, token_hash, made_by, made_at, expires_at)
SELECT i.who, true, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), demo.seat_id(i.spoke, 'coordinator'),
       now() - interval '20 hours', now() + interval '4 hours'
  FROM demo.invited i;
INSERT INTO access.grant_proposal (user_id, role, spoke_id, valid_from, reason, proposed_by, proposed_at, expires_at)
SELECT i.who, 'project_officer', reference.spoke_id(i.spoke), demo.today(), 'Starts this week, in the place of a leaver',
       demo.seat_id(i.spoke, 'coordinator'), now() - interval '20 hours', now() + interval '148 hours'
  FROM demo.invited i;
-- And a role of the hub, which always takes two.
INSERT INTO access.grant_proposal (user_id, role, spoke_id, valid_from, valid_to, reason, proposed_by, proposed_at, expires_at)
VALUES (demo.seat_id('*', 'hub.grants'), 'hub_analyst', NULL, demo.today(), demo.today() + 60,
        'Covers the evaluation lead''s leave', demo.seat_id('*', 'system.admin'),
        now() - interval '2 days', now() + interval '5 days');

-- Who forgot a password, and reads records the administrator may not: the link
-- waits for a second person.
INSERT INTO access.link_request (user_id, reason, asked_by, asked_at, expires_at)
SELECT demo.seat_id(s.spoke, 'project'), 'Forgot it over the holidays; rang from the number on file', demo.seat_id('*', 'system.admin'),
       now() - interval '1 hour', now() + interval '23 hours'
  FROM unnest(ARRAY['bristol', 'northsom']) AS s(spoke);

-- The access log tells of all this when it was, and of whoever did it.
UPDATE audit.access_log l SET at = CASE l.action WHEN 'create' THEN u.created_at ELSE u.disabled_at END,
       user_id = CASE l.action WHEN 'create' THEN u.created_by ELSE u.disabled_by END
  FROM access.user_account u WHERE l.record_kind = 'user' AND l.record_id = u.id AND l.detail ->> 'what' IN ('made', 'disabled');
UPDATE audit.access_log l SET at = g.ended_at, user_id = g.ended_by
  FROM access.role_grant g WHERE l.record_kind = 'user' AND l.record_id = g.user_id AND l.detail ->> 'what' = 'ended'
   AND g.ended_at IS NOT NULL;
UPDATE audit.access_log l SET at = g.granted_at, user_id = g.granted_by
  FROM access.role_grant g WHERE l.record_kind = 'user' AND l.record_id = g.user_id AND l.detail ->> 'what' = 'granted'
   AND l.detail ->> 'role' = g.role AND l.spoke_id IS NOT DISTINCT FROM g.spoke_id;
UPDATE audit.access_log l SET at = p.proposed_at, user_id = p.proposed_by
  FROM access.grant_proposal p WHERE l.record_kind = 'user' AND l.record_id = p.user_id
   AND l.detail ->> 'what' IN ('proposed', 'invited');
UPDATE audit.access_log l SET at = q.asked_at, user_id = q.asked_by
  FROM access.link_request q WHERE l.record_kind = 'user' AND l.record_id = q.user_id AND l.detail ->> 'what' = 'link_asked';
