-- Referrals to services: enquiries, signposts and referrals with one life each (src/referrals/rules/states.ts), what the person
-- agreed to share, what was sent exactly as it was sent, the service's answers, feedback that falls due, and who is the case
-- manager. Everything that happened stays in referral_event.

alter table membership add column organisation_id uuid references organisation;
comment on column membership.organisation_id is 'Of somebody who works for a service: their organisation in the directory.';

create table referral (
  id uuid primary key,
  reference text not null unique,
  kind text not null check (kind in ('enquiry', 'signpost', 'referral')),
  case_id uuid not null references case_record,
  person_id uuid not null,
  programme_id uuid not null references programme,
  area_id uuid,
  service_id uuid not null references service,
  organisation_id uuid references organisation,
  actual_service_id uuid references service,
  parent_id uuid references referral,
  made_by_side text not null default 'worker' check (made_by_side in ('worker', 'service')),
  need uuid references taxonomy_term,
  mode text,
  why text[] not null default '{}',
  why_words text,
  directive_id uuid references directive,
  override_reason text,
  exception_reason text,
  undisclosed boolean not null default false,
  made_by uuid references app_user,
  made_as text,
  made_on date not null,
  state text not null,
  reason text,
  reason_words text,
  paperwork text not null default 'none' check (paperwork in ('none', 'sent', 'received', 'lost', 'complete')),
  paperwork_on date,
  payment text not null default 'not applicable' check (payment in ('not applicable', 'waiting', 'triggered', 'late')),
  who_contacts text check (who_contacts in ('worker', 'service', 'person')),
  contact_by date,
  contacted_on date,
  sent_on date,
  received_on date,
  decided_on date,
  expected_start date,
  queue_at timestamptz,
  place_offered_on date,
  started_on date,
  expected_end date,
  ended_on date,
  end_kind text check (end_kind in ('completed', 'early', 'job', 'transferred')),
  outcome text,
  next_step text,
  service_worker text,
  last_contact_on date,
  owner_side text not null check (owner_side in ('worker', 'service', 'person', 'manager')),
  owner_id uuid references app_user,
  due_what text,
  due_on date,
  limit_on date,
  limit_reason text,
  code text,
  asked_again_on date,
  open boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (not open or (due_what is not null and due_on is not null)),
  check (kind <> 'signpost' or sent_on is null)
);
create index on referral (case_id, created_at desc);
create index referral_open_of_owner on referral (owner_id, due_on) where open;
create index referral_open_of_programme on referral (programme_id, due_on) where open;
create index referral_inbox on referral (organisation_id, created_at desc) where sent_on is not null;
create index referral_inbox_open on referral (organisation_id, due_on) where sent_on is not null and open;
create index on referral (service_id, made_on);
create index on referral (parent_id) where parent_id is not null;
create unique index referral_code on referral (programme_id, code) where code is not null;
comment on table referral is '[referrals] An enquiry, a signpost or a referral to a service for a person, and where it stands. What happened to it is in referral_event.';
comment on column referral.actual_service_id is 'Where the service placed the person, when that is not the service that was meant.';
comment on column referral.parent_id is 'What it came from: a signpost or an enquiry that became a referral, or the referral that led on to it.';
comment on column referral.made_as is 'The working role in which it was made.';
comment on column referral.why is 'Why this service: codes of rules.ts.';
comment on column referral.undisclosed is 'The person did not say whether an exclusion of the service applies to them.';
comment on column referral.paperwork is 'Of its form: apart from the state.';
comment on column referral.limit_on is 'The day by which it must have moved; past it somebody must own it and say why.';
comment on column referral.due_what is 'What is awaited next, and of whom (owner_side, owner_id), by due_on. Always there while it is open.';
comment on column referral.code is 'Of a signpost: what the person may show at the service. It says nothing about them.';

create table referral_event (
  id uuid primary key,
  referral_id uuid not null references referral,
  kind text not null,
  from_state text,
  to_state text,
  day date not null,
  at timestamptz not null default now(),
  side text not null check (side in ('worker', 'service', 'person', 'system')),
  by uuid references app_user,
  by_name text,
  reason text,
  words text,
  sensitive boolean not null default false,
  data jsonb not null default '{}'
);
create index on referral_event (referral_id, id);
comment on table referral_event is '[referrals] What happened to a referral, in order; never changed. `day` is when it happened in the world.';
comment on column referral_event.sensitive is 'Its reason and words are for the case manager, the author and the service alone.';

create table sharing_consent (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  programme_id uuid not null references programme,
  organisation_id uuid not null references organisation,
  service_id uuid not null references service,
  items text[] not null check (cardinality(items) > 0),
  asked_items text[] not null,
  how text not null,
  wording text not null,
  given_on date not null,
  ends_on date not null,
  withdrawn_on date,
  withdrawn_words text,
  recorded_by uuid references app_user,
  created_at timestamptz not null default now(),
  check (ends_on >= given_on)
);
create index on sharing_consent (case_id, service_id);
comment on table sharing_consent is '[referrals] What a person agreed may be told to one service, item by item, from when to when. A change is a new row; withdrawing ends it.';
comment on column sharing_consent.asked_items is 'What was asked for, of which they may have agreed to a part.';

create table referral_sent (
  id uuid primary key,
  referral_id uuid not null references referral,
  consent_id uuid not null references sharing_consent,
  channel text not null,
  items text[] not null,
  payload jsonb not null,
  digest bytea not null,
  sent_on date not null,
  at timestamptz not null default now(),
  by uuid references app_user
);
create index on referral_sent (referral_id);
comment on table referral_sent is '[referrals] What was told to a service, exactly as it was sent: one row for each time, never changed. The disclosure log.';
comment on column referral_sent.payload is 'The items by code, in the words that were sent.';

create table referral_approval (
  id uuid primary key,
  referral_id uuid not null references referral,
  artefact text not null,
  state text not null check (state in ('missing', 'held', 'asked', 'approved', 'refused')),
  words text,
  held_on date,
  asked_by uuid references app_user,
  decided_by uuid references app_user,
  decided_on date,
  reason text,
  unique (referral_id, artefact),
  check (decided_by is null or decided_by <> asked_by)
);
comment on table referral_approval is '[referrals] What a service asks for before somebody is referred: held or missing, approved by somebody else than who asked.';

create table referral_link (
  token_hash bytea primary key,
  referral_id uuid not null references referral,
  email text,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  first_seen_at timestamptz,
  answered_at timestamptz
);
create index on referral_link (referral_id);
comment on table referral_link is '[referrals] A signed, ending link with which a service answers without an account. Only the SHA-256 of its token is kept.';

create table referral_appointment (
  id uuid primary key,
  referral_id uuid not null references referral,
  starts_at timestamptz not null,
  place text,
  told_on date,
  outcome text check (outcome in ('attended', 'did not attend', 'cancelled by them', 'cancelled by us')),
  reason text,
  action text,
  made_by_side text not null check (made_by_side in ('worker', 'service')),
  created_at timestamptz not null default now()
);
create index on referral_appointment (referral_id, starts_at);
comment on table referral_appointment is '[referrals] A first or later appointment at the service. Nobody failed to attend what they were not told of.';

create table feedback_due (
  id uuid primary key,
  referral_id uuid not null references referral,
  kind text not null,
  due_on date not null,
  received_on date,
  chased integer not null default 0,
  chased_on date,
  escalated_on date,
  cancelled_on date,
  unique (referral_id, kind)
);
create index feedback_due_open on feedback_due (due_on) where received_on is null and cancelled_on is null;
comment on table feedback_due is '[referrals] When a service was to say how it is going: agreed, chased, told to the local lead.';

create table feedback (
  id uuid primary key,
  referral_id uuid not null references referral,
  due_id uuid references feedback_due,
  side text not null check (side in ('service', 'person', 'worker')),
  day date not null,
  attended integer check (attended >= 0),
  planned integer check (planned >= 0),
  done text,
  hopes text,
  readiness text,
  barriers text,
  health text,
  milestone text,
  milestone_on date,
  next_step text,
  own_view text,
  words text,
  final boolean not null default false,
  by uuid references app_user,
  by_name text,
  created_at timestamptz not null default now()
);
create index on feedback (referral_id, day);
comment on table feedback is '[referrals] How it is going, as the service, the person or the worker tells it: side by side, none over the other.';

create table service_rating (
  id uuid primary key,
  referral_id uuid not null references referral,
  service_id uuid not null references service,
  day date not null,
  score integer not null check (score between 1 and 5),
  words text,
  disposition text not null,
  settled_on date,
  recorded_by uuid references app_user,
  created_at timestamptz not null default now()
);
create index on service_rating (service_id, day);
comment on table service_rating is '[referrals] What the person says of a service, and what is done with it. Told to the service as counts alone, never with a name.';

create table concern (
  id uuid primary key,
  service_id uuid not null references service,
  referral_id uuid references referral,
  stage text not null check (stage in ('concern', 'complaint')),
  words text not null,
  raised_by uuid references app_user,
  raised_on date not null,
  answer text,
  answered_on date,
  outcome text,
  closed_on date
);
create index on concern (service_id, raised_on desc);
comment on table concern is '[referrals] A concern about a service, and the complaint that it became: answered and closed with an outcome.';

create table liaison_contact (
  id uuid primary key,
  referral_id uuid references referral,
  service_id uuid not null references service,
  case_id uuid references case_record,
  day date not null,
  channel text not null,
  purpose text not null,
  begun_by text not null check (begun_by in ('worker', 'service')),
  person_there boolean not null default false,
  words text,
  agreed text,
  by uuid references app_user,
  created_at timestamptz not null default now()
);
create index on liaison_contact (service_id, day desc);
create index on liaison_contact (referral_id) where referral_id is not null;
comment on table liaison_contact is '[referrals] Talk between workers and services: calls, visits, three-way meetings, hand-overs, and what was agreed.';

create table case_manager (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  programme_id uuid not null references programme,
  holder text not null check (holder in ('adviser', 'service', 'health')),
  user_id uuid references app_user,
  organisation_id uuid references organisation,
  name text not null,
  temporary boolean not null,
  from_day date not null,
  to_day date,
  review_on date,
  resume_user_id uuid references app_user,
  resume_when text,
  agreed_by_person boolean not null check (agreed_by_person),
  basis text[] not null check (cardinality(basis) > 0),
  feedback_every text,
  feedback_what text,
  notes_access boolean not null default false,
  informed text,
  ended_why text,
  recorded_by uuid references app_user,
  created_at timestamptz not null default now(),
  check (to_day >= from_day),
  check (not temporary or to_day is not null),
  exclude using gist (case_id with =, daterange(from_day, to_day, '[)') with &&)
);
create index on case_manager (case_id, from_day);
comment on table case_manager is '[referrals] Who holds the whole of a case and from when to when (to_day is the first day on which they no longer do): never two at once. Without a row it is the key worker.';

create table case_alarm (
  id uuid primary key,
  case_id uuid not null references case_record,
  programme_id uuid not null references programme,
  referral_id uuid references referral,
  kind text not null check (kind in ('no case manager', 'several case managers', 'silence', 'worker away', 'other programme', 'not contacted', 'past limit')),
  since date not null,
  words text,
  owner_id uuid references app_user,
  due_on date,
  closed_on date,
  closed_by uuid references app_user,
  closed_why text,
  created_at timestamptz not null default now()
);
create index case_alarm_open on case_alarm (programme_id, since) where closed_on is null;
create unique index case_alarm_once on case_alarm (case_id, kind, coalesce(referral_id, '00000000-0000-0000-0000-000000000000')) where closed_on is null;
comment on table case_alarm is '[referrals] Something about a case that nobody may leave: no case manager or several, silence, a worker of a service away. Each has an owner.';

create table service_absence (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  worker text not null,
  from_day date not null,
  to_day date,
  cover text,
  noted_on date not null,
  by uuid references app_user,
  check (to_day >= from_day)
);
create index on service_absence (organisation_id, from_day);
comment on table service_absence is '[referrals] A worker of a service who is away: whose people they see needs cover or comes back.';

create table signpost_arrival (
  id uuid primary key,
  service_id uuid not null references service,
  code text,
  referral_id uuid references referral,
  agreed boolean not null default false,
  route text not null check (route in ('signpost', 'referral', 'self', 'not known')),
  day date not null,
  by uuid references app_user,
  created_at timestamptz not null default now(),
  check (referral_id is null or agreed)
);
create index on signpost_arrival (service_id, day);
comment on table signpost_arrival is '[referrals] Somebody who came to a service by a signpost, by themselves, or nobody knows how: a count, with the signpost only when they agree.';

grant select, insert, update, delete on referral, referral_event, sharing_consent, referral_sent, referral_approval, referral_link,
  referral_appointment, feedback_due, feedback, service_rating, concern, liaison_contact, case_manager, case_alarm, service_absence,
  signpost_arrival to newel_app;
revoke delete on referral, referral_event, sharing_consent, referral_sent, feedback, service_rating, concern, liaison_contact, case_manager
  from newel_app;
revoke update on referral_event, referral_sent, feedback from newel_app;
