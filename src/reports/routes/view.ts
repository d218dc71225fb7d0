import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, type Page, page } from '../../access/rules/route.ts';
import { parseDay, quarterLabel, quarterOf } from '../../kit/days.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, errorSummary } from '../../kit/ui/index.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { dayAsked } from '../actions/day.ts';
import { currentReport, type Kept, settingsFor } from '../actions.ts';
import { listPath, readWho, reportsPath, tablePath, type View, whoText } from '../pages/address.ts';
import { type Choices, filterBar, viewText } from '../pages/parts.ts';
import type { TableText } from '../rules/plan.ts';
import type { GroupResult } from '../rules/result.ts';
import { tableTexts } from '../rules/tables.ts';
export const Key = { key: Type.String({ maxLength: 80 }) };
export const KeyParams = Type.Object(Key);
export const TableParams = Type.Object({ ...Key, table: Type.String({ maxLength: 80 }) });
export const SetParams = Type.Object({ ...Key, id: Type.String({ maxLength: 36 }) });
export const SetTableParams = Type.Object({
  ...Key,
  id: Type.String({ maxLength: 36 }),
  table: Type.String({ maxLength: 80 }),
});
export const viewFields = {
  'as-of': Type.Optional(Type.String({ maxLength: 40 })),
  who: Type.Optional(Type.String({ maxLength: 200 })),
};
export const ViewQuery = Type.Object(viewFields);
export const PeopleQuery = Type.Object({
  ...viewFields,
  row: Type.String({ maxLength: 300 }),
  column: Type.String({ maxLength: 300 }),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
});

export type Programme = { programmeId: string; key: string; name: string };
export type Asked = { 'as-of'?: string; who?: string };
export type Site = Context<unknown, unknown, Programme>;
export type Read = { view: View; choices: Choices; texts: TableText[]; problem: string | undefined };

/** Reads what the address asks for. A day that there is no table of is told, and the programme's own is shown. */
export async function readView({ db, clock, record }: Site, asked: Asked): Promise<Read | null> {
  const today = clock.today().toString();
  const typed = asked['as-of']?.trim() ?? '';
  const day = await dayAsked(db, record.programmeId, typed, today);
  if (day === null) return null;
  const { asOf, problem } = day;
  const settings = await settingsFor(db, { programmeId: record.programmeId, asOf });
  const version = await programmeOn(db, record.programmeId, asOf);
  if (settings === null || version === null) return null;
  const cohorts: string[] = [];
  const last = quarterOf(settings.asOf);
  for (let quarter = quarterOf(parseDay(version.document.firstDay) ?? settings.asOf); quarter <= last; quarter += 1)
    cohorts.push(quarterLabel(quarter));
  return {
    view: { key: record.key, asOf, ...readWho(asked.who) },
    choices: {
      areas: settings.areas.map(({ name }) => name),
      providers: [...new Set(settings.areas.map(({ provider }) => provider))].filter((name) => name !== ''),
      cohorts,
    },
    texts: tableTexts(settings),
    problem,
  };
}

export function heading(title: string, programme: string, read: Read, action: string): Html {
  const summary = read.problem
    ? errorSummary({ titleText: 'There is a problem', errorList: [{ text: read.problem, href: '#as-of' }] })
    : noHtml;
  return html`${summary}<h1 class="govuk-heading-l"><span class="govuk-caption-l">${viewText(read.view, programme)}</span>${title}</h1>
${filterBar(action, read.view, read.choices, read.problem)}`;
}

export function reply(read: Read, parts: Omit<Page, 'kind'>): Page {
  return page({ ...parts, ...(read.problem ? { error: true, status: 422 } : {}) });
}

/** The page in place of what would be of another day than the one that was asked for: a file, a list, a published set. */
export function wrongDay(read: Read): Page {
  const title = 'There are no tables of that day';
  return reply(read, {
    title,
    back: { href: reportsPath(read.view.key), text: 'Reports' },
    main: html`${errorSummary({ titleText: 'There is a problem', errorList: [{ text: read.problem ?? '' }] })}
<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Go back to the reports and choose another day.</p>`,
  });
}

export function noDocument(record: Programme): Page {
  return page({
    title: 'This programme has no document yet',
    status: 404,
    main: html`<h1 class="govuk-heading-l">This programme has no document yet</h1>
<p class="govuk-body">Reports of ${record.name} need its areas and settings. Load its document first.</p>`,
  });
}

export function noSuchTable(record: Programme): Page {
  return page({
    title: 'There is no such table',
    status: 404,
    back: { href: reportsPath(record.key), text: 'Reports' },
    main: html`<h1 class="govuk-heading-l">There is no such table</h1>
<p class="govuk-body">Choose one from the list of reports of ${record.name}.</p>`,
  });
}

/** The page that stands in for tables that are not there yet. */
export function notMade(
  read: Read,
  kept: Kept,
  record: Programme,
  again: Html,
  lookAgain = tablePath(read.view, read.texts[0]?.name ?? ''),
): Page {
  const failed = kept.state === 'failed';
  const title = failed ? 'The tables could not be made' : 'The tables are being made';
  return reply(read, {
    title,
    back: { href: listPath(read.view), text: 'Reports' },
    main: html`<h1 class="govuk-heading-l"><span class="govuk-caption-l">${viewText(read.view, record.name)}</span>${title}</h1>
<p class="govuk-body">${
      failed
        ? 'Something went wrong. Nothing was lost; try again.'
        : 'This programme is large, so its tables are made in the background. It takes up to a minute.'
    }</p>
${failed ? again : html`<p class="govuk-body"><a class="govuk-link" href="${lookAgain}">Look again</a></p>`}`,
  });
}

export function againForm(view: View, csrf: Html, table: string | null): Html {
  return html`<form method="post" action="${reportsPath(view.key)}/make" class="newel-no-print" novalidate>${csrf}
<input type="hidden" name="as-of" value="${view.asOf}"><input type="hidden" name="who" value="${whoText(view)}"><input type="hidden" name="table" value="${table ?? ''}">
${button({ text: 'Make them again', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`;
}

export function groupOf(kept: Kept, view: View): GroupResult | undefined {
  return kept.state === 'made' ? kept.result.groups.find(({ group }) => group === view.group) : undefined;
}

export function keptFor({ db, record, clock }: Site, view: View, again = false): Promise<Kept> {
  const request = { programmeId: record.programmeId, asOf: view.asOf, by: view.by };
  return currentReport(db, request, clock.today().toString(), again);
}

export function listFor({ actor, record }: Site): 'people' | 'pseudonyms' | null {
  const facts = { programmeId: record.programmeId };
  return can(actor, 'report.people', facts) ? 'people' : can(actor, 'report.pseudonyms', facts) ? 'pseudonyms' : null;
}
