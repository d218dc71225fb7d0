-- What the work of each day looks for, names by which second records are found, and merges that nothing saved in the same
-- moment escapes.

alter table person_restriction add column review_told_on date;
comment on column person_restriction.review_told_on is 'When its owner was last told that it is due to be looked at again; empty again once it is changed.';
create index person_restriction_due on person_restriction (review_on) where lifted_at is null;

alter table area_change add column ahead boolean not null default false;
comment on column area_change.ahead is 'Recorded before its day: area and provider of the case follow when the day has come.';
-- Moves that have not been followed yet, and older ones that a later move replaced: looking at those again changes nothing.
update area_change m set ahead = true from case_record c
  where c.id = m.case_id and m.changed_on is not null and c.area_id is distinct from m.to_area_id;
create index area_change_ahead on area_change (changed_on) where ahead;

create index person_name_whole on person_name (search_family, search_given) where removed_at is null;

-- Where a record that was merged, and perhaps merged again, is kept now; an unmerged one itself.
create function live_person(one uuid) returns uuid language sql stable as $$
  with recursive onward as (
    select id, merged_into from public.person where id = one
    union all
    select p.id, p.merged_into from public.person p join onward o on p.id = o.merged_into)
  select id from onward where merged_into is null
$$;

-- A row that names a case and its person is of the person whose case it is, also when they are merged while it is saved. Its
-- writer waits here for a merge that has locked the case, and then sees whose it is; a merge that comes later waits for the
-- writer, and then moves the row with the case.
create function person_of_case() returns trigger language plpgsql as $$
begin
  perform from public.case_record c where c.id in (select a.case_id from added a) for key share;
  if exists (select from added a join public.case_record c on c.id = a.case_id where c.person_id is distinct from a.person_id) then
    execute format('update public.%I t set person_id = c.person_id from added a join public.case_record c on c.id = a.case_id
      where t.case_id = a.case_id and t.person_id is distinct from c.person_id', tg_table_name);
  end if;
  return null;
end $$;

-- Every table that names both has the trigger, those that a later migration adds as well.
create function keep_person_of_case() returns void language plpgsql as $$
declare one record;
begin
  for one in
    select c.table_name from information_schema.columns c
    join information_schema.columns p using (table_schema, table_name)
    join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'case_id' and p.column_name = 'person_id'
      and table_name not in ('event', 'read_log')
      and not exists (select from pg_trigger g where g.tgname = 'person_of_case' and g.tgrelid = format('public.%I', table_name)::regclass)
    order by table_name
  loop
    execute format('create trigger person_of_case after insert on public.%I
      referencing new table as added for each statement execute function person_of_case()', one.table_name);
  end loop;
end $$;

-- Called whenever migrations were looked through: what must hold of every table, whichever of them made it.
create function after_migrations() returns void language sql as 'select public.keep_person_of_case()';
