-- What holds for every referral whoever writes it: who may change what and
-- when, and the clock of working days (domain.md 3).

-- The working days a referral stood still: from each question to its answer or,
-- where it is open, to `until`.
CREATE OR REPLACE FUNCTION casework.referral_pause(referral uuid, until date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    days integer;
BEGIN
    days := (SELECT coalesce(sum(casework.working_days_between(
                       (asked.at AT TIME ZONE 'Europe/London')::date,
                       coalesce((SELECT min(ended.at) FROM casework.state_change ended
                                  WHERE ended.subject_id = referral AND ended.at >= asked.at
                                    AND ended.from_state = 'information_requested')
                                AT TIME ZONE 'Europe/London', until)::date)), 0)
              FROM casework.state_change asked
             WHERE asked.subject_id = referral AND asked.verb = 'request_information');
    RETURN CASE WHEN days > 0 AND access.me() IS NULL AND NOT access.loading() THEN 0 ELSE days END;
END $$;

-- Which setting says how many working days triage has.
CREATE OR REPLACE FUNCTION casework.triage_setting(urgency text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN urgency IN ('urgent', 'immediate_danger') THEN 'triage_urgent_working_days'
            ELSE 'triage_working_days' END;

-- How many that are: what held in the spoke on the day it was sent.
CREATE OR REPLACE FUNCTION casework.triage_days(spoke integer, urgency text, day date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN reference.setting_days(spoke, casework.triage_setting(urgency), day);
END $$;

-- How long a referral has waited and when triage is due. The clock runs from
-- the day it was received (where nothing else is said, sent) to the decision,
-- and stands still from a question to its
-- answer. Nothing of this is stored.
CREATE OR REPLACE VIEW casework.referral_clock WITH (security_invoker = true) AS
SELECT r.id AS referral_id,
       r.state = 'information_requested' AS paused,
       CASE WHEN r.state IN ('submitted', 'in_triage', 'information_requested') THEN due.day END
           AS triage_due_on,
       coalesce(r.state IN ('submitted', 'in_triage') AND due.day < access.today(), false) AS overdue,
       CASE WHEN r.submitted_at IS NOT NULL THEN
           greatest(casework.working_days_between(sent.day, stopped.day) - pause.days, 0) END
           AS waiting_days
  FROM casework.referral r
 CROSS JOIN LATERAL (SELECT coalesce(r.received_on, (r.submitted_at AT TIME ZONE 'Europe/London')::date) AS day) sent
 CROSS JOIN LATERAL (
       SELECT coalesce((coalesce(r.decided_at, CASE WHEN r.state = 'withdrawn' THEN r.updated_at END)
                        AT TIME ZONE 'Europe/London')::date, access.today()) AS day) stopped
 CROSS JOIN LATERAL (SELECT casework.referral_pause(r.id, stopped.day) AS days) pause
 CROSS JOIN LATERAL (
       SELECT casework.working_days_after(casework.working_days_after(sent.day,
                  casework.triage_days(r.spoke_id, r.urgency, sent.day)), pause.days) AS day) due;
ALTER VIEW casework.referral_clock OWNER TO throughline_owner;
GRANT SELECT ON casework.referral_clock TO throughline_server, throughline_definer;

-- What a row of the list shows beside the referral itself. The scope is looked
-- up once, where policies of eight tables would each; it is what the policy of
-- referral asks, and tests/sql/referral.sql holds them to each other. The clock
-- of those decided is left out: a list is of what waits.
DROP FUNCTION IF EXISTS casework.referral_list_facts(uuid[]);
CREATE FUNCTION casework.referral_list_facts(ids uuid[])
RETURNS TABLE (id uuid, spoke text, agency text, person_name text, primary_concern text,
               triage_due_on date, paused boolean, overdue boolean, waiting_days integer, told_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    cases integer[] := access.spokes_with('scope.case');
    writes integer[] := access.spokes_with('referral.write');
    me uuid := access.me();
    withheld uuid[] := access.withheld();
    today date := access.today();
    now_at integer := casework.working_number(today);
    standard jsonb := (SELECT jsonb_object_agg(t.code, t.detail ->> 'standard') FROM reference.term t
                        WHERE t.vocabulary = 'spoke_setting'
                          AND t.code IN ('triage_working_days', 'triage_urgent_working_days'));
BEGIN
    RETURN QUERY
    SELECT r.id, s.code, a.name,
           CASE WHEN r.spoke_id = ANY (cases) THEN p.display_name END, c.concern,
           due.day, r.state = 'information_requested',
           coalesce(r.state <> 'information_requested' AND due.day < today, false),
           greatest(now_at - began.number, 0),
           CASE WHEN r.decided_at IS NOT NULL THEN
               (SELECT max(l.issued_at) FROM casework.referral_letter l WHERE l.referral_id = r.id) END
      FROM unnest(ids) AS wanted(id)
      JOIN casework.referral r ON r.id = wanted.id AND (r.person_id <> ALL (withheld)) IS NOT FALSE
      JOIN reference.spoke s ON s.id = r.spoke_id
      LEFT JOIN reference.agency a ON a.id = r.agency_id
      LEFT JOIN casework.person p ON p.id = r.person_id
      LEFT JOIN casework.referral_concern c ON c.referral_id = r.id AND c.is_primary
      LEFT JOIN LATERAL ( -- OFFSET 0: worked out once, not wherever it is named
           SELECT coalesce(r.received_on, (r.submitted_at AT TIME ZONE 'Europe/London')::date) AS day
            WHERE r.state IN ('submitted', 'in_triage', 'information_requested') OFFSET 0) sent ON true
      LEFT JOIN LATERAL (
           SELECT casework.weekdays_until(sent.day) - coalesce((
                      SELECT h.position FROM reference.bank_holiday h
                       WHERE h.day <= sent.day AND h.position IS NOT NULL
                       ORDER BY h.day DESC LIMIT 1), 0)
                + CASE WHEN EXISTS (
                           SELECT FROM casework.state_change q
                            WHERE q.subject_id = r.id AND q.verb = 'request_information')
                       THEN casework.referral_pause(r.id, today) ELSE 0 END AS number
            WHERE sent.day IS NOT NULL OFFSET 0) began ON true
      LEFT JOIN LATERAL ( -- what held on the day it was sent
           SELECT coalesce((SELECT t.value::integer FROM reference.spoke_setting_value t
                             WHERE t.spoke_id = r.spoke_id AND t.setting = casework.triage_setting(r.urgency)
                               AND t.replaced_at IS NULL AND t.valid_from <= sent.day
                               AND (t.valid_to IS NULL OR t.valid_to > sent.day)),
                           (standard ->> casework.triage_setting(r.urgency))::integer) AS days
            WHERE sent.day IS NOT NULL OFFSET 0) triage ON true
      LEFT JOIN LATERAL ( -- none: the day itself or, where nobody works, the next
           SELECT began.number + CASE triage.days WHEN 0
                      THEN casework.working_number(sent.day - 1) + 1 - casework.working_number(sent.day)
                      ELSE triage.days END AS number OFFSET 0) ends ON true
      LEFT JOIN LATERAL (
           SELECT casework.weekday(ends.number + coalesce((
                      SELECT h.position FROM reference.bank_holiday h
                       WHERE h.working_number < ends.number AND h.position IS NOT NULL
                       ORDER BY h.working_number DESC, h.position DESC LIMIT 1), 0)) AS day
            OFFSET 0) due ON true
     WHERE r.spoke_id = ANY (cases) AND (r.state <> 'draft' OR r.created_by = me)
        OR r.referred_by = me AND r.spoke_id = ANY (writes);
END $$;

-- BEFORE INSERT OR UPDATE on referral, after the state's own guard. The
-- policies say whose rows; this says which of their columns, and when:
--   as the referrer wrote it   the referrer in draft, who triages in triage
--   what became of it          who triages, until it is decided
--   who sent it, and where     nobody
CREATE OR REPLACE FUNCTION casework.referral_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    moved boolean := TG_OP = 'INSERT' OR NEW.state <> OLD.state;
    loading boolean := access.loading();
    triager boolean;
    kept text[] := '{id,spoke_id,reference,referred_by,created_at,created_by}';
    result text[] := '{person_id,episode_id,redirected_to,decline_reason,duplicate_of,result_for_referrer}';
    aside text[] := '{version,updated_at,updated_by,state,state_reason,state_note,submitted_at,decided_at}';
    was jsonb;
    now_is jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT loading THEN
            NEW.submitted_at := NULL;
            NEW.decided_at := NULL;
            NEW.result_for_referrer := NULL;
            IF NEW.person_id IS NOT NULL
               AND NOT NEW.spoke_id = ANY (access.spokes_with('scope.case')) THEN
                RAISE EXCEPTION 'only staff of the spoke name a person' USING ERRCODE = 'TL403';
            END IF;
            IF NEW.received_on IS NOT NULL
               AND NOT NEW.spoke_id = ANY (access.spokes_with('scope.case')) THEN
                RAISE EXCEPTION 'only staff of the spoke say when it was received' USING ERRCODE = 'TL403';
            END IF;
        END IF;
        RETURN NEW;
    END IF;

    -- When it reached the spoke is the spoke's to say: a clock runs from it.
    IF NEW.received_on IS DISTINCT FROM OLD.received_on AND NOT loading
       AND NOT NEW.spoke_id = ANY (access.spokes_with('scope.case')) THEN
        RAISE EXCEPTION 'only staff of the spoke say when it was received' USING ERRCODE = 'TL403';
    END IF;
    IF moved AND NEW.state = 'submitted' THEN
        NEW.submitted_at := CASE WHEN loading THEN coalesce(NEW.submitted_at, access.moment()) ELSE now() END;
    ELSIF moved AND NEW.state NOT IN ('in_triage', 'information_requested', 'withdrawn') THEN
        NEW.decided_at := CASE WHEN loading THEN coalesce(NEW.decided_at, access.moment()) ELSE now() END;
    END IF;
    -- One episode at most is open, so joining it needs no more to be said.
    IF NEW.state = 'added_to_episode' AND NEW.episode_id IS NULL THEN
        SELECT e.id INTO NEW.episode_id FROM casework.episode e
         WHERE e.person_id = NEW.person_id AND e.spoke_id = NEW.spoke_id AND e.state <> 'closed';
    END IF;
    IF loading THEN
        RETURN NEW;
    END IF;

    IF NOT moved THEN
        NEW.state_reason := OLD.state_reason;
        NEW.state_note := OLD.state_note;
        NEW.submitted_at := OLD.submitted_at;
        NEW.decided_at := OLD.decided_at;
    END IF;
    was := to_jsonb(OLD) - aside;
    now_is := to_jsonb(NEW) - aside;
    triager := NEW.spoke_id = ANY (access.spokes_with('referral.triage'));
    IF (SELECT bool_or(was -> k IS DISTINCT FROM now_is -> k) FROM unnest(kept) AS k) THEN
        RAISE EXCEPTION 'who sent a referral, and where, never changes' USING ERRCODE = 'TL403';
    END IF;
    IF (SELECT bool_or(was -> k IS DISTINCT FROM now_is -> k) FROM unnest(result) AS k) THEN
        IF OLD.state = 'draft' AND was - '{person_id}'::text[] = now_is - '{person_id}'::text[] THEN
            triager := NEW.spoke_id = ANY (access.spokes_with('scope.case'));
        ELSIF OLD.state <> 'in_triage' THEN
            RAISE EXCEPTION 'This referral is %: what becomes of it is decided in triage.',
                replace(OLD.state, '_', ' ') USING ERRCODE = 'TL409';
        END IF;
        IF NOT triager THEN
            RAISE EXCEPTION 'permission referral.triage not held in the spoke' USING ERRCODE = 'TL403';
        END IF;
    END IF;
    IF was - kept - result IS DISTINCT FROM now_is - kept - result
       AND NOT (OLD.state = 'draft' AND OLD.referred_by = access.me()
                OR triager AND OLD.state IN ('in_triage', 'information_requested')) THEN
        RAISE EXCEPTION '%', CASE WHEN OLD.state IN ('draft', 'submitted', 'in_triage', 'information_requested')
            THEN 'A referral that has been sent is changed in triage, by those who triage it.'
            ELSE format('This referral is %s: it can no longer be changed.', replace(OLD.state, '_', ' ')) END
            USING ERRCODE = 'TL409';
    END IF;
    PERFORM casework.referral_result_checked(NEW);
    RETURN NEW;
END $$;

-- What a result points to must fit: another referral that was sent in the same
-- spoke, an open episode, a reason of its vocabulary.
CREATE OR REPLACE FUNCTION casework.referral_result_checked(r casework.referral) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF r.duplicate_of IS NOT NULL AND NOT EXISTS (
           SELECT FROM casework.referral d WHERE d.id = r.duplicate_of
              AND d.spoke_id = r.spoke_id AND d.state <> 'draft') THEN
        RAISE EXCEPTION 'Enter the reference of another referral of this spoke'
            USING ERRCODE = 'TL422', COLUMN = 'duplicate_of';
    END IF;
    IF r.episode_id IS NOT NULL AND EXISTS (
           SELECT FROM casework.episode e WHERE e.id = r.episode_id AND e.state = 'closed'
              AND r.state = 'added_to_episode') THEN
        RAISE EXCEPTION 'This episode is closed. Accept the referral to open a new one.'
            USING ERRCODE = 'TL422', COLUMN = 'episode_id';
    END IF;
    IF r.state = 'withdrawn' AND NOT EXISTS (
           SELECT FROM reference.withdrawal_reason w WHERE w.code = r.state_reason) THEN
        RAISE EXCEPTION 'Select why the referral is withdrawn'
            USING ERRCODE = 'TL422', COLUMN = 'reason';
    END IF;
END $$;

-- The annex has no id or person of its own: its writing is logged as the
-- referral's.
CREATE OR REPLACE FUNCTION casework.annex_written() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.record(CASE TG_OP WHEN 'INSERT' THEN 'create' ELSE 'change' END,
                         'referral_police_annex', NEW.referral_id,
                         (SELECT r.person_id FROM casework.referral r WHERE r.id = NEW.referral_id),
                         NEW.spoke_id, NULL);
    RETURN NULL;
END $$;

-- Whether the police hold something back of a referral of one's spoke: not
-- what it says, but that there is somebody to ask (domain.md 13).
CREATE OR REPLACE FUNCTION casework.referral_annex_held(referral uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM casework.referral_police_annex a
                    WHERE a.referral_id = referral
                      AND NOT EXISTS (SELECT FROM casework.referral r
                             WHERE r.id = referral AND r.person_id = ANY (access.withheld()))
                      AND a.spoke_id = ANY (access.spokes_with('scope.case')));
END $$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['triage_setting(text)', 'triage_days(integer, text, date)',
        'referral_pause(uuid, date)', 'referral_list_facts(uuid[])', 'referral_guard()', 'referral_result_checked(casework.referral)', 'annex_written()',
        'referral_annex_held(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'GRANT EXECUTE ON FUNCTION casework.' || f || ' TO throughline_server, throughline_owner';
    END LOOP;
END $$;
