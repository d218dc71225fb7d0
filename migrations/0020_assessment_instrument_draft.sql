-- Instruments written in Newel: a draft that is changed until it is published as a version, and who published it and why.

create table instrument_draft (
  key text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 80),
  from_version integer,
  document jsonb not null,
  version integer not null default 1,
  author_id uuid not null references app_user,
  created_at timestamptz not null default now(),
  updated_by uuid not null references app_user,
  updated_at timestamptz not null default now()
);
comment on table instrument_draft is '[assessment] The next version of an instrument while it is written. Nobody is asked from it; publishing it removes it. One for each instrument.';
comment on column instrument_draft.from_version is 'The version that it began from; null for an instrument that is new.';
comment on column instrument_draft.document is 'An instrument document that need not be complete yet.';
comment on column instrument_draft.version is 'Raised with every change: who opened a form before another change saved cannot overwrite it.';
grant select, insert, update, delete on instrument_draft to newel_app;

alter table instrument_version add column loaded_by uuid;
alter table instrument_version add column reason text;
comment on column instrument_version.loaded_by is 'Who loaded or published it; null for the command line, and for versions loaded before this was kept.';
comment on column instrument_version.reason is 'Why it was published, in the words of whoever did; null for one that came from a file.';
