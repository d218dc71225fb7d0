-- Support in work: being in touch with the person and, where they agree, the employer; what came up and what helped; and
-- payments and permitted work that end on a day.

create table work_contact (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  job_id uuid references job,
  with_whom text not null check (with_whom in ('person', 'employer')),
  contact_on date not null,
  way text not null,
  reached boolean not null,
  words text,
  recorded_by uuid references app_user,
  created_at timestamptz not null default now(),
  check (with_whom = 'person' or job_id is not null)
);
create index on work_contact (case_id, contact_on desc, id desc);
comment on table work_contact is '[work] Being in touch about work: with the person, or with the employer of a job.';
comment on column work_contact.reached is 'False where nobody answered: an attempt.';

create table work_problem (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  contact_id uuid not null references work_contact,
  job_id uuid references job,
  code text not null,
  words text,
  help text,
  opened_on date not null,
  closed_on date,
  closed_words text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (closed_on >= opened_on),
  check (closed_on is not null or closed_words is null)
);
create index on work_problem (case_id, opened_on desc, id desc);
create index work_problem_open on work_problem (case_id) where closed_on is null;
comment on table work_problem is '[work] Something that came up in work and what helped at once; open until it is said that it is over.';
comment on column work_problem.code is 'What it is: a code of the programme document.';
comment on column work_problem.help is 'Quick help that was given: a code of the programme document.';

create table employer_consent (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  job_id uuid not null references job,
  given boolean not null,
  asked_on date not null,
  words text,
  recorded_by uuid references app_user,
  created_at timestamptz not null default now()
);
create index on employer_consent (case_id, job_id, asked_on desc, id desc);
comment on table employer_consent is '[work] Whether the person agrees that the employer of a job is talked to. The latest answer holds; without one nobody talks to the employer.';
comment on column employer_consent.words is 'What may be told, and what not, in the person’s words.';

create table work_ending (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  job_id uuid references job,
  kind text not null check (kind in ('payment', 'permitted_work')),
  code text,
  name text not null,
  starts_on date not null,
  ends_on date not null,
  weekly_pence integer check (weekly_pence >= 0),
  plan text,
  planned_on date,
  checked_on date,
  outcome text,
  outcome_on date,
  outcome_words text,
  setback_id uuid references plan_setback,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (ends_on >= starts_on),
  check (kind = 'payment' or (job_id is not null and weekly_pence is null)),
  check ((plan is null) = (planned_on is null)),
  check ((outcome is null) = (outcome_on is null)),
  check (outcome is not null or setback_id is null)
);
create index on work_ending (case_id);
create unique index work_ending_permitted on work_ending (job_id) where kind = 'permitted_work';
comment on table work_ending is '[work] A payment, or permitted work, that ends on a day, with the plan for its end and what became of it.';
comment on column work_ending.code is 'Which payment: a code of the programme document; empty for another.';
comment on column work_ending.ends_on is 'The last day; of permitted work that nobody has planned for yet it is worked out from the job.';
comment on column work_ending.weekly_pence is 'What it pays a week, in minor units of the currency; empty is not known.';
comment on column work_ending.planned_on is 'When its end was last talked about.';
comment on column work_ending.checked_on is 'When somebody asked, after it, whether the person is still in work.';
comment on column work_ending.outcome is 'What became of it: a key of `outcomes` in src/work/rules/in-work.ts.';

grant select, insert, update on work_contact, work_problem, employer_consent, work_ending to newel_app;
