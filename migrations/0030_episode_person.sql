-- A young person's episodes, closed ones too: every record opened and every
-- journey asks for them. Without it 200,000 people's episodes were read through.
SET LOCAL ROLE throughline_owner;
CREATE INDEX episode_person ON casework.episode (person_id, opened_on);
