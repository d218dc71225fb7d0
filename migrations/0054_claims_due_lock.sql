-- Whoever changes what claims go by holds the case among those that are due until their change is there. With a row that stood already
-- nothing was held: somebody else worked the case out without the change and took the row away, or two who changed it at once each wrote
-- what came of their own change alone. A row that stands is locked and not written; in the order of the key, so that two never wait for
-- each other.

create or replace function claims_are_due() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into claims_due (case_id) select distinct case_id from gone order by case_id
    on conflict (case_id) do update set at = claims_due.at where false;
  else
    insert into claims_due (case_id) select distinct case_id from came order by case_id
    on conflict (case_id) do update set at = claims_due.at where false;
  end if;
  return null;
end $$;

create or replace function claims_of_case_are_due() returns trigger language plpgsql as $$
begin
  insert into claims_due (case_id) select case_id from attachment where case_id = new.id
  on conflict (case_id) do update set at = claims_due.at where false;
  return null;
end $$;

create or replace function claims_of_person_are_due() returns trigger language plpgsql as $$
begin
  insert into claims_due (case_id)
    select a.case_id from case_record c join attachment a on a.case_id = c.id where c.person_id = new.id order by a.case_id
  on conflict (case_id) do update set at = claims_due.at where false;
  return null;
end $$;
