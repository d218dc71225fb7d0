/** What is done with a referral by a short form: one route for all of rules/doings.ts. */
import { Type } from 'typebox';
import { notFound, type Reply, type Route, route } from '../../access/rules/route.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import { servicesOfOrganisation } from '../../directory/actions/entries.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { doIt } from '../actions/do.ts';
import type { ReferralRow } from '../actions/move.ts';
import { type DoingName, doings, type Placing } from '../rules/doings.ts';
import { answered, atOf, type Case, framed, hrefOf, problemsHtml, type ReferralParams, referralOf } from './shared.ts';

const params = Type.Object({
  caseId: Type.String({ format: 'uuid' }),
  serviceReferralId: Type.String({ format: 'uuid' }),
  doing: Type.Enum(Object.keys(doings)),
});
type Doing = Case<ReferralParams & { doing: string }>;

const questionsOf = (context: Doing, name: DoingName, services: Placing) =>
  doings[name].questions({ services, today: context.clock.today().toString() });

/** The services of the organisation, to say which one takes the person. */
async function servicesFor({ db }: Doing, row: ReferralRow): Promise<Placing> {
  if (row.organisation_id === null) return [];
  const all = await servicesOfOrganisation(db, row.organisation_id, { limit: 50, offset: 0 });
  return all.map(({ id, name }) => ({ value: id, text: name }));
}

function formPage(
  context: Doing,
  of: { row: ReferralRow; name: DoingName; services: Placing },
  typed: Typed,
  wrong: { errors?: Errors; problems?: readonly string[] } = {},
): Reply {
  const { row, name, services } = of;
  const { title } = doings[name];
  const href = hrefOf(row);
  return framed(context, {
    title,
    back: { href, text: row.service_name },
    wrong: wrong.errors !== undefined || wrong.problems !== undefined,
    main: recordForm({
      ...{
        title,
        action: `${href}/do/${name}`,
        csrf: context.csrf,
        typed,
        errors: wrong.errors,
        save: title,
        cancel: href,
      },
      questions: questionsOf(context, name, services),
      version: Number(typed.version ?? row.version),
      above: problemsHtml(wrong.problems ?? []),
    }),
  });
}

/** The short forms. */
export const doRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/do/:doing',
    can: 'service.refer',
    audit: { read: 'referral' },
    params,
    record: caseRecord,
    async handle(context) {
      const row = await referralOf(context);
      const name = context.params.doing as DoingName;
      if (!doings[name].can(row)) return notFound();
      const services = await servicesFor(context, row);
      const typed = typedFrom(questionsOf(context, name, services), {
        day: context.clock.today().toString(),
        placed: row.service_id,
      });
      return formPage(context, { row, name, services }, typed);
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/:serviceReferralId/do/:doing',
    can: 'service.refer',
    audit: { event: 'service referral.moved' },
    params,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, timeZone } = context;
      const row = await referralOf(context);
      const name = context.params.doing as DoingName;
      const services = await servicesFor(context, row);
      const of = { row, name, services };
      const read = readForm(questionsOf(context, name, services), body);
      if (!read.ok) return formPage(context, of, body, { errors: read.errors });
      const seen = { ...row, version: versionOf(body) };
      const done = await doIt(db, actor, seen, name, read.values, { ...atOf(context), timeZone });
      return answered(row, done, 'Saved', (problems) => formPage(context, of, body, { problems }));
    },
  }),
];
