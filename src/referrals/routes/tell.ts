/** Telling a service: how, what, and what comes of it, on one page while the person is there. */
import { type Reply, type Route, route } from '../../access/rules/route.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import type { SharedItem } from '../../directory/rules/codes.ts';
import { type Errors, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { consentsFor } from '../actions/consent.ts';
import { momentOf } from '../actions/do.ts';
import type { ReferralRow } from '../actions/move.ts';
import { type RecordParts, recordFor } from '../actions/record.ts';
import { type Telling, tellService } from '../actions/send.ts';
import { tellHtml } from '../pages/tell.ts';
import { itemsFrom } from '../rules/payload.ts';
import type { Payload } from '../rules/states.ts';
import { tellQuestions } from '../rules/tell-form.ts';
import { type WayName, ways, wayTo } from '../rules/ways.ts';
import {
  answered,
  atOf,
  type Case,
  framed,
  hrefOf,
  problemsHtml,
  type ReferralParams,
  referralOf,
  referralParams,
} from './shared.ts';

const most = 4000;

/** What may be told now: agreed to, and asked for. */
async function itemsOf({ db }: Case<ReferralParams>, row: ReferralRow): Promise<SharedItem[]> {
  const [consent] = await consentsFor(db, row.case_id, row.service_id);
  return consent === undefined || consent.withdrawn_on !== null
    ? []
    : itemsFrom(consent.items).filter((item) => row.asks.includes(item));
}

const fieldOf = (item: SharedItem): string => `told_${item}`;

async function tellPage(
  context: Case<ReferralParams>,
  of: { row: ReferralRow; items: readonly SharedItem[] },
  typed: Typed,
  wrong: { errors?: Errors; problems?: readonly string[] } = {},
): Promise<Reply> {
  const { row, items } = of;
  const today = context.clock.today().toString();
  return framed(context, {
    title: 'Call or send it',
    back: { href: hrefOf(row), text: row.service_name },
    wrong: wrong.errors !== undefined || wrong.problems !== undefined,
    main: tellHtml({
      ...{ row, items, fieldOf, typed, most, csrf: context.csrf, errors: wrong.errors ?? {} },
      ...{ questions: tellQuestions(row, today), problems: problemsHtml(wrong.problems ?? []) },
      version: Number(typed.version ?? row.version),
    }),
  });
}

/** Telling it, with what other rooms know. */
export const tellRoutes = (parts: RecordParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/tell',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const row = await referralOf(context);
      const items = await itemsOf(context, row);
      const today = context.clock.today().toString();
      const words = await recordFor(context.db, context.record, row, items, parts, today);
      const typed: Typed = typedFrom(tellQuestions(row, today), { day: today });
      for (const item of items) typed[fieldOf(item)] = words[item] ?? '';
      return tellPage(context, { row, items }, typed);
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/tell',
    can: 'service.refer',
    audit: { event: 'service referral.sent' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, timeZone } = context;
      const row = await referralOf(context);
      const at = atOf(context);
      const items = await itemsOf(context, row);
      const again = (wrong: { errors?: Errors; problems?: readonly string[] }) =>
        tellPage(context, { row, items }, body, wrong);
      const read = readForm(tellQuestions(row, at.today), body);
      if (!read.ok) return again({ errors: read.errors });
      const text = (name: string): string | null =>
        typeof read.values[name] === 'string' ? (read.values[name] as string) : null;
      const name = text('way') as WayName;
      const way = wayTo(name, row);
      if ('why' in way) return again({ problems: [way.why] });
      const words: Payload = {};
      for (const item of items) {
        const told = typedText(body, fieldOf(item));
        if (told.length > most)
          return again({ problems: [`Use ${most} characters or fewer for each thing that is told`] });
        if (told !== '') words[item] = told;
      }
      const leads = (row.state === 'agreed' ? text('leads') : 'again') as Telling['leads'];
      const startsAt = leads === 'book' ? momentOf(text('on') ?? at.today, text('at') ?? '', timeZone) : null;
      if (leads === 'book' && text('on') === null) return again({ errors: { on: 'Enter the day of the appointment' } });
      if (leads === 'book' && startsAt === null)
        return again({ errors: { at: 'Enter the time of the appointment, for example 14:30' } });
      const done = await tellService(
        db,
        actor,
        { ...row, version: versionOf(body) },
        {
          ...{ mode: way.mode, channel: ways[name].channel, words, leads, day: text('day') ?? at.today },
          ...{ startsAt, place: text('place'), contactBy: text('by') },
          toldOn: leads === 'book' && text('told') === 'yes' ? at.today : null,
        },
        at,
      );
      const said = leads === 'book' ? 'Saved. Give the person their paper, or send them a confirmation' : 'Saved';
      return answered(row, done, said, (problems) => again({ problems }));
    },
  }),
];
