-- A job, an offer or a change of benefit that was entered by mistake, on the wrong person above all, is withdrawn with a reason. It
-- stays on file because other things are about it (evidence, calls), and counts for nothing.

alter table job
  add column withdrawn_on date,
  add column withdrawn_by uuid references app_user,
  add column withdrawn_reason text,
  add constraint job_withdrawn check ((withdrawn_on is null) = (withdrawn_reason is null));
comment on column job.withdrawn_on is 'When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands.';

alter table job_offer
  add column withdrawn_on date,
  add column withdrawn_by uuid references app_user,
  add column withdrawn_reason text,
  add constraint job_offer_withdrawn check ((withdrawn_on is null) = (withdrawn_reason is null));
comment on column job_offer.withdrawn_on is 'When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands.';

alter table benefit_change
  add column withdrawn_on date,
  add column withdrawn_by uuid references app_user,
  add column withdrawn_reason text,
  add constraint benefit_change_withdrawn check ((withdrawn_on is null) = (withdrawn_reason is null));
comment on column benefit_change.withdrawn_on is 'When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands.';

create or replace view report_job as
  select case_id, coalesce(source_ref, id::text) as key, employer, occupation_group, work_area, started_on, ended_on,
         hours_per_week, hourly_wage_pence, self_employed, kind, left_reason
  from job where kind is distinct from 'permitted' and withdrawn_on is null;
comment on view report_job is '[work] Jobs, without permitted work and without what was withdrawn.';

create or replace view case_support as
  select a.case_id, a.attached_on, a.evidenced, a.conditions, a.key_worker_id as attached_by, a.version,
         (select min(j.started_on) from job j
          where j.case_id = a.case_id and j.started_on >= a.attached_on and j.kind is distinct from 'permitted'
            and j.withdrawn_on is null) as first_job_on
  from attachment a;
