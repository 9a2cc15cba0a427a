-- The register of what was shared with whom and on what power (domain.md 1, 3),
-- and agreement that is withdrawn, or given again, while the work goes on.
SET LOCAL ROLE throughline_owner;

DO $$
DECLARE
    v text;
BEGIN
    FOREACH v IN ARRAY '{agreement_kind,agreement_change,agreement_by,agreement_how,disclosure_purpose,'
                       'disclosure_content,disclosure_review}'::text[] LOOP
        EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.term FOR VALUES IN (%L)', v, v);
        EXECUTE format('ALTER TABLE reference.%I ADD CONSTRAINT %I UNIQUE (code)', v, v || '_code_key');
    END LOOP;
END $$;

-- What the referral says was agreed is where it starts; each change after it is
-- a row that stays. The latest of a kind is what holds.
CREATE TABLE casework.agreement (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id   integer NOT NULL,
    person_id  uuid NOT NULL,
    episode_id uuid NOT NULL,
    kind       text NOT NULL REFERENCES reference.agreement_kind (code),   -- to support, to sharing
    change     text NOT NULL REFERENCES reference.agreement_change (code), -- withdrawn, given again
    changed_on date NOT NULL,
    by_whom    text NOT NULL REFERENCES reference.agreement_by (code),
    by_name    text,
    how        text NOT NULL REFERENCES reference.agreement_how (code),
    note       text,
    -- What sharing rests on from then on, where a legal power needs no agreement.
    gateway        text REFERENCES reference.sharing_gateway (code),
    gateway_reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    CONSTRAINT agreement_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT agreement_gateway_check CHECK (gateway IS NULL OR (kind = 'sharing' AND change = 'withdrawn')),
    CONSTRAINT agreement_gateway_consent_check CHECK (gateway <> 'consent_confidentiality'),
    CONSTRAINT agreement_gateway_reason_check CHECK ((gateway IS NULL) = (gateway_reason IS NULL))
);
CREATE INDEX agreement_episode ON casework.agreement (episode_id, kind, changed_on DESC, created_at DESC);
CREATE INDEX agreement_person ON casework.agreement (person_id, changed_on);

-- One sharing. It holds kinds of facts, never the facts, so that the register
-- can be read without reading the case.
CREATE TABLE casework.disclosure (
    id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version             integer NOT NULL DEFAULT 1,
    spoke_id            integer NOT NULL REFERENCES reference.spoke,
    person_id           uuid,            -- NULL: a referral not yet matched to anybody
    episode_id          uuid,
    referral_id         uuid,
    reference           text NOT NULL,   -- the episode's or the referral's
    purpose             text NOT NULL REFERENCES reference.disclosure_purpose (code),
    gateway             text NOT NULL REFERENCES reference.sharing_gateway (code),
    gateway_reason      text CHECK (gateway_reason <> ''),
    content             text[] NOT NULL,
    recipient_agency_id integer REFERENCES reference.agency,
    recipient_name      text CHECK (recipient_name <> ''), -- a body outside the partnership
    recipient_person    text CHECK (recipient_person <> ''),
    shared_at           timestamptz NOT NULL,
    ongoing             boolean NOT NULL,
    review_on           date,
    expires_on          date,
    ended_on            date,
    agreement_id        uuid REFERENCES casework.agreement, -- what stood on agreement when it was shared
    flagged_by          uuid REFERENCES casework.agreement, -- the withdrawal that asks for a review
    -- What the product shared by itself: which row did it.
    source_kind         text,
    source_id           uuid,
    created_at          timestamptz NOT NULL DEFAULT now(),
    created_by          uuid REFERENCES access.user_account,
    updated_at          timestamptz NOT NULL DEFAULT now(),
    updated_by          uuid REFERENCES access.user_account,
    CONSTRAINT disclosure_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    CONSTRAINT disclosure_referral_fkey FOREIGN KEY (referral_id, spoke_id)
        REFERENCES casework.referral (id, spoke_id),
    CONSTRAINT disclosure_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT disclosure_case_check CHECK (CASE WHEN episode_id IS NULL THEN referral_id IS NOT NULL
                                                 ELSE person_id IS NOT NULL END),
    CONSTRAINT disclosure_content_check CHECK (cardinality(content) > 0),
    CONSTRAINT disclosure_recipient_check CHECK (num_nonnulls(recipient_agency_id, recipient_name) = 1),
    CONSTRAINT disclosure_review_check CHECK (NOT ongoing OR review_on IS NOT NULL OR ended_on IS NOT NULL),
    CONSTRAINT disclosure_expires_check CHECK (expires_on >= (shared_at AT TIME ZONE 'Europe/London')::date),
    CONSTRAINT disclosure_other_legal_check CHECK (gateway <> 'other_legal' OR gateway_reason IS NOT NULL),
    CONSTRAINT disclosure_source_check CHECK ((source_kind IS NULL) = (source_id IS NULL)),
    CONSTRAINT disclosure_source_key UNIQUE (source_kind, source_id)
);
CREATE INDEX disclosure_list ON casework.disclosure (spoke_id, shared_at DESC, id DESC);
CREATE INDEX disclosure_due ON casework.disclosure (spoke_id, review_on, id) WHERE ended_on IS NULL AND review_on IS NOT NULL;
CREATE INDEX disclosure_flagged ON casework.disclosure (spoke_id, id) WHERE flagged_by IS NOT NULL;
CREATE INDEX disclosure_episode ON casework.disclosure (episode_id, shared_at DESC);
CREATE INDEX disclosure_referral ON casework.disclosure (referral_id);
-- What staff wrote down themselves belongs to the journey; what the product
-- shared by itself stands there already.
CREATE INDEX disclosure_person ON casework.disclosure (person_id, shared_at) WHERE source_kind IS NULL;

-- Each time somebody looked whether it may go on. Never changed.
CREATE TABLE casework.disclosure_review (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    spoke_id       integer NOT NULL,
    disclosure_id  uuid NOT NULL REFERENCES casework.disclosure,
    outcome        text NOT NULL REFERENCES reference.disclosure_review (code),
    reason         text NOT NULL CHECK (reason <> ''),
    next_review_on date,
    gateway        text REFERENCES reference.sharing_gateway (code), -- where it rests on another power now
    created_at     timestamptz NOT NULL DEFAULT now(),
    created_by     uuid REFERENCES access.user_account,
    CONSTRAINT disclosure_review_next_check CHECK (outcome <> 'continue' OR next_review_on IS NOT NULL)
);
CREATE INDEX disclosure_review_of ON casework.disclosure_review (disclosure_id, created_at DESC);

-- What was sent before there was a register. Its purposes are loaded later.
INSERT INTO reference.term (vocabulary, code, label, position)
SELECT 'disclosure_purpose', p.code, p.code, 0
  FROM unnest('{meeting,intervention,transfer,referral_result}'::text[]) AS p(code)
 WHERE EXISTS (SELECT FROM casework.episode) OR EXISTS (SELECT FROM casework.referral);
INSERT INTO casework.disclosure (spoke_id, person_id, episode_id, reference, purpose, gateway, content,
       recipient_agency_id, shared_at, ongoing, source_kind, source_id, created_by)
SELECT p.spoke_id, p.person_id, e.id, e.reference, 'meeting',
       coalesce((SELECT r.sharing_gateway FROM casework.referral r WHERE r.id = e.referral_id), 'pcsc_2022'),
       '{identity,discussion,decisions}', p.agency_id, x.created_at, false, 'minutes_extract_part', p.id, x.created_by
  FROM casework.minutes_extract_part p JOIN casework.minutes_extract x ON x.id = p.extract_id
  JOIN casework.agenda_item i ON i.id = p.agenda_item_id JOIN casework.episode e ON e.id = i.episode_id;
INSERT INTO casework.disclosure (spoke_id, person_id, episode_id, reference, purpose, gateway, content,
       recipient_agency_id, shared_at, ongoing, review_on, ended_on, source_kind, source_id, created_by)
SELECT a.spoke_id, a.person_id, e.id, e.reference, 'intervention',
       coalesce((SELECT r.sharing_gateway FROM casework.referral r WHERE r.id = e.referral_id), 'pcsc_2022'),
       '{identity,contact_safety,warnings,need_to_know}', a.provider_agency_id,
       a.offered_on::timestamp AT TIME ZONE 'Europe/London', true, a.offered_on + 183, a.ended_on,
       'allocation', a.id, a.created_by
  FROM casework.allocation a JOIN casework.episode e ON e.id = a.episode_id WHERE a.offered_on IS NOT NULL;
INSERT INTO casework.disclosure (spoke_id, person_id, episode_id, reference, purpose, gateway, content,
       recipient_name, shared_at, ongoing, source_kind, source_id, created_by)
SELECT t.spoke_id, t.person_id, t.episode_id, e.reference, 'transfer', t.sharing_gateway,
       array_prepend('identity', t.shares), s.name, t.decided_at, false, 'transfer', t.id, t.decided_by
  FROM casework.transfer t JOIN casework.episode e ON e.id = t.episode_id
  JOIN reference.spoke s ON s.id = t.to_spoke_id WHERE t.state = 'accepted';
INSERT INTO casework.disclosure (spoke_id, person_id, referral_id, reference, purpose, gateway, content,
       recipient_agency_id, recipient_name, recipient_person, shared_at, ongoing, source_kind, source_id, created_by)
SELECT l.spoke_id, r.person_id, r.id, r.reference, 'referral_result', r.sharing_gateway, '{identity,result}',
       r.agency_id, CASE WHEN r.agency_id IS NULL THEN coalesce(l.organisation, l.addressee) END, l.addressee,
       l.issued_at, false, 'referral_letter', l.id, l.issued_by
  FROM casework.referral_letter l JOIN casework.referral r ON r.id = l.referral_id
 WHERE l.state = 'issued' AND l.audience = 'professional';
