-- Of what is claimed nothing is missing any more, so an empty list of what is missing did not say that the evidence is held: reports took
-- everybody whose job is claimed for somebody whose job is proved. What is not claimed stays as it was; what is claimed is not known to be
-- proved, and is worked out again in the next night, or before somebody next looks.

alter table case_milestone add column evidence_held boolean not null default false;
comment on column case_milestone.evidence_held is 'Whether all the evidence that the contract asks for is held, also of what is claimed.';
update case_milestone set evidence_held = true where status <> 'claimed' and missing = '{}';
insert into claims_due (case_id) select distinct case_id from case_milestone where status = 'claimed' order by case_id on conflict do nothing;

create or replace view report_case_milestone as
  select case_id, programme_id, contract, milestone, status, reached_on, pence, evidence_held from case_milestone;

-- Tables that are kept were made of what the view said before. They are made again when somebody asks.
delete from report_run;
