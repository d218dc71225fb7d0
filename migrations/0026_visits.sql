-- Visits away from the office: risks that are known, a safety plan for each visit, and who is told when nobody says that it
-- ended.

create table risk_flag (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  kind text not null,
  words text not null,
  precautions text not null,
  review_on date not null,
  set_by uuid references app_user,
  cleared_at timestamptz,
  clear_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check ((cleared_at is null) = (clear_reason is null))
);
create index on risk_flag (case_id);
comment on table risk_flag is '[visits] A risk to whoever visits: facts with their source, and what is done about it. It is looked at again on a day, and never stands for ever.';

create table visit (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  programme_id uuid not null references programme,
  appointment_id uuid references appointment,
  worker_id uuid not null references app_user,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place_kind text not null check (place_kind in ('home', 'public', 'service', 'outdoors')),
  place text not null,
  companion text,
  phone text not null,
  risks text not null,
  precautions text not null,
  flags uuid[] not null default '{}',
  first_contact uuid not null references app_user,
  second_contact uuid references app_user,
  approval text not null check (approval in ('none', 'asked', 'given')),
  approved_by uuid references app_user,
  begun_at timestamptz,
  ended_at timestamptz,
  ended_by uuid references app_user,
  cancelled_at timestamptz,
  cancel_reason text,
  remind_at timestamptz,
  tell_at timestamptz,
  told integer not null default 0,
  help_at timestamptz,
  answered_by uuid references app_user,
  answered_at timestamptz,
  outcome text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (ends_at > starts_at),
  check (first_contact <> worker_id and second_contact <> worker_id and second_contact <> first_contact),
  check ((approval = 'given') = (approved_by is not null)),
  check (begun_at is null or approval <> 'asked'),
  check ((cancelled_at is null) = (cancel_reason is null)),
  check (cancelled_at is null or begun_at is null),
  check (num_nonnulls(answered_by, answered_at, outcome) in (0, 3)),
  check (answered_at is null or told > 0)
);
create index on visit (case_id, starts_at desc);
create index visit_worker on visit (worker_id, starts_at) where ended_at is null and cancelled_at is null;
create index visit_first on visit (first_contact) where ended_at is null and cancelled_at is null;
create index visit_second on visit (second_contact) where ended_at is null and cancelled_at is null;
create index visit_tell on visit (tell_at) where tell_at is not null;
create index visit_remind on visit (remind_at) where remind_at is not null;
create index visit_alarm on visit (programme_id) where told > 0 and answered_at is null and ended_at is null;
create unique index visit_of_appointment on visit (appointment_id) where cancelled_at is null;
comment on table visit is '[visits] A visit away from the office with its safety plan: there is none without. It ends when the worker says that they are safe; until then somebody is told, and told again.';
comment on column visit.ends_at is 'When the worker said that it would be over; more time moves it.';
comment on column visit.phone is 'The number on which the worker can be reached on the way.';
comment on column visit.flags is 'Risks that were known when it was planned.';
comment on column visit.remind_at is 'When the worker is reminded to say that it began; empty once they were, or it did.';
comment on column visit.tell_at is 'When somebody is told next that it has not ended; empty once somebody has answered, or it ended.';
comment on column visit.told is 'How many times it was told so far.';
comment on column visit.help_at is 'When the worker asked for help.';
comment on column visit.outcome is 'What whoever answered found out.';

grant select, insert, update on risk_flag, visit to newel_app;
