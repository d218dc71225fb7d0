-- Key workers: cover that is changed by two people at once, what is passed on, and many cases given to others in one go.

alter table worker_cover add version integer not null default 1;

alter table key_worker_assignment add handover text;
comment on column key_worker_assignment.handover is 'What the key worker before passed on to this one.';

create table reassignment (
  id uuid primary key,
  programme_id uuid not null,
  starts_on date not null,
  reason text not null,
  above_guide boolean not null,
  made_by uuid,
  made_at timestamptz not null default now(),
  put_back_by uuid,
  put_back_at timestamptz
);
comment on table reassignment is '[cases] Cases that were given to other key workers in one go, so that it can be put back.';
comment on column reassignment.above_guide is 'Somebody had more cases than the caseload guide after it, and the one who did it said so.';

create table reassignment_case (
  reassignment_id uuid not null references reassignment,
  case_id uuid not null references case_record,
  person_id uuid not null,
  assignment_id uuid not null references key_worker_assignment,
  from_staff_id uuid,
  to_staff_id uuid not null,
  version integer not null,
  primary key (reassignment_id, case_id)
);
create index on reassignment_case (case_id);
comment on table reassignment_case is '[cases] One case of such a reassignment.';
comment on column reassignment_case.version is 'The version that the case had after it: with another one it was changed since.';

grant select, insert, update on reassignment, reassignment_case to newel_app;
