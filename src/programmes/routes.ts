import { Type } from 'typebox';
import { userNames } from '../access/actions.ts';
import { canSomewhere, programmesOf } from '../access/rules/policy.ts';
import { type Page, page, type Route, redirect, route } from '../access/rules/route.ts';
import { readForm } from '../kit/form.ts';
import { html } from '../kit/html.ts';
import { button, insetText } from '../kit/ui/index.ts';
import {
  type Instruments,
  listProgrammes,
  loadProgrammeFiles,
  type ProgrammeVersion,
  programmeOn,
  programmeRecord,
  versionsOf,
} from './actions.ts';
import { dutiesHtml } from './pages/duties.ts';
import { TITLE as ELIGIBILITY_TITLE, eligibilityHtml, eligibilityQuestions, factsFrom } from './pages/eligibility.ts';
import { listHtml, loadHtml } from './pages/list.ts';
import { documentHtml } from './pages/programme.ts';
import { changesHtml, versionsHtml } from './pages/versions.ts';
import { changesBetween, checkEligibility, entryCohortOf, versionOn } from './rules.ts';
import { selectionRoutes } from './selection-routes.ts';

const MOST_UPLOADED = 2 * 1024 * 1024;
const KeyParams = Type.Object({ key: Type.String({ maxLength: 80 }) });
const VersionNumber = Type.Integer({ minimum: 1, maximum: 1_000_000 });

/** The routes of the room. Loading needs the instruments of another room: see `Instruments`. */
export function programmeRoutes(instruments: Instruments): Route[] {
  return [
    list,
    programme,
    duties,
    versions,
    changes,
    eligibilityForm,
    eligibilityCheck,
    ...selectionRoutes,
    loadForm,
    loadRoute(instruments),
  ];
}

const list = route({
  method: 'GET',
  path: '/programmes',
  can: 'programme.read',
  audit: 'nothing',
  async handle({ db, clock, actor }) {
    const day = clock.today().toString();
    const found = await listProgrammes(db, { day, ids: programmesOf(actor, 'programme.read') });
    const lines = found.map(({ key, name, versions, version, valid_from }) => ({
      key,
      name,
      versions,
      version,
      validFrom: valid_from,
    }));
    return page({ title: 'Programmes', main: listHtml(lines, canSomewhere(actor, 'programme.load')) });
  },
});

const programme = route({
  method: 'GET',
  path: '/programmes/:key',
  can: 'programme.read',
  audit: 'nothing',
  params: KeyParams,
  query: Type.Object({ version: Type.Optional(VersionNumber) }),
  record: programmeRecord,
  async handle({ db, clock, record, query }) {
    const today = clock.today().toString();
    const all = await versionsOf(db, record.programmeId);
    const inForce = versionOn(all, today);
    const asked = query.version === undefined ? undefined : numbered(all, query.version);
    const shown = query.version === undefined ? await programmeOn(db, record.programmeId, today) : asked;
    if (!shown) return noSuchVersion(record);
    const base = programmePath(record.key);
    const held = shown.version === inForce?.version;
    const state = held
      ? `Version ${shown.version}, in force today.`
      : `Version ${shown.version}. This is not the version in force today${inForce ? `, which is version ${inForce.version}` : ''}.`;
    return page({
      title: shown.document.name,
      back: { href: '/programmes', text: 'Programmes' },
      main: html`<h1 class="govuk-heading-l">${shown.document.name}</h1>
${held ? html`<p class="govuk-body">${state}</p>` : insetText({ text: state })}
<div class="govuk-button-group">
${button({ text: 'Check who is eligible', href: `${base}/eligibility`, classes: 'govuk-button--secondary' })}
<a class="govuk-link" href="${base}/selection">Check a list of people</a>
<a class="govuk-link" href="${base}/versions">All ${all.length} ${all.length === 1 ? 'version' : 'versions'}</a>
</div>
${documentHtml(shown.document)}`,
    });
  },
});

const duties = route({
  method: 'GET',
  path: '/programmes/:key/duties',
  can: 'programme.read',
  audit: 'nothing',
  params: KeyParams,
  record: programmeRecord,
  async handle({ db, clock, record }) {
    const today = clock.today().toString();
    const version = await programmeOn(db, record.programmeId, today);
    if (version === null) return noSuchVersion(record);
    return page({
      title: `Reporting duties of ${record.name}`,
      back: { href: programmePath(record.key), text: record.name },
      main: html`<span class="govuk-caption-l">${record.name}</span>
<h1 class="govuk-heading-l">Reporting duties</h1>
<p class="govuk-body">What is owed, to whom, and why it is asked. What is missing of a person stands on Today of their key worker.</p>
${dutiesHtml(version.document, today)}`,
    });
  },
});

const versions = route({
  method: 'GET',
  path: '/programmes/:key/versions',
  can: 'programme.read',
  audit: 'nothing',
  params: KeyParams,
  record: programmeRecord,
  async handle({ db, clock, record, timeZone }) {
    const today = clock.today().toString();
    const all = await versionsOf(db, record.programmeId);
    const names = await userNames(
      db,
      all.map((one) => one.loadedBy),
    );
    const lines = all.map(({ version, validFrom, loadedAt, loadedBy }) => ({
      version,
      validFrom,
      loadedAt,
      by: loadedBy === null ? null : (names.get(loadedBy) ?? 'a user who is no longer there'),
    }));
    const inForce = versionOn(all, today)?.version ?? null;
    return page({
      title: `Versions of ${record.name}`,
      back: { href: programmePath(record.key), text: record.name },
      main: versionsHtml({ programme: record, versions: lines, inForce, today, timeZone }),
    });
  },
});

const changes = route({
  method: 'GET',
  path: '/programmes/:key/changes',
  can: 'programme.read',
  audit: 'nothing',
  params: KeyParams,
  query: Type.Object({ from: VersionNumber, to: VersionNumber }),
  record: programmeRecord,
  async handle({ db, record, query }) {
    const all = await versionsOf(db, record.programmeId);
    const [before, after] = [numbered(all, query.from), numbered(all, query.to)];
    if (!before || !after) return noSuchVersion(record);
    return page({
      title: `What changed in ${record.name}`,
      back: { href: `${programmePath(record.key)}/versions`, text: 'Versions' },
      wide: true,
      main: changesHtml({
        programme: record,
        from: before.version,
        to: after.version,
        changes: changesBetween(before.document, after.document),
      }),
    });
  },
});

const eligibilityForm = route({
  method: 'GET',
  path: '/programmes/:key/eligibility',
  can: 'programme.read',
  audit: 'nothing',
  params: KeyParams,
  record: programmeRecord,
  async handle({ db, clock, record, csrf }) {
    const version = await programmeOn(db, record.programmeId, clock.today().toString());
    if (version === null) return noSuchVersion(record);
    return eligibilityPage(record, eligibilityHtml({ programme: record, document: version.document, csrf }));
  },
});

// A post, so that what is known of somebody is in no address; it changes nothing and keeps nothing.
const eligibilityCheck = route({
  method: 'POST',
  path: '/programmes/:key/eligibility',
  can: 'programme.read',
  audit: 'nothing',
  params: KeyParams,
  record: programmeRecord,
  async handle({ db, clock, record, csrf, body }) {
    const version = await programmeOn(db, record.programmeId, clock.today().toString());
    if (version === null) return noSuchVersion(record);
    const { document } = version;
    const reading = readForm(eligibilityQuestions(document), body);
    const common = { programme: record, document, csrf, typed: body };
    if (!reading.ok)
      return {
        ...eligibilityPage(record, eligibilityHtml({ ...common, errors: reading.errors })),
        error: true,
        status: 422,
      };
    const facts = factsFrom(reading.values);
    // Selection goes by the rules of its own day, where that is known.
    const on = facts.referredOn ?? clock.today().toString();
    const rules = (await programmeOn(db, record.programmeId, on)) ?? version;
    const result = checkEligibility(rules.document, facts);
    const cohort = entryCohortOf(rules.document, facts);
    return eligibilityPage(record, eligibilityHtml({ ...common, result, cohort, version: rules }));
  },
});

const loadForm = route({
  method: 'GET',
  path: '/load-programme',
  can: 'programme.load',
  audit: 'nothing',
  async handle({ csrf }) {
    return loadPage(loadHtml(csrf));
  },
});

const loadRoute = (instruments: Instruments) =>
  route({
    method: 'POST',
    path: '/load-programme',
    can: 'programme.load',
    audit: { event: 'programme.loaded' },
    uploadLimit: MOST_UPLOADED,
    async handle({ db, clock, actor, csrf, uploads }) {
      const files = uploads.filter((upload) => upload.field === 'documents' && upload.data.length > 0);
      if (files.length === 0) {
        const problems = [{ path: '', message: 'Choose the programme document' }];
        return { ...loadPage(loadHtml(csrf, problems)), error: true, status: 422 };
      }
      const result = await loadProgrammeFiles(db, actor, files, instruments, clock.today().toString());
      if (result.outcome === 'refused')
        return { ...loadPage(loadHtml(csrf, result.problems)), error: true, status: 422 };
      const notice =
        result.outcome === 'loaded'
          ? `Version ${result.version} was loaded.`
          : `Nothing changed: this is version ${result.version}, which is loaded already.`;
      return redirect(programmePath(result.key), notice);
    },
  });

function programmePath(key: string): string {
  return `/programmes/${encodeURIComponent(key)}`;
}

function numbered(all: readonly ProgrammeVersion[], version: number): ProgrammeVersion | undefined {
  return all.find((one) => one.version === version);
}

function eligibilityPage(record: { key: string; name: string }, main: Page['main']): Page {
  return page({ title: ELIGIBILITY_TITLE, back: { href: programmePath(record.key), text: record.name }, main });
}

function loadPage(main: Page['main']): Page {
  return page({ title: 'Load a programme document', back: { href: '/programmes', text: 'Programmes' }, main });
}

function noSuchVersion(record: { key: string; name: string }): Page {
  return page({
    title: 'There is no such version',
    status: 404,
    back: { href: `${programmePath(record.key)}/versions`, text: 'Versions' },
    main: html`<h1 class="govuk-heading-l">There is no such version</h1>
<p class="govuk-body">Choose one from the list of versions of ${record.name}.</p>`,
  });
}
