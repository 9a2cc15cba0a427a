-- A trial of leaving that waits for the information governance lead, and a
-- study that the analyst can go on with.
INSERT INTO jobs.export (id, kind, title, owner_id, spoke_id, reason, input, content_id, state, asked_at)
SELECT demo.id('export ' || k.code), 'leaving', 'A spoke''s whole record, ' || k.name, demo.seat_id(k.code, 'coordinator'), k.id,
       'A trial run: we try to read our records into the council''s own system', jsonb_build_object('kind', 'leaving', 'spoke', k.code),
       demo.id('export ' || k.code), 'asked', now() - interval '3 hours'
  FROM reference.spoke k WHERE k.code = 'southglos';

DO $$
BEGIN
    PERFORM set_config('throughline.stand_in', (SELECT u.id::text FROM access.user_account u
        JOIN access.role_grant g ON g.user_id = u.id AND g.role = 'hub_analyst' ORDER BY u.email LIMIT 1), true);
    PERFORM jobs.study_make('Mentoring: who stays, and what changes');
END $$;
