-- What the public addresses need besides the published copy: a number that grows with every change of it (the ETag of every
-- answer, and what a counted total holds for), and indexes of their filters. And the rows of a feed that belong to no entry,
-- which are given back when the directory is exported.

create table published_version (
  only_one boolean primary key default true check (only_one),
  version bigint not null default 0
);
insert into published_version default values;
comment on table published_version is '[directory] Grows with every transaction that changes the published copy. One row.';

create index published_taxonomies on published using gin (taxonomies);
create index published_parent on published (parent_id) where parent_id is not null;
create index published_postcode on published (postcode text_pattern_ops) where kind = 'service_at_location';
create index published_place on published (latitude, longitude) where kind = 'service_at_location';

create table feed_row (
  source text not null,
  file text not null,
  id uuid not null,
  doc jsonb not null,
  primary key (source, file, id)
);
comment on table feed_row is '[directory] Rows of a feed that belong to no entry of it (descriptions of tables, history of what is gone): kept for its export.';
comment on column feed_row.file is 'The resource of the HSDS data package: metadata, attributes …';

grant select on published_version to newel_public;
grant select, update on published_version to newel_app;
grant select, insert, update, delete on feed_row to newel_app;
