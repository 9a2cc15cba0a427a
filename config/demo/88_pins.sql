-- Whom a coordinator and an officer of Bristol keep at hand.
INSERT INTO casework.pin (user_id, person_id)
SELECT s.user_id, p.id
  FROM (VALUES (demo.seat_id('bristol', 'coordinator')), (demo.seat_id('bristol', 'eit'))) AS s(user_id)
 CROSS JOIN LATERAL (
       SELECT e.person_id AS id FROM casework.episode e JOIN casework.person p ON p.id = e.person_id
        WHERE e.spoke_id = reference.spoke_id('bristol')
          AND (e.state = 'active_monitoring' AND e.risk_level = 'high' OR p.display_name = 'Jayden Okafor-Price')
        ORDER BY p.display_name = 'Jayden Okafor-Price' DESC, e.opened_on DESC LIMIT 3) AS p
ON CONFLICT DO NOTHING;
