-- Email to a service that there is something to answer. It is apart from messages to people: it goes to no person, and the token of
-- its link may stand nowhere, so that the link is made in the moment of sending and only its SHA-256 stays (referral_link).

create table service_mail (
  id uuid primary key,
  referral_id uuid not null references referral,
  email text not null,
  state text not null default 'queued' check (state in ('queued', 'claimed', 'sent', 'failed', 'stopped')),
  reason text,
  attempts integer not null default 0,
  not_before timestamptz not null,
  claimed_at timestamptz,
  state_at timestamptz not null default now(),
  queued_by uuid references app_user,
  queued_at timestamptz not null default now()
);
create index service_mail_waiting on service_mail (not_before) where state in ('queued', 'claimed');
create index on service_mail (referral_id);
comment on table service_mail is '[referrals] Email to a service with a link to one referral: when it goes, and whether it went. Its words name no person, and its link is kept nowhere.';
comment on column service_mail.state is 'queued, claimed by a sending process, sent, failed, or stopped because nothing may be shown any more.';
comment on column service_mail.reason is 'Why it failed or was stopped: a code, never the words of a mail server.';

grant select, insert, update, delete on service_mail to newel_app;
