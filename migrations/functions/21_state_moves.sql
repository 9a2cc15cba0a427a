-- Every state machine: which moves there are, by which verb, and the permission
-- each needs in the row's spoke. from NULL = how a row may begin.
CREATE TEMPORARY TABLE wanted_move (machine text, verb text, from_states text, to_state text,
                                    permission text) ON COMMIT DROP;
INSERT INTO wanted_move VALUES
-- referral (domain.md 3)
('referral', 'create',              NULL,                    'draft',                    'referral.write'),
('referral', 'submit',              'draft',                 'submitted',                'referral.write'),
('referral', 'triage',              'submitted',             'in_triage',                'referral.triage'),
('referral', 'request_information', 'in_triage',             'information_requested',    'referral.triage'),
('referral', 'answer',              'information_requested', 'in_triage',                'referral.write'),
('referral', 'accept',              'in_triage',             'accepted_to_panel',        'referral.triage'),
('referral', 'convene',             'in_triage',             'extraordinary_meeting',    'referral.triage'),
('referral', 'allocate',            'in_triage',             'straight_to_intervention', 'referral.triage'),
('referral', 'add_to_episode',      'in_triage',             'added_to_episode',         'referral.triage'),
('referral', 'redirect',            'in_triage',             'redirected',               'referral.triage'),
('referral', 'decline',             'in_triage',             'declined',                 'referral.triage'),
('referral', 'mark_duplicate',      'in_triage',             'duplicate',                'referral.triage'),
('referral', 'mark_out_of_area',    'in_triage',             'out_of_area',              'referral.triage'),
('referral', 'withdraw', 'draft submitted in_triage information_requested', 'withdrawn',  'referral.write'),
-- the letter that tells the referrer
('referral_letter', 'prepare',      NULL,                    'draft',                    'referral.triage'),
('referral_letter', 'issue',        'draft',                 'issued',                   'referral.triage'),
('referral_letter', 'set_aside',    'draft',                 'not_sent',                 'referral.triage'),
-- episode (domain.md 4)
('episode', 'open',           NULL, 'referred',          'episode.write'),
('episode', 'open',           NULL, 'listed',            'episode.write'),
('episode', 'open',           NULL, 'active_monitoring', 'episode.write'),
('episode', 'triage',         'referred',                     'triage',            'episode.write'),
('episode', 'request_checks', 'referred triage',              'agency_checks',     'episode.write'),
('episode', 'list',           'referred triage agency_checks', 'listed',           'episode.write'),
('episode', 'monitor',        'listed step_down',             'active_monitoring', 'episode.write'),
('episode', 'step_down',      'listed active_monitoring',     'step_down',         'episode.write'),
('episode', 'close', 'referred triage agency_checks listed active_monitoring step_down', 'closed', 'episode.write'),
-- transfer (domain.md 4): the spoke that is asked answers
('transfer', 'offer',    NULL,      'offered',   'transfer.offer'),
('transfer', 'accept',   'offered', 'accepted',  'transfer.answer'),
('transfer', 'refuse',   'offered', 'refused',   'transfer.answer'),
('transfer', 'withdraw', 'offered', 'withdrawn', 'transfer.offer'),
-- journey audit: the hub grades, the spoke answers, and what is to be learned
('audit', 'draw',        NULL,           'draft',      'journey_audit.write'),
('audit', 'grade',       'draft',        'graded',     'journey_audit.write'),
('audit', 'send',        'graded',       'with_spoke', 'journey_audit.write'),
('audit', 'respond',     'with_spoke',   'responded',  'journey_audit.respond'),
('audit', 'revise',      'responded',    'graded',     'journey_audit.write'),
('audit', 'close',       'responded',    'closed',     'journey_audit.write'),
('audit', 'audit_again', 'closed',       're_audited', 'journey_audit.write'),
('audit', 'set_aside',   'draft graded', 'set_aside',  'journey_audit.write'),
('audit_action', 'ask',      NULL,   'open',      'journey_audit.write'),
('audit_action', 'complete', 'open', 'done',      'journey_audit.act'),
('audit_action', 'cancel',   'open', 'cancelled', 'journey_audit.write'),
('audit_action', 'reopen',   'done', 'open',      'journey_audit.write'),
-- meeting (domain.md 4)
('meeting', 'plan',       NULL,              'planned',         'meeting.write'),
('meeting', 'open',       'planned',         'in_progress',     'meeting.write'),
('meeting', 'finish',     'in_progress',     'minutes_draft',   'meeting.write'),
('meeting', 'reopen',     'minutes_draft',   'in_progress',     'meeting.write'),
('meeting', 'check',      'minutes_draft',   'minutes_checked', 'meeting.write'),
('meeting', 'correct',    'minutes_checked', 'minutes_draft',   'meeting.write'),
('meeting', 'sign_off',   'minutes_checked', 'signed_off',      'meeting.sign_off'),
('meeting', 'distribute', 'signed_off',      'distributed',     'meeting.write'),
('meeting', 'cancel',     'planned',         'cancelled',       'meeting.write'),
-- allocation (domain.md 6)
('allocation', 'propose',          NULL,                      'proposed',          'allocation.write'),
('allocation', 'offer',            'proposed',                'offered',           'allocation.write'),
('allocation', 'agree',            'offered',                 'agreed',            'allocation.deliver'),
('allocation', 'wait',             'agreed',                  'waiting_list',      'allocation.deliver'),
('allocation', 'start',            'agreed waiting_list',     'active',            'allocation.deliver'),
('allocation', 'pause',            'active',                  'paused',            'allocation.deliver'),
('allocation', 'resume',           'paused',                  'active',            'allocation.deliver'),
('allocation', 'complete',         'active',                  'completed',         'allocation.deliver'),
('allocation', 'disengage',        'active paused',           'disengaged',        'allocation.deliver'),
('allocation', 'withdraw', 'proposed offered agreed waiting_list active paused', 'withdrawn', 'allocation.write'),
('allocation', 'decline',          'offered agreed waiting_list', 'declined',      'allocation.deliver'),
('allocation', 'unsuitable',       'proposed offered agreed waiting_list', 'unsuitable', 'allocation.write'),
('allocation', 'provider_decline', 'offered agreed waiting_list', 'provider_declined', 'allocation.deliver'),
('allocation', 'never_started',    'agreed waiting_list',     'never_started',     'allocation.deliver'),
-- action (domain.md 4)
('action', 'set',       NULL,               'open',        'action.write'),
('action', 'start',     'open',             'in_progress', 'action.progress'),
('action', 'complete',  'open in_progress', 'done',        'action.progress'),
('action', 'cancel',    'open in_progress', 'cancelled',   'action.write'),
('action', 'supersede', 'open in_progress', 'superseded',  'action.write'),
('action', 'reopen',    'done',             'open',        'action.write'),
-- quarterly return (domain.md 9)
('return', 'start',   NULL,                 'draft',     'return.write'),
('return', 'submit',  'draft',              'submitted', 'return.submit'),
('return', 'query',   'submitted restated', 'queried',   'return.review'),
('return', 'answer',  'queried',            'submitted', 'return.submit'),
('return', 'approve', 'submitted restated', 'approved',  'return.review'),
('return', 'send',    'approved',           'sent',      'return.review'),
('return', 'restate', 'approved sent',      'restated',  'return.submit'),
-- long work: moved by its worker (55_jobs.sql), cancelled by its owner
('job', 'queue',   NULL,             'queued',    'job.read'),
('job', 'take_up', 'queued running', 'running',   'job.read'),
('job', 'put_back', 'running',       'queued',    'job.read'),
('job', 'finish',  'running',        'done',      'job.read'),
('job', 'fail',    'queued running', 'failed',    'job.read'),
('job', 'cancel',  'queued running', 'cancelled', 'job.read');

DELETE FROM casework.state_move;
INSERT INTO casework.state_move (machine, verb, from_state, to_state, permission)
SELECT machine, verb, f, to_state, permission
  FROM wanted_move LEFT JOIN LATERAL unnest(string_to_array(from_states, ' ')) AS f ON true;
