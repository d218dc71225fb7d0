-- Lists of referral in and attachment, each a walk along an index of what is open.

-- Cases that wait for a first meeting, the oldest referral first.
create index case_waiting on case_record (programme_id, referred_on, id) where status = 'referred' and first_met_on is null;
-- Imported attachments whose conditions are still to be evidenced.
create index attachment_not_evidenced on attachment (attached_on, case_id) where not evidenced;
-- The latest attempt and the next handover of a case.
create index warm_handover_booked on warm_handover (case_id, meets_on) where state = 'booked';

-- Evidence is never claimed without a day and its conditions, whoever writes the row.
alter table attachment add constraint attachment_evidence
  check (not evidenced or (attached_on is not null and conditions <> '{}'::jsonb));
