-- Measures of referrals to services that need something which nobody wrote down yet: what became better for the person, as the
-- service says at its end and as the person says, and how many referrals a service is expected to be sent.

alter table referral
  add column end_confidence text check (end_confidence in ('better', 'same', 'worse')),
  add column end_wellbeing text check (end_wellbeing in ('better', 'same', 'worse'));
comment on column referral.end_confidence is 'What the service says of the person''s confidence at its end, next to the beginning. Empty is not said.';
comment on column referral.end_wellbeing is 'The same of how they are in themselves.';

alter table service_rating
  add column confidence text check (confidence in ('better', 'same', 'worse')),
  add column wellbeing text check (wellbeing in ('better', 'same', 'worse'));
comment on column service_rating.confidence is 'What the person says of their confidence, next to the beginning with the service. Empty is not asked.';
comment on column service_rating.wellbeing is 'The same of how they are in themselves.';

create table service_expectation (
  id uuid primary key,
  service_id uuid not null references service,
  programme_id uuid not null references programme,
  from_day date not null,
  a_year integer check (a_year between 0 and 100000),
  basis text not null check (basis in ('contract', 'service', 'programme')),
  set_by uuid references app_user,
  created_at timestamptz not null default now()
);
create index on service_expectation (programme_id, service_id, from_day);
create index on service_expectation (service_id);
comment on table service_expectation is '[directory] How many referrals a year a programme is expected to send to a service, from a day on until the next. Of two for one day the later one holds.';
comment on column service_expectation.a_year is 'Empty: from that day on nothing is expected.';
comment on column service_expectation.basis is 'Whose expectation it is: the contract''s, the service''s, or the programme''s own.';
grant select, insert on service_expectation to newel_app;
