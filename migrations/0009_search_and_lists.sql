-- Finding by the end of a number, searching and listing the cases of one key worker, and the list by day of ending.

create index person_ni_end on person (right(ni_number, 4)) where ni_number is not null and merged_into is null;
create index person_phone_end on person (right(phone, 6)) where phone is not null and merged_into is null;
create index case_worker on case_record (key_worker_id, referred_on desc, id desc);
create index case_source on case_record (source_ref) where source_ref is not null;
create index case_ended on case_record (programme_id, closed_on desc, id desc) where closed_on is not null;
-- Few: what became restricted since a file was made is asked of these alone.
create index case_restricted on case_record (programme_id, person_id) where restricted;
