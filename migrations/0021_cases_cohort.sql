-- The cohort that somebody was selected into: worked out once, from the version of the programme document of that day.

alter table case_record
  add column cohort text,
  add column cohort_on date,
  add column cohort_version integer,
  add constraint case_cohort_whole check (num_nonnulls(cohort, cohort_on, cohort_version) in (0, 3));
comment on column case_record.cohort is 'Code of the cohort at selection. It stays when the person grows older and when the rules change; empty is not known, or a programme without cohorts.';
comment on column case_record.cohort_on is 'Day of selection.';
comment on column case_record.cohort_version is 'Version of the programme document that put the person in the cohort.';
