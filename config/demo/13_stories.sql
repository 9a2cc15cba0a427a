-- The words of the three told stories. Slots without words here are drawn
-- from the narratives like everybody else's.
SET LOCAL enable_seqscan = off;

-- 901: Jayden Okafor-Price. From the school's worry to the closed episode.
INSERT INTO demo.told VALUES
(901, 'referral.1', 'Jayden told his head of year that he has carried a kitchen knife on three mornings because two older boys wait at the bus stop by the flyover. He handed it in without being asked. He has been suspended twice this term for walking out of lessons and says he smokes cannabis to sleep. He was a keen pupil until the spring. His mother and his nan are frightened and want help. We do not think punishment will keep him safe.'),
(901, 'risk_to', 'Two older boys know his route and have taken his coat and his money. He owes one of them for cannabis and the sum goes up.'),
(901, 'risk_from', 'Has carried a knife to feel safe. Has not threatened or hurt anybody.'),
(901, 'parent.1', 'Mum wants one person she can ring who rings back. Nan says he was singing in the kitchen until Easter.'),
(901, 'tried', 'A changed timetable, a report card, and a talk with the neighbourhood officer. None of it reached the bus stop.'),
(901, 'wish', 'Jayden gets to school and home without being afraid, and has grown-ups outside school who stay.'),
(901, 'need_to_know', 'Wary at first. Likes music and bikes. Do not place in a group with anyone from the flyover without asking us. Mum may be rung after four.'),
(901, 'safety', 'Text only, after 4pm: the phone is shared with a cousin. Mum and nan know about everything and may be rung.'),
(901, 'safety.place', '3'), -- of demo.safety: what the boxes say
(901, 'trauma', 'Tell Jayden who you are and how long it will take. Sit beside him and not across a table. If he goes quiet, wait. Talk of the bus stop needs a walk, not a room.'),
(901, 'discussion.1', 'New case from school. The panel saw a boy who carries because he is afraid and who gave the knife up himself. Police named the older boys and will deal with them. Three helps at once so that no week is empty: a youth service key worker, the drugs service, and martial arts. School end the reduced timetable by half-term.'),
(901, 'discussion.2', 'First review. The key worker has met Jayden twice and walked the route with him. He has told the drugs worker about the debt. Risk stays high while the older boys are about.'),
(901, 'discussion.3', 'Second review. One of the older boys has been charged with robbing another child. Jayden came to his first martial arts session and stayed to put the mats away. Kept at high for two more weeks, with a new way home.'),
(901, 'discussion.4', 'Third review. The debt has ended with the arrests. Back at school full time. Jayden sleeps better and says so. Risk brought down to medium.'),
(901, 'discussion.5', 'Fourth review. One row with a teacher, settled the same day. He has cut down to weekends and keeps a diary with the drugs worker. Medium, and moving the right way.'),
(901, 'discussion.6', 'Fifth review. Passed his first grading with nan in the front row. Drugs service finishes with goals met. Key worker begins to talk about endings.'),
(901, 'discussion.7', 'Sixth review. Nothing from any agency for ten weeks. Risk low. Stepped down: monthly check by the key worker, martial arts goes on as his own club.'),
(901, 'discussion.8', 'Last review. Low twice, attendance above ninety, a Saturday job in the bike shop. Removed from active monitoring by agreement of all. Jayden asked to tell the panel himself what helped, and did.'),
(901, 'rationale.1', 'High: the threat is real and daily, and he has carried. Protective factors are strong but not enough at the bus stop.'),
(901, 'rationale.4', 'Down to medium: those who threatened him are on bail with conditions, the debt is over, he is in school and has three adults who turn up.'),
(901, 'rationale.7', 'Down to low: ten weeks without concern, cannabis down to almost nothing, full attendance, and he would tell someone if it started again.'),
(901, 'rationale.8', 'Low for the second time. The plan is done and what protects him is his own now.'),
(901, 'contact.1', 'Prevention interview at home with mum and nan. Went through what could have happened and what the law says, gently. Jayden cried and then talked for half an hour. He asked if we could make them stop.'),
(901, 'contact.2', 'Met Jayden at the bus stop at eight in plain clothes with the youth worker. Nobody came near. He showed us where they stand.'),
(901, 'contact.3', 'Told Jayden and mum about the charge, in plain words, and that he is not named in it. Relief all round.'),
(901, 'contact.4', 'Short visit at school at his request: how to report a threat without others knowing. He chose the text number.'),
(901, 'contact.5', 'Rang at the safe time. Jayden wanted to tell someone about the grading.'),
(901, 'contact.6', 'Last visit. Tea, nan''s cake, certificates on the wall. He knows how to find us and does not expect to.'),
(901, 'contact.1.type', 'prevention_interview'), (901, 'contact.2.type', 'teachable_moments_car'), (901, 'contact.3.type', 'home_visit'),
(901, 'contact.4.type', 'school_input'), (901, 'contact.5.type', 'phone_call'), (901, 'contact.6.type', 'home_visit'),
(901, 'contacts', '6'),
(901, 'session.youth_service.1', 'First meeting, at the bike workshop. I said what I do and what I must pass on. Jayden asked if I would still be here after summer. I said yes and wrote it down.'),
(901, 'session.youth_service.6', 'We rode the new way home twice. He timed it: four minutes longer and no flyover.'),
(901, 'session.youth_service.12', 'Last one on the plan. He rang the bike shop about the Saturday job himself while I held the door.'),
(901, 'session.drugs_service.1', 'Jayden told me about the debt before I asked. We agreed who may know and why that keeps him safe.'),
(901, 'session.drugs_service.8', 'Diary shows two evenings in a month, down from every night. He sleeps without it. Goals met and written in his own words.'),
(901, 'session.martial_arts.1', 'Watched for twenty minutes, joined for forty, put the mats away without being asked.'),
(901, 'session.martial_arts.7', 'Paired with a younger boy who was scared of falling. Jayden showed him how, three times, no laughing.'),
(901, 'session.martial_arts.12', 'Grading passed. Nan cried. Jayden bowed to everybody twice.'),
(901, 'goal bristol_youth_service', 'A safe way to school and one adult who stays'),
(901, 'goal bristol_drugs_service', 'Sleep without cannabis, and an end to the debt'),
(901, 'goal bristol_martial_arts', 'Calm when someone stares; a place to belong'),
(901, 'exit bristol_youth_service', 'Jayden has a way to school he trusts and a Saturday job he found himself.'),
(901, 'exit bristol_drugs_service', 'Goals met: from every night to almost never, and the debt is over.'),
(901, 'exit bristol_martial_arts', 'Passed his first grading and stays on as a member of the club, paid for by himself.'),
(901, 'closure', 'Risk has come down from high to low over eight months. Jayden is at school full time, works on Saturdays at the bike shop and trains on Tuesdays. Youth service, drugs service and martial arts all ended with goals met. He told the panel that what helped was that people came back. He, his mother and his school know the way to ask again.'),

-- 902: Maisie Trevanion. In the middle; the next meeting will hear her.
(902, 'referral.1', 'Maisie has come home late with cash and a second phone for six weeks. Her aunt, who looks after her, found a train ticket to a town two counties away. An adult in a grey car has been seen at the end of the road. Maisie says she is in love and that we would not understand. A MASH referral was made the same day.'),
(902, 'need_to_know', 'Meet at school, not at home. Never text about meeting: the phone is looked at by others. Talk about art opens doors.'),
(902, 'safety', 'Do not ring or text Maisie. Reach her through the head of year. Her aunt may be rung between 10 and 2.'),
(902, 'safety.place', '5'),
(902, 'discussion.1', 'New case. Social care, school and police each held a part. Seen together it is exploitation of a child of fifteen. The panel asked that nobody write that she makes choices. Youth worker and mentor to be introduced by her art teacher.'),
(902, 'discussion.2', 'Urgent. Maisie was missing for two nights and was found by transport police with bruises she would not explain. Strategy discussion held the same day. NRM referral agreed. Risk very high until the adult is found.'),
(902, 'discussion.3', 'The adult has been arrested and may not come near her. Maisie is home with her aunt and has let the youth worker sit with her twice, drawing. Brought down to high; nobody thinks it is over.'),
(902, 'discussion.4', 'Steady. Two friends from the old group still message. School have made a quiet room and she uses it. Kept at high.'),
(902, 'rationale.2', 'Very high: missing, injured, and under the control of an adult who is still free. All agencies act today.'),
(902, 'rationale.3', 'Down to high: the adult is in custody and Maisie has one person she lets in. The debt and the messages remain.'),
(902, 'contacts', '5');

-- 903: Reece Hallett. So many visits that a page has to cope with them.
INSERT INTO demo.told VALUES
(903, 'referral.1', 'Reece has been missing from his placement four times this month. He returns tired and hungry and says little. The return interviews point to one address that police are looking at. He is polite to officers and asks them to ring his nan.'),
(903, 'contacts', '66');
