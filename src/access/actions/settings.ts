import type { Sql } from '../../kit/db.ts';
import * as store from '../store/settings.ts';

/** What a user has set for themself. */
export type Settings = {
  /** The key / goes to the search (WCAG 2.1.4: off until it is switched on). */
  searchKey: boolean;
};

/** The settings of a user. */
export async function settingsOf(sql: Sql, userId: string): Promise<Settings> {
  return { searchKey: (await store.searchKeyOf(sql, { userId }))[0]?.search_key ?? false };
}

/** Keeps a user's settings. They say nothing about anybody else, so there is no event. */
export async function saveSettings(sql: Sql, userId: string, settings: Settings): Promise<void> {
  await store.setSearchKey(sql, { userId, on: settings.searchKey });
}
