-- Today and care: reasons that were put off, time on and beside the programme, supervision without its content, loads by month.

create table today_put_off (
  id uuid primary key,
  staff_id uuid not null references staff,
  case_id uuid not null references case_record,
  person_id uuid not null,
  reason text not null,
  level smallint not null check (level between 1 and 3),
  until date not null,
  put_off_on date not null,
  put_off_by uuid not null references app_user,
  unique (staff_id, case_id, reason)
);
create index on today_put_off (case_id);
comment on table today_put_off is '[today] A reason on a key worker''s Today that was put off until a day. It comes back on that day, or sooner when it becomes more urgent.';
comment on column today_put_off.staff_id is 'The key worker on whose Today it stood: whoever takes over the case sees it at once.';
comment on column today_put_off.reason is 'The reason''s key, as the programme document names it.';
comment on column today_put_off.level is 'How urgent it was then, 1 to 3.';
comment on column today_put_off.until is 'The day on which it comes back.';
grant select, insert, update on today_put_off to newel_app;

create table time_entry (
  id uuid primary key,
  programme_id uuid not null references programme,
  staff_id uuid not null references staff,
  worked_on date not null,
  span text not null check (span in ('day', 'week')),
  minutes integer not null check (minutes between 0 and 6000),
  kind text not null,
  on_programme boolean not null,
  words text,
  corrects uuid references time_entry,
  replaced_at timestamptz,
  made_by uuid,
  made_at timestamptz not null default now(),
  check (minutes > 0 or corrects is not null),
  check (span = 'day' or extract(isodow from worked_on) = 1)
);
create index time_entry_week on time_entry (staff_id, worked_on) where replaced_at is null;
create unique index time_entry_corrected_once on time_entry (corrects) where corrects is not null;
comment on table time_entry is '[care] Time of a key worker on the programme or on something else. A correction is a new row; the one before stays.';
comment on column time_entry.worked_on is 'The day; for a whole week its Monday.';
comment on column time_entry.minutes is '0 takes an entry back.';
comment on column time_entry.kind is 'A code of the programme document''s list.';
comment on column time_entry.on_programme is 'Whether that kind was time on the programme when it was entered.';
comment on column time_entry.words is 'The worker''s own words. Nothing about a person belongs here.';
comment on column time_entry.corrects is 'The entry that it replaces.';
comment on column time_entry.replaced_at is 'Set when a correction replaced it.';
grant select, insert, update (replaced_at) on time_entry to newel_app;

create table supervision (
  id uuid primary key,
  programme_id uuid not null references programme,
  staff_id uuid not null references staff,
  kind text not null check (kind in ('line', 'professional')),
  supervisor text not null,
  organisation text,
  interest text not null check (interest in ('none', 'declared')),
  planned_on date not null,
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  held_on date,
  booked_by uuid,
  confirmed_by uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check ((state = 'held') = (held_on is not null)),
  check (kind = 'line' or (organisation is not null and interest = 'none'))
);
create index on supervision (staff_id, kind, planned_on);
comment on table supervision is '[care] Supervision that was booked, and whether it was held. Its content is written nowhere.';
comment on column supervision.kind is 'line: by the worker''s manager; professional: by somebody outside the line.';
comment on column supervision.interest is 'Whether the supervisor has another interest in the worker or somebody on the caseload. A professional supervisor must have none.';
comment on column supervision.held_on is 'Confirmed by the worker alone.';
grant select, insert, update on supervision to newel_app;

create table load_month (
  staff_id uuid not null references staff,
  month date not null check (extract(day from month) = 1),
  programme_id uuid not null references programme,
  people integer not null,
  hundredths integer not null,
  severe integer not null,
  rated integer not null,
  taken_on date not null,
  primary key (staff_id, month)
);
create index on load_month (programme_id, month);
comment on table load_month is '[care] The load of a key worker at the end of a month (of the present one: so far), by the rule of the programme at that time.';
comment on column load_month.people is 'Cases that counted for anything.';
comment on column load_month.hundredths is 'The weighted load in hundredths.';
comment on column load_month.severe is 'Issues rated severe, over all of them.';
comment on column load_month.rated is 'Cases with any rating: the base of the mean.';
comment on column load_month.taken_on is 'The day for which it was taken.';
grant select, insert, update on load_month to newel_app;
