-- No meeting away from the office without a safety plan: the database refuses it, and a plan ends with its appointment.

-- Asked at the end of the transaction, because the time is booked before its plan is written. What was booked before this
-- migration stands; Today asks for its plan.
create function visit_needs_plan() returns trigger language plpgsql as $$
declare
  booked uuid := to_jsonb(new) ->> tg_argv[0];
begin
  if exists (select from appointment a join site s on s.id = a.site_id
      where a.id = booked and a.state = 'booked' and (a.mode = 'home' or (a.mode = 'elsewhere' and not s.outreach)))
    and not exists (select from visit v where v.appointment_id = booked and v.cancelled_at is null)
  then
    raise exception 'no meeting away from the office without a safety plan' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger visit_needs_plan after insert or update of mode on appointment deferrable initially deferred
  for each row when (new.mode in ('home', 'elsewhere')) execute function visit_needs_plan('id');
create constraint trigger plan_of_visit_stays after update of cancelled_at on visit deferrable initially deferred
  for each row when (new.cancelled_at is not null) execute function visit_needs_plan('appointment_id');

-- Whichever way an appointment is cancelled or moved, its plan waits for nobody any more. One that has begun stays: its worker
-- has not said that they are safe.
create function plan_ends_with_appointment() returns trigger language plpgsql as $$
begin
  update visit set cancelled_at = new.settled_at, cancel_reason = coalesce(new.state_reason, 'Not known'), remind_at = null, tell_at = null,
    version = version + 1
  where appointment_id = new.id and begun_at is null and ended_at is null and cancelled_at is null and told = 0;
  return null;
end $$;
create trigger plan_ends_with_appointment after update of state on appointment
  for each row when (new.mode in ('home', 'elsewhere') and new.state in ('cancelled_by_us', 'cancelled_by_them', 'moved'))
  execute function plan_ends_with_appointment();
