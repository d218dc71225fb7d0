-- Assessing over weeks and by more than one worker: what is known about an answer, issues rated again in a meeting, assessments
-- taken back, ratings by a second worker, and instruments written in Newel itself.

alter table assessment
  add column about jsonb not null default '{}',
  add column partial boolean not null default false,
  add column withdrawn_at timestamptz,
  add column withdrawn_why text;
comment on column assessment.about is 'By question key: {"by": "person" or "worker", "disclosedOn": a day before the first rating, "subType", "note"}. What is missing is not known.';
comment on column assessment.partial is 'Some issues rated again in a meeting. It says nothing of what was not asked, and is no re-assessment that was due.';
comment on column assessment.withdrawn_at is 'Taken back: it is in no list, no comparison and no report.';

alter table assessment_draft
  add column about jsonb not null default '{}',
  add column saved_by jsonb not null default '{}';
comment on table assessment_draft is '[assessment] An assessment that was begun and not finished, open to whoever may record in the case. It is in no report; finishing it removes it.';
comment on column assessment_draft.about is 'As in assessment.';
comment on column assessment_draft.saved_by is 'By section key: {"by": who saved it last, "at": when}.';

-- Only instruments with presenting issues are the assessments of reports: a measure beside them must not pass for a second
-- initial assessment.
alter table instrument_version add column rates_issues boolean not null
  generated always as (jsonb_path_exists(document, '$.sections[*].questions[*].severeFrom')) stored;
comment on column instrument_version.rates_issues is 'Whether it asks for presenting issues. Reports read the answers of these alone.';

create or replace view report_assessment as
  select a.case_id, coalesce(a.source_ref, a.id::text) as key, a.stage, a.assessed_on, a.answers
  from assessment a join instrument_version v on v.id = a.instrument_version_id
  where a.withdrawn_at is null and v.rates_issues;

create table second_rating (
  id uuid primary key,
  assessment_id uuid not null unique references assessment,
  case_id uuid not null references case_record,
  person_id uuid not null,
  author_id uuid not null,
  rated_on date not null,
  answers jsonb not null,
  about jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index on second_rating (case_id);
comment on table second_rating is '[assessment] The rating of a second worker who had not seen the first. Neither is ever overwritten by the other.';
comment on column second_rating.answers is 'As in assessment.';

create table rating_look (
  assessment_id uuid not null references assessment,
  user_id uuid not null,
  looked_at timestamptz not null default now(),
  primary key (assessment_id, user_id)
);
comment on table rating_look is '[assessment] Who looked at a first rating without rating themselves, and so can be no second rater of it.';

grant select, insert on second_rating, rating_look to newel_app;
