-- A table whose rows the application may add and not change still goes with its case when two records are merged: of such a
-- table the application may change whose row it is, and nothing else.

create or replace function keep_person_of_case() returns void language plpgsql as $$
declare one record;
begin
  for one in
    select c.table_name, format('public.%I', c.table_name)::regclass as id from information_schema.columns c
    join information_schema.columns p using (table_schema, table_name)
    join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'case_id' and p.column_name = 'person_id'
      and table_name not in ('event', 'read_log')
    order by table_name
  loop
    if not exists (select from pg_trigger g where g.tgname = 'person_of_case' and g.tgrelid = one.id) then
      execute format('create trigger person_of_case after insert on public.%I
        referencing new table as added for each statement execute function person_of_case()', one.table_name);
    end if;
    if not has_column_privilege('newel_app', one.id, 'person_id', 'update') then
      execute format('grant update (person_id) on public.%I to newel_app', one.table_name);
    end if;
  end loop;
end $$;
