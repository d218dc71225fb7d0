-- Group sessions and workshops: places, a list that is worked through in one go, and who waits for a place.

create table group_session (
  id uuid primary key,
  programme_id uuid not null references programme,
  appointment_id uuid not null unique references appointment,
  title text not null,
  words text,
  places integer not null check (places between 1 and 200),
  version integer not null default 1,
  created_by uuid references app_user,
  created_at timestamptz not null default now()
);
create index on group_session (programme_id);
comment on table group_session is '[groups] A session for several people: a workshop, a course, a club. Its time, worker and room are those of its appointment.';

create table group_place (
  id uuid primary key,
  session_id uuid not null references group_session,
  case_id uuid not null references case_record,
  person_id uuid not null,
  state text not null check (state in
    ('booked', 'waiting', 'attended', 'late', 'did_not_attend', 'cancelled_by_us', 'cancelled_by_them')),
  reason text,
  given_by uuid references app_user,
  asked_at timestamptz not null,
  version integer not null default 1,
  check (state not in ('did_not_attend', 'cancelled_by_us', 'cancelled_by_them') or reason is not null)
);
create index on group_place (session_id);
create index on group_place (case_id);
create unique index group_place_once on group_place (session_id, case_id) where state not in ('cancelled_by_us', 'cancelled_by_them');
comment on table group_place is '[groups] A place in a session, or the wait for one, and what became of it. What the service cancels is never the person''s failure.';
comment on column group_place.asked_at is 'Who asked first is given the next place that becomes free.';

grant select, insert, update on group_session, group_place to newel_app;
