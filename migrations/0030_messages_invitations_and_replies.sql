-- Messages: calendar invitations that go with an email, what came by email as it was, and letters that a carrier prints.

alter table message add column invitation jsonb;
alter table message add constraint message_invitation_by_email check (invitation is null or channel = 'email');
create index message_letter_to_send on message (not_before, id) where state = 'queued' and channel = 'letter';
create index message_invited on message (case_id, (invitation ->> 'uid')) where invitation is not null;
comment on column message.invitation is 'The entry for the person''s own calendar that goes with an email: its uid (the same while an appointment is moved), sequence, method, moments in milliseconds and place.';

alter table message_reply add column original text;
comment on column message_reply.original is 'What came by email with what was quoted and signed, where that is not in the body.';
