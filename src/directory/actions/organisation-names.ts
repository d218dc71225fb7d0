/** Organisations by their names: for giving somebody the role of a service worker, and for pages that name one. */
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/organisation-names.ts';

/** Names of organisations by id; one that is not there is missing. */
export const organisationNames = (sql: Sql, ids: readonly string[]) => store.organisationNames(sql, { ids });

/** The first twenty organisations whose name has the words in it, the one that is called just that first. None for no words. */
export const organisationsNamed = async (sql: Sql, words: string) =>
  words.trim() === '' ? [] : store.organisationsNamed(sql, { words: words.trim(), limit: 20 });
