import { Type } from 'typebox';
import { can, canSomewhere, programmesOf } from '../../access/rules/policy.ts';
import { file, notFound, page, type Route, route } from '../../access/rules/route.ts';
import { csvStream } from '../../kit/csv.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { type LoadParts, loadInFull, staffMember, type TeamLoads, teamLoads } from '../actions/load.ts';
import { staffRecord } from '../actions/staff.ts';
import { loadHtml, teamLoadsHtml } from '../pages/load.ts';
import { mean, showPoints } from '../rules/load.ts';
import { workerFacts } from '../rules/worker.ts';

export const staffParams = Type.Object({ staffId: Type.String({ format: 'uuid' }) });

const query = Type.Object({
  programme: Type.Optional(Type.String({ maxLength: 80 })),
  after: Type.Optional(Type.String({ maxLength: 60 })),
});

/** The loads of a team and of one worker. */
export const loadRoutes = (parts: LoadParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/load',
    can: 'load.read',
    audit: { read: 'loads' },
    query,
    async handle({ db, actor, clock, query: asked }) {
      const today = clock.today().toString();
      const all = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'load.read') });
      const chosen =
        (asked.programme === undefined ? all[0] : all.find(({ key }) => key === asked.programme)) ?? notFound();
      const after = asked.after ?? '';
      const found = (await teamLoads(db, actor, parts, { programmeId: chosen.id, today, after })) ?? notFound();
      const href = (key: string, next?: string | null) =>
        `/load?programme=${key}${next ? `&after=${encodeURIComponent(next)}` : ''}`;
      return page({
        title: 'Loads',
        wide: true,
        main: teamLoadsHtml({
          ...found,
          today,
          programmeName: chosen.name,
          programmes: all.map((one) => ({
            key: one.key,
            name: one.name,
            href: href(one.key),
            current: one.id === chosen.id,
          })),
          nextHref: found.next === null ? null : href(chosen.key, found.next),
          csvHref: `/load/csv?programme=${chosen.key}`,
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/load/csv',
    can: 'load.read',
    audit: { read: 'loads as a file' },
    query: Type.Object({ programme: Type.Optional(Type.String({ maxLength: 80 })) }),
    async handle({ db, actor, clock, query: asked }) {
      const today = clock.today().toString();
      const all = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'load.read') });
      const chosen =
        (asked.programme === undefined ? all[0] : all.find(({ key }) => key === asked.programme)) ?? notFound();
      async function* rows() {
        for (let after: string | null = ''; after !== null; ) {
          const found: TeamLoads | null = await teamLoads(db, actor, parts, {
            programmeId: chosen.id,
            today,
            after,
          });
          for (const { code, name, load, parkedDue, time } of found?.workers ?? [])
            yield [
              code,
              name,
              load.attached,
              load.inWork,
              load.paused,
              load.notYet,
              showPoints(load.hundredths),
              mean(load.severe, load.rated),
              found?.document.caseload.from,
              found?.document.caseload.to,
              found?.limit,
              parkedDue,
              time.minutes.on,
              time.minutes.off,
              time.share,
            ];
          after = found?.next ?? null;
        }
      }
      const columns = [
        'code',
        'name',
        'attached',
        'in_work',
        'paused',
        'not_yet_attached',
        'load',
        'severe_issues_mean',
        'guide_from',
        'guide_to',
        'limit',
        'parked_overdue',
        'minutes_on_programme_4_weeks',
        'minutes_elsewhere_4_weeks',
        'percent_on_programme',
      ];
      return file({
        name: `loads-${chosen.key}-${today}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvStream(columns, rows()),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/load/:staffId',
    can: 'load.read',
    audit: { read: 'load of a key worker' },
    params: staffParams,
    record: staffRecord,
    async handle({ db, actor, clock, record }) {
      const today = clock.today().toString();
      const row = (await staffMember(db, record.staffId, today)) ?? notFound();
      const found = (await loadInFull(db, actor, parts, row, today)) ?? notFound();
      const facts = workerFacts(row);
      return page({
        title: 'Load of a key worker',
        wide: true,
        back: { href: '/load', text: 'Loads' },
        main: loadHtml({
          ...found,
          today,
          mayReassign: canSomewhere(actor, 'case.reassign'),
          mayRead: can(actor, 'today.read', facts),
        }),
      });
    },
  }),
];
