-- The life of a claim (src/claims/rules/claim-states.ts), a ledger that always balances, the commissioner's file as it came, and
-- samples for audit. What was on file before, and what an import brings, is 'on file': it has no life and no money here.

alter table claim
  add column reference text unique,
  add column programme_id uuid references programme,
  add column contract text,
  add column state text not null default 'on file' check (state in
    ('on file', 'prepared', 'checked', 'submitted', 'accepted', 'rejected', 'paid', 'clawed back', 'withdrawn')),
  add column attempt integer not null default 1 check (attempt >= 1),
  add column pence integer check (pence >= 0),
  add column reached_on date,
  add column prepared_by uuid references app_user,
  add column checked_by uuid references app_user,
  add column moved_on date,
  add constraint claim_has_its_contract check
    (state = 'on file' or (reference is not null and programme_id is not null and contract is not null and pence is not null
      and reached_on is not null and moved_on is not null)),
  -- Four eyes: whoever prepared it never checks it.
  add constraint claim_four_eyes check (checked_by <> prepared_by);
comment on table claim is '[claims] A claim for a milestone: on file from before or from an import, or made here and followed until it is paid.';
comment on column claim.claimed_on is 'The day on which the claim that stands was made. Empty while none stands (prepared, rejected, clawed back, withdrawn), or where an import did not know it.';
comment on column claim.state is 'Where it stands: src/claims/rules/claim-states.ts.';
comment on column claim.attempt is 'Counts how often it was prepared: a claim that was rejected is made again as the next attempt.';
comment on column claim.pence is 'What is asked, or what was accepted where that differs; whole pence.';
comment on column claim.moved_on is 'The day on which it came to where it stands.';
-- Two at the same instant: one of them is refused, whatever the code says.
create unique index claim_live on claim (case_id, contract, milestone) where state not in ('on file', 'withdrawn');
create index claim_waiting on claim (contract, state, moved_on, id) where state <> 'on file';
create index claim_person on claim (person_id);

create table claim_move (
  id uuid primary key,
  claim_id uuid not null references claim,
  case_id uuid not null references case_record,
  person_id uuid not null,
  number integer not null check (number >= 1),
  attempt integer not null,
  move text not null,
  from_state text,
  to_state text not null,
  pence integer not null,
  day date not null,
  at timestamptz not null,
  by uuid references app_user,
  by_name text not null,
  reason text,
  words text,
  missing text[] not null default '{}',
  unique (claim_id, number)
);
create index on claim_move (case_id);
comment on table claim_move is '[claims] Every move of a claim: who, when, from where to where, and why. Never changed.';
comment on column claim_move.missing is 'Evidence that was missing and was passed over with a reason, by key.';

create table claim_posting (
  id uuid primary key,
  claim_id uuid not null references claim,
  contract text not null,
  attempt integer not null,
  kind text not null check (kind in ('submit', 'accept', 'reject', 'pay', 'claw back', 'withdraw')),
  sequence integer not null default 1,
  posted_on date not null,
  at timestamptz not null,
  unique (claim_id, attempt, kind, sequence)
);
create index on claim_posting (contract, posted_on, id);
comment on table claim_posting is '[claims] An entry of the ledger: what one move of a claim did to the accounts. Written once for a claim, an attempt and a kind; never changed.';

create table ledger_line (
  posting_id uuid not null references claim_posting,
  account text not null check (account in ('claimed', 'owed', 'received', 'income')),
  pence bigint not null check (pence <> 0),
  primary key (posting_id, account)
);
comment on table ledger_line is '[claims] What an entry adds to an account. The lines of an entry add up to nothing.';
comment on column ledger_line.account is 'claimed: asked for and not answered; owed: accepted and not paid; received: paid; income: the other side of all three.';
comment on column ledger_line.pence is 'Whole pence; what is added to claimed, owed or received is taken from income.';

-- Looked at when the transaction ends, so that lines may be written one after the other.
create function posting_balances() returns trigger language plpgsql as $$
begin
  if (select sum(pence) from ledger_line where posting_id = new.posting_id) <> 0 then
    raise exception 'posting % does not balance', new.posting_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger posting_balances after insert or update on ledger_line deferrable initially deferred
  for each row execute function posting_balances();

create table claim_file (
  id uuid primary key,
  programme_id uuid not null references programme,
  contract text not null,
  name text not null,
  sha256 text not null,
  rows integer not null,
  day date not null,
  at timestamptz not null,
  by uuid references app_user,
  by_name text not null,
  applied_at timestamptz,
  applied_by_name text,
  unique (contract, sha256)
);
comment on table claim_file is '[claims] A file of decisions as the commissioner sent it.';

create table claim_file_row (
  file_id uuid not null references claim_file,
  line integer not null,
  reference text not null,
  milestone text not null,
  decision text not null,
  amount text not null,
  reason text not null,
  pile text not null check (pile in ('matched', 'differs', 'unknown')),
  why text not null,
  claim_id uuid references claim,
  attempt integer,
  pence integer,
  outcome text,
  primary key (file_id, line)
);
create index on claim_file_row (claim_id);
comment on table claim_file_row is '[claims] A row of the commissioner''s file, as it was written, and the pile it went to.';
comment on column claim_file_row.why is 'Why it is in its pile, in words.';
comment on column claim_file_row.outcome is 'What applying the file made of it; empty until then. It is set once.';

create table claim_audit (
  id uuid primary key,
  programme_id uuid not null references programme,
  contract text not null,
  from_on date not null,
  to_on date not null,
  seed text not null,
  claims integer not null,
  pence bigint not null,
  day date not null,
  at timestamptz not null,
  by uuid references app_user,
  by_name text not null
);
comment on table claim_audit is '[claims] A sample of paid claims to be checked: of which claims it was drawn, how many and worth what they were, and the seed.';

create table claim_audit_item (
  audit_id uuid not null references claim_audit,
  number integer not null,
  claim_id uuid not null references claim,
  attempt integer not null,
  pence integer not null,
  finding text check (finding in ('right', 'wrong')),
  wrong_pence integer check (wrong_pence between 0 and pence),
  words text,
  found_by uuid references app_user,
  found_by_name text,
  found_on date,
  version integer not null default 1,
  primary key (audit_id, number),
  check ((finding = 'wrong') = (wrong_pence is not null and wrong_pence > 0) or finding is null)
);
comment on table claim_audit_item is '[claims] A claim of the sample, and what was found.';
comment on column claim_audit_item.wrong_pence is 'What should not have been paid, in whole pence; none where it is right.';

create or replace view report_claim as
  select case_id, milestone, claimed_on from claim where state in ('on file', 'submitted', 'accepted', 'paid');
comment on view report_claim is '[claims] Claims that stand: on file, submitted, accepted or paid.';

create view report_claim_ledger as
  select c.case_id, c.programme_id, p.contract, c.milestone, c.id as claim_id, p.attempt, p.kind, p.posted_on, l.account, l.pence
  from claim_posting p join claim c on c.id = p.claim_id join ledger_line l on l.posting_id = p.id;
comment on view report_claim_ledger is '[claims] The ledger line by line: what was claimed, accepted, paid and clawed back, for which case and milestone, on which day.';

grant select, insert, update on claim_file_row, claim_audit_item to newel_app;
grant select, insert on claim_move, claim_posting, ledger_line, claim_audit to newel_app;
grant select, insert, update (applied_at, applied_by_name) on claim_file to newel_app;
revoke update on claim_file_row, claim_audit_item from newel_app;
grant update (outcome) on claim_file_row to newel_app;
grant update (finding, wrong_pence, words, found_by, found_by_name, found_on, version) on claim_audit_item to newel_app;
grant select on report_claim_ledger to newel_app;
