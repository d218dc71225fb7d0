-- People known once, found and merged; referral in; key workers with cover; taking part from referral to return; restricted records.

create extension if not exists pg_trgm;       -- fragments of a name by an index
create extension if not exists fuzzystrmatch; -- names that sound alike
create extension if not exists btree_gist;    -- 'no two key workers at once' as a constraint

-- ── access ────────────────────────────────────────────────────────────────────────────────────────────────────────

create table restricted_access (
  id uuid primary key,
  person_id uuid not null,
  user_id uuid not null references app_user,
  how text not null check (how in ('grant', 'break-glass')),
  reason text not null,
  given_by uuid,
  given_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index restricted_access_user on restricted_access (user_id, ends_at);
create index restricted_access_person on restricted_access (person_id, id desc);
comment on table restricted_access is '[access] Who may open a restricted record until when: by a named grant, or by break-glass with a reason.';
comment on column restricted_access.given_by is 'Who granted it; with break-glass the user themself.';
comment on column restricted_access.ends_at is '''infinity'' for a grant without an end; a grant that is taken back ends then.';

create table worker_cover (
  id uuid primary key,
  programme_id uuid not null,
  staff_id uuid not null references staff,
  covered_by uuid not null references staff,
  starts_on date not null,
  ends_on date not null,
  reason text not null,
  made_by uuid,
  made_at timestamptz not null default now(),
  check (staff_id <> covered_by),
  check (ends_on >= starts_on),
  exclude using gist (staff_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
create index worker_cover_by on worker_cover (covered_by, ends_on);
comment on table worker_cover is '[access] While a key worker is away, another one covers: they may do with the caseload what its own worker may.';

create table notice (
  id uuid primary key,
  user_id uuid not null references app_user,
  kind text not null,
  href text not null,
  about uuid,
  at timestamptz not null default now(),
  seen_at timestamptz
);
create index notice_user on notice (user_id, id desc);
create unique index notice_once on notice (user_id, kind, about) where seen_at is null;
comment on table notice is '[access] Something a user must be told. The words are those of its kind: no personal data is kept here.';
comment on column notice.about is 'What it is about, so that the same thing is told once.';

-- ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table person
  add email text,
  add address text,
  add locality text,
  add own_words text,
  add pronouns text,
  add first_language text,
  add interpreter text,
  add access_needs text,
  add cultural_needs text,
  add contact_rules jsonb not null default '{}',
  add search_text text not null generated always as (' ' || search_given || ' ' || search_family || ' ') stored,
  add merged_into uuid references person;
comment on column person.own_words is 'The person''s own words for who they are.';
comment on column person.interpreter is 'Whether they need one, and for which language.';
comment on column person.contact_rules is 'Safe contact: by way of contact (phone, voicemail, text, email, letter) yes or no, and in words when and how. Every message obeys them.';
comment on column person.search_text is 'Every word of the usual name as it is searched, with a space before and after each.';
comment on column person.merged_into is 'Set while this record is merged into another one: it is found and shown no more, and kept as it was.';

-- How each word of a folded name sounds. Words of other letters than a to z are left out: Double Metaphone knows no others.
create function name_sounds(folded text) returns text[] language sql immutable strict parallel safe as $$
  select coalesce(array_agg(distinct public.dmetaphone(word)), '{}')
  from unnest(string_to_array(folded, ' ')) as word where word ~ '^[a-z]{2,}$'
$$;
create index person_search on person using gin (search_text gin_trgm_ops) where merged_into is null;
create index person_sounds on person using gin (name_sounds(search_text)) where merged_into is null;
create index person_born on person (date_of_birth) where merged_into is null;
create index person_phone on person (phone) where phone is not null and merged_into is null;
create index person_postcode on person (postcode) where postcode is not null and merged_into is null;

create table person_name (
  id uuid primary key,
  person_id uuid not null references person,
  use text not null,
  given_name text,
  family_name text,
  search_given text not null default '',
  search_family text not null default '',
  search_text text not null generated always as (' ' || search_given || ' ' || search_family || ' ') stored,
  merge_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
create index on person_name (person_id);
create index person_name_search on person_name using gin (search_text gin_trgm_ops) where removed_at is null;
create index person_name_sounds on person_name using gin (name_sounds(search_text)) where removed_at is null;
comment on table person_name is '[people] Further names of a person: known as, former, at birth, alias. The usual name is on the person.';
comment on column person_name.merge_id is 'The merge that brought it here; undoing the merge takes it away.';

create table person_contact (
  id uuid primary key,
  person_id uuid not null references person,
  kind text not null,
  name text not null,
  relationship text,
  phone text,
  email text,
  may_be_told text not null,
  note text,
  merge_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  removed_at timestamptz
);
create index on person_contact (person_id);
comment on table person_contact is '[people] Next of kin and supporters, and what each may be told.';

create table person_restriction (
  person_id uuid primary key references person,
  kind text not null,
  reason text not null,
  owner_id uuid not null,
  placed_by uuid,
  placed_at timestamptz not null default now(),
  review_on date,
  lifted_at timestamptz,
  version integer not null default 1
);
comment on table person_restriction is '[people] A record that only named users may open: staff, family of staff, somebody at risk.';
comment on column person_restriction.owner_id is 'The user who answers for the restriction, and is told when somebody breaks the glass.';

create table duplicate_pair (
  id uuid primary key,
  low_id uuid not null references person,
  high_id uuid not null references person,
  weight double precision not null,
  probability double precision not null,
  fields jsonb not null,
  found_by text not null check (found_by in ('entry', 'import', 'run')),
  state text not null default 'open' check (state in ('open', 'same person', 'different people')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  unique (low_id, high_id),
  check (low_id < high_id)
);
create index duplicate_pair_open on duplicate_pair (probability desc, id) where state = 'open';
create index on duplicate_pair (high_id);
comment on table duplicate_pair is '[people] Two records that may be of one person, with the score explained field by field, for clerical review.';
comment on column duplicate_pair.weight is 'Sum of the match weights: log2 of the odds that both are one person.';

create table person_merge (
  id uuid primary key,
  kept_id uuid not null references person,
  merged_id uuid not null references person,
  case_ids uuid[] not null,
  before jsonb not null,
  after jsonb not null,
  merged_by uuid,
  merged_at timestamptz not null default now(),
  undone_by uuid,
  undone_at timestamptz
);
create unique index person_merge_once on person_merge (merged_id) where undone_at is null;
create index on person_merge (kept_id);
comment on table person_merge is '[people] A merge of two records: the cases that moved and what it changed in the kept record, so that it can be undone exactly.';

-- Everything that hangs on a case goes with it, in whatever room its table lives: a table that a later room adds as well.
create function move_cases_to_person(cases uuid[], person uuid) returns void language plpgsql as $$
declare one record;
begin
  for one in
    select c.table_name from information_schema.columns c
    join information_schema.columns p using (table_schema, table_name)
    join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'case_id' and p.column_name = 'person_id'
      and table_name not in ('event', 'read_log')
    order by table_name
  loop
    execute format('update public.%I set person_id = $1 where case_id = any($2) and person_id is distinct from $1', one.table_name)
      using person, cases;
  end loop;
  update case_record set person_id = person where id = any(cases);
end $$;

-- ── cases ─────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table case_record drop constraint case_record_status_check;
alter table case_record add constraint case_record_status_check
  check (status in ('referred', 'attached', 'paused', 'not attached', 'closed', 'waiting'));
alter table case_record
  add restricted boolean not null default false,
  add obligation text check (obligation in ('mandatory', 'voluntary')),
  add first_met_on date,
  add paused_on date,
  add pause_reason text,
  add review_on date;
comment on column case_record.restricted is 'The person''s record is restricted: lists and pages pass over it for whoever has no access.';
comment on column case_record.obligation is 'Whether the person must take part or chose to; empty is not known.';
comment on column case_record.first_met_on is 'First meeting of the person and the key worker.';
comment on column case_record.review_on is 'When a pause, or a worker''s doubt, is looked at again.';

-- Two people who change the key worker of a case at once: the second is refused here, whatever the application thinks.
alter table key_worker_assignment add constraint key_worker_one_at_a_time
  exclude using gist (case_id with =, daterange(starts_on, ends_on, '[]') with &&);

create table referral_in (
  id uuid primary key,
  reference text not null unique,
  programme_id uuid not null,
  area_id uuid,
  provider_id uuid,
  sent_by uuid,
  route text not null,
  sender jsonb not null,
  answers jsonb not null,
  asked jsonb not null,
  suitability jsonb not null,
  state text not null check (state in ('sent', 'more asked', 'answered', 'accepted', 'declined', 'withdrawn')),
  state_reason text,
  question text,
  reply text,
  quality jsonb,
  person_id uuid references person,
  case_id uuid references case_record,
  sent_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by uuid,
  version integer not null default 1
);
create index referral_in_programme on referral_in (programme_id, state, id);
create index referral_in_sender on referral_in (sent_by, id desc);
create index referral_in_case on referral_in (case_id) where case_id is not null;
comment on table referral_in is '[cases] A referral to the programme as its sender made it, and what became of it. The person is added when it is accepted.';
comment on column referral_in.route is 'Who sends: a work coach, a GP, the person themself, another.';
comment on column referral_in.sender is 'Name, organisation and contact of the sender as typed; ''sent_by'' is the user when they signed in.';
comment on column referral_in.suitability is 'Each rule with its answer and its words, on the day it was sent.';
comment on column referral_in.quality is 'The note back to the sender: what was missing or wrong, what helped.';

create table contact_attempt (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  tried_on date not null,
  way text not null,
  result text not null,
  note text,
  tried_by uuid,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on contact_attempt (case_id, tried_on desc, id desc);
comment on table contact_attempt is '[cases] An attempt to reach a person before the first meeting, or after silence.';

create table warm_handover (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  meets_on date not null,
  meets_at text,
  place text,
  with_whom text not null,
  state text not null default 'booked' check (state in ('booked', 'held', 'did not attend', 'cancelled')),
  passed_on text,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on warm_handover (case_id, meets_on desc);
comment on table warm_handover is '[cases] The meeting of person, referrer and key worker at which the referrer hands over.';

create table exit_plan (
  case_id uuid primary key references case_record,
  person_id uuid not null,
  made_on date not null,
  answers jsonb not null,
  asked jsonb not null,
  version integer not null default 1
);
comment on table exit_plan is '[cases] What goes on after the programme: required when support ends without a job.';

create table hand_back (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  to_whom text not null,
  sent_on date not null,
  summary text not null,
  state text not null default 'sent' check (state in ('sent', 'received')),
  received_on date,
  received_by text,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on hand_back (case_id, sent_on desc);
create index hand_back_open on hand_back (sent_on) where state = 'sent';
comment on table hand_back is '[cases] The warm handover back (to the Jobcentre, say) at the end, and its receipt.';

create table return_request (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  programme_id uuid not null,
  asked_on date not null,
  reason text not null,
  staff_id uuid,
  state text not null default 'waiting' check (state in ('waiting', 'returned', 'withdrawn')),
  ended_on date,
  version integer not null default 1
);
create unique index return_request_open on return_request (case_id) where state = 'waiting';
create index return_request_queue on return_request (programme_id, asked_on, id) where state = 'waiting';
comment on table return_request is '[cases] Somebody who has left asks to come back, and waits where there is no room.';
comment on column return_request.staff_id is 'The key worker they had, and wait for.';

create table worker_request (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  asked_on date not null,
  asked_by text not null check (asked_by in ('the person', 'the key worker')),
  reason text not null,
  wishes text,
  state text not null default 'open' check (state in ('open', 'changed', 'stayed', 'parked')),
  outcome text,
  review_on date,
  decided_by uuid,
  decided_at timestamptz,
  version integer not null default 1
);
create unique index worker_request_open on worker_request (case_id) where state in ('open', 'parked');
comment on table worker_request is '[cases] Somebody asks for another key worker, or a key worker asks to pass a case on.';
comment on column worker_request.review_on is 'For a case that is parked because nobody else can take it: when it is looked at again.';

create table story (
  case_id uuid primary key references case_record,
  person_id uuid not null,
  in_short text,
  strengths text,
  what_helps text,
  what_does_not text,
  next_things text,
  not_again jsonb not null default '[]',
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by uuid
);
comment on table story is '[cases] What whoever takes over must know, told once.';
comment on column story.not_again is 'What must not be asked again: subject, and what is known already or where it stands.';

create table saved_view (
  id uuid primary key,
  user_id uuid not null references app_user,
  list text not null,
  name text not null,
  query jsonb not null,
  created_at timestamptz not null default now(),
  unique (user_id, list, name)
);
comment on table saved_view is '[cases] Filters and order of a list that a user keeps under a name. They hold no personal data.';

create table export_file (
  id uuid primary key,
  user_id uuid not null references app_user,
  list text not null,
  query jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'working', 'made', 'failed')),
  done bigint not null default 0,
  total bigint,
  name text not null,
  created_at timestamptz not null default now(),
  made_at timestamptz
);
create index on export_file (user_id, id desc);
comment on table export_file is '[cases] A list that is written to a file in the background.';

create table export_part (
  export_id uuid not null references export_file on delete cascade,
  n integer not null,
  content bytea not null,
  primary key (export_id, n)
);
comment on table export_part is '[cases] The content of such a file, in pieces.';

grant select, insert, update, delete on restricted_access, worker_cover, notice, person_name, person_contact, person_restriction,
  duplicate_pair, person_merge, referral_in, contact_attempt, warm_handover, exit_plan, hand_back, return_request,
  worker_request, story, saved_view, export_file, export_part to newel_app;
revoke delete on restricted_access, person_name, person_contact, person_restriction, duplicate_pair, person_merge, referral_in,
  contact_attempt, warm_handover, exit_plan, hand_back, return_request, worker_request, story from newel_app;
