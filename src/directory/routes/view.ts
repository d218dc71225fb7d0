/** A service as it stands: its page, the page to hand over, its history, checking it and who keeps it. */
import { Type } from 'typebox';
import { page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { rulesOfProgrammes } from '../actions/access-rules.ts';
import { directivesAbout, directivesFor } from '../actions/directives.ts';
import { type ServiceRow, termsOf } from '../actions/entries.ts';
import { figuresOf } from '../actions/figures.ts';
import { changesOf, knownOf, type SaidOf } from '../actions/known.ts';
import { placesOf } from '../actions/places.ts';
import {
  keepersAndTerms,
  setSteward,
  stewardsOf,
  verifyEntry,
  workerCalled,
  workerNames,
} from '../actions/stewards.ts';
import { entryHtml } from '../pages/entry.ts';
import { handOverHtml } from '../pages/hand-over.ts';
import { changesHtml, knownHtml } from '../pages/known.ts';
import { declineText } from '../rules/figures.ts';
import {
  atOf,
  groundOf,
  labelIn,
  mayManage,
  mayWrite,
  type OfService,
  pageSize,
  readersProgrammes,
  serviceOf,
  serviceParams,
} from './entry.ts';

/** Months after which a checked entry is to be looked at again. */
const checkAgain = 6;

/** The area of the reader in a programme: directives of other areas are not theirs. */
const areaOf = ({ actor }: OfService): string | null =>
  actor.memberships.find(({ areaId }) => areaId !== null)?.areaId ?? null;

/** A steward checks what they keep, a manager every entry, and anybody one that nobody keeps. */
const mayVerify = (context: OfService, steward: string | undefined): boolean =>
  mayWrite(context.actor) && (steward === undefined || steward === context.actor.userId || mayManage(context.actor));

/** The page of a service. */
async function servicePage(context: OfService, service: ServiceRow, saidOf: SaidOf): Promise<Reply> {
  const { db, actor, clock, csrf } = context;
  const today = clock.today();
  const [day, serviceId] = [today.toString(), service.id];
  const ground = await groundOf(db, actor, day);
  const programmeIds = readersProgrammes(actor);
  const { stewards, terms } = await keepersAndTerms(db, serviceId);
  const manages = mayManage(actor);
  const held = await directivesFor(db, { programmeIds, areaId: areaOf(context), day });
  const known = await knownOf(db, serviceId, { day, hidden: manages });
  return page({
    title: service.name,
    back: { href: '/directory', text: 'Directory' },
    main: entryHtml({
      ...{ service, stewards, terms, least: ground.least, today: day, csrf },
      places: await placesOf(db, serviceId),
      totals: (await figuresOf(db, [serviceId], today)).get(serviceId) ?? {},
      rules: await rulesOfProgrammes(db, programmeIds, { serviceId, day, limit: 50, offset: 0 }),
      roleLabel: labelIn(ground.roles),
      benefitLabel: labelIn(ground.benefits),
      reasonText: declineText,
      said: await saidOf(db, serviceId),
      directives: directivesAbout(held, { serviceId, contract: service.contract }),
      known: knownHtml({ serviceId, rows: known, mayWrite: mayWrite(actor), mayManage: manages, today: day, csrf }),
      mayWrite: mayWrite(actor),
      mayManage: manages,
      mayVerify: mayVerify(context, stewards.find((one) => one.to_day === null)?.user_id),
    }),
  });
}

const back = (service: ServiceRow) => ({ href: `/directory/services/${service.id}`, text: service.name });

const stewardQuestion = (names: readonly string[]): Question => ({
  kind: 'text',
  name: 'who',
  label: 'Who keeps it from today on?',
  hint: 'Their name, or their work email',
  required: 'Enter who keeps it',
  width: 30,
  suggestions: names,
});

async function stewardPage(context: OfService, typed: Typed = {}, errors?: Errors): Promise<Reply> {
  const service = await serviceOf(context);
  const names = await workerNames(context.db, readersProgrammes(context.actor));
  return page({
    title: 'Who keeps this entry',
    back: back(service),
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Who keeps this entry',
      action: `/directory/services/${service.id}/steward`,
      csrf: context.csrf,
      questions: [stewardQuestion(names)],
      typed,
      errors,
      above: html`<p class="govuk-body">${service.name}. Whoever kept it until now does so no more from today, and its history keeps both names.</p>`,
      save: 'Save',
      cancel: `/directory/services/${service.id}`,
    }),
  });
}

/** A service as it stands. */
export const viewRoutes = (saidOf: SaidOf): readonly Route[] => [
  route({
    method: 'GET',
    path: '/directory/services/:serviceId',
    can: 'directory.read',
    audit: 'nothing',
    params: serviceParams,
    handle: async (context) => servicePage(context, await serviceOf(context), saidOf),
  }),
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/print',
    can: 'directory.read',
    audit: 'nothing',
    params: serviceParams,
    async handle(context) {
      const service = await serviceOf(context);
      return page({
        title: 'A page to hand over',
        back: back(service),
        modules: ['print.js'],
        main: handOverHtml({
          service,
          terms: await termsOf(context.db, service.id),
          places: await placesOf(context.db, service.id),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/history',
    can: 'directory.read',
    audit: 'nothing',
    params: serviceParams,
    query: Type.Object({ before: Type.Optional(Type.String({ format: 'uuid' })) }),
    async handle(context) {
      const service = await serviceOf(context);
      const rows = await changesOf(
        context.db,
        { serviceId: service.id },
        { before: context.query.before, limit: pageSize + 1 },
      );
      const shown = rows.slice(0, pageSize);
      return page({
        title: 'What changed',
        back: back(service),
        main: changesHtml({
          title: `What changed: ${service.name}`,
          above: html``,
          rows: shown,
          next:
            rows.length > pageSize ? `/directory/services/${service.id}/history?before=${shown.at(-1)?.id}` : undefined,
          timeZone: context.timeZone,
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/verify',
    can: 'directory.write',
    audit: { event: 'directory.checked' },
    params: serviceParams,
    async handle(context) {
      const { db, actor, body } = context;
      const service = await serviceOf(context);
      const to = `/directory/services/${service.id}`;
      const steward = (await stewardsOf(db, service.id)).find((one) => one.to_day === null);
      if (!mayVerify(context, steward?.user_id))
        return redirect(to, 'Nothing was saved: whoever keeps this entry checks it, or a manager');
      const given = { id: service.id, version: versionOf(body), months: checkAgain };
      const done = await verifyEntry(db, { actor }, given, atOf(context));
      return redirect(
        to,
        done.outcome === 'stale'
          ? 'Nothing was saved: somebody changed this entry meanwhile. Look at it again'
          : 'Checked',
      );
    },
  }),
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/steward',
    can: 'directory.manage',
    audit: 'nothing',
    params: serviceParams,
    handle: (context) => stewardPage(context),
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/steward',
    can: 'directory.manage',
    audit: { event: 'directory.steward' },
    params: serviceParams,
    async handle(context) {
      const { db, actor, body } = context;
      const service = await serviceOf(context);
      const read = readForm([stewardQuestion([])], body);
      if (!read.ok) return stewardPage(context, body, read.errors);
      const found = await workerCalled(db, readersProgrammes(actor), String(read.values.who));
      if (found === null || found === 'several')
        return stewardPage(context, body, {
          who:
            found === null
              ? 'Nobody of your programmes is called so. Choose a name from the list, or enter a work email'
              : 'More than one person is called so. Enter their work email',
        });
      const done = await setSteward(db, actor, { serviceId: service.id, userId: found.user_id }, atOf(context));
      return redirect(
        `/directory/services/${service.id}`,
        done ? 'The entry has another steward' : 'Nothing was changed: they keep it already',
      );
    },
  }),
];
