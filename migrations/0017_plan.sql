-- The plan: goals in the person's own words, small steps in three groups, promises of every party, holds, set-backs.

create table goal (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  words text not null,
  area text,
  term text not null check (term in ('long', 'short')),
  state text not null default 'open' check (state in ('open', 'reached', 'given up', 'set aside')),
  state_on date not null,
  state_reason text,
  set_on date not null,
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (state <> 'given up' or state_reason is not null)
);
create index on goal (case_id, position);
comment on table goal is '[plan] What a person wants, in the person''s own words.';
comment on column goal.area is 'A goal area of the library of ideas, or the words of the person; empty where none was chosen.';
comment on column goal.term is 'long or short.';
comment on column goal.state_on is 'The day since which the state holds.';
comment on column goal.state_reason is 'Why it was given up or set aside, or how it was reached.';

create table plan_hold (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  kind text not null,
  words text,
  scope text not null check (scope in ('everything else', 'wellbeing and employment', 'employment')),
  starts_on date not null,
  ends_on date,
  resume_note text,
  need_step_id uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (ends_on is null or ends_on >= starts_on)
);
create index on plan_hold (case_id, starts_on);
comment on table plan_hold is '[plan] A crisis for which the rest of the plan waits; nothing of the plan is lost.';
comment on column plan_hold.kind is 'What kind of crisis: housing, health, family, money, safety, bereavement, custody or other.';
comment on column plan_hold.words is 'What the landing of the staircase says, such as ''Housing first''.';
comment on column plan_hold.ends_on is 'The day on which the plan went on; empty while it waits.';
comment on column plan_hold.need_step_id is 'The survival step that comes first for as long as the crisis lasts.';

create table step (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  goal_id uuid references goal,
  step_group text not null check (step_group in ('survival', 'wellbeing', 'employment')),
  words text not null,
  idea text,
  owner text not null check (owner in ('person', 'worker', 'service')),
  owner_name text,
  staff_id uuid,
  size smallint not null check (size between 1 and 3),
  due_on date,
  off_paper boolean not null default false,
  position integer not null,
  state text not null default 'open' check (state in ('open', 'tried', 'done', 'dropped', 'held')),
  state_on date not null,
  state_reason text,
  before_hold text check (before_hold in ('open', 'tried')),
  hold_id uuid references plan_hold,
  instead_of uuid references step,
  agreed_on date not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (state <> 'dropped' or state_reason is not null),
  check ((state = 'held') = (before_hold is not null)),
  check (owner <> 'service' or owner_name is not null)
);
create index on step (case_id, position);
create index step_due on step (case_id, due_on) where state in ('open', 'tried');
comment on table step is '[plan] A small step of a plan. One that the worker or a service owns is their promise to the person.';
comment on column step.goal_id is 'The goal it leads to; empty where it stands for itself.';
comment on column step.idea is 'The key of the idea in the library that it was taken from.';
comment on column step.owner is 'Who takes it: person, worker or service.';
comment on column step.owner_name is 'The service''s name.';
comment on column step.staff_id is 'The key worker whose step it is.';
comment on column step.size is '1 small, 2 medium, 3 big, as agreed with the person.';
comment on column step.off_paper is 'Not named on the page to take home: it lies on kitchen tables.';
comment on column step.state_on is 'The day since which the state holds: done on, held since.';
comment on column step.before_hold is 'The state to which a held step returns.';
comment on column step.hold_id is 'The crisis for which it waits; empty for a step held by itself.';
comment on column step.instead_of is 'The step for which this is Plan B.';

create table step_attempt (
  id uuid primary key,
  step_id uuid not null references step,
  case_id uuid not null references case_record,
  person_id uuid not null,
  tried_on date not null,
  result text not null check (result in ('done', 'tried', 'missed')),
  easy boolean not null default false,
  note text,
  recorded_by uuid,
  recorded_at timestamptz not null default now(),
  undone_at timestamptz
);
create index on step_attempt (case_id, tried_on);
create index on step_attempt (step_id);
comment on table step_attempt is '[plan] Each time that a step was tried. A row is never changed: whoever tries again gets a new one.';
comment on column step_attempt.result is 'done, tried (it did not work out this time) or missed (not yet).';
comment on column step_attempt.easy is 'Done at the first try and on time: the plan''s rule of four easy steps counts these.';
comment on column step_attempt.undone_at is 'Set when it was taken back as recorded by mistake, within minutes of it.';

create table plan_setback (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  step_id uuid references step,
  happened_on date not null,
  words text not null,
  size smallint not null check (size between 1 and 3),
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on plan_setback (case_id, happened_on);
comment on table plan_setback is '[plan] Something reached that was lost again: a tread down on the staircase. Nothing that was done is erased by it.';
comment on column plan_setback.step_id is 'The step that it undid, which can be taken again; empty where it undid none.';
comment on column plan_setback.size is 'How much it undid: 1 small, 2 medium, 3 big.';

create table promise (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  promised_by text not null check (promised_by in ('person', 'worker', 'service')),
  by_name text,
  staff_id uuid,
  words text not null,
  to_whom text not null,
  made_on date not null,
  due_on date,
  state text not null default 'open' check (state in ('open', 'kept', 'broken', 'withdrawn')),
  state_on date not null,
  note text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (promised_by <> 'service' or by_name is not null)
);
create index on promise (case_id, made_on);
create index promise_due on promise (case_id, due_on) where state = 'open';
comment on table promise is '[plan] What somebody promised that is no step of the plan: the worker, a service or the person.';
comment on column promise.by_name is 'The service''s name.';
comment on column promise.state_on is 'The day since which the state holds: kept on, broken on.';

-- Promises of every party in one place: a step that a worker or a service owns is one, and is stored once, as the step.
create view case_promise as
  select id, 'promise'::text as stored_as, case_id, person_id, promised_by, by_name, staff_id, words, to_whom, made_on, due_on,
    state, state_on, note, version
  from promise
  union all
  select id, 'step', case_id, person_id, owner, owner_name, staff_id, words, 'the person', agreed_on, due_on,
    case state when 'done' then 'kept' when 'dropped' then 'withdrawn' when 'held' then 'held' else 'open' end, state_on, state_reason, version
  from step where owner <> 'person';
comment on view case_promise is '[plan] Promises of every party, with the steps that a worker or a service owns.';

create table step_suggestion (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  rule text not null check (rule in ('smaller', 'bigger')),
  after_attempt uuid not null references step_attempt,
  answer text not null check (answer in ('accepted', 'refused')),
  reason text,
  step_id uuid references step,
  answered_on date not null,
  answered_by uuid,
  created_at timestamptz not null default now(),
  unique (case_id, rule, after_attempt),
  check (answer <> 'refused' or reason is not null),
  check (answer <> 'accepted' or step_id is not null)
);
comment on table step_suggestion is '[plan] Answers to what the plan''s rule suggested: a smaller step after misses, a bigger one after easy ones.';
comment on column step_suggestion.after_attempt is 'The newest attempt when it was suggested: it is suggested again only after another.';
comment on column step_suggestion.step_id is 'The step that was made of it.';

create table plan_review (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  asked_by uuid not null,
  asked_on date not null,
  note text,
  state text not null default 'asked' check (state in ('asked', 'approved', 'returned')),
  decided_by uuid,
  decided_on date,
  reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check ((state = 'asked') = (decided_on is null)),
  check (state <> 'returned' or reason is not null),
  check (decided_by is null or decided_by <> asked_by)
);
create unique index plan_review_open on plan_review (case_id) where state = 'asked';
create index on plan_review (case_id, asked_on);
comment on table plan_review is '[plan] Approval of a plan by a manager, where the programme asks for it.';
comment on column plan_review.decided_by is 'Never the one who asked.';

alter table staff add phone text;
comment on column staff.phone is 'The work telephone that people may be told, as its owner typed it.';

-- Nothing of a plan is deleted. What was tried stays as it was recorded; only a mistake is marked as one.
grant select, insert, update on goal, step, plan_hold, plan_setback, promise, step_suggestion, plan_review to newel_app;
grant select, insert, update (undone_at, person_id) on step_attempt to newel_app;
grant select on case_promise to newel_app;
