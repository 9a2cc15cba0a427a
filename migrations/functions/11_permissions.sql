-- The role x permission matrix, in one place, for review. `scope.*` say whose
-- rows; the others say which operations. A policy always names a scope too,
-- because narrow roles (referrer, provider, panel) hold some of the operations
-- over their own rows only.
CREATE TEMPORARY TABLE wanted (permission text, description text, roles text) ON COMMIT DROP;
INSERT INTO wanted VALUES
-- co coordinator  po project officer  eo EIT officer  es EIT sergeant  pm panel member
-- re referrer  pw provider worker  ha auditor  hn analyst  hg grant officer  ig IG lead  sa administrator
('scope.case',         'identifiable records (T3) of the spoke',            'co po eo es'),
('scope.police',       'police-origin items not yet released',              'eo es'),
('scope.panel',        'young people of the meetings one belongs to',       'pm'),
('scope.provider',     'young people allocated to one''s organisation',     'pw'),
('scope.referrer',     'one''s own referrals',                              're'),
('person.search',      'look for a young person',                           'co po eo es'),
('person.read',        'open a young person''s record',                     'co po eo es pm pw'),
('person.write',       'make and change a young person''s record',          'co po eo es'),
('person.confidential','see addresses and carers marked confidential',    'co po'),
('person.merge',       'merge two records of one young person, and part them', 'co'),
('journey.read',       'read a journey',                                    'co po eo es pm ha'),
('journey_audit.read', 'read the journey audits of the spoke',              'co po ha'),
('journey_audit.write', 'draw samples, open one journey with a reason, grade it', 'ha'),
('journey_audit.respond', 'answer a journey audit for the spoke',            'co'),
('journey_audit.act',  'do and share out what an audit asks of the spoke',  'co po'),
('referral.read',      'read referrals',                                    'co po eo es re'),
('referral.write',     'make, send and withdraw a referral',                'co po eo es re'),
('referral.triage',    'triage and decide a referral',                      'co po'),
('referral.annex',     'read and write the police-sensitive annex',         'eo es'),
('overdue.read',       'read what is late in the spoke',                    'co po'),
('setting.read',       'read what the spoke works by, and how it changed',  'co po'),
('setting.write',      'change what the spoke works by',                    'co'),
('meeting.read',       'read agendas and minutes',                          'co po eo es pm'),
('meeting.write',      'call a meeting, build its agenda, write its minutes', 'co po'),
('meeting.contribute', 'give one''s own agency''s update',                  'co po eo es pm'),
('meeting.sign_off',   'sign off minutes as chair',                         'co'),
('episode.read',       'read episodes and risk',                            'co po eo es pm'),
('episode.write',      'open, change and close an episode',                 'co po'),
('risk.write',         'record a risk assessment',                          'co po'),
('transfer.read',      'read offers to and from other spokes',              'co po'),
('transfer.offer',     'offer a young person to another spoke',             'co po'),
('transfer.answer',    'accept or refuse what another spoke offers',        'co'),
('note.read',          'read case notes',                                   'co po eo es'),
('note.write',         'write case notes',                                  'co po eo es'),
('intervention.read',  'read the catalogue',                                'co po eo es pm re pw ha hn hg ig sa'),
('intervention.write', 'change the catalogue',                              'co'),
('allocation.read',    'read allocations and sessions',                     'co po eo es pm pw'),
('allocation.write',   'propose, offer and withdraw an intervention',       'co po'),
('allocation.deliver', 'accept, start, pause and end an intervention',      'co po pw'),
('session.write',      'plan and log sessions',                             'co po pw'),
('delivery.read',      'read what is delivered without names',              'co po eo es pw ha hn hg'),
('delivery.write',     'record what is delivered without names',            'co po pw'),
('association.read',   'read who has to do with whom',                      'co po eo es'),
('association.write',  'record who has to do with whom',                    'co po eo es'),
('contact.read',       'read EIT contacts',                                 'co po eo es pm'),
('contact.write',      'log an EIT contact',                                'co po eo es'),
('contact.release',    'release a police-origin item to other agencies',    'es'),
('contact.count',      'the Early Intervention Team''s numbers, and whose they are', 'co es'),
('place.read',         'read places of concern and their plans',            'co po eo es'),
('place.write',        'write places of concern and their plans',           'co po eo es'),
('scope.incident',     'every critical incident of the spoke',              'co'),
('incident.read',      'open the critical incidents one is named on',       'co po eo es pm'),
('incident.write',     'record a critical incident and who may open it',    'co'),
('outcome.read',       'read outcomes',                                     'co po eo es pw'),
('outcome.write',      'record outcomes',                                   'co po pw'),
('voice.read',         'read what young people said',                       'co po eo es pm'),
('voice.write',        'record what a young person said',                   'co po eo es'),
('action.read',        'read actions',                                      'co po eo es pm'),
('action.write',       'set, change, reassign and cancel actions',          'co po'),
('action.progress',    'say how one''s own actions go',                     'co po eo es pm'),
('workload.read',      'see who has how much to do',                        'co po'),
('work.reassign',      'give the work of those who left to others',         'co po'),
('disclosure.read',    'read what is shared of an episode',                 'co po eo es'),
('disclosure.write',   'write down and review what is shared',              'co po'),
('disclosure.register','the register of sharings, without the cases',       'co ig'),
('agreement.write',    'record that agreement is withdrawn or given again', 'co po'),
('restriction.read',   'see whose records are restricted, and for whom',    'co ig'),
('restriction.write',  'restrict a record to some, or block staff from it', 'co'),
('break_glass.open',   'open another spoke''s record in an emergency',      'co po eo es'),
('break_glass.read',   'see what was opened in an emergency',              'co po eo es ig'),
('break_glass.review', 'review what somebody else opened so',              'co ig'),
('access_log.read',    'read who has looked at what',                       'co ig'),
('import.write',       'hand in a file of figures or of a list, take it in, undo it', 'co hn hg'),
('import.figures',     'import published figures',                          'hn hg'),
('reconcile.write',    'say why published figures differ',                  'hn hg'),
('job.read',           'see and cancel one''s own long work',               'co po eo es pm re pw ha hn hg ig sa'),
('job.oversee',        'see and cancel the long work of the spoke',         'co'),
('report.read',        'read figures without names',                        'co po ha hn hg'),
('return.read',        'read quarterly returns',                            'co po hn hg'),
('return.write',       'fill in a spoke''s quarterly return, open the rows behind it', 'co po'),
('return.submit',      'submit, answer for and restate a quarterly return', 'co'),
('return.review',      'query, approve and send quarterly returns',         'hg'),
('user.read',          'see users and their roles',                         'co ig sa'),
('user.write',         'make and change users, grant and propose roles',    'sa'),
('user.grant_local',   'invite people to the spoke, grant its narrow roles, propose others', 'co sa'),
('user.confirm',       'confirm a role of the spoke that another proposed', 'co ig sa'),
('user.confirm_hub',   'confirm any role that another proposed',            'ig sa');

CREATE TEMPORARY TABLE wanted_role (short text, code text, label text, description text) ON COMMIT DROP;
INSERT INTO wanted_role VALUES
('co', 'spoke_coordinator', 'Spoke coordinator', 'Runs the spoke: every case in it, chairs, signs off'),
('po', 'project_officer',   'Project officer',   'As the coordinator, without sign-offs'),
('eo', 'eit_officer',       'EIT officer',       'Police Early Intervention Team officer, PCSO or schools officer'),
('es', 'eit_sergeant',      'EIT sergeant',      'As the EIT officer; releases police-origin items'),
('pm', 'panel_member',      'Agency panel member', 'Speaks for an agency at the meetings they belong to'),
('re', 'referrer',          'Referrer',          'Refers young people and follows their own referrals'),
('pw', 'provider_worker',   'Provider worker',   'Delivers interventions to young people allocated to their organisation'),
('ha', 'hub_auditor',       'Hub journey auditor', 'Audits sampled journeys'),
('hn', 'hub_analyst',       'Hub analyst',       'Works with figures and pseudonymised rows'),
('hg', 'hub_grant_officer', 'Hub grant officer', 'Reviews returns and money'),
('ig', 'ig_lead',           'Information governance lead', 'Access log, sharing register, retention, subject access'),
('sa', 'system_admin',      'System administrator', 'Users, roles and reference data; no case content');

INSERT INTO access.role AS r (code, label, description)
SELECT code, label, description FROM wanted_role
ON CONFLICT (code) DO UPDATE SET label = excluded.label, description = excluded.description;
INSERT INTO access.permission (code, description)
SELECT permission, description FROM wanted
ON CONFLICT (code) DO UPDATE SET description = excluded.description;
DELETE FROM access.role_permission;
INSERT INTO access.role_permission (role, permission)
SELECT w.code, p.permission
  FROM wanted p CROSS JOIN LATERAL unnest(string_to_array(p.roles, ' ')) AS short
  JOIN wanted_role w USING (short);
