-- The diary: sites and rooms, who works when, appointments that nobody can book twice, attendance, and who waits for a slot.

create table site (
  id uuid primary key,
  programme_id uuid not null references programme,
  area_id uuid references area,
  key text not null,
  name text not null,
  address text,
  phone text,
  time_zone text not null,
  holidays text not null,
  step_free boolean not null,
  opens time not null,
  closes time not null,
  weekdays integer[] not null default '{1,2,3,4,5}',
  outreach boolean not null default false,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  unique (programme_id, key),
  check (closes > opens),
  check (weekdays <@ '{1,2,3,4,5,6,7}')
);
create index on site (area_id);
comment on table site is '[diary] A place where a programme sees people. Its time zone and its holidays hold for every appointment there.';
comment on column site.area_id is 'The district it belongs to; empty is for the whole programme.';
comment on column site.holidays is 'The calendar of bank holidays, for example england-and-wales, scotland or new-zealand.';
comment on column site.weekdays is 'Days on which it is open: 1 Monday to 7 Sunday.';
comment on column site.outreach is 'A venue of somebody else that was accepted for appointments, such as the office of a voluntary agency.';

create table site_room (
  id uuid primary key,
  site_id uuid not null references site,
  name text not null,
  places integer not null check (places between 1 and 500),
  private boolean not null,
  step_free boolean not null,
  quiet boolean not null,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on site_room (site_id);
create unique index site_room_name on site_room (site_id, lower(name)) where closed_at is null;
comment on table site_room is '[diary] A room of a site that can be booked.';
comment on column site_room.private is 'Nobody outside it sees or overhears who is in it.';

create table interpreter (
  id uuid primary key,
  programme_id uuid not null references programme,
  name text not null,
  language text not null,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index on interpreter (programme_id, lower(language));
comment on table interpreter is '[diary] An interpreter who can be booked, for one language.';

create table working_pattern (
  id uuid primary key,
  staff_id uuid not null references staff,
  site_id uuid not null references site,
  weekday integer not null check (weekday between 1 and 7),
  starts time not null,
  ends time not null check (ends > starts),
  from_on date not null,
  to_on date check (to_on >= from_on),
  created_at timestamptz not null default now()
);
create index on working_pattern (staff_id, weekday);
create index on working_pattern (site_id);
comment on table working_pattern is '[diary] When a member of staff works at a site: hours of a weekday, in the local time of the site.';
comment on column working_pattern.weekday is '1 Monday to 7 Sunday.';

create table staff_leave (
  id uuid primary key,
  staff_id uuid not null references staff,
  from_on date not null,
  to_on date not null,
  starts time,
  ends time,
  kind text not null check (kind in ('leave', 'sick', 'training', 'other')),
  made_by uuid,
  withdrawn_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (to_on >= from_on),
  check (num_nonnulls(starts, ends) in (0, 2) and ends > starts)
);
create index on staff_leave (staff_id, to_on);
comment on table staff_leave is '[diary] Days, or part of each day, on which a member of staff does not work. Why they are ill is written nowhere.';
comment on column staff_leave.starts is 'With ends: the part of each day; empty is the whole day.';

create table protected_block (
  id uuid primary key,
  staff_id uuid not null references staff,
  weekday integer not null check (weekday between 1 and 7),
  starts time not null,
  ends time not null check (ends > starts),
  label text not null,
  from_on date not null,
  to_on date check (to_on >= from_on),
  created_at timestamptz not null default now()
);
create index on protected_block (staff_id, weekday);
comment on table protected_block is '[diary] Time of every week that is kept free of appointments, for example to talk to providers. A manager may book into it with a reason.';

create table appointment (
  id uuid primary key,
  programme_id uuid not null references programme,
  case_id uuid references case_record,
  person_id uuid,
  staff_id uuid not null references staff,
  site_id uuid not null references site,
  room_id uuid references site_room,
  interpreter_id uuid references interpreter,
  kind text not null,
  mode text not null check (mode in ('in_person', 'phone', 'video', 'home', 'elsewhere')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  buffer_minutes integer not null default 0 check (buffer_minutes between 0 and 240),
  travel_minutes integer not null default 0 check (travel_minutes between 0 and 480),
  heavy boolean not null default false,
  mandatory boolean not null default false,
  needs text[] not null default '{}',
  state text not null default 'booked' check (state in
    ('booked', 'attended', 'late', 'did_not_attend', 'cancelled_by_us', 'cancelled_by_them', 'moved')),
  state_reason text,
  late_minutes integer check (late_minutes between 1 and 600),
  asked_by text check (asked_by in ('us', 'them')),
  moved_to uuid references appointment,
  chain_id uuid not null,
  override jsonb,
  handover text,
  note text,
  about text,
  settled_at timestamptz,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  check (ends_at > starts_at and ends_at <= starts_at + interval '12 hours'),
  check ((case_id is null) = (person_id is null)),
  check (case_id is not null or kind = 'group'),
  check ((state = 'moved') = (moved_to is not null)),
  check ((state = 'late') = (late_minutes is not null)),
  check (state not in ('cancelled_by_us', 'cancelled_by_them', 'moved') or asked_by is not null),
  check ((state = 'booked') = (settled_at is null)),
  check (room_id is null or mode = 'in_person')
);
create index appointment_staff on appointment (staff_id, starts_at);
create index appointment_site on appointment (site_id, starts_at);
create index appointment_room on appointment (room_id, starts_at) where room_id is not null;
create index appointment_case on appointment (case_id, starts_at desc);
create index appointment_person on appointment (person_id, starts_at);
create index appointment_chain on appointment (chain_id);
create index appointment_open on appointment (staff_id, ends_at) where state = 'booked';
create index appointment_about on appointment (about) where about is not null;
comment on table appointment is '[diary] A time that was agreed with somebody. It is booked, or has exactly one final state; what the service cancels is never the person''s failure.';
comment on column appointment.case_id is 'Empty only for a session of a group.';
comment on column appointment.site_id is 'Where it is; by phone, video or at home the site in whose diary it stands and whose time zone holds.';
comment on column appointment.kind is 'meeting, interview, call, group: lengths and limits by kind are in the programme document.';
comment on column appointment.buffer_minutes is 'Minutes after it that are kept free of new bookings.';
comment on column appointment.travel_minutes is 'Minutes of travel before and after it.';
comment on column appointment.heavy is 'It weighed on the worker: some minutes after it are kept free. Why is written nowhere here.';
comment on column appointment.needs is 'What it needs: private, step_free, quiet, interpreter.';
comment on column appointment.asked_by is 'Who asked for it to be moved or cancelled.';
comment on column appointment.moved_to is 'The appointment that took its place.';
comment on column appointment.chain_id is 'The first appointment of a chain of moves; its own id at first.';
comment on column appointment.override is 'Limits that a manager passed: which, why and who.';
comment on column appointment.handover is 'What a colleague who covers should know.';
comment on column appointment.about is 'What it is for in the room that asked for it, such as an interview of a series.';

create table diary_hold (
  appointment_id uuid not null references appointment,
  holder uuid not null,
  span tstzrange not null,
  exclude using gist (holder with =, span with &&)
);
create index on diary_hold (appointment_id);
comment on table diary_hold is '[diary] Who or what an appointment keeps busy from when to when. The database refuses two at once.';
comment on column diary_hold.holder is 'A member of staff, a person, a room or an interpreter.';

create table slot_wait (
  id uuid primary key,
  programme_id uuid not null references programme,
  case_id uuid not null references case_record,
  person_id uuid not null,
  site_id uuid not null references site,
  staff_id uuid references staff,
  kind text not null,
  minutes integer not null check (minutes between 5 and 600),
  earliest date not null,
  latest date not null check (latest >= earliest),
  modes text[] not null,
  needs text[] not null default '{}',
  notice_hours integer not null default 0 check (notice_hours between 0 and 720),
  state text not null default 'waiting' check (state in ('waiting', 'booked', 'withdrawn')),
  appointment_id uuid references appointment,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now()
);
create index slot_wait_site on slot_wait (site_id, created_at) where state = 'waiting';
create index on slot_wait (case_id);
comment on table slot_wait is '[diary] Somebody who waits for an earlier time. A slot that becomes free is offered to those whom it suits, the longest waiting first.';
comment on column slot_wait.staff_id is 'Only with this member of staff; empty is with anybody of the site.';
comment on column slot_wait.notice_hours is 'How many hours before it they must know.';
comment on column slot_wait.appointment_id is 'What came of it.';

create table slot_offer (
  id uuid primary key,
  freed_id uuid not null references appointment,
  wait_id uuid not null references slot_wait,
  case_id uuid not null references case_record,
  person_id uuid not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'taken')),
  offered_by uuid,
  offered_at timestamptz not null default now(),
  answered_at timestamptz,
  unique (freed_id, wait_id)
);
create index on slot_offer (wait_id);
create index on slot_offer (case_id);
create unique index slot_offer_first on slot_offer (freed_id) where state = 'accepted';
comment on table slot_offer is '[diary] A slot that became free, offered to somebody who waits. The first to accept has it.';
comment on column slot_offer.freed_id is 'The appointment that was cancelled or moved: its time, place and worker are what is offered.';

grant select, insert, update on site, site_room, interpreter, staff_leave, appointment, slot_wait, slot_offer to newel_app;
grant select, insert, update, delete on working_pattern, protected_block, diary_hold to newel_app;
