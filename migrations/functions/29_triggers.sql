-- Which table does which of these by itself. Rebuilt as a whole when this file
-- changes, so the list below is all there is.
DO $$
DECLARE
    old record;
    t text;
BEGIN
    FOR old IN SELECT tg.tgname, tg.tgrelid::regclass AS relation
                 FROM pg_trigger tg JOIN pg_class c ON c.oid = tg.tgrelid
                WHERE NOT tg.tgisinternal AND c.relnamespace = 'casework'::regnamespace LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', old.tgname, old.relation);
    END LOOP;

    -- born: created_at / created_by
    FOREACH t IN ARRAY ARRAY['person', 'person_name', 'referral', 'referral_police_annex',
        'episode', 'risk_assessment', 'note', 'meeting', 'agenda_item', 'discussion',
        'discussion_update', 'discussion_decision', 'discussion_dissent', 'addendum',
        'allocation', 'session', 'contact', 'outcome', 'action', 'transfer'] LOOP
        EXECUTE format('CREATE TRIGGER a_born BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_born()', t);
    END LOOP;

    -- touch: version, updated_at / updated_by
    FOREACH t IN ARRAY ARRAY['person', 'referral', 'episode', 'meeting', 'discussion',
        'discussion_update', 'allocation', 'session', 'contact', 'outcome', 'action', 'transfer'] LOOP
        EXECUTE format('CREATE TRIGGER b_touch BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_touch()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['note', 'meeting_series', 'meeting_attendance', 'agenda_item',
                             'intervention', 'person_detail'] LOOP
        EXECUTE format('CREATE TRIGGER b_version BEFORE UPDATE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_version()', t);
    END LOOP;

    -- state machines
    FOREACH t IN ARRAY ARRAY['referral', 'episode', 'meeting', 'allocation', 'action', 'transfer'] LOOP
        EXECUTE format('CREATE TRIGGER c_state_guard BEFORE INSERT OR UPDATE OF state ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.state_guard(%L)', t, t);
        EXECUTE format('CREATE TRIGGER y_state_record AFTER INSERT OR UPDATE OF state ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.state_record(%L)', t, t);
    END LOOP;

    -- access log and journey version
    FOREACH t IN ARRAY ARRAY['referral', 'episode', 'risk_assessment', 'note', 'agenda_item',
        'discussion', 'discussion_update', 'discussion_decision', 'discussion_dissent',
        'addendum', 'allocation', 'session', 'contact', 'outcome', 'action', 'transfer'] LOOP
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE OR DELETE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.row_written()', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['meeting', 'meeting_attendance'] LOOP
        EXECUTE format('CREATE TRIGGER z_written AFTER INSERT OR UPDATE OR DELETE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.meeting_written()', t);
    END LOOP;

    -- minutes freeze at sign-off
    FOREACH t IN ARRAY ARRAY['meeting_attendance', 'agenda_item', 'discussion',
        'discussion_update', 'discussion_decision', 'discussion_dissent'] LOOP
        EXECUTE format('CREATE TRIGGER d_frozen BEFORE INSERT OR UPDATE OR DELETE ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.minutes_frozen()', t);
    END LOOP;

    -- a closed episode takes no more work
    FOREACH t IN ARRAY ARRAY['risk_assessment', 'agenda_item', 'allocation', 'action'] LOOP
        EXECUTE format('CREATE TRIGGER d_takes_work BEFORE INSERT ON casework.%I
                        FOR EACH ROW EXECUTE FUNCTION casework.episode_takes_work()', t);
    END LOOP;
END $$;

CREATE TRIGGER b_reference BEFORE INSERT ON casework.referral
    FOR EACH ROW EXECUTE FUNCTION casework.reference_given('referral');
CREATE TRIGGER b_reference BEFORE INSERT ON casework.episode
    FOR EACH ROW EXECUTE FUNCTION casework.reference_given('episode');
CREATE TRIGGER d_referral BEFORE INSERT OR UPDATE ON casework.referral
    FOR EACH ROW EXECUTE FUNCTION casework.referral_guard();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.referral_police_annex
    FOR EACH ROW EXECUTE FUNCTION casework.annex_written();
CREATE TRIGGER a_frozen BEFORE UPDATE ON casework.episode
    FOR EACH ROW EXECUTE FUNCTION casework.episode_frozen();
CREATE TRIGGER d_closing BEFORE UPDATE OF state ON casework.episode
    FOR EACH ROW EXECUTE FUNCTION casework.episode_closing();
CREATE TRIGGER a_frozen BEFORE UPDATE ON casework.meeting
    FOR EACH ROW EXECUTE FUNCTION casework.meeting_frozen();
CREATE TRIGGER d_signing BEFORE UPDATE OF state ON casework.meeting
    FOR EACH ROW EXECUTE FUNCTION casework.meeting_signing();
-- Actions set by the minutes are set before they are signed.
CREATE TRIGGER d_frozen BEFORE INSERT ON casework.action
    FOR EACH ROW WHEN (NEW.discussion_id IS NOT NULL AND NOT access.loading())
    EXECUTE FUNCTION casework.minutes_frozen();
CREATE TRIGGER b_held BEFORE INSERT OR UPDATE ON casework.contact
    FOR EACH ROW EXECUTE FUNCTION casework.contact_held();
CREATE TRIGGER e_codes BEFORE INSERT OR UPDATE OF outcomes ON casework.contact
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('contact_outcome', 'outcomes');
CREATE TRIGGER e_codes BEFORE INSERT OR UPDATE ON casework.risk_assessment
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('risk_context', 'contexts',
        'risk_factor', 'risk_factors', 'protective_factor', 'protective_factors');
CREATE TRIGGER e_codes BEFORE INSERT OR UPDATE OF contexts ON casework.discussion
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('risk_context', 'contexts');
CREATE TRIGGER e_codes BEFORE INSERT OR UPDATE OF quorum_agency_types ON casework.meeting_series
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('agency_type', 'quorum_agency_types');
CREATE TRIGGER e_codes BEFORE INSERT OR UPDATE OF communication_needs ON casework.person_detail
    FOR EACH ROW EXECUTE FUNCTION casework.codes_known('communication_need', 'communication_needs');

CREATE TRIGGER z_made AFTER INSERT ON casework.person
    FOR EACH ROW EXECUTE FUNCTION casework.person_made();
CREATE TRIGGER z_changed AFTER UPDATE ON casework.person
    FOR EACH ROW EXECUTE FUNCTION casework.person_changed();
CREATE TRIGGER z_made AFTER INSERT ON casework.person_spoke
    FOR EACH ROW EXECUTE FUNCTION casework.person_spoke_made();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE OR DELETE ON casework.person_name
    FOR EACH ROW EXECUTE FUNCTION casework.person_name_written();
CREATE TRIGGER z_written AFTER INSERT OR UPDATE ON casework.person_detail
    FOR EACH ROW EXECUTE FUNCTION casework.person_detail_written();

CREATE OR REPLACE TRIGGER z_code AFTER INSERT OR DELETE OR UPDATE OF vocabulary, code ON reference.term
    FOR EACH ROW EXECUTE FUNCTION reference.code_kept();
