import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export const searchKeyOf = statement(
  'access.searchKeyOf',
  (p: { userId: string }) => sql<{ search_key: boolean }>`select search_key from app_user where id = ${p.userId}`,
);

export const setSearchKey = statement(
  'access.setSearchKey',
  (p: { userId: string; on: boolean }) => sql`update app_user set search_key = ${p.on} where id = ${p.userId}`,
);
