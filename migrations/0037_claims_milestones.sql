-- Where everybody is with the milestones of a contract: worked out every night, and again for whoever's job, attachment or claim
-- changed before the list is next read. What is not reached has no row.

create table case_milestone (
  case_id uuid not null references case_record,
  contract text not null,
  milestone text not null,
  programme_id uuid not null,
  status text not null check (status in ('claimable', 'claimed', 'missed')),
  reached_on date,
  claimed_on date,
  claim_by date,
  pence integer,
  missing text[] not null,
  primary key (case_id, contract, milestone)
);
create index case_milestone_list on case_milestone
  (programme_id, contract, status, (coalesce(claim_by, 'infinity'::date)), (-coalesce(pence, 0)), case_id, milestone);
comment on table case_milestone is '[claims] A milestone of a contract that a person has reached or that is claimed for them. Made from jobs, attachments and claims; never entered.';
comment on column case_milestone.pence is 'What it is worth by the contract, in whole pence; empty where the day is not known.';
comment on column case_milestone.missing is 'Evidence that the contract asks for and that is not held, by key.';

create table claims_due (
  case_id uuid primary key,
  at timestamptz not null default now()
);
comment on table claims_due is '[claims] Cases of which a job, the attachment or a claim changed since their milestones were worked out.';

create function claims_are_due() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into claims_due (case_id) select distinct case_id from gone on conflict do nothing;
  else
    insert into claims_due (case_id) select distinct case_id from came on conflict do nothing;
  end if;
  return null;
end $$;
create trigger claims_due_job_added after insert on job referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_job_changed after update on job referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_job_gone after delete on job referencing old table as gone for each statement execute function claims_are_due();
create trigger claims_due_attached after insert on attachment referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_attachment_changed after update on attachment referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_attachment_gone after delete on attachment referencing old table as gone for each statement execute function claims_are_due();
create trigger claims_due_claim_added after insert on claim referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_claim_changed after update on claim referencing new table as came for each statement execute function claims_are_due();
create trigger claims_due_claim_gone after delete on claim referencing old table as gone for each statement execute function claims_are_due();

grant select, insert, update, delete on case_milestone, claims_due to newel_app;
