import type { Sql } from '../../kit/db.ts';
import * as store from '../store/settings.ts';

/** What a user has set for themself. */
export type Settings = {
  /** The key / goes to the search (WCAG 2.1.4: off until it is switched on). */
  searchKey: boolean;
  /** Their work telephone, which people may be told; undefined for whoever is no member of staff. */
  workPhone?: string | null;
};

/** The settings of a user. */
export async function settingsOf(sql: Sql, userId: string): Promise<Settings> {
  const [row] = await store.settingsOf(sql, { userId });
  return { searchKey: row?.search_key ?? false, ...(row?.worker && { workPhone: row.phone }) };
}

/** The work telephone of a member of staff, or null. */
export async function workPhoneOf(sql: Sql, staffId: string | null): Promise<string | null> {
  return staffId === null ? null : ((await store.workPhoneOf(sql, { staffId }))[0]?.phone ?? null);
}

/** Keeps a user's settings. They say nothing about anybody else, so there is no event. */
export async function saveSettings(sql: Sql, userId: string, settings: Settings): Promise<void> {
  await store.setSearchKey(sql, { userId, on: settings.searchKey });
  if (settings.workPhone !== undefined) await store.setWorkPhone(sql, { userId, phone: settings.workPhone });
}
