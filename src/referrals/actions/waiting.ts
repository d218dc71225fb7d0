/** Open referrals that a worker, or a team, waits for or is waited for. */
import { usersOfStaff } from '../../access/actions/notices.ts';
import { type Actor, canSomewhere, programmesOf, scopeOf } from '../../access/rules/policy.ts';
import type { Sql } from '../../kit/db.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules/services.ts';
import { holidaysOf } from '../../programmes/rules.ts';
import { type OwedState, owedState } from '../rules/liaison.ts';
import { type EndingRow, endingReferrals, type WaitingRow, waitingReferrals } from '../store/waiting.ts';

export type { EndingRow, InvolvedRow, WaitingRow } from '../store/waiting.ts';

/** Whose: the reader's own with those they cover, or everything that they oversee in a programme. */
export type Whose = 'own' | 'team';
/** What is asked for. Days are 'YYYY-MM-DD'. */
export type Asked = {
  whose: Whose;
  programmeKey: string | null;
  side: string | null;
  late: boolean;
  sort: 'due' | 'made';
  descending: boolean;
  after: { day: string; id: string } | null;
};
/** A page: its lines with where each stands, whether there are more, and the programmes that a team can be looked at in. */
export type WaitingPage = {
  lines: (WaitingRow & { owed: OwedState | null })[];
  more: boolean;
  mayOversee: boolean;
  programmes: { key: string; name: string; current: boolean }[];
};

const perPage = 25;

/** The users whose referrals a reader sees to: their own, and of those whom they cover. */
async function ownersOf(sql: Sql, actor: Actor): Promise<string[]> {
  const covered = actor.memberships.flatMap(({ role, covers = [] }) => (role === 'key_worker' ? covers : []));
  const users = covered.length === 0 ? [] : await usersOfStaff(sql, covered);
  return [...(actor.userId === null ? [] : [actor.userId]), ...users.map(({ user_id }) => user_id)];
}

/**
 * A page of open referrals, with what is owed by whom. Three statements at most, and the programmes' documents from memory; it
 * costs what is on it.
 */
export async function waitingFor(sql: Sql, actor: Actor, asked: Asked, today: string): Promise<WaitingPage> {
  const mayOversee = canSomewhere(actor, 'service.oversee');
  const team = asked.whose === 'team' && mayOversee;
  const all = mayOversee ? await listProgrammes(sql, { day: today, ids: programmesOf(actor, 'service.oversee') }) : [];
  const chosen = all.find(({ key }) => key === asked.programmeKey) ?? all[0];
  const rows = await waitingReferrals(sql, {
    owners: team ? null : await ownersOf(sql, actor),
    programmeId: team ? (chosen?.id ?? null) : null,
    scope: scopeOf(actor, team ? 'service.oversee' : 'service.refer', team ? chosen?.id : undefined),
    side: asked.side,
    lateOn: asked.late ? today : null,
    // The age of everything that a programme has open is in no index.
    sort: team ? 'due' : asked.sort,
    descending: asked.descending,
    after: asked.after,
    limit: perPage + 1,
  });
  const clocks = new Map<
    string,
    { rules: ReturnType<typeof serviceRulesOf>; holidays: ReturnType<typeof holidaysOf> }
  >();
  for (const id of new Set(rows.map(({ programme_id }) => programme_id))) {
    const document = (await programmeOn(sql, id, today))?.document ?? {};
    clocks.set(id, { rules: serviceRulesOf(document, { area: null, on: today }), holidays: holidaysOf(document) });
  }
  return {
    more: rows.length > perPage,
    mayOversee,
    programmes: all.map(({ id, key, name }) => ({ key, name, current: id === chosen?.id })),
    lines: rows.slice(0, perPage).map((row) => {
      const clock = clocks.get(row.programme_id);
      const owed = { dueOn: row.due_on, chased: row.chased, chasedOn: row.chased_on, escalatedOn: row.escalated_on };
      return {
        ...row,
        owed:
          row.owner_side !== 'service' || clock === undefined
            ? null
            : owedState(owed, today, clock.rules, clock.holidays),
      };
    }),
  };
}

/**
 * Those who are still at a service whose funding ends within half a year of today, as far as the actor works with them: whoever
 * answers for them plans what comes next with each.
 */
export const endingFor = (sql: Sql, actor: Actor, today: string): Promise<EndingRow[]> =>
  endingReferrals(sql, {
    scope: scopeOf(actor, 'service.refer'),
    upTo: Temporal.PlainDate.from(today).add({ months: 6 }).toString(),
  });
