-- A date of birth, a benefit, the source or the day of a referral decide prices and thresholds as a job does: whoever's changed is worked
-- out again before the list is next read, and not only in the night. Most updates of a case or a person change none of them: the
-- condition is asked row by row before anything is called, so those cost nothing. Cases without an attachment have reached nothing.

create function claims_of_case_are_due() returns trigger language plpgsql as $$
begin
  insert into claims_due (case_id) select case_id from attachment where case_id = new.id on conflict do nothing;
  return null;
end $$;
create trigger claims_due_case_changed after update on case_record for each row
  when ((old.person_id, old.programme_id, old.referred_on, old.benefit, old.referral_source)
    is distinct from (new.person_id, new.programme_id, new.referred_on, new.benefit, new.referral_source))
  execute function claims_of_case_are_due();

-- All cases of the person: where two records are merged, those of the kept one too.
create function claims_of_person_are_due() returns trigger language plpgsql as $$
begin
  insert into claims_due (case_id)
    select a.case_id from case_record c join attachment a on a.case_id = c.id where c.person_id = new.id on conflict do nothing;
  return null;
end $$;
create trigger claims_due_person_changed after update on person for each row
  when (old.date_of_birth is distinct from new.date_of_birth) execute function claims_of_person_are_due();

comment on table claims_due is '[claims] Cases of which a job, the attachment, a claim or what prices go by changed since their milestones were worked out.';
