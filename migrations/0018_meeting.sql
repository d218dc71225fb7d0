-- The meeting on one screen: what is recorded while it happens, the draft that saves itself, and what finishing it made.

create table meeting_draft (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  author_id uuid not null references app_user,
  fields jsonb not null default '{}',
  revs jsonb not null default '{}',
  others jsonb not null default '[]',
  rev integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (case_id, author_id)
);
comment on table meeting_draft is '[meeting] A meeting that its author is writing down. It saves itself every few seconds; finishing it makes a meeting and removes it.';
comment on column meeting_draft.fields is 'What is typed, by the name of the field.';
comment on column meeting_draft.revs is 'By field: the revision in which it was last changed.';
comment on column meeting_draft.others is 'Texts that another tab or device had written in the same field and that nobody has put in or left out yet.';
comment on column meeting_draft.rev is 'Raised by every save. Who saves says which revision they had seen.';

create table meeting (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  draft_id uuid not null unique,
  held_on date not null,
  starts_at time,
  minutes integer check (minutes between 1 and 600),
  mode text not null check (mode in ('in_person', 'phone', 'text', 'home', 'elsewhere')),
  attendance text not null check (attendance in ('attended', 'late', 'did_not_attend', 'cancelled_by_us', 'cancelled_by_them')),
  reason text,
  note text,
  next_on date,
  next_at time,
  next_mode text check (next_mode in ('in_person', 'phone', 'text', 'home', 'elsewhere')),
  author_id uuid references app_user,
  made jsonb not null default '[]',
  undone_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (attendance = 'attended' or reason is not null)
);
comment on table meeting is '[meeting] A meeting or another contact of the key worker with the person, held or not.';
comment on column meeting.draft_id is 'The draft it was finished from: a form that is sent twice makes one meeting.';
comment on column meeting.attendance is 'Whether it was attended, late, or not held and by whom. What the service cancels is never the person''s failure.';
comment on column meeting.reason is 'Why somebody was late or the meeting did not happen.';
comment on column meeting.made is 'What finishing it made in other rooms: part, ref and words of each, and when it was undone.';
comment on column meeting.undone_at is 'Taken back within ten minutes; its text went back to the draft.';
create index meeting_of_case on meeting (case_id, held_on desc, id desc);
create index meeting_next on meeting (case_id, next_on) where next_on is not null and undone_at is null;

create table meeting_private (
  meeting_id uuid primary key references meeting,
  case_id uuid not null references case_record,
  person_id uuid not null,
  author_id uuid references app_user,
  body text not null,
  created_at timestamptz not null default now()
);
comment on table meeting_private is '[meeting] The part of a meeting that only its author and their manager may read. It is in no timeline, export or handover.';

grant select, insert, update, delete on meeting_draft to newel_app;
grant select, insert, update on meeting to newel_app;
grant select, insert, update, delete on meeting_private to newel_app;
