-- The directory: organisations and what they offer, after HSDS 3 (Human Services Data Specification, openreferral.org); how to
-- refer there; and, kept apart from those facts, what is known of them. `doc` is the HSDS object with the parts that belong to
-- it alone (addresses, phones, schedules, costs, languages, attributes), and with every property that Newel has no column for,
-- so that what is imported can be exported unchanged. A column beside it is the same fact, for searching.

create table organisation (
  id uuid primary key,
  name text not null,
  description text not null,
  sector text check (sector in ('public', 'private', 'voluntary', 'other')),
  reach text check (reach in ('national', 'local and national', 'local', 'one site')),
  contract text not null default 'none' check (contract in ('contracted', 'sub-contractor', 'none', 'won', 'in house')),
  contract_from date,
  contract_to date,
  link_worker text,
  link_worker_from date,
  link_worker_to date,
  link_deputy text,
  email text,
  phone text,
  source text,
  doc jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index on organisation (lower(name));
create index organisation_source on organisation (source) where source is not null;
comment on table organisation is '[directory] An organisation that offers services (HSDS organization).';
comment on column organisation.contract is 'With the programme office: contracted, sub-contractor, none, won and not begun, or in house.';
comment on column organisation.link_worker is 'Whom advisers talk to there.';
comment on column organisation.source is 'The feed that it came from; empty when it is kept here.';
comment on column organisation.doc is 'The HSDS organization: properties without a column and the parts that belong to it alone.';

create table programme_of_service (
  id uuid primary key,
  organisation_id uuid references organisation,
  source text,
  doc jsonb not null
);
comment on table programme_of_service is '[directory] A programme of an organisation under which services are offered (HSDS program). Not a programme of Newel.';

create table service (
  id uuid primary key,
  organisation_id uuid references organisation,
  program_id uuid references programme_of_service,
  name text not null,
  description text not null,
  status text not null check (status in ('active', 'inactive', 'defunct', 'temporarily closed')),
  verified boolean not null default true,
  referable boolean not null default true,
  minimum_age numeric,
  maximum_age numeric,
  postcodes text[] not null default '{}',
  benefits text[] not null default '{}',
  exclusions jsonb not null default '[]',
  setting text,
  benefit_effect text,
  modes text[] not null default '{phone}',
  refused_channels text[] not null default '{}',
  booked_by text not null default 'service' check (booked_by in ('worker', 'service', 'either')),
  form_name text,
  asks text[] not null default '{}',
  approvals text[] not null default '{}',
  call_first boolean not null default false,
  contact_email text,
  contact_phone text,
  refer_note text,
  payment_form boolean not null default false,
  payment_role text,
  feedback_weeks integer[] not null default '{}',
  feedback_at_end boolean not null default true,
  typical_weeks integer check (typical_weeks between 1 and 520),
  closed_from date,
  closed_to date,
  places integer check (places >= 0),
  places_taken integer check (places_taken >= 0),
  next_start date,
  capacity_on date,
  funded_until date,
  last_referral_on date,
  verified_on date,
  verify_by date,
  stale_told integer not null default 0,
  source text,
  doc jsonb not null,
  search_words text not null default '',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index on service (organisation_id);
create index service_words on service using gin (search_words gin_trgm_ops);
create index service_verify on service (verify_by) where status = 'active';
create index service_source on service (source) where source is not null;
comment on table service is '[directory] What a person may be referred to (HSDS service), and how. What is known of it stands in other tables.';
comment on column service.verified is 'False for what somebody was told of and no steward has looked at: shown as such, and not referable.';
comment on column service.referable is 'Has people to whom somebody can be referred; a fund or a payment has none.';
comment on column service.postcodes is 'Outward codes or their beginnings to which funding limits it (ZX1); none means everywhere.';
comment on column service.benefits is 'Benefits of which a person must have one; none means that it does not matter.';
comment on column service.exclusions is 'Whom it cannot help: [{"key", "words", "sensitive"}]. A sensitive one is asked with consent alone.';
comment on column service.benefit_effect is 'What it may do to benefits, as a question to check: never stated as a fact.';
comment on column service.modes is 'How it takes people: codes of rules.ts (phone, in person, form, own form, link, signpost, self-referral, by adviser only).';
comment on column service.refused_channels is 'Channels it must not be sent personal data by: email, portal, post, phone.';
comment on column service.asks is 'Codes of what it needs to be told of a person (rules.ts). Nothing else may be sent.';
comment on column service.approvals is 'What must be there before somebody is referred: alternatives, medical report, business case, commitment, third party, benefit notice.';
comment on column service.payment_form is 'The organisation is paid once it has received the form.';
comment on column service.payment_role is 'The working role that must refer, for the organisation to be paid.';
comment on column service.feedback_weeks is 'Weeks after the start at which it says how things are going.';
comment on column service.last_referral_on is 'No new referral after this day (its funding ends).';
comment on column service.verify_by is 'When its steward looks at it again; after that it is shown as not checked.';
comment on column service.stale_told is 'How many were told that it is not checked: 1 its steward, 2 a manager.';
comment on column service.doc is 'The HSDS service: properties without a column and the parts that belong to it alone.';
comment on column service.search_words is 'Name, organisation, description and needs in small letters without accents.';

create table location (
  id uuid primary key,
  organisation_id uuid references organisation,
  name text,
  location_type text not null check (location_type in ('physical', 'postal', 'virtual')),
  postcode text,
  latitude double precision,
  longitude double precision,
  step_free boolean,
  source text,
  doc jsonb not null
);
create index on location (organisation_id);
create index location_postcode on location (postcode text_pattern_ops);
create index location_source on location (source) where source is not null;
comment on table location is '[directory] Where services are (HSDS location).';
comment on column location.postcode is 'In capitals without a space, of its first physical address.';
comment on column location.step_free is 'Can be reached without a step; empty is not known.';

create table service_at_location (
  id uuid primary key,
  service_id uuid not null references service,
  location_id uuid references location,
  source text,
  doc jsonb not null
);
create index on service_at_location (service_id);
create index on service_at_location (location_id);
comment on table service_at_location is '[directory] A service at a place (HSDS service_at_location).';

create table taxonomy (
  id uuid primary key,
  name text not null,
  source text,
  doc jsonb not null
);
comment on table taxonomy is '[directory] A list of terms (HSDS taxonomy).';

create table taxonomy_term (
  id uuid primary key,
  taxonomy_id uuid references taxonomy,
  parent_id uuid references taxonomy_term,
  code text,
  name text not null,
  issues text[] not null default '{}',
  source text,
  doc jsonb not null
);
create index on taxonomy_term (taxonomy_id);
create index on taxonomy_term (parent_id);
create unique index taxonomy_term_need on taxonomy_term (code) where taxonomy_id = '00000000-0000-4000-8000-0000000000aa';
comment on table taxonomy_term is '[directory] A term (HSDS taxonomy_term). Those of the taxonomy ''needs'' are what services are looked for by.';
comment on column taxonomy_term.issues is 'Keys of presenting issues that speak for this need.';

create table service_term (
  service_id uuid not null references service on delete cascade,
  term_id uuid not null references taxonomy_term,
  primary key (service_id, term_id)
);
create index on service_term (term_id, service_id);
comment on table service_term is '[directory] The terms of a service (from its HSDS attributes).';

create table feed_run (
  id uuid primary key,
  source text not null,
  format text not null,
  begun_at timestamptz not null default now(),
  ended_at timestamptz,
  counts jsonb not null default '{}',
  problems jsonb not null default '[]',
  by uuid references app_user
);
comment on table feed_run is '[directory] An import of a directory: how many of each were new, changed, the same and refused, and why.';

create table service_steward (
  id uuid primary key,
  service_id uuid not null references service,
  user_id uuid not null references app_user,
  from_day date not null,
  to_day date,
  set_by uuid references app_user,
  check (to_day >= from_day)
);
create unique index service_steward_one on service_steward (service_id) where to_day is null;
create index on service_steward (user_id) where to_day is null;
comment on table service_steward is '[directory] Who keeps an entry true, and when: one at a time, with the history.';

create table service_change (
  id uuid primary key,
  service_id uuid references service,
  organisation_id uuid references organisation,
  at timestamptz not null default now(),
  by uuid references app_user,
  by_name text,
  kind text not null,
  changes jsonb not null default '[]'
);
create index on service_change (service_id, id desc);
create index service_change_latest on service_change (id desc);
comment on table service_change is '[directory] What changed in an entry, by whom: its history, and the digest that stewards and workers read.';
comment on column service_change.by_name is 'Who, when it was the organisation itself by a link.';
comment on column service_change.changes is '[{"field", "before", "after"}], in words of the directory; nothing about a person.';

create table service_news (
  id uuid primary key,
  service_id uuid not null references service,
  kind text not null check (kind in ('news', 'experience', 'opinion')),
  words text not null,
  by uuid references app_user,
  day date not null,
  until date,
  hidden_at timestamptz,
  hidden_why text,
  hidden_by uuid references app_user,
  created_at timestamptz not null default now()
);
create index on service_news (service_id, day desc);
comment on table service_news is '[directory] What workers learned of a service: news, experience, an opinion. Dated, with its author, never shown to the service; an opinion ends.';

create table service_reply (
  id uuid primary key,
  service_id uuid not null references service,
  about text not null,
  words text not null,
  by_name text not null,
  day date not null,
  created_at timestamptz not null default now()
);
create index on service_reply (service_id, day desc);
comment on table service_reply is '[directory] What an organisation says to what is known of it (right of reply).';

create table service_asked (
  id uuid primary key,
  service_id uuid not null references service,
  words text not null,
  asked_by uuid not null references app_user,
  asked_on date not null,
  answer_by date not null,
  answered_on date,
  answer text
);
create index on service_asked (service_id, asked_on desc);
create index service_asked_open on service_asked (answer_by) where answered_on is null;
comment on table service_asked is '[directory] A request for information to an organisation; what is not answered in time shows on its entry.';

create table access_rule (
  id uuid primary key,
  service_id uuid not null references service,
  programme_id uuid not null references programme,
  area_id uuid,
  role text not null,
  allowed boolean not null,
  case_id uuid references case_record,
  reason text,
  from_day date not null,
  to_day date,
  set_by uuid references app_user,
  created_at timestamptz not null default now(),
  check (to_day >= from_day)
);
create index on access_rule (service_id, programme_id);
comment on table access_rule is '[directory] Which working role may refer to a service, where and from when to when. Without a rule of the programme any role may.';
comment on column access_rule.role is 'A working role of the programme, or any.';
comment on column access_rule.case_id is 'Set for an exception that a manager made for one case.';

create table working_role (
  id uuid primary key,
  user_id uuid not null references app_user,
  programme_id uuid not null references programme,
  role text not null,
  from_day date not null,
  to_day date,
  check (to_day >= from_day)
);
create index on working_role (user_id);
comment on table working_role is '[directory] Working roles of a user in a programme (a disability employment adviser, say): one may have several.';

create table directive (
  id uuid primary key,
  programme_id uuid not null references programme,
  area_id uuid,
  kind text not null check (kind in ('prefer', 'avoid')),
  contract text,
  service_id uuid references service,
  words text not null,
  from_day date not null,
  to_day date,
  set_by uuid references app_user,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  check (to_day >= from_day),
  check ((contract is null) <> (service_id is null))
);
create index on directive (programme_id);
comment on table directive is '[directory] What managers ask for in choosing services: shown with its dates, never used to rank, passed over with a reason.';
comment on column directive.contract is 'Services of organisations with this contract; or one service.';

create table unmet_need (
  id uuid primary key,
  programme_id uuid not null references programme,
  area_id uuid,
  case_id uuid references case_record,
  person_id uuid references person,
  term_id uuid not null references taxonomy_term,
  reason text not null,
  words text,
  searched boolean not null,
  found integer,
  day date not null,
  by uuid references app_user,
  created_at timestamptz not null default now(),
  check ((case_id is null) = (person_id is null))
);
create index on unmet_need (programme_id, day);
create index on unmet_need (case_id) where case_id is not null;
comment on table unmet_need is '[directory] A need for which no service was found, after looking: what is missing where.';
comment on column unmet_need.found is 'How many services the search had found, when one was made.';

create table service_figure (
  service_id uuid not null references service,
  month date not null check (extract(day from month) = 1),
  kind text not null,
  n integer not null default 0,
  days integer not null default 0,
  primary key (service_id, month, kind)
);
comment on table service_figure is '[directory] Running totals of what became of referrals to a service, by month: what feedback knows of it. Counts only.';
comment on column service_figure.kind is 'referred, accepted, declined and declined:REASON, booked, attended, missed, started (days from referral in days), completed, ended early, feedback due, feedback in time, rated and rated:1 to rated:5.';
comment on column service_figure.days is 'Days added up, where the kind has a length.';

-- What the public may read: the published entries, ready to be sent, in a copy of their own that names no case, no person of a
-- programme and no worker. The role newel_public, which the public addresses run as, can read this and nothing else.

create table published (
  kind text not null check (kind in ('service', 'organization', 'service_at_location', 'taxonomy', 'taxonomy_term')),
  id uuid not null,
  name text not null,
  search_words text not null default '',
  organisation_id uuid,
  taxonomy_id uuid,
  parent_id uuid,
  terms uuid[] not null default '{}',
  taxonomies uuid[] not null default '{}',
  minimum_age numeric,
  maximum_age numeric,
  days text[] not null default '{}',
  opens time,
  closes time,
  postcode text,
  latitude double precision,
  longitude double precision,
  modified_at timestamptz not null,
  brief jsonb not null,
  whole jsonb not null,
  primary key (kind, id)
);
create index published_words on published using gin (search_words gin_trgm_ops);
create index published_terms on published using gin (terms);
create index published_organisation on published (organisation_id);
create index published_modified on published (kind, modified_at);
comment on table published is '[directory] The directory as the public may read it (HSDS 3 and its UK profile): a copy, with the role newel_public as its only reader outside.';
comment on column published.brief is 'Direct properties alone, as lists give them.';
comment on column published.whole is 'With everything that belongs to it.';

do $$ begin
  create role newel_public nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant newel_public to current_user;
grant usage on schema public to newel_public;
grant select on published to newel_public;

grant select, insert, update, delete on organisation, programme_of_service, service, location, service_at_location, taxonomy, taxonomy_term,
  service_term, feed_run, service_steward, service_change, service_news, service_reply, service_asked, access_rule, working_role, directive,
  unmet_need, service_figure, published to newel_app;
revoke delete on organisation, service, service_change, service_news, service_reply, unmet_need from newel_app;
revoke update on service_change from newel_app;

-- What services are looked for by: needs in the words of presenting issues, and kinds of help after Table A.3 of DWP Research
-- Report 555.
insert into taxonomy (id, name, doc) values ('00000000-0000-4000-8000-0000000000aa', 'Needs',
  '{"id": "00000000-0000-4000-8000-0000000000aa", "name": "Needs", "description": "What people are helped with on the way to work."}');
insert into taxonomy_term (id, taxonomy_id, code, name, issues, doc)
select ('00000000-0000-4000-8000-0000000001' || lpad(n::text, 2, '0'))::uuid, '00000000-0000-4000-8000-0000000000aa', code, name, issues,
  jsonb_build_object('id', '00000000-0000-4000-8000-0000000001' || lpad(n::text, 2, '0'), 'code', code, 'name', name, 'description', description,
    'taxonomy', 'Needs')
from (values
  (1, 'housing', 'Housing', '{issue_housing}'::text[], 'Somewhere to live, staying there, repairs and homelessness.'),
  (2, 'debt', 'Debt and money', '{issue_debt_finances}', 'Debt, bills, budgeting and bank accounts.'),
  (3, 'benefits', 'Benefits advice', '{issue_debt_finances}', 'Which benefits somebody can have, and what work does to them.'),
  (4, 'mental_health', 'Mental health', '{issue_mental_health}', 'Anxiety, depression and other conditions of the mind.'),
  (5, 'physical_health', 'Physical health', '{issue_physical_health}', 'Managing a condition, pain, fitness.'),
  (6, 'confidence', 'Confidence and motivation', '{}', 'Getting out again, self-esteem, goals.'),
  (7, 'drugs_alcohol', 'Drugs and alcohol', '{issue_substance_misuse}', 'Cutting down, stopping, staying stopped.'),
  (8, 'bereavement', 'Bereavement', '{issue_bereavement}', 'Support after a death.'),
  (9, 'relationships', 'Relationships and family', '{issue_relationship_breakup,issue_family_support,issue_chaotic_lifestyle}', 'Separation, family life, mediation.'),
  (10, 'violence', 'Violence at home', '{}', 'Safety from somebody close.'),
  (11, 'childcare', 'Childcare', '{issue_care_children}', 'Care for children while somebody works or trains.'),
  (12, 'caring', 'Caring for somebody', '{issue_care_others}', 'Help for those who look after somebody.'),
  (13, 'convictions', 'Convictions', '{issue_convictions}', 'Work and support after a conviction.'),
  (14, 'skills', 'Skills and qualifications', '{issue_qualifications_skills}', 'Courses, reading, writing, numbers, English, computers.'),
  (15, 'hands_on_training', 'Hands-on training outside a college', '{issue_qualifications_skills}', 'Learning by doing, away from a college.'),
  (16, 'work_experience', 'Work experience', '{issue_work_experience}', 'Work trials and placements.'),
  (17, 'volunteering', 'Volunteering', '{issue_work_experience}', 'Unpaid work that helps somebody on.'),
  (18, 'job_search', 'Looking for work', '{issue_labour_market,issue_age}', 'CVs, applications, interviews, job broking.'),
  (19, 'self_employment', 'Self-employment', '{}', 'Working for oneself.'),
  (20, 'in_work', 'Support in work', '{}', 'Keeping a job.'),
  (21, 'assessment', 'Assessment of work capability', '{}', 'What somebody can do and needs.'),
  (22, 'supported_work', 'Supported employment', '{}', 'Work with support for a health condition or disability.'),
  (23, 'learning_disability', 'Learning disability', '{}', 'Help for people with a learning disability.'),
  (24, 'transport', 'Transport', '{issue_private_transport,issue_public_transport}', 'Getting to work and to services.'),
  (25, 'digital', 'Phone and computer', '{}', 'Getting a phone or a computer, and learning to use it.'),
  (26, 'legal', 'Legal advice', '{}', 'Rights, tribunals, immigration.')
) as need (n, code, name, issues, description);
