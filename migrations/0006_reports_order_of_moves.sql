-- Of two moves on one day the one recorded later holds, on the page of a case and so in the tables too.

create or replace view report_area_change as
  select c.programme_id, m.case_id, m.changed_on, m.to_area_id, m.id as area_change_id
  from area_change m join case_record c on c.id = m.case_id;
comment on view report_area_change is '[cases] Moves between areas; their ids stand in the order in which they were recorded.';
