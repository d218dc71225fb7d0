-- The case that a row is about, so that the page of a case shows its rows as they were given and a person's rows can be found.

alter table import_row add column case_id uuid;
update import_row r set case_id = c.id from case_record c
  where r.file not in ('key_workers.csv', 'duplicates.csv')
    and c.programme_id = r.programme_id and lower(c.source_ref) = lower(btrim(r.original ->> 'referral_id'));
drop index import_row_record_id_idx;
create index on import_row (case_id);
create index on import_run (programme_id, id);
comment on column import_row.case_id is 'The case that the row is about; empty for staff, and for a second referral until it is decided.';
