-- The list of cases sorted by status, by day of attachment and by name, each a walk along an index.

create index case_status on case_record (programme_id, status, referred_on desc, id desc);
create index attachment_day on attachment (attached_on, case_id) where attached_on is not null;
-- Letters as the search folds them have one order in every database.
create index person_by_name on person (search_family collate "C", search_given collate "C", id);

-- Requests for another key worker that wait, in the order of the team's page.
create index worker_request_waiting on worker_request (state, (coalesce(review_on, asked_on)), id)
  where state in ('open', 'parked');

-- WCAG 2.1.4: a shortcut of one key is off until somebody switches it on.
alter table app_user add search_key boolean not null default false;
comment on column app_user.search_key is 'The key / goes to the search, on pages that have one: the user''s own setting.';
