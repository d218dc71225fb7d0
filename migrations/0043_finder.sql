-- Outcomes that look earned and unclaimed, found every night. What was put aside stays, so that it is not found again and so that
-- it can be told how often a signal was right.

create table found_outcome (
  -- Made by a statement over many cases, so not by the application.
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references case_record,
  programme_id uuid not null references programme,
  contract text not null,
  milestone text not null,
  signal text not null check (signal in ('ready', 'evidence', 'day', 'offer', 'off_benefit', 'trail', 'pipeline', 'soon')),
  about_on date,
  found_on date not null,
  claim_by date,
  pence integer,
  missing text[] not null default '{}',
  days_left integer check (days_left >= 0),
  reach_on date,
  state text not null default 'open' check (state in ('open', 'confirmed', 'put aside')),
  decided_on date,
  decided_by uuid,
  reason text,
  words text,
  version integer not null default 1,
  check ((state = 'open') = (decided_on is null)),
  constraint found_outcome_once unique nulls not distinct (case_id, contract, milestone, signal, about_on)
);
create index found_outcome_list on found_outcome
  (programme_id, contract, (coalesce(claim_by, 'infinity'::date)), (-coalesce(pence, 0)), id) where state = 'open';
create index found_outcome_tally on found_outcome (programme_id, contract, signal, state);
comment on table found_outcome is '[claims] Somebody who looks as if they had reached a milestone that is not claimed, or nearly: by which signal, and what came of it.';
comment on column found_outcome.about_on is 'The day the signal is about: reached, offered, off benefit, last kept appointment. Empty for what is still ahead.';
comment on column found_outcome.pence is 'What it is or would be worth by the contract, in whole pence.';
comment on column found_outcome.missing is 'Evidence that the contract asks for and that is not held, by key.';
comment on column found_outcome.days_left is 'For what is still ahead: days in work that are needed yet.';
comment on column found_outcome.reach_on is 'For what is still ahead: the first day on which it can be reached.';
comment on column found_outcome.decided_by is 'Who decided; empty where a claim or a job on record decided it.';
comment on column found_outcome.reason is 'Why it was put aside: a code of src/claims/rules/finder.ts.';

create view report_case_milestone as
  select case_id, programme_id, contract, milestone, status, reached_on, pence, missing = '{}' as evidence_held from case_milestone;
comment on view report_case_milestone is '[claims] Milestones that people have reached or that are claimed, as they stand now.';

grant select, insert, update, delete on found_outcome to newel_app;
grant select on report_case_milestone to newel_app;
