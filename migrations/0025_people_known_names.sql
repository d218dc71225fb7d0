-- Every name that somebody bears, once: a fragment or a sound is looked for among some ten thousand names, and the people
-- then by their whole name, one after another until there are enough. Among the people themselves a fragment of three
-- letters reads tens of thousands before the first of them comes.

create table known_name (name text not null);
insert into known_name (name)
select search_given from person where search_given <> '' union select search_family from person where search_family <> '';
create index known_name_is on known_name (name text_pattern_ops);
-- What waits to be put in order is read whole by every search: new names are so rare that each may be put there at once.
create index known_name_search on known_name using gin (name gin_trgm_ops) with (fastupdate = off);
create index known_name_sounds on known_name using gin (name_sounds(name)) with (fastupdate = off);
comment on table known_name is '[people] Given and family names of people, as they are searched, whoever bears them. A name may stand twice, and one that nobody bears any more finds nobody.';
grant select, insert, delete on known_name to newel_app;

-- No unique index: whoever adds a new name would wait for everybody who adds the same, an import of an hour among them.
create function keep_known_names() returns trigger language plpgsql as $$
begin
  insert into known_name (name)
  select distinct given.name from kept_rows k cross join lateral (values (k.search_given), (k.search_family)) given (name)
  where given.name <> '' and not exists (select from known_name n where n.name = given.name);
  return null;
end
$$;
create trigger keep_known_names after insert on person
  referencing new table as kept_rows for each statement execute function keep_known_names();
create trigger keep_known_names_changed after update on person
  referencing new table as kept_rows for each statement execute function keep_known_names();
