-- Where a case stands in its months of support, and a worker's cases without a walk through the programme's.

create view case_support as
  select a.case_id, a.attached_on, a.evidenced, a.conditions, a.key_worker_id as attached_by, a.version,
         (select min(j.started_on) from job j where j.case_id = a.case_id and j.started_on >= a.attached_on) as first_job_on
  from attachment a;
comment on view case_support is '[cases] Attachment and the first job from then on. The schema joins the two rooms here, so that the head of a case is one statement.';
grant select on case_support to newel_app;

create index case_key_worker on case_record (key_worker_id, referred_on desc, id desc);
