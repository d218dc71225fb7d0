-- A row of the commissioner's file that is no row of its columns was kept with all of them empty: nobody could see what it said.

alter table claim_file_row add column raw text;
comment on column claim_file_row.raw is 'The text of a row that cannot be read as columns, as it came; empty for every other.';
