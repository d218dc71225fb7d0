-- Hours that fell are answered by being in touch after they were told, not after their week alone.
alter table job_week add column hours_told_on date, add column hours_told_at timestamptz;
comment on column job_week.hours_told_on is 'The day on which these hours were recorded; empty for those of before it was kept.';
comment on column job_week.hours_told_at is 'When that was: of a call on the same day it says whether it came after them.';
