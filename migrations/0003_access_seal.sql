-- The sealer's order of transactions, which goes on after a backup is restored into another server.

-- A new server counts transactions from the beginning. After a restore, `newel` replaces this function so that the numbers
-- go on after those in the backup; a constant costs an insert nothing.
create function newel_tx_base() returns bigint language sql immutable as 'select 0::bigint';

alter table event alter column tx set default ((pg_current_xact_id()::text::bigint + newel_tx_base())::text::xid8);
alter table read_log alter column tx set default ((pg_current_xact_id()::text::bigint + newel_tx_base())::text::xid8);

comment on column seal.hash is 'SHA-256 over the hash of the link before, the digest of every row covered in the order (tx, id), and the other columns of this link.';
