-- The list of one milestone: with the milestone at the end of case_milestone_list, all others that are worth more would be read first.

create index case_milestone_list_of_one on case_milestone
  (programme_id, contract, status, milestone, (coalesce(claim_by, 'infinity'::date)), (-coalesce(pence, 0)), case_id);
