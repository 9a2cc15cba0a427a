-- All that was written of one event of a journey, for paper: the journey's
-- list cuts a long text and leaves out what stands beside it. Called by
-- casework.journey_events() alone, for rows it has found the reader may see.

CREATE OR REPLACE FUNCTION casework.excerpt(text_ text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN length(text_) > 400 THEN left(text_, 400) || '…' ELSE text_ END;

CREATE OR REPLACE FUNCTION casework.excerpt(text_ text, whole boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN whole OR length(text_) <= 400 THEN text_ ELSE left(text_, 400) || '…' END;

-- A label and its text by turns; what nobody wrote is left out.
CREATE OR REPLACE FUNCTION casework.told(VARIADIC said text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(coalesce(nullif(said[n], '') || ': ', '') || rtrim(said[n + 1]), E'\n' ORDER BY n)
      FROM generate_series(1, cardinality(said), 2) AS n WHERE btrim(said[n + 1]) <> ''
$$;

CREATE OR REPLACE FUNCTION casework.referral_told(referral uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT casework.told('', r.narrative, 'Risk to them', r.risk_to, 'Risk from them', r.risk_from,
               'What they say', r.young_person_view, 'What a parent or carer says', r.parent_view,
               'Tried already', r.already_tried, 'Services that know them', r.services_involved,
               'Hoped for', r.desired_outcome)
      FROM casework.referral r WHERE r.id = referral
$$;

CREATE OR REPLACE FUNCTION casework.discussion_told(discussion uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT casework.told('', d.summary, 'Incidents', d.incidents, 'Concerns', d.concerns, 'Strengths', d.strengths,
               'Young person''s view', d.young_person_voice || coalesce(format(' (%s)',
                   nullif(concat_ws(' by ', d.voice_basis, d.voice_by), '')), ''),
               'Parent''s or carer''s view', d.parent_view,
               'Adultification and disproportionality', d.disproportionality_check,
               'Why', d.rationale,
               'What agencies said', (SELECT E'\n' || string_agg(a.name || ': ' || CASE WHEN u.nothing_known THEN 'nothing known'
                       ELSE u.text END, E'\n' ORDER BY a.name, u.id)
                  FROM casework.discussion_update u JOIN reference.agency a ON a.id = u.agency_id
                 WHERE u.discussion_id = d.id),
               'To the decisions', (SELECT E'\n' || string_agg(k.label || ': ' || x.detail, E'\n' ORDER BY x.created_at, x.id)
                  FROM casework.discussion_decision x JOIN reference.decision k ON k.code = x.decision
                 WHERE x.discussion_id = d.id),
               'Dissent', (SELECT E'\n' || string_agg(a.name || ': ' || x.text, E'\n' ORDER BY x.created_at, x.id)
                  FROM casework.discussion_dissent x JOIN reference.agency a ON a.id = x.agency_id
                 WHERE x.discussion_id = d.id))
      FROM casework.discussion d WHERE d.id = discussion
$$;

CREATE OR REPLACE FUNCTION casework.risk_told(assessment uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT casework.told('', a.rationale,
               'Where the harm is', (SELECT string_agg(k.label, ', ' ORDER BY k.position) FROM reference.risk_context k
                                      WHERE k.code = ANY (a.contexts)),
               'Risk factors', (SELECT string_agg(k.label, ', ' ORDER BY k.position) FROM reference.risk_factor k
                                 WHERE k.code = ANY (a.risk_factors)),
               'Protective factors', (SELECT string_agg(k.label, ', ' ORDER BY k.position)
                                        FROM reference.protective_factor k WHERE k.code = ANY (a.protective_factors)),
               'Why the panel agreed otherwise', a.override_note)
      FROM casework.risk_assessment a WHERE a.id = assessment
$$;

CREATE OR REPLACE FUNCTION casework.session_told(session uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT casework.told('', s.note, 'Young person''s view', s.young_person_voice, 'Next', s.next_step)
      FROM casework.session s WHERE s.id = session
$$;

CREATE OR REPLACE FUNCTION casework.contact_told(contact uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT casework.told('', c.note, 'How they were', c.presentation, 'What led to it', c.trigger, 'Where', c.place,
               'With', c.joint_with, 'Follow-up', c.follow_up)
      FROM casework.contact c WHERE c.id = contact
$$;

DO $$
DECLARE
    f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['told(text[])', 'referral_told(uuid)', 'discussion_told(uuid)', 'risk_told(uuid)',
                             'session_told(uuid)', 'contact_told(uuid)'] LOOP
        EXECUTE 'ALTER FUNCTION casework.' || f || ' OWNER TO throughline_definer';
        EXECUTE 'REVOKE ALL ON FUNCTION casework.' || f || ' FROM PUBLIC';
    END LOOP;
END $$;
ALTER FUNCTION casework.excerpt(text) OWNER TO throughline_definer;
ALTER FUNCTION casework.excerpt(text, boolean) OWNER TO throughline_definer;
GRANT EXECUTE ON FUNCTION casework.excerpt(text) TO throughline_server;
