/** Hours of work and protected time of a worker. */
import { Type } from 'typebox';
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Staff, staffRecord } from '../../care/actions/staff.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom, typedText } from '../../kit/form.ts';
import { readTime } from '../../meeting/rules.ts';
import { addBlock, addPattern, hoursOf, removeHours, sitesOf } from '../actions/places.ts';
import { hoursHtml, weekdayChoices } from '../pages/hours.ts';
import { ownStaff } from './day.ts';

const params = Type.Object({ staffId: Type.String({ format: 'uuid' }) });
type Of = Context<{ staffId: string }, unknown, Staff>;

/** Questions of some hours. Two forms of a page may not have a name in common: those of protected time begin with 'kept_'. */
const timeQuestions = (today: string, prefix: '' | 'kept_'): Question[] => [
  {
    kind: 'choice',
    name: `${prefix}weekday`,
    label: 'Day',
    choices: weekdayChoices,
    as: 'select',
    required: 'Choose the day of the week',
  },
  {
    kind: 'text',
    name: `${prefix}starts`,
    label: 'From',
    hint: 'For example 9:00',
    width: 5,
    check: readTime,
    required: 'Enter when it begins',
  },
  {
    kind: 'text',
    name: `${prefix}ends`,
    label: 'To',
    hint: 'For example 17:00',
    width: 5,
    check: readTime,
    required: 'Enter when it ends',
  },
  {
    kind: 'day',
    name: `${prefix}from_on`,
    label: 'From which day',
    required: `Enter the first day, for example today: ${today}`,
  },
  { kind: 'day', name: `${prefix}to_on`, label: 'To which day', hint: 'Leave it empty when it goes on' },
];

async function partsOf({ db, clock, record }: Of) {
  const today = clock.today().toString();
  const sites = (await sitesOf(db, [record.programmeId])).filter(({ closed }) => !closed);
  const site: Question = {
    ...{ kind: 'choice', name: 'site', label: 'Where', as: 'select', required: 'Choose the site' },
    choices: sites.map(({ id, name }) => ({ value: id, text: name })),
  };
  const label: Question = {
    kind: 'text',
    name: 'label',
    label: 'What for',
    most: 80,
    required: 'Say what the time is for',
  };
  return { pattern: [site, ...timeQuestions(today, '')], block: [label, ...timeQuestions(today, 'kept_')], today };
}

type Given = { form: 'pattern' | 'block'; typed: Typed; errors: Errors };
async function hoursPage(context: Of, given?: Given): Promise<Reply> {
  const { db, csrf, record } = context;
  const { pattern, block, today } = await partsOf(context);
  const part = (form: Given['form'], questions: Question[]) => ({
    questions,
    typed:
      given?.form === form
        ? given.typed
        : typedFrom(questions, { weekday: '0', kept_weekday: '0', from_on: today, kept_from_on: today }),
    errors: given?.form === form ? given.errors : {},
  });
  return page({
    title: 'Hours of work',
    back: { href: `/diary?worker=${record.staffId}`, text: 'Diary' },
    ...(given === undefined ? {} : { status: 422, error: true }),
    main: hoursHtml({
      ...{ staffId: record.staffId, name: record.name, mine: record.staffId === ownStaff(context), csrf },
      ...(await hoursOf(db, record.staffId, today)),
      pattern: part('pattern', pattern),
      block: part('block', block),
    }),
  });
}

/** Hours as they are kept, or what does not fit together. */
function hoursFrom(
  values: Record<string, Answer>,
  prefix: '' | 'kept_',
): { weekday: number; starts: string; ends: string; fromOn: string; toOn: string | null } | { errors: Errors } {
  const of = (name: string) => values[`${prefix}${name}`] ?? null;
  const [starts, ends] = [String(of('starts')), String(of('ends'))];
  const toOn = of('to_on') as string | null;
  if (ends <= starts) return { errors: { [`${prefix}ends`]: 'The end must be after the beginning' } };
  if (toOn !== null && toOn < String(of('from_on')))
    return { errors: { [`${prefix}to_on`]: 'The last day must not be before the first' } };
  return { weekday: Number(of('weekday')), starts, ends, fromOn: String(of('from_on')), toOn };
}

const post = { method: 'POST', can: 'diary.manage', params, record: staffRecord } as const;
const hoursPath = (staffId: string): string => `/diary/hours/${staffId}`;

export const hoursRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/diary/hours/:staffId',
    can: 'diary.manage',
    audit: 'nothing',
    params,
    record: staffRecord,
    handle: (context) => hoursPage(context),
  }),
  route({
    ...post,
    path: '/diary/hours/:staffId/add',
    audit: { event: 'hours.added' },
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const read = readForm((await partsOf(context)).pattern, body);
      const given = read.ok ? hoursFrom(read.values, '') : { errors: read.errors };
      if (!read.ok || 'errors' in given)
        return hoursPage(context, { form: 'pattern', typed: body, errors: 'errors' in given ? given.errors : {} });
      await addPattern(db, actor, record, { ...given, siteId: String(read.values.site) }, clock);
      return redirect(hoursPath(record.staffId), 'Hours added');
    },
  }),
  route({
    ...post,
    path: '/diary/hours/:staffId/protect',
    audit: { event: 'hours.protected' },
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const read = readForm((await partsOf(context)).block, body);
      const given = read.ok ? hoursFrom(read.values, 'kept_') : { errors: read.errors };
      if (!read.ok || 'errors' in given)
        return hoursPage(context, { form: 'block', typed: body, errors: 'errors' in given ? given.errors : {} });
      await addBlock(db, actor, record, { ...given, label: String(read.values.label) }, clock);
      return redirect(hoursPath(record.staffId), 'Time protected');
    },
  }),
  route({
    ...post,
    path: '/diary/hours/:staffId/remove',
    audit: { event: 'hours.removed' },
    async handle({ db, actor, clock, body, record }) {
      const id = typedText(body, 'id');
      const kind = typedText(body, 'what') === 'block' ? 'block' : 'pattern';
      const gone =
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) &&
        (await removeHours(db, actor, record, { kind, id }, clock));
      return redirect(hoursPath(record.staffId), gone ? 'Taken out' : 'Nothing was changed');
    },
  }),
];
