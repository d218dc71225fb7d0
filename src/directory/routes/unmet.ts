/** Needs that were not met: counted, downloaded, and written down where they are nobody's in particular. */
import { Type } from 'typebox';
import { type Actor, programmesOf } from '../../access/rules/policy.ts';
import {
  type Context,
  file,
  notFound,
  page,
  type Reply,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { csvStream } from '../../kit/csv.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { type Errors, errorsAbove, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules.ts';
import { needsKnown } from '../actions/search.ts';
import { logUnmetNeed, type UnmetReason, unmetCounts } from '../actions/unmet.ts';
import { unmetForm, unmetHtml } from '../pages/unmet.ts';
import { foundOf, outside, unmetQuestions } from '../rules/unmet.ts';

const query = Type.Object({ programme: Type.Optional(Type.String({ maxLength: 80 })) });

const mine = (db: Database, actor: Actor, day: string) =>
  listProgrammes(db, { day, ids: programmesOf(actor, 'directory.read') });

/** A year up to today. */
const period = (today: Temporal.PlainDate) => ({
  from: today.subtract({ years: 1 }).add({ days: 1 }).toString(),
  to: today.toString(),
});

async function unmetPage(
  { db, actor, clock, csrf }: Context<unknown, unknown, unknown>,
  key: string | undefined,
  typed: Typed = {},
  errors?: Errors,
  found: number | null = null,
): Promise<Reply> {
  const today = clock.today();
  const all = await mine(db, actor, today.toString());
  const chosen = (key === undefined ? all[0] : all.find((one) => one.key === key)) ?? notFound();
  const { from, to } = period(today);
  const [rows, needs] = await Promise.all([
    unmetCounts(db, actor, { programmeId: chosen.id, from, to }),
    needsKnown(db),
  ]);
  const questions = unmetQuestions(
    needs,
    all.map((one) => ({ value: one.key, text: one.name })),
  );
  const href = (path: string, one: string) => `${path}?programme=${one}`;
  return page({
    title: 'Needs for which no service was found',
    wide: true,
    back: { href: '/directory', text: 'Directory of services' },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: html`${errors === undefined ? '' : errorsAbove(questions, errors)}${unmetHtml({
      ...{ rows, from, to },
      programmeName: chosen.name,
      programmes: all.map((one) => ({
        name: one.name,
        href: href('/directory/unmet', one.key),
        current: one.id === chosen.id,
      })),
      csvHref: href('/directory/unmet/csv', chosen.key),
      form: unmetForm({
        ...{ action: '/directory/unmet', csrf, questions, found, open: true, errors: errors ?? {} },
        typed: { programme: chosen.key, ...typed },
      }),
    })}`,
  });
}

/** The list, its download, and the short form without a case. */
export const unmetRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/unmet',
    can: 'directory.read',
    audit: 'nothing',
    query,
    handle: (context) => unmetPage(context, context.query.programme),
  }),
  route({
    method: 'POST',
    path: '/directory/unmet',
    can: 'directory.write',
    audit: { event: 'directory.unmet_logged' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const day = clock.today().toString();
      const [all, needs] = await Promise.all([mine(db, actor, day), needsKnown(db)]);
      const read = readForm(
        unmetQuestions(
          needs,
          all.map((one) => ({ value: one.key, text: one.name })),
        ),
        body,
      );
      if (!read.ok) return unmetPage(context, undefined, body, read.errors, foundOf(body.found));
      const { programme, unmet, reason, unmet_words: words } = read.values;
      const chosen = (all.length < 2 ? all[0] : all.find(({ key }) => key === programme)) ?? notFound();
      await transaction(db, (tx) =>
        logUnmetNeed(tx, actor, {
          ...{ programmeId: chosen.id, areaId: null, of: null, termId: String(unmet), reason: reason as UnmetReason },
          ...{ words: words as string | null, found: foundOf(body.found), day },
        }),
      );
      return redirect(`/directory/unmet?programme=${chosen.key}`, 'What is missing was written down');
    },
  }),
  route({
    method: 'GET',
    path: '/directory/unmet/csv',
    can: 'directory.read',
    audit: { read: 'unmet needs as a file' },
    query,
    async handle({ db, actor, clock, query: asked }) {
      const today = clock.today();
      const all = await mine(db, actor, today.toString());
      const chosen =
        (asked.programme === undefined ? all[0] : all.find(({ key }) => key === asked.programme)) ?? notFound();
      const version = await programmeOn(db, chosen.id, today.toString());
      const { smallNumber } = serviceRulesOf(version?.document ?? {}, { area: null, on: today.toString() });
      const rows = await unmetCounts(db, actor, { programmeId: chosen.id, ...period(today) });
      async function* lines() {
        // No totals: what is told as small could be computed from them. Nor what searches had found, for the same reason.
        for (const { need, area, reason, n } of rows) yield [need, area, reason, outside(n, smallNumber)];
      }
      return file({
        name: `unmet-needs-${chosen.key}-${today}.csv`,
        type: 'text/csv; charset=utf-8',
        body: csvStream(['need', 'area', 'reason', 'count'], lines()),
      });
    },
  }),
];
