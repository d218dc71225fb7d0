/** Looking for services for somebody: with what their record knows, which never stands in an address. */
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { completedYears, parseDay } from '../../kit/days.ts';
import { type Sql, transaction } from '../../kit/db.ts';
import { type Errors, errorsAbove, readForm, type Typed, typedText } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { isUuid } from '../../kit/uuid.ts';
import { personOf } from '../../people/actions/people.ts';
import { serviceRulesOf } from '../../programmes/rules.ts';
import {
  compareServices,
  needsKnown,
  type Person,
  type Searcher,
  searchServices,
  type UsedIn,
} from '../actions/search.ts';
import { logUnmetNeed, type UnmetReason } from '../actions/unmet.ts';
import { compareHtml, shortlistHtml } from '../pages/compare.ts';
import { caseSearchHtml } from '../pages/search.ts';
import { unmetForm } from '../pages/unmet.ts';
import { compareMost, type Need, needsOfIssues, pageSize, wordsMost } from '../rules/search.ts';
import { foundOf, unmetQuestions } from '../rules/unmet.ts';

type Case = Context<unknown, unknown, CaseHead>;

/** What other rooms tell of a case: its presenting issues as last rated, and which services its office has used. */
export type SearchParts = {
  issuesOf(sql: Sql, caseId: string): Promise<readonly { key: string; label: string; severe: boolean }[]>;
  usedIn: UsedIn;
};

const listOf = (value: string | string[] | undefined): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).slice(0, 60);

/** What the record knows of somebody, and what was said in the form. */
async function personFrom({ db, record, clock }: Case, typed: Typed): Promise<Person> {
  const { postcode = null } = (await personOf(db, record.personId)) ?? {};
  const [born, now] = [parseDay(record.dateOfBirth ?? ''), parseDay(clock.today().toString())];
  const ready = typedText(typed, 'ready');
  return {
    postcode: postcode === '' ? null : postcode,
    age: born === null || now === null ? null : completedYears(born, now),
    benefit: record.referral.benefit,
    jobReady: ready === 'yes' ? true : ready === 'no' ? false : null,
    away: typedText(typed, 'away') === 'yes',
  };
}

/** The area of a case: where it is, else where it was referred to. */
const areaOf = ({ case: { areaId }, areaName, referral }: CaseHead) =>
  areaId === null ? { id: referral.areaId, name: referral.areaName } : { id: areaId, name: areaName };

function searcherOf({ actor, record, clock }: Case): Searcher {
  const today = clock.today();
  const [document, area] = [documentOf(record, today.toString()), areaOf(record)];
  const rules = serviceRulesOf(document ?? {}, { area: area.name, on: today.toString() });
  const { programmeId, caseId } = record;
  return {
    ...{ today, longWait: rules.longWait, least: rules.smallNumber, programmeIds: [programmeId] },
    benefitNames: Object.fromEntries((document?.benefits ?? []).map(({ code, label }) => [code, label])),
    wish: { programmeId, caseId, areaId: area.id, userId: actor.userId },
  };
}

/** The needs that were chosen, as the form carries them: codes. */
const chosenFrom = (typed: Typed, needs: readonly Need[]): string[] =>
  needs.map(({ code }) => code).filter((code) => listOf(typed.need).includes(code));

/** The page: what was asked, or what severe issues suggest, and what was found. */
async function searchPage(
  context: Case,
  parts: SearchParts,
  typed: Typed | null,
  unmet?: { typed: Typed; errors: Errors },
): Promise<Reply> {
  const { db, record, csrf, clock } = context;
  const [needs, issues, person] = await Promise.all([
    needsKnown(db),
    // They suggest where to begin; whoever has chosen needs no suggestion.
    typed === null ? parts.issuesOf(db, record.caseId) : [],
    personFrom(context, typed ?? {}),
  ]);
  const severe = issues.filter((one) => one.severe);
  const suggested = needsOfIssues(
    needs,
    severe.map(({ key }) => key),
  ).map((need) => ({
    need,
    why: severe
      .filter(({ key }) => need.issues.includes(key))
      .map(({ label }) => label)
      .join(', '),
  }));
  const asked: Typed = typed ?? { need: suggested.map(({ need }) => need.code) };
  const chosen = chosenFrom(asked, needs);
  const words = typedText(asked, 'words');
  const problem = words.length > wordsMost ? `Words: use ${wordsMost} characters or fewer` : null;
  const number = Math.min(Math.max(foundOf(asked.page) ?? 1, 1), 100);
  const by = searcherOf(context);
  const any = problem === null && (chosen.length > 0 || words !== '');
  const found = any
    ? await searchServices(db, { needs: chosen, words, area: null }, needs, person, by, number, parts.usedIn)
    : null;
  const benefit = person.benefit === null ? null : (by.benefitNames[person.benefit] ?? person.benefit);
  const path = `/cases/${record.caseId}`;
  const count = found === null ? foundOf(unmet?.typed.found) : found.suits + found.inTheWay;
  const questions = unmetQuestions(needs);
  const errors: Errors = problem === null ? {} : { words: problem };
  const bad = problem !== null || unmet !== undefined;
  return casePage({
    head: record,
    today: clock.today(),
    current: null,
    title: 'Find a service',
    back: { href: path, text: 'Overview' },
    ...(bad ? { status: 422, error: true } : {}),
    main: html`${unmet === undefined ? '' : errorsAbove(questions, unmet.errors)}${caseSearchHtml({
      ...{ caseId: record.caseId, csrf, needs, suggested, person, benefit, typed: asked, chosen, errors, found },
      ...{ page: number, more: found !== null && found.suits > number * pageSize },
      links: {
        today: clock.today().toString(),
        longWait: by.longWait,
        refer: (id) => `${path}/referrals/new?service=${id}`,
        except: can(context.actor, 'service.approve', record) ? (id) => `${path}/services/${id}/exception` : null,
        choose: true,
      },
      unmet:
        found === null && unmet === undefined
          ? noHtml
          : unmetForm({
              ...{ action: `${path}/services/unmet`, csrf, questions, found: count },
              typed: unmet?.typed ?? { unmet: needs.find(({ code }) => code === chosen[0])?.id },
              errors: unmet?.errors ?? {},
              open: found === null || found.suits === 0 || unmet !== undefined,
            }),
    })}`,
  });
}

/** The search from a case, services side by side, a list to print, and what is missing. */
export const caseSearchRoutes = (parts: SearchParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/cases/:caseId/services',
    can: 'service.refer',
    audit: { read: 'services that suit' },
    params: caseParams,
    record: caseRecord,
    handle: (context) => searchPage(context, parts, null),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/services',
    can: 'service.refer',
    audit: { read: 'services that suit' },
    params: caseParams,
    record: caseRecord,
    handle: (context) => searchPage(context, parts, context.body),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/services/compare',
    can: 'service.refer',
    audit: { read: 'services side by side' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, record, body, csrf, clock } = context;
      const path = `/cases/${record.caseId}/services`;
      const ids = [...new Set(listOf(body.service))].filter(isUuid);
      if (ids.length === 0) return redirect(path, 'Choose a service first: tick the box beneath it');
      if (ids.length > compareMost) return redirect(path, `Choose up to ${compareMost}: more do not fit side by side`);
      const needs = await needsKnown(db);
      const chosen = chosenFrom(body, needs);
      const asked = needs.filter(({ code }) => chosen.includes(code));
      const hits = await compareServices(db, ids, asked, await personFrom(context, body), searcherOf(context));
      if (hits.length === 0) return notFound();
      const print = typedText(body, 'do') === 'print';
      const kept = [
        ...chosen.map((code) => ['need', code]),
        ...['ready', 'away'].map((name) => [name, typedText(body, name)]),
      ]
        .filter(([, value]) => value !== '')
        .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
      const today = clock.today();
      return casePage({
        ...{ head: record, today, current: null, back: { href: path, text: 'Find a service' } },
        title: print ? 'Services that may help' : 'Services side by side',
        wide: !print,
        main: print
          ? shortlistHtml({ caseId: record.caseId, hits, today: today.toString() })
          : compareHtml({ caseId: record.caseId, csrf, hits, kept: html`${kept}` }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/services/unmet',
    can: 'service.refer',
    audit: { event: 'unmet need.logged' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      const needs = await needsKnown(db);
      const read = readForm(unmetQuestions(needs), body);
      if (!read.ok) return searchPage(context, parts, null, { typed: body, errors: read.errors });
      const { unmet, reason, unmet_words: words } = read.values;
      const { programmeId, caseId, personId } = record;
      await transaction(db, (tx) =>
        logUnmetNeed(tx, actor, {
          ...{ programmeId, areaId: areaOf(record).id, of: { caseId, personId }, termId: String(unmet) },
          ...{ reason: reason as UnmetReason, words: words as string | null, found: foundOf(body.found) },
          day: clock.today().toString(),
        }),
      );
      return redirect(`/cases/${caseId}/services`, 'What is missing was written down');
    },
  }),
];
