-- What proves that a milestone of a contract was reached: evidence with its files, what it is for, what employers confirm by a link,
-- the ledger of somebody who works for themselves, and the bundle that is frozen with each claim.

create table evidence (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  job_id uuid references job,
  kind text not null check (kind in ('payslip', 'contract', 'employer', 'ledger', 'invoice', 'registration', 'tax record',
    'bank statement', 'agreement', 'meeting', 'plan', 'other')),
  source text not null check (source in ('person', 'employer', 'public body', 'programme', 'other')),
  dated_on date,
  covers_from date,
  covers_to date,
  words text,
  recorded_by uuid references app_user,
  recorded_on date not null,
  withdrawn_on date,
  withdrawn_by uuid references app_user,
  withdrawn_reason text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (covers_from is null or covers_to is null or covers_from <= covers_to),
  check ((withdrawn_on is null) = (withdrawn_reason is null))
);
create index on evidence (case_id, recorded_on);
create index on evidence (job_id) where job_id is not null;
comment on table evidence is '[claims] Something that proves where somebody is with a milestone. Without a file it was seen and given back. It is withdrawn with a reason, never removed.';
comment on column evidence.source is 'Who it came from.';
comment on column evidence.dated_on is 'The day that stands on it; empty where none does.';
comment on column evidence.covers_from is 'The first day that it says something of.';
comment on column evidence.recorded_by is 'Who recorded it; empty where an employer did by a link.';

create table evidence_file (
  id uuid primary key,
  evidence_id uuid not null references evidence,
  case_id uuid not null references case_record,
  person_id uuid not null,
  name text not null,
  type text not null,
  size integer not null check (size between 1 and 10485760),
  sha256 bytea not null check (octet_length(sha256) = 32),
  content bytea not null,
  created_at timestamptz not null default now()
);
-- Photographs and PDF are compressed already.
alter table evidence_file alter column content set storage external;
create index on evidence_file (evidence_id);
create index on evidence_file (case_id);
comment on table evidence_file is '[claims] A file of evidence as it came in. It is never changed.';
comment on column evidence_file.name is 'What it was called, made safe, with the ending of its type.';
comment on column evidence_file.type is 'Its media type by its content, whatever it was called.';

create table evidence_for (
  evidence_id uuid not null references evidence,
  contract text not null,
  milestone text not null,
  key text not null,
  case_id uuid not null references case_record,
  person_id uuid not null,
  primary key (evidence_id, contract, milestone, key)
);
create index on evidence_for (case_id, contract, milestone, key);
comment on table evidence_for is '[claims] Which piece of evidence that a contract asks for is proved by it.';

create table employer_question (
  id uuid primary key,
  reference text not null unique,
  case_id uuid not null references case_record,
  person_id uuid not null,
  programme_id uuid not null references programme,
  job_id uuid not null references job,
  email text not null,
  agreed_on date not null,
  asked_for jsonb not null,
  covers_from date,
  covers_to date,
  asked_by uuid references app_user,
  asked_on date not null,
  state text not null default 'queued' check (state in ('queued', 'claimed', 'sent', 'failed', 'stopped', 'answered')),
  reason text,
  attempts integer not null default 0,
  not_before timestamptz not null,
  claimed_at timestamptz,
  state_at timestamptz not null,
  token_hash bytea unique,
  ends_at timestamptz,
  evidence_id uuid references evidence,
  version integer not null default 1
);
create index on employer_question (case_id, asked_on);
create index on employer_question (job_id);
create index on employer_question (evidence_id) where evidence_id is not null;
create index employer_question_waiting on employer_question (not_before) where state in ('queued', 'claimed');
comment on table employer_question is '[claims] An employer is asked by email to confirm a job. The link of the email is made in the moment of sending; only the SHA-256 of its token is kept.';
comment on column employer_question.agreed_on is 'The day on which the person agreed that this employer is asked.';
comment on column employer_question.asked_for is 'What the answer proves: a list of [contract, milestone, key].';
comment on column employer_question.reason is 'Why it failed or was stopped: a code, never the words of a mail server.';

create table trading_entry (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  job_id uuid not null references job,
  traded_on date not null,
  direction text not null check (direction in ('received', 'spent')),
  pence integer not null check (pence between 1 and 100000000),
  words text,
  evidence_id uuid references evidence,
  recorded_by uuid references app_user,
  struck_on date,
  struck_reason text,
  created_at timestamptz not null default now(),
  check ((struck_on is null) = (struck_reason is null))
);
create index on trading_entry (job_id, traded_on);
create index on trading_entry (case_id);
comment on table trading_entry is '[claims] Money that somebody received or spent in a business of their own. A wrong entry is struck out with a reason and stays.';
comment on column trading_entry.pence is 'In minor units of the currency.';

create table claim_bundle (
  id uuid primary key,
  claim_id uuid not null references claim,
  attempt integer not null,
  case_id uuid not null references case_record,
  person_id uuid not null,
  contract text not null,
  milestone text not null,
  frozen_on date not null,
  pdf bytea not null,
  pdf_sha256 bytea not null check (octet_length(pdf_sha256) = 32),
  zip bytea not null,
  zip_sha256 bytea not null check (octet_length(zip_sha256) = 32),
  files integer not null,
  created_at timestamptz not null default now(),
  unique (claim_id, attempt)
);
alter table claim_bundle alter column pdf set storage external, alter column zip set storage external;
create index on claim_bundle (case_id);
comment on table claim_bundle is '[claims] The evidence of a claim as it was when the claim was submitted: a PDF of the clauses and a zip with the files. It is never changed.';
comment on column claim_bundle.files is 'Files of evidence in the zip.';

create trigger claims_due_evidence_added after insert on evidence_for referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_evidence_changed after update on evidence referencing new table as came for each statement execute function claims_are_due();

grant select, insert, update on evidence, employer_question, trading_entry to newel_app;
grant select, insert on evidence_file, evidence_for, claim_bundle to newel_app;
