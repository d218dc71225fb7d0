/** Offers of jobs, and going off a benefit and coming back to it. */
import { type Static, Type } from 'typebox';
import { type Context, notFound, type Route, redirect, route } from '../../access/rules/route.ts';
import { caseForm } from '../../cases/actions/case-form.ts';
import { casePath } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { conflict } from '../../kit/conflict.ts';
import { type Answer, type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { versionOf } from '../../kit/record-form.ts';
import { employerNames } from '../actions/employers.ts';
import { changeOffer, correctBenefit, findBenefit, findOffer, recordBenefit, recordOffer } from '../actions/offers.ts';
import {
  type BenefitDirection,
  benefitDirections,
  benefitFrom,
  benefitQuestions,
  offerFrom,
  offerQuestions,
} from '../rules/offers.ts';
import { type CaseContext, caseRef, wordsOf } from './case-ref.ts';

const offerParams = Type.Object({ ...caseParams.properties, offerId: Type.String({ format: 'uuid' }) });
const changeParams = Type.Object({ ...caseParams.properties, benefitChangeId: Type.String({ format: 'uuid' }) });
const wayParams = Type.Object({ ...caseParams.properties, way: Type.Enum(['off', 'back']) });
type OfferContext = Context<Static<typeof offerParams>, unknown, CaseHead>;
type ChangeContext = Context<Static<typeof changeParams>, unknown, CaseHead>;

const ways: Record<'off' | 'back', BenefitDirection> = { off: 'off benefit', back: 'return to benefit' };

async function offerAsked(context: CaseContext): Promise<Question[]> {
  const { db, clock, record } = context;
  return offerQuestions(clock.today().toString(), wordsOf(context), await employerNames(db, record.programmeId));
}
function benefitAsked(context: CaseContext, direction: BenefitDirection): Question[] {
  const today = context.clock.today().toString();
  const benefits = documentOf(context.record, today)?.benefits.map(({ label }) => label) ?? [];
  return benefitQuestions(today, wordsOf(context), benefits, direction);
}

type Form = { title: string; path: string; questions: Question[]; typed: Typed; version?: number };
const refused = (context: CaseContext, form: Form, errors: Errors) =>
  caseForm(context, 'jobs', { ...form, errors, status: 422 });
const stale = (context: CaseContext, form: Form, saved: { version: number }, typed: Record<string, Answer>) =>
  caseForm(context, 'jobs', {
    ...form,
    version: saved.version,
    above: conflict(form.questions, saved as unknown as Record<string, Answer>, typed),
    status: 409,
  });

const offerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/offers/new',
    can: 'case.record',
    audit: { read: 'jobs' },
    params: caseParams,
    record: caseRecord,
    handle: async (context) =>
      caseForm(context, 'jobs', {
        title: 'Add an offer',
        path: 'offers/new',
        questions: await offerAsked(context),
        typed: {},
      }),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/offers/new',
    can: 'case.record',
    audit: { event: 'job.offered' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body } = context;
      const questions = await offerAsked(context);
      const form = { title: 'Add an offer', path: 'offers/new', questions, typed: body };
      const read = readForm(questions, body);
      if (!read.ok) return refused(context, form, read.errors);
      const saved = await recordOffer(db, actor, caseRef(context, {}), offerFrom(read.values));
      if (saved.outcome === 'refused') return refused(context, form, saved.errors);
      return redirect(casePath(record.caseId, 'jobs'), 'Offer saved');
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/offers/:offerId',
    can: 'case.record',
    audit: { read: 'jobs' },
    params: offerParams,
    record: caseRecord,
    async handle(context: OfferContext) {
      const offer = (await findOffer(context.db, context.record.caseId, context.params.offerId)) ?? notFound();
      const questions = await offerAsked(context);
      const { version } = offer;
      const typed = typedFrom(questions, offer);
      return caseForm(context, 'jobs', { title: 'An offer', path: `offers/${offer.id}`, questions, typed, version });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/offers/:offerId',
    can: 'case.record',
    audit: { event: 'job.offer changed' },
    params: offerParams,
    record: caseRecord,
    async handle(context: OfferContext) {
      const { db, actor, record, body, params, clock } = context;
      const questions = await offerAsked(context);
      const version = versionOf(body);
      const form = { title: 'An offer', path: `offers/${params.offerId}`, questions, typed: body, version };
      const read = readForm(questions, body);
      if (!read.ok) return refused(context, form, read.errors);
      const change = { id: params.offerId, version, offer: offerFrom(read.values) };
      const saved = await changeOffer(db, actor, caseRef(context, {}), change, clock.today().toString());
      if (saved.outcome === 'refused') return refused(context, form, saved.errors);
      if (saved.outcome === 'gone') return notFound();
      if (saved.outcome === 'stale') return stale(context, form, saved.saved, read.values);
      return redirect(casePath(record.caseId, 'jobs'), 'Offer saved');
    },
  }),
];

const benefitRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/benefit/:way',
    can: 'case.record',
    audit: { read: 'jobs' },
    params: wayParams,
    record: caseRecord,
    handle(context) {
      const direction = ways[context.params.way];
      const questions = benefitAsked(context, direction);
      const form = { title: benefitDirections[direction], path: `benefit/${context.params.way}`, questions, typed: {} };
      return Promise.resolve(caseForm(context, 'jobs', form));
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/benefit/:way',
    can: 'case.record',
    audit: { event: 'benefit.changed' },
    params: wayParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record, body, params } = context;
      const direction = ways[params.way];
      const questions = benefitAsked(context, direction);
      const form = { title: benefitDirections[direction], path: `benefit/${params.way}`, questions, typed: body };
      const read = readForm(questions, body);
      if (!read.ok) return refused(context, form, read.errors);
      await recordBenefit(db, actor, caseRef(context, {}), benefitFrom(read.values, direction));
      return redirect(casePath(record.caseId, 'jobs'), 'Saved');
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/jobs/benefits/:benefitChangeId',
    can: 'case.record',
    audit: { read: 'jobs' },
    params: changeParams,
    record: caseRecord,
    async handle(context: ChangeContext) {
      const change =
        (await findBenefit(context.db, context.record.caseId, context.params.benefitChangeId)) ?? notFound();
      const questions = benefitAsked(context, change.direction);
      const typed = typedFrom(questions, change);
      const { version } = change;
      const title = benefitDirections[change.direction];
      return caseForm(context, 'jobs', { title, path: `benefits/${change.id}`, questions, typed, version });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/jobs/benefits/:benefitChangeId',
    can: 'case.record',
    audit: { event: 'benefit.corrected' },
    params: changeParams,
    record: caseRecord,
    async handle(context: ChangeContext) {
      const { db, actor, record, body, params } = context;
      const stood = (await findBenefit(db, record.caseId, params.benefitChangeId)) ?? notFound();
      const questions = benefitAsked(context, stood.direction);
      const version = versionOf(body);
      const title = benefitDirections[stood.direction];
      const form = { title, path: `benefits/${stood.id}`, questions, typed: body, version };
      const read = readForm(questions, body);
      if (!read.ok) return refused(context, form, read.errors);
      const change = { id: stood.id, version, benefit: benefitFrom(read.values, stood.direction) };
      const saved = await correctBenefit(db, actor, caseRef(context, {}), change);
      if (saved.outcome === 'gone') return notFound();
      if (saved.outcome === 'stale') return stale(context, form, saved.saved, read.values);
      return redirect(casePath(record.caseId, 'jobs'), 'Saved');
    },
  }),
];

/** Routes of what stands beside the jobs of a case. */
export const besideJobsRoutes: readonly Route[] = [...offerRoutes, ...benefitRoutes];
