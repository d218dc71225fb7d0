-- A claim says something of every case of its person in the programme: each milestone counts once for a person. So a claim that is made,
-- moved or taken away marks all of their cases with an attachment, and so does a merge, which moves claims from one person to another
-- (of both). One look by index for each claim: a plan that is kept may have been made while the tables were empty, and reading them whole
-- for each of 50,000 claims would take minutes.
--
-- In place of what 0054 says of the order of the key: it keeps two who mark cases from waiting for each other, and no more. Whoever works
-- cases out takes the cases before their rows here (src/claims/store/milestones.ts, takeDue), because a merge and an import hold the case
-- before they mark it.

create function claims_of_person_claimed_are_due() returns trigger language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  if tg_op = 'DELETE' then
    insert into claims_due (case_id)
      select case_id from gone
      union
      select o.id from gone k cross join lateral (
        select c.id from case_record c where c.person_id = k.person_id and exists (select from attachment a where a.case_id = c.id) offset 0) o
      order by 1
    on conflict (case_id) do update set at = claims_due.at where false;
  elsif tg_op = 'INSERT' then
    insert into claims_due (case_id)
      select case_id from came
      union
      select o.id from came k cross join lateral (
        select c.id from case_record c where c.person_id = k.person_id and exists (select from attachment a where a.case_id = c.id) offset 0) o
      order by 1
    on conflict (case_id) do update set at = claims_due.at where false;
  else
    insert into claims_due (case_id)
      select case_id from came
      union
      select o.id from (select person_id from gone union select person_id from came) k cross join lateral (
        select c.id from case_record c where c.person_id = k.person_id and exists (select from attachment a where a.case_id = c.id) offset 0) o
      order by 1
    on conflict (case_id) do update set at = claims_due.at where false;
  end if;
  return null;
end $$;

drop trigger claims_due_claim_added on claim;
drop trigger claims_due_claim_changed on claim;
drop trigger claims_due_claim_gone on claim;
create trigger claims_due_claim_added after insert on claim referencing new table as came
  for each statement execute function claims_of_person_claimed_are_due();
create trigger claims_due_claim_changed after update on claim referencing old table as gone new table as came
  for each statement execute function claims_of_person_claimed_are_due();
create trigger claims_due_claim_gone after delete on claim referencing old table as gone
  for each statement execute function claims_of_person_claimed_are_due();

comment on table claims_due is '[claims] Cases of which a job, the attachment or what prices go by changed, or a claim of their person, since their milestones were worked out.';
comment on column claim.moved_on is 'The day on which it came to where it stands; of what was paid or taken back the day on which the commissioner did it.';

-- Persons of whom more than one case is attached: what is kept of them may show as open what another of their cases claimed.
insert into claims_due (case_id)
  select a.case_id from attachment a join case_record c on c.id = a.case_id
  where exists (select from claim k where k.person_id = c.person_id and k.case_id <> c.id)
  order by 1
on conflict do nothing;
