-- What a search compares of a service, in one value that is ready when it is asked for: a search reads some hundred candidates, and
-- putting this together for each took most of its time.

alter table service add column match_facts text not null default '';
comment on column service.match_facts is 'What a search compares, as JSON: its columns by name, and "sites" (kind, postcode, latitude, longitude). Made by a trigger.';

create function make_match_facts() returns trigger language plpgsql as $$
begin
  new.match_facts := json_strip_nulls(json_build_object(
    'name', new.name, 'status', new.status, 'verified', new.verified, 'referable', new.referable,
    'minimum_age', new.minimum_age, 'maximum_age', new.maximum_age, 'postcodes', new.postcodes, 'benefits', new.benefits,
    'exclusions', new.exclusions, 'closed_from', new.closed_from, 'closed_to', new.closed_to, 'places', new.places,
    'places_taken', new.places_taken, 'next_start', new.next_start, 'capacity_on', new.capacity_on,
    'funded_until', new.funded_until, 'last_referral_on', new.last_referral_on,
    'sites', (select coalesce(json_agg(json_build_array(l.location_type, l.postcode, l.latitude, l.longitude)), '[]')
      from (select x.location_id from service_at_location x where x.service_id = new.id order by x.id limit 20) x
        join location l on l.id = x.location_id)))::text;
  return new;
end $$;
create trigger service_match_facts before insert or update on service for each row execute function make_match_facts();

-- A service's places are rows of their own: when they change, it is made again.
create function places_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    update service set match_facts = '' where id in (select service_id from gone);
  else
    update service set match_facts = '' where id in (select service_id from came);
  end if;
  return null;
end $$;
create trigger place_added after insert on service_at_location referencing new table as came for each statement execute function places_changed();
create trigger place_changed after update on service_at_location referencing new table as came for each statement execute function places_changed();
create trigger place_gone after delete on service_at_location referencing old table as gone for each statement execute function places_changed();

create function location_changed() returns trigger language plpgsql as $$
begin
  update service set match_facts = '' where id in
    (select x.service_id from service_at_location x join came on came.id = x.location_id);
  return null;
end $$;
create trigger location_changed after update on location referencing new table as came for each statement execute function location_changed();

update service set match_facts = '';
