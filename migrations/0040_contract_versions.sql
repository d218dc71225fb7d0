-- Contracts as they were loaded: a person is judged by the version that was in force on the day of their attachment, so a version
-- that was used is never changed. The next one holds for those attached from its day on.

create table contract_version (
  id uuid primary key,
  contract text not null,
  version integer not null check (version >= 1),
  programme text not null,
  valid_from date not null,
  document jsonb not null,
  digest text not null,
  loaded_at timestamptz not null default now(),
  loaded_by uuid,
  unique (contract, version)
);
comment on table contract_version is '[claims] One version of a contract. For somebody attached on a day the latest with valid_from on or before it holds.';
comment on column contract_version.contract is 'The key of the contract.';
comment on column contract_version.programme is 'The key of the programme.';
comment on column contract_version.digest is 'SHA-256 of the document in canonical JSON: the same document loaded again changes nothing.';

grant select, insert on contract_version to newel_app;
