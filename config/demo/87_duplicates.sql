-- Second records of three young people: one waits to be found, one was merged,
-- one was said to be somebody else.
DO $$
DECLARE
    y demo.young_person;
    second uuid;
    place integer := 0;
BEGIN
    FOR y IN SELECT x.* FROM demo.young_person x JOIN casework.person p ON p.id = x.id
              WHERE x.spoke = 'bristol' AND NOT x.named AND x.born_precision = 'exact'
                AND cardinality(p.spoke_ids) = 1 AND extract(day FROM x.born_on) BETWEEN 2 AND 11
                AND NOT EXISTS (SELECT FROM casework.transfer t WHERE t.person_id = x.id)
              ORDER BY x.n DESC LIMIT 3 LOOP
        place := place + 1;
        second := demo.id('duplicate ' || place);
        PERFORM demo.tell(now() - interval '9 days', demo.seat_id('bristol', 'project'));
        INSERT INTO casework.person (id, spoke_ids, display_name, born_on, born_precision)
        VALUES (second, ARRAY[y.spoke_id], y.given || ' ' || y.family,
                make_date(extract(year FROM y.born_on)::integer, extract(day FROM y.born_on)::integer,
                          extract(month FROM y.born_on)::integer), 'exact');
        INSERT INTO casework.person_name (person_id, kind, given_name, family_name, source)
        VALUES (second, 'legal', y.given, y.family, 'Police record');
        IF place = 1 THEN -- the school's number says so, whatever the names
            INSERT INTO casework.person_fact (person_id, topic, code, value, source)
            SELECT whose.id, 'identifier', 'upn', 'B823990907781', whose.source
              FROM (VALUES (y.id, 'School'), (second, 'Custody record')) AS whose(id, source);
        END IF;
        PERFORM demo.tell(now() - interval '6 days', demo.seat_id('bristol', 'coordinator'));
        IF place = 2 THEN
            INSERT INTO casework.person_merge (survivor_id, merged_id, reason)
            VALUES (y.id, second, 'The school and the custody record give the same mother and address. Day and month were swapped.');
        ELSIF place = 3 THEN
            INSERT INTO casework.person_distinct (person_id, other_id, reason, by_user)
            VALUES (least(y.id, second), greatest(y.id, second), 'Cousins with the same name; the school knows both.',
                    demo.seat_id('bristol', 'coordinator'));
        END IF;
    END LOOP;
END $$;
