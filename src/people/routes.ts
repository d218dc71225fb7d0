import { Type } from 'typebox';
import { type Actor, programmesOf } from '../access/rules/policy.ts';
import { notFound, page, type RecordLoader, type Route, redirect, route } from '../access/rules/route.ts';
import type { Sql } from '../kit/db.ts';
import { listProgrammes } from '../programmes/actions.ts';
import {
  type DuplicateRow,
  decideDuplicate,
  duplicateDecisions,
  findDuplicate,
  listDuplicates,
} from './actions/duplicates.ts';
import { duplicateHtml, duplicatesHtml } from './pages/duplicates.ts';

const perPage = 50;
const params = Type.Object({ duplicateId: Type.String({ format: 'uuid' }) });

/** A review, with the programme that the policy asks for. */
const duplicateRecord: RecordLoader<{ personId: string | null; row: DuplicateRow }> = {
  param: 'duplicateId',
  async load(sql, id) {
    const row = await findDuplicate(sql, id);
    if (row === null) return null;
    // A review has no place of its own; of a case the policy needs here only whether the person is restricted.
    const place = { areaId: null, providerId: null, keyWorkerId: null };
    const restricted = row.restricted ? row.person_id : null;
    return { programmeId: row.programme_id, personId: row.person_id, row, case: { ...place, restricted } };
  },
};

async function programmesFor(sql: Sql, actor: Actor, today: string) {
  return listProgrammes(sql, { day: today, ids: programmesOf(actor, 'duplicates.review') });
}

/** The queue of second referrals. */
export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/duplicates',
    can: 'duplicates.review',
    audit: { read: 'second referrals' },
    query: Type.Object({
      programme: Type.Optional(Type.String({ maxLength: 80 })),
      state: Type.Optional(Type.Enum(['open', 'decided'])),
      after: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    async handle({ db, actor, clock, query }) {
      const all = await programmesFor(db, actor, clock.today().toString());
      const programme =
        (query.programme === undefined ? all[0] : all.find((one) => one.key === query.programme)) ?? notFound();
      const open = query.state !== 'decided';
      const found = await listDuplicates(db, actor, {
        programmeId: programme.id,
        open,
        limit: perPage + 1,
        ...(query.after === undefined ? {} : { after: query.after }),
      });
      const rows = found.slice(0, perPage);
      const address = (changes: Record<string, string>) =>
        `/duplicates?${new URLSearchParams({ programme: programme.key, ...changes })}`;
      const last = rows.at(-1);
      return page({
        title: 'Second referrals',
        main: duplicatesHtml({
          programmeName: programme.name,
          rows,
          open,
          next:
            found.length > perPage && last !== undefined
              ? address({ state: open ? 'open' : 'decided', after: last.source_ref })
              : null,
          other: address({ state: open ? 'decided' : 'open' }),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/duplicates/:duplicateId',
    can: 'duplicates.review',
    audit: { read: 'second referral' },
    params,
    record: duplicateRecord,
    handle: async ({ record, csrf }) =>
      page({
        title: `Second referral ${record.row.source_ref}`,
        back: { href: '/duplicates', text: 'Second referrals' },
        main: duplicateHtml({ row: record.row, csrf }),
      }),
  }),
  route({
    method: 'POST',
    path: '/duplicates/:duplicateId',
    can: 'duplicates.review',
    audit: { event: 'duplicate.decided' },
    params,
    record: duplicateRecord,
    async handle({ db, actor, clock, body, record }) {
      const decision = duplicateDecisions.find((one) => one === body.decision);
      if (decision === undefined) return redirect(`/duplicates/${record.row.id}`, 'Choose one of the answers');
      const outcome = await decideDuplicate(db, actor, { id: record.row.id, decision }, clock.today().toString());
      if (outcome === 'not there') return notFound();
      return redirect(
        outcome === 'decided' ? '/duplicates' : `/duplicates/${record.row.id}`,
        outcome === 'decided' ? 'Decision saved' : 'Somebody else decided this first. Their decision stands',
      );
    },
  }),
];
