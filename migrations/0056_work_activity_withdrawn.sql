-- An activity that was entered by mistake, on the wrong person above all, is withdrawn like a job: it stays on file with the reason, and
-- counts for nothing.

alter table activity
  add column withdrawn_on date,
  add column withdrawn_by uuid references app_user,
  add column withdrawn_reason text,
  add constraint activity_withdrawn check ((withdrawn_on is null) = (withdrawn_reason is null));
comment on column activity.withdrawn_on is 'When it was taken back as a mistake: it counts for nothing from then on. Empty while it stands.';

create or replace view report_activity as
  select case_id, kind, started_on from activity where withdrawn_on is null;
comment on view report_activity is '[work] Steps towards work, without what was withdrawn.';
