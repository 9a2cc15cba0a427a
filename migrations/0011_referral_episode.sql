-- A referral can join the episode that is open already (domain.md 3). The one
-- it opens itself points back: casework.episode.referral_id.
SET LOCAL ROLE throughline_owner;

ALTER TABLE casework.referral
    ADD COLUMN episode_id uuid,
    ADD CONSTRAINT referral_episode_fkey FOREIGN KEY (episode_id, person_id, spoke_id)
        REFERENCES casework.episode (id, person_id, spoke_id),
    ADD CONSTRAINT referral_episode_check
        CHECK ((state = 'added_to_episode') = (episode_id IS NOT NULL));
CREATE INDEX referral_episode ON casework.referral (episode_id) WHERE episode_id IS NOT NULL;
