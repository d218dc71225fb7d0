-- An assessment that is being made, section by section, in a long meeting: what is saved is safe before it is finished.

create table assessment_draft (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  author_id uuid not null,
  instrument_version_id uuid not null references instrument_version,
  stage text not null,
  assessed_on date not null,
  answers jsonb not null default '{}',
  saved jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on assessment_draft (case_id, author_id);
comment on table assessment_draft is '[assessment] An assessment that its author has begun and not finished. It is in no table and on no timeline; finishing it removes it.';
comment on column assessment_draft.answers is 'As in assessment; a question put off is {"state": "not asked"}, so that it can be told from one not reached.';
comment on column assessment_draft.saved is 'By section key: how often the section was saved. Two tabs on one section cannot overwrite each other.';
comment on column assessment_draft.version is 'Raised when stage or date change.';

grant select, insert, update, delete on assessment_draft to newel_app;
