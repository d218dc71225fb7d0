/** The referrals of one organisation, as its workers see them. */
import type { PolicyFacts } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import type { Sql } from '../../kit/db.ts';
import { isUuid } from '../../kit/uuid.ts';
import { type InboxKey, type InboxPart, inboxParts } from '../rules/inbox.ts';
import * as store from '../store/service-side.ts';

export type { InboxRow } from '../store/service-side.ts';

const shown = 50;
const noId = '00000000-0000-0000-0000-000000000000';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The place from which a page goes on: the day or moment of the last line, and its id. */
const afterOf = (after: string | undefined): { at: string; id: string } | null => {
  const [at = '', id = ''] = (after ?? '').split('_');
  return isUuid(id) && /^\d{4}-\d\d-\d\d([ T][\d:.+Z-]+)?$/.test(at) ? { at, id } : null;
};

/**
 * A page of an inbox: at most fifty lines, and where the next begins. `dueBy` ('YYYY-MM-DD') leaves out what is due later; of
 * everything it is not asked.
 */
export async function inboxPage(
  sql: Sql,
  of: { organisationId: string; part: InboxKey; dueBy?: string | undefined; after?: string | undefined; today: string },
): Promise<{ rows: store.InboxRow[]; next: string | null }> {
  const part: InboxPart = inboxParts[of.part];
  const { organisationId, today } = of;
  const after = afterOf(of.after);
  const common = { organisationId, states: [...part.states], today, limit: shown + 1 };
  const rows = part.open
    ? await store.inboxOpen(sql, {
        ...common,
        ...{
          dueBy: of.dueBy ?? '9999-12-31',
          afterDay: after?.at.slice(0, 10) ?? '0001-01-01',
          afterId: after?.id ?? noId,
        },
      })
    : await store.inboxAll(sql, { ...common, before: after?.at ?? '9999-12-31', beforeId: after?.id ?? lastId });
  const page = rows.slice(0, shown);
  const last = page.at(-1);
  const more = rows.length > shown && last !== undefined;
  return { rows: page, next: more ? `${part.open ? last.due_on : last.created_at}_${last.id}` : null };
}

/** The referral that a path names, for its service: what was never sent, and what consent no longer holds for, is not there. */
export const inboxRecord: RecordLoader<{ referralId: string; caseId: string; personId: string }> = {
  param: 'inboxId',
  async load(sql, id, _actor, today = '') {
    if (!isUuid(id)) return null;
    const [row] = await store.serviceFacts(sql, { id, today });
    if (row === undefined) return null;
    const facts: PolicyFacts = {
      programmeId: row.programme_id,
      service: { organisationId: row.organisation_id, consent: row.live },
    };
    return { ...facts, referralId: row.id, caseId: row.case_id, personId: row.person_id };
  },
};
