import type { Sql } from '../../kit/db.ts';

/**
 * The programmes, areas and providers that a role can be given in. The room that has them uses this one, so the composition
 * root hands them in instead.
 */
export type Places = {
  programmes(sql: Sql): Promise<readonly { id: string; key: string; name: string }[]>;
  areas(sql: Sql, programmeId: string): Promise<readonly { id: string; name: string; providerId: string | null }[]>;
  providers(sql: Sql, programmeId: string): Promise<readonly { id: string; name: string }[]>;
  /** Organisations of the directory whose name begins or goes on with a word, the first of them by name. */
  organisations(sql: Sql, words: string): Promise<readonly { id: string; name: string }[]>;
  organisationNames(sql: Sql, ids: readonly string[]): Promise<readonly { id: string; name: string }[]>;
};
