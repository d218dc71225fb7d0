/** Making a referral, a signpost or an enquiry from the directory, with the person there. */
import { Type } from 'typebox';
import { type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseParams, caseRecord } from '../../cases/actions/record.ts';
import { mayRefer, roleLabels } from '../../directory/actions/access-rules.ts';
import { directivesAbout, directivesFor } from '../../directory/actions/directives.ts';
import { findOrganisation, findService, needsOf, type ServiceRow } from '../../directory/actions/entries.ts';
import { workingRolesOf } from '../../directory/actions/working-roles.ts';
import { whyReasons } from '../../directory/rules/codes.ts';
import { notTaking, paymentWarning } from '../../directory/rules/open.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { isUuid } from '../../kit/uuid.ts';
import { eligibleFor } from '../actions/eligible.ts';
import { referralsOfCase } from '../actions/history.ts';
import { makeReferral, type NewOne } from '../actions/make.ts';
import { chooseHtml, newHtml } from '../pages/new.ts';
import { type Asked, missingOf, newQuestions } from '../rules/new-form.ts';
import { atOf, type Case, framed, problemsHtml, signedIn } from './shared.ts';

type Ground = Asked & {
  service: ServiceRow;
  /** Sentences above the form: what stands against it, what is to be asked, what managers ask for. */
  against: string[];
  asks: string[];
  warnings: string[];
  directiveId: string | null;
};

/** What the form is made of for a service: read anew with every request, so that it says what holds now. */
async function groundOf({ db, actor, record, clock }: Case, service: ServiceRow): Promise<Ground> {
  const { userId } = signedIn(actor);
  const today = clock.today().toString();
  const { programmeId, caseId } = record;
  const organisation = service.organisation_id === null ? null : await findOrganisation(db, service.organisation_id);
  const contract = organisation?.contract ?? null;
  const roles = await workingRolesOf(db, { userId, programmeId, day: today });
  const labels = await roleLabels(db, programmeId, today);
  const label = (code: string) => labels.find((one) => one.code === code)?.label ?? code;
  const access = await mayRefer(db, {
    ...{ serviceId: service.id, programmeId, areaId: record.case.areaId, userId, caseId, day: today, roles },
  });
  const of = { case_id: caseId, programme_id: programmeId, service_id: service.id };
  const { blocks, asks } = await eligibleFor(db, of, today);
  const held = await directivesFor(db, { programmeIds: [programmeId], areaId: record.case.areaId, day: today });
  const about = directivesAbout(held, { serviceId: service.id, contract });
  const against = about.filter(({ says }) => says === 'against');
  const payment = paymentWarning(service, {
    ...{ role: access.role ?? roles[0] ?? null, roleLabel: label, formSent: null },
  });
  const same = (await referralsOfCase(db, caseId)).filter((one) => one.service_id === service.id);
  const taking = notTaking({ ...service, contract, contract_from: organisation?.contract_from ?? null }, today);
  return {
    service,
    against: [...taking, ...(access.allowed ? [] : [access.why]), ...blocks],
    asks,
    warnings: [
      ...(payment === null ? [] : [payment]),
      ...(access.exception === null ? [] : [access.why]),
      ...(service.call_first ? ['Call them first, to find out together whether it fits'] : []),
      ...(service.benefit_effect === null ? [] : [`${service.benefit_effect}. Check this: it is not certain`]),
      ...(same.some(({ open }) => open) ? ['There is an open one to this service already'] : []),
      ...about.map(({ directive }) => `Managers ask: ${directive.words}`),
    ],
    directiveId: against[0]?.directive.id ?? null,
    today,
    blocked: blocks.length > 0,
    directive: against.length > 0,
    sensitive: service.exclusions.some(({ sensitive }) => sensitive),
    roles: roles.map((code) => ({ value: code, text: label(code) })),
    needs: (await needsOf(db, service.id))
      .filter(({ chosen }) => chosen)
      .map(({ id, name }) => ({ value: id, text: name })),
    signpostOnly: !service.referable,
  };
}

const listOf = (body: Typed, name: string): string[] => {
  const value = body[name];
  return typeof value === 'string' ? [value] : [...(value ?? [])];
};

function formPage(
  context: Case,
  ground: Ground,
  typed: Typed,
  wrong: { errors?: Errors; problems?: readonly string[] } = {},
): Reply {
  const { record, csrf } = context;
  return framed(context, {
    title: 'Refer to a service',
    back: { href: `/cases/${record.caseId}/services`, text: 'Find a service' },
    wrong: wrong.errors !== undefined || wrong.problems !== undefined,
    main: newHtml({
      ...{ caseId: record.caseId, name: record.name, csrf, typed, errors: wrong.errors ?? {}, ...ground },
      ...{ questions: newQuestions(ground), why: listOf(typed, 'why'), problems: problemsHtml(wrong.problems ?? []) },
    }),
  });
}

const query = Type.Object({
  service: Type.Optional(Type.String({ format: 'uuid' })),
  from: Type.Optional(Type.String({ format: 'uuid' })),
});

/** Making one. */
export const newRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/new',
    can: 'service.refer',
    audit: { read: 'referrals' },
    params: caseParams,
    query,
    record: caseRecord,
    async handle(context) {
      const { db, query: asked, record, clock } = context;
      const service = asked.service === undefined ? null : await findService(db, asked.service);
      if (service === null) {
        const back = { href: `/cases/${record.caseId}/referrals`, text: 'Services' };
        return framed(context, { title: 'Refer to a service', main: chooseHtml(record.caseId), back });
      }
      const ground = await groundOf(context, service);
      const typed = typedFrom(newQuestions(ground), {
        made: clock.today().toString(),
        need: ground.needs.length === 1 ? (ground.needs[0]?.value ?? null) : null,
      });
      return formPage(context, ground, asked.from === undefined ? typed : { ...typed, from: asked.from });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/referrals/new',
    can: 'service.refer',
    audit: { event: 'service referral.made' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, body, record } = context;
      const id = String(body.service ?? '');
      const service = isUuid(id) ? await findService(db, id) : null;
      if (service === null) return redirect(`/cases/${record.caseId}/services`, 'Choose a service of the directory');
      const ground = await groundOf(context, service);
      const read = readForm(newQuestions(ground), body);
      if (!read.ok) return formPage(context, ground, body, { errors: read.errors });
      const text = (name: string): string | null =>
        typeof read.values[name] === 'string' ? (read.values[name] as string) : null;
      const kind = String(read.values.kind) as NewOne['kind'];
      const from = String(body.from ?? '');
      const parent = isUuid(from)
        ? (await referralsOfCase(db, record.caseId)).find((one) => one.id === from)
        : undefined;
      // Codes alone: 'would rather not work with them' is no reason why a service fits somebody.
      const why = listOf(body, 'why').filter((code) => Object.hasOwn(whyReasons, code));
      const errors = kind === 'referral' ? missingOf({ ...read.values, why }, ground) : {};
      if (Object.keys(errors).length > 0) return formPage(context, ground, body, { errors });
      const made = await makeReferral(
        db,
        signedIn(actor),
        record,
        {
          ...{ kind, serviceId: service.id, need: text('need'), why, whyWords: text('why_words') },
          ...{ directiveId: ground.directiveId, overrideReason: text('override'), exceptionReason: text('exception') },
          undisclosed: kind === 'referral' && ground.sensitive && text('asked') !== 'none',
          madeAs: text('made_as') ?? (ground.roles.length === 1 ? (ground.roles[0]?.value ?? null) : null),
          ...{ madeOn: String(read.values.made), parentId: parent?.id ?? null },
          ...{ decision: text('decision') as NewOne['decision'], reason: text('reason') },
        },
        atOf(context),
      );
      if (made.outcome !== 'done')
        return formPage(context, ground, body, {
          problems: made.outcome === 'refused' ? made.problems : ['Try again'],
        });
      const href = `/cases/${record.caseId}/referrals/${made.id}`;
      const yes = kind === 'referral' && read.values.decision === 'yes';
      return redirect(
        yes ? `${href}/consent` : href,
        yes
          ? 'Saved. Ask now what may be told'
          : kind === 'signpost'
            ? 'Saved. Nothing is sent to the service: give them the paper, or send them a confirmation'
            : 'Saved',
      );
    },
  }),
];
