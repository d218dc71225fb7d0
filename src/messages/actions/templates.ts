/** The words of messages of a programme or a district. A change is a new version; the ones before stay. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, isUniqueViolation, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Channel } from '../rules/channel.ts';
import type { Words } from '../rules/library.ts';
import * as store from '../store/templates.ts';

export type { TemplateRow } from '../store/templates.ts';

/** Which words: of a kind, in a channel and a language, of a programme or one of its districts. */
export type Slot = { programmeId: string; areaId: string | null; kind: string; channel: Channel; language: string };

/** The templates of a programme in use. */
export const templatesOf = (sql: Sql, programmeId: string) =>
  store.templatesInUse(sql, { programmeIds: [programmeId] });
/** Every version of the words that a template is one of, the newest first. */
export const versionsOf = (sql: Sql, id: string) => store.versionsOf(sql, { id });

/**
 * Puts words in the place of those of `version` (0: of Newel's own), with the event 'template.changed'. 'stale' when somebody
 * changed them since; nothing is written then.
 */
export async function saveTemplate(
  db: Database,
  actor: Actor,
  slot: Slot,
  change: { version: number; words: Words; today: string },
): Promise<'saved' | 'stale'> {
  const { version, words, today } = change;
  try {
    return await transaction(db, async (tx) => {
      if (version > 0 && (await store.replaceTemplate(tx, { ...slot, version })).length === 0) return 'stale';
      const id = newId();
      await store.insertTemplate(tx, { id, ...slot, version: version + 1, ...words, madeBy: actor.userId });
      await recordEvent(tx, actor, {
        kind: 'template.changed',
        programmeId: slot.programmeId,
        happenedOn: today,
        payload: { recordId: id, ...slot, version: version + 1, ...words },
      });
      return 'saved';
    });
  } catch (error) {
    if (isUniqueViolation(error)) return 'stale';
    throw error;
  }
}
