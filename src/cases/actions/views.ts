import type { Actor } from '../../access/rules/policy.ts';
import { isUniqueViolation, type Sql } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import * as store from '../store/views.ts';

/** Filters and order of the list of cases under a name of their owner's. `search` is the address's part after its question mark. */
export type SavedView = { id: string; name: string; search: string };

/** Views that one user keeps at most, and characters of a name. */
export const viewLimits = { count: 30, name: 60 };

/** Views of a user, by name. They are nobody else's. */
export async function viewsOf(sql: Sql, actor: Actor): Promise<SavedView[]> {
  const rows = await store.viewsOf(sql, { userId: actor.userId ?? '' });
  return rows.map(({ id, name, query }) => ({
    id,
    name,
    search: new URLSearchParams(query as Record<string, string>).toString(),
  }));
}

function nameProblem(name: string): string | null {
  if (name === '') return 'Enter a name for this view';
  return name.length > viewLimits.name ? `Enter a name of ${viewLimits.name} characters or fewer` : null;
}

const taken = 'You have a view of this name. Choose another name';

/** Keeps what a list shows under a name. Resolves to what is wrong with the name, or null. It holds no personal data, so there is no event. */
export async function saveView(
  sql: Sql,
  actor: Actor,
  view: { name: string; query: Record<string, unknown> },
): Promise<string | null> {
  const problem = nameProblem(view.name);
  if (problem !== null) return problem;
  const userId = actor.userId ?? '';
  if ((await store.viewsOf(sql, { userId })).length >= viewLimits.count)
    return `You have ${viewLimits.count} views. Delete one that you no longer need`;
  const made = await store.insertView(sql, { id: newId(), userId, name: view.name, query: JSON.stringify(view.query) });
  return made.length === 0 ? taken : null;
}

/** Gives one's own view another name. Resolves to what is wrong with it, or null. */
export async function renameView(sql: Sql, actor: Actor, id: string, name: string): Promise<string | null> {
  const problem = nameProblem(name);
  if (problem !== null) return problem;
  try {
    await store.renameView(sql, { id, userId: actor.userId ?? '', name });
    return null;
  } catch (error) {
    if (isUniqueViolation(error)) return taken;
    throw error;
  }
}

/** Deletes one's own view. */
export async function deleteView(sql: Sql, actor: Actor, id: string): Promise<void> {
  await store.deleteView(sql, { id, userId: actor.userId ?? '' });
}
