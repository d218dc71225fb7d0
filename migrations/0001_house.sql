-- The house: who may sign in, what happened, programmes, people, cases, assessments, work, claims, hand-overs, reports.
-- Every table's comment begins with the room that owns it; the data dictionary and src/*/tables.ts are made from the comments.

-- The role the application runs as. It may read and add events, and cannot change or delete them.
do $$ begin
  create role newel_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant newel_app to current_user; -- so that it may become newel_app without being a superuser

-- ── access ────────────────────────────────────────────────────────────────────────────────────────────────────────

create table app_user (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text not null,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table app_user is '[access] Somebody who can sign in.';
comment on column app_user.email is 'Sign-in name, in lower case.';
comment on column app_user.password_hash is 'Argon2id: parameters, salt and tag in PHC form.';
comment on column app_user.disabled_at is 'Set when the user is disabled; every session ends at once.';

create table membership (
  id uuid primary key,
  user_id uuid not null references app_user,
  role text not null,
  programme_id uuid,
  area_id uuid,
  provider_id uuid,
  staff_id uuid,
  created_at timestamptz not null default now()
);
create index on membership (user_id);
comment on table membership is '[access] What a user may be, and where: a role in a programme, narrowed to an area, a provider or a member of staff.';
comment on column membership.role is 'key_worker, team_manager, local_lead, programme_office, evaluator or administrator.';
comment on column membership.programme_id is 'Empty for an administrator of the whole install.';
comment on column membership.staff_id is 'The key worker this user is.';

create table session (
  token_hash bytea primary key,
  user_id uuid not null references app_user,
  csrf_secret text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index on session (user_id);
comment on table session is '[access] A signed-in browser. Only the SHA-256 of its token is kept.';

create table sign_in_attempt (
  key bytea not null,
  at timestamptz not null default now()
);
create index on sign_in_attempt (key, at);
comment on table sign_in_attempt is '[access] Failed sign-ins, for throttling. The key is a digest of the account or of the address.';

create table staff (
  id uuid primary key,
  programme_id uuid not null,
  code text not null,
  given_name text not null,
  family_name text not null,
  area_id uuid,
  provider_id uuid,
  unique (programme_id, code)
);
comment on table staff is '[access] A member of staff of a programme, with or without a sign-in: a key worker.';
comment on column staff.code is 'Staff code of the provider, for example MAN-KW10.';

create table event (
  id uuid primary key,
  tx xid8 not null default pg_current_xact_id(),
  kind text not null,
  actor_id uuid,
  programme_id uuid,
  person_id uuid,
  case_id uuid,
  happened_on date not null,
  at timestamptz not null default now(),
  digest bytea not null
);
create index event_order on event (tx, id);
create index event_timeline on event (case_id, happened_on desc, id desc) where case_id is not null;
create index event_programme on event (programme_id, id desc);
comment on table event is '[access] What happened: appended by an action in its own transaction, never changed, never deleted.';
comment on column event.tx is 'The transaction that wrote it: the sealer chains events in the order (tx, id), once no older transaction is open.';
comment on column event.kind is 'For example case.referred or note.added; each kind has a renderer for the timeline.';
comment on column event.actor_id is 'The user who did it; empty for the system (an import, the command line).';
comment on column event.happened_on is 'The day it happened in the world, which may be long before it was recorded.';
comment on column event.digest is 'SHA-256 over the salt and the payload in canonical JSON (RFC 8785).';

create table event_payload (
  event_id uuid primary key references event,
  payload jsonb not null,
  salt bytea not null
);
comment on table event_payload is '[access] The content of an event. A retention rule may erase it; the event and its place in the chain stay.';

create table read_log (
  id uuid primary key,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  user_id uuid not null,
  what text not null,
  person_id uuid,
  case_id uuid
);
create index read_log_order on read_log (tx, id);
create index read_log_case on read_log (case_id, id desc) where case_id is not null;
comment on table read_log is '[access] Who read which personal record, and through which page: one row before the page is sent.';
comment on column read_log.what is 'The page or list, never its content.';

create table seal (
  chain text not null check (chain in ('event', 'read')),
  n bigint not null,
  last_tx xid8 not null,
  last_id uuid not null,
  count bigint not null,
  hash bytea not null,
  at timestamptz not null default now(),
  primary key (chain, n)
);
comment on table seal is '[access] Links of the two chains: each covers the rows after the link before it, up to (last_tx, last_id).';
comment on column seal.count is 'Rows covered since the chain began.';
comment on column seal.hash is 'SHA-256 over the hash of the link before and the digest of every row covered, in order.';

-- An owner of the tables could still change events by mistake; this says no to everybody.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'NEWEL_APPEND_ONLY: rows of % are never changed or deleted', tg_table_name;
end $$;
create trigger append_only before update or delete or truncate on event for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on read_log for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on seal for each statement execute function refuse_change();

-- ── programmes ────────────────────────────────────────────────────────────────────────────────────────────────────

create table programme (
  id uuid primary key,
  key text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);
comment on table programme is '[programmes] A programme that this install runs.';

create table programme_version (
  id uuid primary key,
  programme_id uuid not null references programme,
  version integer not null,
  valid_from date not null,
  document jsonb not null,
  digest text not null,
  loaded_at timestamptz not null default now(),
  loaded_by uuid,
  unique (programme_id, version)
);
comment on table programme_version is '[programmes] One version of a programme document. The version in force on a day is the latest with valid_from on or before it.';
comment on column programme_version.digest is 'SHA-256 of the document in canonical JSON: the same document loaded again changes nothing.';

create table provider (
  id uuid primary key,
  programme_id uuid not null references programme,
  name text not null,
  unique (programme_id, name)
);
comment on table provider is '[programmes] An organisation that delivers the programme.';

create table area (
  id uuid primary key,
  programme_id uuid not null references programme,
  key text not null,
  name text not null,
  position integer not null,
  provider_id uuid references provider,
  share_contracted numeric,
  unique (programme_id, key)
);
comment on table area is '[programmes] An area of a programme. Names compare without regard to case: key is the name in lower case.';
comment on column area.share_contracted is 'Contracted share of job starts, in percent.';

-- ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────

create table person (
  id uuid primary key,
  reference text not null unique,
  given_name text,
  family_name text,
  search_given text not null default '',
  search_family text not null default '',
  date_of_birth date,
  sex text,
  ethnicity text,
  ni_number text,
  phone text,
  postcode text,
  preferred_contact text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index person_family on person (search_family text_pattern_ops, search_given text_pattern_ops);
create index person_given on person (search_given text_pattern_ops);
create index person_ni on person (ni_number) where ni_number is not null;
comment on table person is '[people] A human being.';
comment on column person.reference is 'Short reference with a check character, for people to read and say.';
comment on column person.search_given is 'Given name in lower case without accents or punctuation.';
comment on column person.search_family is 'Family name in lower case without accents or punctuation.';
comment on column person.ni_number is 'National Insurance number without spaces, in capitals.';
comment on column person.phone is 'Digits, from 0 or + on.';
comment on column person.version is 'Raised by every change; a stale save is refused and shows both versions.';

create table duplicate_review (
  id uuid primary key,
  programme_id uuid not null,
  source_ref text not null,
  person_id uuid references person,
  original jsonb not null,
  state text not null default 'open' check (state in ('open', 'same person', 'different person')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  unique (programme_id, source_ref)
);
comment on table duplicate_review is '[people] Second referrals of somebody who is already known, waiting for a decision. They are in no report.';

-- ── cases ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create table case_record (
  id uuid primary key,
  person_id uuid not null references person,
  programme_id uuid not null,
  reference text not null unique,
  source_ref text,
  status text not null check (status in ('referred', 'attached', 'not attached', 'closed')),
  area_id uuid,
  provider_id uuid,
  referral_area_id uuid,
  referral_provider_id uuid,
  referred_on date,
  referral_source text,
  benefit text,
  last_worked text,
  housing_tenure text,
  marital_status text,
  dependants integer check (dependants >= 0),
  key_worker_id uuid,
  closed_on date,
  exit_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (programme_id, source_ref)
);
create index case_caseload on case_record (key_worker_id) where closed_on is null;
create index case_programme on case_record (programme_id, referred_on desc, id desc);
create index case_area on case_record (area_id, referred_on desc, id desc);
create index case_provider on case_record (provider_id, referred_on desc, id desc);
create index case_person on case_record (person_id);
comment on table case_record is '[cases] A case: one person''s part in one programme.';
comment on column case_record.source_ref is 'The reference in the hand-over files (referral_id).';
comment on column case_record.area_id is 'Area today: the area at referral, replaced by the latest move.';
comment on column case_record.provider_id is 'Provider of the area today.';
comment on column case_record.referral_area_id is 'Area at referral.';
comment on column case_record.referral_provider_id is 'Provider at referral.';
comment on column case_record.last_worked is 'How long since the person last worked, at referral.';
comment on column case_record.key_worker_id is 'The key worker today (staff); history is in key_worker_assignment.';

create table attachment (
  case_id uuid primary key references case_record,
  person_id uuid not null,
  attached_on date,
  key_worker_id uuid,
  conditions jsonb not null default '{}',
  evidenced boolean not null,
  version integer not null default 1
);
comment on table attachment is '[cases] The person joined the programme: agreement, first meeting and plan all exist.';
comment on column attachment.attached_on is 'Empty when a hand-over file gave none; such an attachment is in no table.';
comment on column attachment.conditions is 'Each condition of the programme document with its date and evidence.';
comment on column attachment.evidenced is 'False for an imported attachment: conditions not evidenced.';

create table key_worker_assignment (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  staff_id uuid not null,
  starts_on date not null,
  ends_on date,
  reason text,
  check (ends_on is null or ends_on >= starts_on)
);
create unique index key_worker_one_open on key_worker_assignment (case_id) where ends_on is null;
create index on key_worker_assignment (case_id, starts_on);
comment on table key_worker_assignment is '[cases] Who was the key worker from when to when. The database refuses two open ones at once.';

create table area_change (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  changed_on date,
  from_area_id uuid,
  to_area_id uuid not null,
  version integer not null default 1
);
create index on area_change (case_id);
comment on table area_change is '[cases] A move between areas of the programme.';

create table note (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  written_on date not null,
  body text not null,
  author_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on note (case_id, written_on desc, id desc);
comment on table note is '[cases] A note about a meeting or a contact.';

-- ── assessment ────────────────────────────────────────────────────────────────────────────────────────────────────

create table instrument_version (
  id uuid primary key,
  key text not null,
  version integer not null,
  document jsonb not null,
  digest text not null,
  loaded_at timestamptz not null default now(),
  unique (key, version)
);
comment on table instrument_version is '[assessment] A version of an instrument: the questions in the words that are asked. Never changed once loaded.';

create table assessment (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  instrument_version_id uuid not null references instrument_version,
  source_ref text,
  stage text not null,
  assessed_on date,
  answers jsonb not null,
  author_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on assessment (case_id, assessed_on desc, id desc);
comment on table assessment is '[assessment] One assessment of a person: answers to a version of an instrument.';
comment on column assessment.stage is 'initial or reassessment.';
comment on column assessment.answers is 'By question key: the answer itself, or {"state": "declined"} or {"state": "not applicable"}. A key that is missing was not asked yet.';

-- ── work ──────────────────────────────────────────────────────────────────────────────────────────────────────────

create table job (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  source_ref text,
  employer text,
  occupation_group text,
  work_area text,
  started_on date,
  ended_on date,
  hours_per_week numeric(5, 2) check (hours_per_week >= 0),
  hourly_wage_pence integer check (hourly_wage_pence >= 0),
  currency text not null default 'GBP',
  self_employed boolean,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on job (case_id, started_on);
comment on table job is '[work] A job that a person has or had.';
comment on column job.work_area is 'Where the job is, in free text: a district, outside the programme''s areas, or not known.';
comment on column job.ended_on is 'The last day in the job; empty while it is held.';
comment on column job.hourly_wage_pence is 'Hourly wage in minor units of the currency.';

create table activity (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  kind text not null,
  started_on date,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on activity (case_id, started_on);
comment on table activity is '[work] A step towards work: a job interview, voluntary work, a work trial or a placement.';

-- ── claims ────────────────────────────────────────────────────────────────────────────────────────────────────────

create table claim (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  milestone text not null,
  claimed_on date,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on claim (case_id);
comment on table claim is '[claims] A claim on file for a milestone.';

-- ── handover ──────────────────────────────────────────────────────────────────────────────────────────────────────

create table import_run (
  id uuid primary key,
  programme_id uuid,
  actor_id uuid,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  counts jsonb not null default '{}'
);
comment on table import_run is '[handover] One run of an import.';

create table import_row (
  programme_id uuid not null,
  file text not null,
  row_key text not null,
  digest bytea not null,
  original jsonb not null,
  record_id uuid not null,
  record_version integer not null default 1,
  run_id uuid not null references import_run,
  primary key (programme_id, file, row_key)
);
create index on import_row (record_id);
comment on table import_row is '[handover] A row of a hand-over file as it was given, and the record it became. The same row again changes nothing.';
comment on column import_row.row_key is 'The file''s own key; where it has none, a digest of the row and which of its equals it is.';
comment on column import_row.record_version is 'Version of the record that the import left: a later one was edited here and is not overwritten.';

-- ── reports ───────────────────────────────────────────────────────────────────────────────────────────────────────

create table report_run (
  id uuid primary key,
  programme_id uuid not null,
  as_of date not null,
  break_down text not null default '',
  state text not null check (state in ('queued', 'done', 'failed')),
  stamp uuid,
  result jsonb,
  made_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index on report_run (programme_id, as_of, break_down);
comment on table report_run is '[reports] The newest result of all tables for a programme, a day and a break-down; made anew when the programme''s data changed.';
comment on column report_run.stamp is 'The programme''s latest event when the result was made.';

create table frozen_report (
  id uuid primary key,
  programme_id uuid not null,
  as_of date not null,
  break_down text not null default '',
  title text not null,
  content jsonb not null,
  digest text not null,
  frozen_at timestamptz not null default now(),
  frozen_by uuid
);
create trigger append_only before update or delete or truncate on frozen_report for each statement execute function refuse_change();
comment on table frozen_report is '[reports] A published set of tables, kept with its definitions and settings. A later correction never changes it.';
comment on column frozen_report.digest is 'SHA-256 of the content in canonical JSON.';

-- ── views that reports read; each is owned by the room whose tables it reads ────────────────────────────────────────

create view report_person as
  select id as person_id, date_of_birth, sex, ethnicity from person;
comment on view report_person is '[people] What reports need of a person: no name, no contact.';

create view report_case as
  select c.programme_id, c.id as case_id, c.person_id, coalesce(c.source_ref, c.reference) as reference, c.referred_on,
         c.referral_area_id, c.referral_provider_id, c.benefit, c.last_worked, c.housing_tenure, c.marital_status, c.dependants,
         a.case_id is not null as has_attachment, a.attached_on
  from case_record c left join attachment a on a.case_id = c.id;
comment on view report_case is '[cases] Cases with their attachment.';

create view report_assignment as
  select c.programme_id, k.case_id, k.staff_id, k.starts_on, k.ends_on
  from key_worker_assignment k join case_record c on c.id = k.case_id;
comment on view report_assignment is '[cases] Key workers of cases.';

create view report_area_change as
  select c.programme_id, m.case_id, m.changed_on, m.to_area_id
  from area_change m join case_record c on c.id = m.case_id;
comment on view report_area_change is '[cases] Moves between areas.';

create view report_staff as select id as staff_id, programme_id, code from staff;
comment on view report_staff is '[access] Staff codes.';

create view report_area as
  select a.id as area_id, a.programme_id, a.name, a.position, p.name as provider, a.share_contracted, a.provider_id
  from area a left join provider p on p.id = a.provider_id;
comment on view report_area is '[programmes] Areas with their provider.';

create view report_assessment as
  select case_id, coalesce(source_ref, id::text) as key, stage, assessed_on, answers from assessment;
comment on view report_assessment is '[assessment] Assessments with their answers.';

create view report_job as
  select case_id, coalesce(source_ref, id::text) as key, employer, occupation_group, work_area, started_on, ended_on,
         hours_per_week, hourly_wage_pence, self_employed
  from job;
comment on view report_job is '[work] Jobs.';

create view report_activity as select case_id, kind, started_on from activity;
comment on view report_activity is '[work] Steps towards work.';

create view report_claim as select case_id, milestone, claimed_on from claim;
comment on view report_claim is '[claims] Claims on file.';

-- ── what the application may do ────────────────────────────────────────────────────────────────────────────────────

grant usage on schema public to newel_app;
grant select, insert, update, delete on all tables in schema public to newel_app;
revoke update, delete, truncate on event, read_log, seal, frozen_report, instrument_version from newel_app;
revoke update, truncate on event_payload from newel_app;
revoke delete on person, case_record, attachment, key_worker_assignment, area_change, note, assessment, job, activity, claim,
  programme, programme_version, area, provider, staff, app_user from newel_app;
