-- Figures about services are counted over the referrals that were made in a period of a programme.
create index referral_of_period on referral (programme_id, made_on);
