-- A placement, a trial or voluntary work has a length, hours, and somebody who says how it went.

alter table activity
  add column ended_on date,
  add column days_per_week numeric(3, 1) check (days_per_week > 0 and days_per_week <= 7),
  add column hours_per_day numeric(4, 2) check (hours_per_day > 0 and hours_per_day <= 24),
  add column feedback text,
  add check (ended_on >= started_on);
comment on column activity.ended_on is 'The last day, which may be to come; empty is not known, or goes on.';
comment on column activity.feedback is 'What the employer or the organisation said of it.';
