-- API keys of partner systems: one that a school's system uses, a provider's
-- that only reads, one that ends soon, one an administrator asked for, and one
-- that was revoked. Nobody knows their secrets.
CREATE TABLE demo.key (
    key text, name text, agency text, spoke text, role text, read_only boolean, age integer, days integer,
    state text, reason text, id uuid, account uuid
);
INSERT INTO demo.key (key, name, agency, spoke, role, read_only, age, days, state, reason) VALUES
('school',   'Safeguarding log',    'wharfreach_academy',    'bristol',  'referrer',        false, 120, 200, 'live',    'Sends referrals from the log the pastoral team writes in'),
('provider', 'Mentoring casebook',  'rookwise_mentoring',    'bristol',  'provider_worker', true,  60,  19,  'live',    'Shows mentors who is allocated to them'),
('asked',    'Session recorder',    'openhand_martial_arts', 'bristol',  'provider_worker', false, 2,   180, 'waiting', 'Attendance is taken on a tablet at the door'),
('lost',     'Old safeguarding log', 'wharfreach_academy',   'bristol',  'referrer',        false, 300, 40,  'revoked', 'Sends referrals from the log the pastoral team writes in'),
('other',    'Pupil welfare system', 'saltgrass_academy',    'northsom', 'referrer',        false, 30,  300, 'live',    'Sends referrals without typing them twice'),
('other_asked', 'Session recorder', 'seawall_martial_arts',  'northsom', 'provider_worker', false, 1,   180, 'waiting', 'Attendance is taken on a tablet at the door');
UPDATE demo.key SET id = demo.id('key ' || key), account = demo.id('key account ' || key);

INSERT INTO access.user_account (id, email, name, agency_id, created_at, created_by, is_key)
SELECT account, 'key-' || id || '@keys.invalid', name || ' (API key)', reference.agency_id(agency),
       now() - make_interval(days => age), CASE state WHEN 'waiting' THEN demo.seat_id('*', 'system.admin') ELSE demo.seat_id(spoke, 'coordinator') END, true
  FROM demo.key;
INSERT INTO access.partner_key (id, account_id, name, spoke_id, role, read_only, expires_on, reason, made_by, made_at,
                                prefix, secret_by, secret_at)
SELECT k.id, k.account, k.name, reference.spoke_id(k.spoke), k.role, k.read_only, demo.today() + k.days, k.reason, u.created_by,
       u.created_at, CASE WHEN k.state <> 'waiting' THEN 'tlk_' || substr(translate(encode(sha256(k.id::text::bytea), 'base64'), '+/=', '-_a'), 1, 8) END,
       CASE WHEN k.state <> 'waiting' THEN u.created_by END, CASE WHEN k.state <> 'waiting' THEN u.created_at END
  FROM demo.key k JOIN access.user_account u ON u.id = k.account;
INSERT INTO access.role_grant (user_id, role, spoke_id, valid_from, valid_to, granted_by, granted_at, reason)
SELECT k.account, k.role, reference.spoke_id(k.spoke), demo.today() - k.age, demo.today() + k.days, u.created_by, u.created_at, k.reason
  FROM demo.key k JOIN access.user_account u ON u.id = k.account WHERE k.state <> 'waiting';
INSERT INTO access.grant_proposal (user_id, role, spoke_id, valid_from, valid_to, reason, proposed_by, proposed_at, expires_at)
SELECT k.account, k.role, reference.spoke_id(k.spoke), demo.today(), demo.today() + k.days, k.reason, u.created_by, u.created_at,
       u.created_at + interval '7 days'
  FROM demo.key k JOIN access.user_account u ON u.id = k.account WHERE k.state = 'waiting';
INSERT INTO access.session (token_hash, user_id, key_id, idle_until, absolute_until, confirmed_at, started_at, seen_at)
SELECT sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), p.account_id, p.id,
       (p.expires_on + 1)::timestamp AT TIME ZONE 'Europe/London', (p.expires_on + 1)::timestamp AT TIME ZONE 'Europe/London',
       '-infinity', p.secret_at, now() - make_interval(days => CASE k.state WHEN 'revoked' THEN 120 ELSE 0 END, hours => demo.between('key used ' || k.key, 1, 30))
  FROM demo.key k JOIN access.partner_key p ON p.id = k.id WHERE k.state <> 'waiting';
UPDATE access.partner_key
   SET revoked_at = now() - interval '119 days', revoked_by = demo.seat_id('bristol', 'coordinator'),
       revoke_reason = 'The school changed to another system'
 WHERE id = demo.id('key lost');

-- The access log tells of all this when it was, and of whoever did it.
UPDATE audit.access_log l SET at = u.created_at, user_id = u.created_by
  FROM demo.key k JOIN access.user_account u ON u.id = k.account
 WHERE l.record_kind = 'user' AND l.record_id = u.id OR l.record_kind = 'partner_key' AND l.record_id = k.id;
UPDATE audit.access_log l SET at = k.revoked_at, user_id = k.revoked_by
  FROM access.partner_key k
 WHERE k.revoked_at IS NOT NULL AND (l.record_kind = 'partner_key' AND l.record_id = k.id AND l.action = 'remove'
       OR l.record_kind = 'user' AND l.record_id = k.account_id AND l.detail ->> 'what' = 'disabled');
