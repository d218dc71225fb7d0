-- Calendars to subscribe to: of a worker, or of a room.

create table calendar_feed (
  id uuid primary key,
  user_id uuid not null references app_user,
  staff_id uuid references staff,
  room_id uuid references site_room,
  token_hash bytea not null unique,
  initials boolean not null default false,
  read_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  check (num_nonnulls(staff_id, room_id) = 1)
);
create index on calendar_feed (user_id) where revoked_at is null;
comment on table calendar_feed is '[diary] An address at which a calendar reads appointments without signing in. It holds no names.';
comment on column calendar_feed.user_id is 'Who made it; it ends when they can sign in no more.';
comment on column calendar_feed.token_hash is 'SHA-256 of the secret in the address, which is kept nowhere.';
comment on column calendar_feed.initials is 'Whether the person''s initials stand beside an appointment; never those of a restricted record.';
comment on column calendar_feed.read_at is 'When a calendar last read it.';
grant select, insert, update on calendar_feed to newel_app;
