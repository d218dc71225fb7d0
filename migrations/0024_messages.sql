-- Messages: templates with versions, the outbox, what became of each message, replies, reminders that are paused, letters that were printed together.

create table message_template (
  id uuid primary key,
  programme_id uuid not null references programme,
  area_id uuid references area,
  kind text not null,
  channel text not null check (channel in ('text', 'email', 'letter')),
  language text not null default 'en',
  version integer not null,
  subject text,
  body text not null,
  replaced_at timestamptz,
  made_by uuid references app_user,
  made_at timestamptz not null default now(),
  unique nulls not distinct (programme_id, area_id, kind, channel, language, version),
  check ((channel = 'text') = (subject is null))
);
create unique index message_template_in_use on message_template (programme_id, area_id, kind, channel, language)
  nulls not distinct where replaced_at is null;
comment on table message_template is '[messages] The words of a message of a programme or of one district, with named fields. A change is a new version; the ones before stay.';
comment on column message_template.area_id is 'The district whose own words these are; empty for the whole programme.';
comment on column message_template.kind is 'What the message is for, for example appointment_reminder.';
comment on column message_template.language is 'A code of the IANA language subtag registry: en, ur, mi.';
comment on column message_template.subject is 'Of an email or a letter; a text has none.';
comment on column message_template.replaced_at is 'Set when a later version took its place.';

create table letter_batch (
  id uuid primary key,
  programme_id uuid not null references programme,
  letters integer not null check (letters > 0),
  made_by uuid references app_user,
  made_at timestamptz not null default now(),
  posted_on date,
  posted_by uuid references app_user
);
create index on letter_batch (programme_id, id desc);
comment on table letter_batch is '[messages] Letters of a programme that were printed together.';
comment on column letter_batch.posted_on is 'The day on which somebody said that they were posted.';

create table message (
  id uuid primary key,
  programme_id uuid not null references programme,
  case_id uuid not null references case_record,
  person_id uuid not null,
  kind text not null,
  about uuid,
  reminder boolean not null default false,
  once text,
  channel text not null check (channel in ('text', 'email', 'letter')),
  language text not null default 'en',
  template_id uuid references message_template,
  subject text,
  body text not null,
  parts smallint,
  interpreter boolean not null default false,
  not_before timestamptz not null,
  not_after timestamptz,
  state text not null default 'queued'
    check (state in ('queued', 'claimed', 'accepted', 'delivered', 'failed', 'unknown', 'stopped', 'printed', 'posted')),
  state_at timestamptz not null default now(),
  reason text,
  attempts smallint not null default 0,
  claimed_by uuid,
  sent_to text,
  sender text,
  sender_ref text,
  batch_id uuid references letter_batch,
  queued_by uuid references app_user,
  queued_at timestamptz not null default now(),
  check (batch_id is null or channel = 'letter')
);
create unique index message_once on message (once) where once is not null;
create index message_to_send on message (not_before, id) where state = 'queued' and channel <> 'letter';
create index message_to_print on message (programme_id, id) where state = 'queued' and channel = 'letter';
create index message_claimed on message (claimed_by) where state = 'claimed';
create index message_unsettled on message (programme_id, state, id) where state in ('unknown', 'failed');
create index message_of_case on message (case_id, id desc);
create index message_of_number on message (sent_to, state_at desc) where sent_to is not null;
create index message_of_batch on message (batch_id, id) where batch_id is not null;
create index message_newest on message (programme_id, id desc);
comment on table message is '[messages] A message to a person, from the moment it was queued. Its id goes with it wherever it goes.';
comment on column message.about is 'The thing of another room that it tells of, for example an appointment.';
comment on column message.reminder is 'Sent by the clock: it stops with the case, can be paused and is capped by the week.';
comment on column message.once is 'What a reminder is of: it is queued once however often it comes due.';
comment on column message.parts is 'Texts that the network makes of it.';
comment on column message.interpreter is 'There was no template in the person''s language: telephone them with an interpreter as well.';
comment on column message.not_before is 'Sent from this moment on: quiet hours, or the wait after a refusal.';
comment on column message.not_after is 'Not sent after this moment, when it would help nobody any more.';
comment on column message.state is 'queued, claimed by a sending process, accepted by the carrier, delivered, failed, unknown (the process ended between claim and acceptance: a person settles it, it is never sent again), stopped before it was sent; letters: printed, posted.';
comment on column message.reason is 'Why it failed, was stopped or is unknown. Never the carrier''s own words, which may hold an address.';
comment on column message.attempts is 'How often it was handed over.';
comment on column message.claimed_by is 'The run of a sending process.';
comment on column message.sent_to is 'The number or address it went to. Empty until it was handed over.';
comment on column message.sender_ref is 'What the carrier calls it.';

create table message_event (
  id uuid primary key,
  message_id uuid not null references message,
  kind text not null check (kind in ('accepted', 'refused', 'delivered', 'failed', 'unknown', 'settled', 'stopped', 'printed', 'posted')),
  reason text,
  user_id uuid references app_user,
  at timestamptz not null default now()
);
create index on message_event (message_id, id);
comment on table message_event is '[messages] What became of a message, step by step.';
comment on column message_event.user_id is 'Who settled, printed or posted it; empty where the machine did.';

create table message_reply (
  id uuid primary key,
  source_ref text not null unique,
  channel text not null check (channel in ('text', 'email')),
  received_from text not null,
  body text not null,
  received_at timestamptz not null,
  programme_id uuid references programme,
  case_id uuid references case_record,
  person_id uuid,
  message_id uuid references message,
  meaning text not null check (meaning in ('cannot come', 'stop', 'message')),
  done text,
  state text not null default 'waiting' check (state in ('waiting', 'dealt with')),
  dealt_by uuid references app_user,
  dealt_at timestamptz,
  check ((case_id is null) = (person_id is null))
);
create index message_reply_waiting on message_reply (case_id, received_at) where state = 'waiting';
create index message_reply_unknown on message_reply (received_at) where state = 'waiting' and case_id is null;
create index message_reply_of_case on message_reply (case_id, received_at desc);
comment on table message_reply is '[messages] Something that came back by text or email.';
comment on column message_reply.source_ref is 'What the carrier calls it: the same one that arrives twice is one reply.';
comment on column message_reply.case_id is 'Empty where nobody is known by this number: it stands on the list of the office.';
comment on column message_reply.message_id is 'The message that it answers, as far as that is known.';
comment on column message_reply.meaning is 'cannot come only where the words say just that; in doubt it is a message.';
comment on column message_reply.done is 'What was done by itself, in words.';

create table message_pause (
  case_id uuid primary key references case_record,
  person_id uuid not null,
  until date,
  reason text not null,
  paused_by uuid references app_user,
  paused_at timestamptz not null default now()
);
comment on table message_pause is '[messages] Reminders of a case that are paused.';
comment on column message_pause.until is 'The last day of the pause; empty until somebody ends it.';

grant select, insert, update (replaced_at) on message_template to newel_app;
grant select, insert, update on letter_batch, message, message_reply to newel_app;
grant select, insert on message_event to newel_app;
grant select, insert, update, delete on message_pause to newel_app;
