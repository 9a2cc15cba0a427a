-- Who has to do with whom (domain.md 10): what somebody said or saw of two
-- young people, from whom, how sure, and until when it may stand. Nobody is
-- listed as belonging to a gang, and nothing is inferred.
SET LOCAL ROLE throughline_owner;

SELECT reference.vocabulary_made('association_certainty');
SELECT reference.vocabulary_made('information_basis');

CREATE TABLE casework.association (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    version    integer NOT NULL DEFAULT 1,
    spoke_id   integer NOT NULL,
    person_id  uuid NOT NULL,
    other_id   uuid NOT NULL,
    kind       text NOT NULL REFERENCES reference.association_kind (code), -- of the person to the other
    certainty  text NOT NULL REFERENCES reference.association_certainty (code),
    basis      text NOT NULL REFERENCES reference.information_basis (code),
    source     text NOT NULL CHECK (source <> ''), -- who said or saw it
    note       text,
    known_on   date NOT NULL,          -- when it was said or seen
    expires_on date NOT NULL,          -- confirmed again by then, or it lapses
    ended_on   date,
    end_reason text,
    in_error_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by uuid REFERENCES access.user_account,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by uuid REFERENCES access.user_account,
    -- Both are known in the spoke, so that whoever reads it may see both.
    CONSTRAINT association_person_known_fkey FOREIGN KEY (person_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT association_other_known_fkey FOREIGN KEY (other_id, spoke_id)
        REFERENCES casework.person_spoke (person_id, spoke_id),
    CONSTRAINT association_two_check CHECK (person_id <> other_id),
    CONSTRAINT association_basis_check CHECK (basis <> 'inferred'),
    CONSTRAINT association_expires_check CHECK (expires_on > known_on),
    CONSTRAINT association_ended_check CHECK (ended_on >= known_on),
    CONSTRAINT association_end_reason_check CHECK ((ended_on IS NULL) = (end_reason IS NULL)),
    CONSTRAINT association_error_check CHECK (in_error_at IS NULL OR ended_on IS NOT NULL)
);
CREATE INDEX association_person ON casework.association (person_id, known_on DESC, id DESC);
CREATE INDEX association_other ON casework.association (other_id, known_on DESC, id DESC);
-- The same of the same two stands once, from whichever side it was written.
CREATE UNIQUE INDEX association_one_open ON casework.association
    (spoke_id, least(person_id, other_id), greatest(person_id, other_id), kind)
    WHERE ended_on IS NULL;

DROP FUNCTION reference.vocabulary_made(text);
