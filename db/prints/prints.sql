-- name: prints_record(input jsonb)
SELECT casework.print_record(:input ->> 'kind', (:input ->> 'id')::uuid, :input ->> 'page', :input ->> 'reason');
