-- Pauses with their days, and cases of a restricted person restricted from the first moment.

create table case_pause (
  id uuid primary key,
  case_id uuid not null references case_record,
  person_id uuid not null,
  starts_on date not null,
  ends_on date,
  reason text not null,
  review_on date not null,
  check (ends_on is null or ends_on >= starts_on),
  exclude using gist (case_id with =, daterange(starts_on, ends_on, '[)') with &&)
);
create index on case_pause (case_id, starts_on);
comment on table case_pause is '[cases] When somebody''s part was paused, and why. The pause of now also stands on the case.';
comment on column case_pause.ends_on is 'The first day back; empty while it is paused.';
grant select, insert, update on case_pause to newel_app;

create index case_paused on case_record (programme_id, review_on, id) where status = 'paused';

-- A referral and the placing of a restriction can meet in the same second. Whoever places one locks the person first, and a new
-- case waits for that lock by its foreign key; this runs after it and so sees what was placed. It also holds for every import.
create function restrict_new_cases() returns trigger language plpgsql as $$
begin
  update case_record c set restricted = true
  from added a join person_restriction r on r.person_id = a.person_id and r.lifted_at is null
  where c.id = a.id and not c.restricted;
  return null;
end $$;
create trigger restricted_from_the_first after insert on case_record
  referencing new table as added for each statement execute function restrict_new_cases();
