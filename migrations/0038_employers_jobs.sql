-- Employers, and all that is known of a job: what kind it is, with whom, how hours and wage changed, what was worked in a week,
-- why it was left; offers and what became of them; going off benefit and coming back to it.

create table employer (
  id uuid primary key,
  programme_id uuid not null references programme,
  name text not null,
  area text,
  sector text,
  phone text,
  email text,
  website text,
  recruits text,
  adjustments text,
  notes text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
-- Jobs are tied to an employer by its name.
create unique index employer_name on employer (programme_id, lower(name));
create index employer_words on employer using gin (lower(name) gin_trgm_ops);
comment on table employer is '[work] An employer that a programme knows: shared by everybody who works for the programme.';
comment on column employer.area is 'Where it is, in free text: an area of the programme, or a place outside.';
comment on column employer.recruits is 'How it recruits, in words.';
comment on column employer.adjustments is 'Adjustments that it makes for people, in words.';

create table employer_contact (
  id uuid primary key,
  employer_id uuid not null references employer,
  name text not null,
  job_title text,
  phone text,
  email text,
  ended_on date,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on employer_contact (employer_id);
comment on table employer_contact is '[work] Somebody to talk to at an employer.';
comment on column employer_contact.ended_on is 'Since when they are no longer the one to talk to; empty while they are.';

create table occupation (
  scheme text not null,
  code text not null,
  label text not null,
  primary key (scheme, code)
);
comment on table occupation is '[work] Codes of occupations, loaded from files: SOC 2020 and others.';
comment on column occupation.scheme is 'The classification, for example SOC2020.';

alter table job
  add column kind text check (kind in ('employed', 'self_employed', 'zero_hours', 'permitted', 'supported', 'apprenticeship', 'agency')),
  add column employer_id uuid references employer,
  add column occupation_scheme text,
  add column occupation_code text,
  add column terms_from date,
  add column left_reason text,
  add column left_words text,
  add constraint job_kind_self_employed check (kind is null or self_employed is not distinct from (kind = 'self_employed')),
  add constraint job_occupation foreign key (occupation_scheme, occupation_code) references occupation,
  add constraint job_occupation_whole check ((occupation_scheme is null) = (occupation_code is null));
create index job_of_employer on job (employer_id) where employer_id is not null;
comment on column job.kind is 'What kind of work it is; empty where that is not known.';
comment on column job.employer is 'The employer’s name as it was told; employer_id says which employer of the programme it is, where that is known.';
comment on column job.self_employed is 'True exactly when kind is self_employed, where the kind is known.';
comment on column job.hours_per_week is 'Hours a week by the latest terms; earlier ones stand in job_terms.';
comment on column job.terms_from is 'Since when the hours and wage of this row hold; empty: since the first day in the job.';
comment on column job.left_reason is 'Why the job was left: a code of the programme document, or of the usual reasons.';

-- A hand-over file that says whether somebody is self-employed is believed, and the kind that disagrees is then not known; one
-- that does not say leaves it as it is.
create function job_kind_follows() returns trigger language plpgsql as $$
begin
  if new.self_employed is null then
    new.self_employed := new.kind = 'self_employed';
  else
    new.kind := null;
  end if;
  return new;
end $$;
create trigger job_kind_follows before update on job for each row
  when (new.kind is not null and new.self_employed is distinct from (new.kind = 'self_employed'))
  execute function job_kind_follows();

create table job_terms (
  job_id uuid not null references job,
  from_on date,
  case_id uuid not null references case_record,
  person_id uuid not null,
  hours_per_week numeric(5, 2) check (hours_per_week >= 0),
  hourly_wage_pence integer check (hourly_wage_pence >= 0),
  created_at timestamptz not null default now(),
  unique nulls not distinct (job_id, from_on)
);
create index on job_terms (case_id);
comment on table job_terms is '[work] Earlier hours and wage of a job. The latest stand in the job itself.';
comment on column job_terms.from_on is 'Since when they held, until the next; empty: since the first day in the job.';

create table job_week (
  job_id uuid not null references job,
  week_from date not null check (extract(isodow from week_from) = 1),
  case_id uuid not null references case_record,
  person_id uuid not null,
  hours numeric(5, 2) check (hours between 0 and 168),
  pay_pence integer check (pay_pence >= 0),
  created_at timestamptz not null default now(),
  primary key (job_id, week_from)
);
create index on job_week (case_id);
comment on table job_week is '[work] What was really worked and earned in a week of a job, Monday to Sunday.';
comment on column job_week.pay_pence is 'Pay for the week before tax, in minor units of the currency.';

create table job_offer (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  employer text,
  employer_id uuid references employer,
  work text,
  offered_on date not null,
  answer text check (answer in ('accepted', 'declined')),
  reason text,
  words text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (reason is null or answer = 'declined')
);
create index on job_offer (case_id, offered_on);
comment on table job_offer is '[work] An offer of a job and what the person said to it. It is no job start, and one that is declined is no failure.';
comment on column job_offer.answer is 'Empty while the person or the employer still has to decide (checks, references).';
comment on column job_offer.work is 'What the work would have been, in words.';
comment on column job_offer.reason is 'Why it was declined: a code of the programme document, or of the usual reasons.';

create table benefit_change (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  changed_on date not null,
  direction text not null check (direction in ('off benefit', 'return to benefit')),
  benefit text,
  reason text,
  words text,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on benefit_change (case_id, changed_on);
comment on table benefit_change is '[work] A day on which somebody went off a benefit, or came back to it.';
comment on column benefit_change.benefit is 'Which benefit, in words; empty where it is not known.';
comment on column benefit_change.reason is 'Why: a code of the programme document, or of the usual reasons.';

-- What a claim hangs on, beside the job itself.
create trigger claims_due_terms_added after insert on job_terms referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_terms_changed after update on job_terms referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_terms_gone after delete on job_terms referencing old table as gone for each statement execute function claims_are_due();
create trigger claims_due_week_added after insert on job_week referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_week_changed after update on job_week referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_week_gone after delete on job_week referencing old table as gone for each statement execute function claims_are_due();

-- Permitted work is not the start of a job: reports of starts leave it out.
create or replace view report_job as
  select case_id, coalesce(source_ref, id::text) as key, employer, occupation_group, work_area, started_on, ended_on,
         hours_per_week, hourly_wage_pence, self_employed, kind, left_reason
  from job where kind is distinct from 'permitted';
comment on view report_job is '[work] Jobs, without permitted work.';

-- Support in work begins with the start of a job, and permitted work is none.
create or replace view case_support as
  select a.case_id, a.attached_on, a.evidenced, a.conditions, a.key_worker_id as attached_by, a.version,
         (select min(j.started_on) from job j
          where j.case_id = a.case_id and j.started_on >= a.attached_on and j.kind is distinct from 'permitted') as first_job_on
  from attachment a;

grant select, insert, update on employer, employer_contact, occupation, job_offer, benefit_change to newel_app;
grant select, insert, update, delete on job_terms, job_week to newel_app;
