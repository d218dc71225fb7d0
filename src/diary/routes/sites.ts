/** Sites and rooms, for whoever may add and change them. */
import { can, programmesOf } from '../../access/rules/policy.ts';
import { type Context, page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { type Answer, type Errors, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { recordForm, versionOf } from '../../kit/record-form.ts';
import { areasOf, listProgrammes } from '../../programmes/actions.ts';
import { addRoom, addSite, changeSite, roomsOf, type SiteGiven, type SiteRow, sitesOf } from '../actions/places.ts';
import { type Stands, siteHtml, sitesHtml } from '../pages/sites.ts';
import { roomQuestions, siteQuestions } from '../rules/site-form.ts';
import { siteParams, siteRecord } from './day.ts';

type Of = Context<unknown, unknown, unknown>;
export type OfSite = Context<{ siteId: string }, unknown, { programmeId: string; site: SiteRow }>;

const standing = (site: SiteRow): Record<string, Answer> => ({
  ...{
    name: site.name,
    area: site.area_id,
    address: site.address,
    phone: site.phone,
    zone: site.time_zone,
    holidays: site.holidays,
  },
  ...{
    opens: site.opens,
    closes: site.closes,
    step_free: site.step_free ? 'yes' : 'no',
    outreach: site.outreach ? 'yes' : 'no',
  },
});

function siteFrom(values: Record<string, Answer>, weekdays: readonly number[]): SiteGiven | { errors: Errors } {
  const text = (name: string) => values[name] as string | null;
  const [opens, closes] = [String(values.opens), String(values.closes)];
  if (closes <= opens) return { errors: { closes: 'It must close after it opens' } };
  return {
    ...{
      name: String(values.name),
      areaId: text('area'),
      address: text('address'),
      phone: text('phone'),
      opens,
      closes,
      weekdays,
    },
    ...{ timeZone: String(values.zone), holidays: String(values.holidays) },
    ...{ stepFree: values.step_free === 'yes', outreach: values.outreach === 'yes' },
  };
}

const twice: Errors = { name: 'There is a site of this name already' };

/** The programme in which the actor adds sites: the first that they may, in the order of the list. */
export async function programmeFor({ db, actor, clock }: Pick<Of, 'db' | 'actor' | 'clock'>): Promise<string | null> {
  const ids = programmesOf(actor, 'site.manage');
  const listed = await listProgrammes(db, { day: clock.today().toString(), ids });
  return listed[0]?.id ?? ids?.[0] ?? null;
}

async function newPage(context: Of, given: { typed?: Typed; errors?: Errors } = {}): Promise<Reply> {
  const { db, csrf } = context;
  const programmeId = await programmeFor(context);
  const questions = siteQuestions(programmeId === null ? [] : await areasOf(db, { programmeId }));
  const usual = {
    zone: context.timeZone,
    holidays: 'england-and-wales',
    opens: '09:00',
    closes: '17:00',
    outreach: 'no',
  };
  return page({
    title: 'Add a site',
    back: { href: '/sites', text: 'Sites' },
    ...(given.errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      ...{ title: 'Add a site', action: '/sites/new', csrf, questions, save: 'Add the site', cancel: '/sites' },
      typed: given.typed ?? typedFrom(questions, usual),
      errors: given.errors,
    }),
  });
}

type Given = { form: 'change' | 'room'; typed: Typed; errors: Errors };
/** The page of a site. `stands` is what is booked where something was to be closed. */
export async function sitePage(context: OfSite, given?: Given, stands?: Stands): Promise<Reply> {
  const { db, actor, clock, csrf, record } = context;
  const { site } = record;
  const may = can(actor, 'site.manage', record);
  const questions = siteQuestions(may ? await areasOf(db, { programmeId: site.programme_id }) : []);
  return page({
    title: site.name,
    back: { href: '/sites', text: 'Sites' },
    ...(stands !== undefined ? { status: 409, error: true } : given === undefined ? {} : { status: 422, error: true }),
    main: siteHtml({
      ...{ site, csrf, stands: stands ?? null, today: clock.today().toString() },
      rooms: await roomsOf(db, site.id),
      change: may
        ? {
            questions,
            typed: given?.form === 'change' ? given.typed : typedFrom(questions, standing(site)),
            errors: given?.form === 'change' ? given.errors : {},
          }
        : null,
      room: may
        ? {
            questions: roomQuestions,
            typed: given?.form === 'room' ? given.typed : {},
            errors: given?.form === 'room' ? given.errors : {},
          }
        : null,
    }),
  });
}

export const siteRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/sites',
    can: 'site.read',
    audit: 'nothing',
    async handle({ db, actor }) {
      const sites = await sitesOf(db, programmesOf(actor, 'site.read') ?? []);
      return page({ title: 'Sites', main: sitesHtml(sites, programmesOf(actor, 'site.manage')?.length !== 0) });
    },
  }),
  route({
    method: 'GET',
    path: '/sites/new',
    can: 'site.manage',
    audit: 'nothing',
    handle: (context) => newPage(context),
  }),
  route({
    method: 'POST',
    path: '/sites/new',
    can: 'site.manage',
    audit: { event: 'site.added' },
    async handle(context) {
      const { db, actor, clock, body } = context;
      const programmeId = await programmeFor(context);
      const read = readForm(siteQuestions(programmeId === null ? [] : await areasOf(db, { programmeId })), body);
      const given = read.ok ? siteFrom(read.values, [1, 2, 3, 4, 5]) : { errors: read.errors };
      if ('errors' in given) return newPage(context, { typed: body, errors: given.errors });
      if (programmeId === null)
        return newPage(context, { typed: body, errors: { name: 'No programme is loaded yet' } });
      const added = await addSite(db, actor, programmeId, given, clock);
      return added === 'twice'
        ? newPage(context, { typed: body, errors: twice })
        : redirect(`/sites/${added.id}`, 'Site added. Add its rooms');
    },
  }),
  route({
    method: 'GET',
    path: '/sites/:siteId',
    can: 'site.read',
    audit: 'nothing',
    params: siteParams,
    record: siteRecord,
    handle: (context) => sitePage(context),
  }),
  route({
    method: 'POST',
    path: '/sites/:siteId',
    can: 'site.manage',
    audit: { event: 'site.changed' },
    params: siteParams,
    record: siteRecord,
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const { site } = record;
      const read = readForm(siteQuestions(await areasOf(db, { programmeId: site.programme_id })), body);
      const given = read.ok ? siteFrom(read.values, site.weekdays) : { errors: read.errors };
      if ('errors' in given) return sitePage(context, { form: 'change', typed: body, errors: given.errors });
      const outcome = await changeSite(db, actor, site, versionOf(body), given, clock);
      return redirect(
        `/sites/${site.id}`,
        outcome === 'saved' ? 'Site saved' : 'Nothing was saved: somebody changed this site already',
      );
    },
  }),
  route({
    method: 'POST',
    path: '/sites/:siteId/rooms',
    can: 'site.manage',
    audit: { event: 'site.room_added' },
    params: siteParams,
    record: siteRecord,
    async handle(context) {
      const { db, actor, clock, body, record } = context;
      const read = readForm(roomQuestions, body);
      if (!read.ok) return sitePage(context, { form: 'room', typed: body, errors: read.errors });
      const { values } = read;
      const given = {
        ...{ name: String(values.room), places: Number(values.places), private: values.private === 'yes' },
        ...{ stepFree: values.no_stairs === 'yes', quiet: values.quiet === 'yes' },
      };
      const outcome = await addRoom(db, actor, record.site, given, clock);
      return outcome === 'saved'
        ? redirect(`/sites/${record.site.id}`, 'Room added')
        : sitePage(context, {
            form: 'room',
            typed: body,
            errors: { room: 'This site has a room of this name already' },
          });
    },
  }),
];
