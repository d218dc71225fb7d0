-- Series of interviews: which one a case has, its interviews, screening, waiver and deferral, and failures to attend.

create table interview_series (
  id uuid primary key,
  programme_id uuid not null references programme,
  case_id uuid not null references case_record,
  person_id uuid not null,
  code text,
  claim_on date,
  exemption text,
  started_on date not null,
  total integer not null check (total between 0 and 24),
  mandatory boolean not null,
  screening boolean not null,
  state text not null check (state in ('running', 'exempt', 'not_covered', 'screened_out', 'waived', 'complete')),
  state_on date not null,
  voluntary_on date,
  protected text[] not null default '{}',
  afterwards text,
  afterwards_on date,
  place text check (place in ('held', 'waiting')),
  next_call_on date,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  unique (case_id),
  check (state <> 'running' or (code is not null and total > 0)),
  check (exemption is null or state = 'exempt'),
  check ((afterwards is null) = (afterwards_on is null))
);
create index on interview_series (programme_id, state);
create index interview_series_waiting on interview_series (programme_id, afterwards_on) where place = 'waiting';
comment on table interview_series is '[interviews] The series of interviews of a case, and whether the person has to come. How far they have come towards work stands elsewhere.';
comment on column interview_series.code is 'A series of the programme document; empty where the claim has none.';
comment on column interview_series.claim_on is 'The day on which the claim began; empty is not known.';
comment on column interview_series.total is 'How many interviews it has. None is ever added that the person must come to.';
comment on column interview_series.state is 'running: interviews are still to be held. exempt and not_covered: none is asked for. The others say why no more are.';
comment on column interview_series.voluntary_on is 'Since when the person comes of their own accord.';
comment on column interview_series.protected is 'Codes of the programme document: what comes first before anything follows from a failure to attend.';
comment on column interview_series.afterwards is 'What was agreed after the last interview: a code of the programme document.';
comment on column interview_series.place is 'Whether they have one of the key worker''s voluntary places, or wait for one.';
comment on column interview_series.next_call_on is 'When somebody calls them next.';

create table interview (
  id uuid primary key,
  series_id uuid not null references interview_series,
  case_id uuid not null references case_record,
  person_id uuid not null,
  number integer check (number between 1 and 24),
  mandatory boolean not null,
  due_on date not null,
  planned_on date not null,
  moved_because text,
  held_on date,
  held_by uuid references staff,
  lifted text check (lifted in ('screened_out', 'waived', 'exempt')),
  lifted_on date,
  gap_reason text,
  gap_words text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  unique (series_id, number),
  check (mandatory = false or number is not null),
  check ((lifted is null) = (lifted_on is null)),
  check (lifted is null or held_on is null)
);
create index on interview (case_id);
comment on table interview is '[interviews] One interview of a series, or one that the person came to of their own accord (without a number). Its appointments are the diary''s.';
comment on column interview.due_on is 'When the series has it.';
comment on column interview.planned_on is 'The day that is proposed: the same, or later, for moved_because.';
comment on column interview.moved_because is 'holiday, weekend, put_off.';
comment on column interview.held_on is 'Told without an appointment; else the day of the appointment that was attended.';
comment on column interview.gap_reason is 'Why it was not so many days after the last as the programme says: a code of the programme document.';

create table screening (
  id uuid primary key,
  series_id uuid not null references interview_series,
  case_id uuid not null references case_record,
  person_id uuid not null,
  version integer not null,
  mode text not null check (mode in ('in_interview', 'by_phone', 'on_paper')),
  asked_at timestamptz not null,
  entered_at timestamptz,
  answers jsonb not null default '{}',
  conditions text[] not null default '{}',
  other_conditions text[] not null default '{}',
  result text check (result in ('IN', 'OUT')),
  deciding jsonb,
  judgement text check (judgement in ('IN', 'OUT')),
  judgement_words text,
  final text check (final in ('IN', 'OUT')),
  override_words text,
  override_by uuid,
  seconded_by uuid,
  seconded_at timestamptz,
  state text not null default 'draft' check (state in ('draft', 'done', 'override_asked')),
  row_version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  check ((state = 'draft') = (result is null)),
  check ((state = 'draft') = (entered_at is null)),
  check (seconded_by is null or (seconded_by is distinct from override_by and override_words is not null)),
  check (final is null or final = result or seconded_by is not null)
);
create index on screening (case_id);
create unique index screening_once on screening (series_id) where state <> 'draft';
comment on table screening is '[interviews] A screening: answers, result with the answers that decided it, and the worker''s own view beside it. IN: the interviews go on. OUT: no more are asked for.';
comment on column screening.version is 'The version of the screening in the programme document.';
comment on column screening.asked_at is 'When it was asked, which on paper is before it was entered.';
comment on column screening.other_conditions is 'Conditions in words, where the list has none.';
comment on column screening.final is 'What holds: the result, or what a second person agreed to in its place.';

create table requirement_change (
  id uuid primary key,
  series_id uuid not null references interview_series,
  case_id uuid not null references case_record,
  person_id uuid not null,
  kind text not null check (kind in ('waiver', 'deferral')),
  scope text not null check (scope in ('next', 'rest')),
  number integer,
  reason text not null,
  words text,
  evidence text,
  advice_from text,
  advice text,
  information_given boolean not null,
  awaited text,
  returns_on date,
  review_on date not null,
  interpreter_present boolean,
  purpose_understood boolean,
  classes_offered boolean,
  guidance_version integer,
  caseload integer,
  point text,
  worker_id uuid references staff,
  asked_on date not null,
  asked_by uuid,
  state text not null check (state in ('asked', 'in_force', 'refused', 'ended')),
  decided_on date,
  decided_by uuid,
  decision_words text,
  reviewed_on date,
  ended_on date,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (kind = 'waiver' or returns_on is not null or awaited is not null),
  check (kind = 'waiver' or scope = 'next'),
  check (review_on > asked_on),
  check ((state = 'asked') = (decided_on is null)),
  check (kind = 'deferral' or state not in ('in_force', 'ended') or decided_by is null or decided_by is distinct from asked_by),
  check ((state = 'ended') = (ended_on is not null))
);
create index on requirement_change (case_id);
create index requirement_change_open on requirement_change (series_id) where state in ('asked', 'in_force');
comment on table requirement_change is '[interviews] A waiver (an interview, or all that are left, need not be held) or a deferral (put off until a day or an event). Always with a day on which it is looked at again.';
comment on column requirement_change.scope is 'next: the next interview. rest: all that are left.';
comment on column requirement_change.number is 'The number of the next interview when it was asked for.';
comment on column requirement_change.advice_from is 'Whose opinion the worker asked for, such as a work psychologist.';
comment on column requirement_change.information_given is 'Whether the person was told what the programme offers all the same.';
comment on column requirement_change.awaited is 'What it waits for, such as an operation.';
comment on column requirement_change.returns_on is 'No interview is due before it.';
comment on column requirement_change.guidance_version is 'The guidance in force on the day on which it was asked for.';
comment on column requirement_change.caseload is 'Open cases of the key worker on that day.';
comment on column requirement_change.point is 'Where the person stood then on the distance from work (a to d), if that was known.';

create table attendance_failure (
  id uuid primary key,
  interview_id uuid not null references interview,
  series_id uuid not null references interview_series,
  case_id uuid not null references case_record,
  person_id uuid not null,
  worker_id uuid references staff,
  appointment_id uuid references appointment,
  failed_on date not null,
  letter_on date not null,
  clock_days integer not null check (clock_days between 1 and 60),
  clock_unit text not null check (clock_unit in ('calendar', 'working')),
  last_day_counts boolean not null,
  answer_by date not null,
  follow_up_by text not null,
  most_attempts integer not null,
  protected text[] not null default '{}',
  visit_on date,
  visit_outcome text,
  visit_words text,
  answered_on date,
  cause text,
  good_cause boolean,
  cause_words text,
  cause_evidence text,
  proposal text,
  proposal_words text,
  proposed_on date,
  proposed_by uuid,
  decision text check (decision in ('agreed', 'not_agreed')),
  decision_words text,
  decided_on date,
  decided_by uuid,
  state text not null check (state in ('open', 'good_cause', 'proposed', 'decided')),
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  check (letter_on >= failed_on and answer_by >= letter_on),
  check ((visit_on is null) = (visit_outcome is null)),
  check (state <> 'good_cause' or good_cause),
  check ((proposal is null) = (proposed_on is null)),
  check (proposal is null or good_cause is distinct from true),
  -- Nothing is proposed while the person may still answer, or before a visit that has to come first.
  check (proposed_on is null or proposed_on > answer_by),
  check (proposal is null or protected = '{}' or visit_outcome is not null),
  check ((state = 'decided') = (decision is not null)),
  check ((decision is null) = (decided_on is null)),
  check (decision is null or (proposal is not null and decided_by is not null and decision_words is not null)),
  check (decided_by is null or decided_by is distinct from proposed_by)
);
create index on attendance_failure (case_id);
create unique index attendance_failure_open on attendance_failure (interview_id) where state in ('open', 'proposed');
create unique index attendance_failure_appointment on attendance_failure (appointment_id) where appointment_id is not null;
comment on table attendance_failure is '[interviews] Somebody did not come to an interview that they were to come to: the letter, the clock, what was tried, the cause, and what somebody else decided. The worker proposes and never decides.';
comment on column attendance_failure.answer_by is 'The last day on which an answer counts, by the clock of the district.';
comment on column attendance_failure.protected is 'What protects the person, as it was then: a visit comes first.';

create table failure_step (
  id uuid primary key,
  failure_id uuid not null references attendance_failure,
  case_id uuid not null references case_record,
  person_id uuid not null,
  done_on date not null,
  channel text not null,
  reached boolean not null,
  words text,
  made_by uuid,
  created_at timestamptz not null default now()
);
create index on failure_step (failure_id);
create index on failure_step (case_id);
comment on table failure_step is '[interviews] An attempt to reach somebody who did not come.';

grant select, insert, update on interview_series, interview, screening, requirement_change, attendance_failure to newel_app;
grant select, insert on failure_step to newel_app;
