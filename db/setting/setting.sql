-- What a spoke works by (functions/14_spoke_settings.sql).

-- Every setting there is, in order: what it is, what holds today, what is to
-- come and what was said before.
-- name: setting_list(spoke text, setting text)
-- plan: the vocabulary of settings, some dozens
SELECT json_build_object('setting', t.code, 'label', t.label, 'group', t.detail ->> 'group',
           'kind', t.detail ->> 'kind', 'of', nullif(t.detail ->> 'of', ''),
           'least', nullif(t.detail ->> 'least', '')::integer,
           'most', nullif(t.detail ->> 'most', '')::integer,
           'unit', nullif(t.detail ->> 'unit', ''), 'hint', nullif(t.detail ->> 'hint', ''),
           'standard', nullif(t.detail ->> 'standard', ''),
           'value', reference.setting_on(spoke.id, t.code, access.today()),
           'words', CASE WHEN t.detail ->> 'kind' IN ('code', 'codes') THEN
               (SELECT string_agg(w.label, ', ' ORDER BY w.position) FROM reference.term AS w
                 WHERE w.vocabulary = t.detail ->> 'of'
                   AND w.code = ANY (string_to_array(reference.setting_on(spoke.id, t.code, access.today()), '|'))) END,
           'next', (SELECT json_build_object('value', v.value, 'valid_from', v.valid_from)
                      FROM reference.spoke_setting_value AS v
                     WHERE v.spoke_id = spoke.id AND v.setting = t.code AND v.replaced_at IS NULL
                       AND v.valid_from > access.today() ORDER BY v.valid_from LIMIT 1),
           'history', (SELECT coalesce(json_agg(json_build_object('value', v.value,
                          'valid_from', CASE WHEN v.valid_from > '2000-01-01' THEN v.valid_from END,
                          'valid_to', v.valid_to, 'reason', v.reason,
                          'by', casework.colleague(v.made_by), 'at', casework.instant(v.made_at),
                          'replaced', v.replaced_at IS NOT NULL)
                          ORDER BY v.valid_from DESC, v.made_at DESC), '[]')
                         FROM reference.spoke_setting_value AS v
                        WHERE v.spoke_id = spoke.id AND v.setting = t.code))
  FROM reference.term AS t
 CROSS JOIN reference.spoke
 WHERE t.vocabulary = 'spoke_setting' AND spoke.id = reference.spoke_id(:spoke)
   AND spoke.id = ANY (access.spokes_with('setting.read'))
   AND (:setting::text IS NULL OR t.code = :setting)
 ORDER BY t.position, t.code;

-- A new value, from today or a day to come.
-- name: setting_say(spoke text, input jsonb)
INSERT INTO reference.spoke_setting_value (spoke_id, setting, value, valid_from, reason)
VALUES (reference.spoke_id(:spoke), :input ->> 'setting', :input ->> 'value',
        coalesce((:input ->> 'valid_from')::date, access.today()), :input ->> 'reason');
