import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { summaryList } from '../../kit/ui/index.ts';
import { dataFields, loadRulesOf, supervisionRulesOf, timeRulesOf, todayRulesOf } from '../rules/day-to-day.ts';
import type { ProgrammeDocument } from '../rules/document.ts';

const rows = (list: readonly (readonly [string, string])[]): Html =>
  summaryList({ rows: list.map(([key, value]) => ({ key: { text: key }, value: { text: value } })) });

/** Said where the document leaves a section out. */
const usual = (given: unknown): Html =>
  given === undefined
    ? html`<p class="govuk-body">The document says nothing here, so this is what is usual.</p>`
    : noHtml;

/** The limits of people for each key worker, with their days. */
export const limitRows = ({ caseload }: ProgrammeDocument): [string, string][] =>
  (caseload.limits ?? []).map(({ from, most }) => [`Limit from ${showDay(from)}`, counted(most, 'person', 'people')]);

/** What Today goes by, in words. */
export function todayHtml(document: ProgrammeDocument): Html {
  const rules = todayRulesOf(document);
  return html`${usual(document.today)}${rows([
    ['Reasons, in order', rules.reasons.map((reason) => reason.replaceAll('_', ' ')).join(', ')],
    ['No contact', `After ${rules.noContactDays.join(', ')} days`],
    [
      'A step is due',
      rules.stepDaysBefore === 0 ? 'On its day' : `${counted(rules.stepDaysBefore, 'day')} before its day`,
    ],
    ['First assessment', `Within ${counted(rules.firstAssessmentDays, 'day')} of attachment`],
    ...rules.reassess.map(({ instrument, everyDays }): [string, string] => [
      `Next with ${instrument}`,
      everyDays === undefined ? 'Only the first is due' : `${counted(everyDays, 'day')} after the last`,
    ]),
    ['End of support', `From ${rules.supportEndsDays.join(' and ')} days before`],
    ...rules.data.map(({ field, report }): [string, string] => [
      `Needed: ${dataFields[field]}`,
      `For the report ‘${report}’`,
    ]),
  ])}`;
}

/** How a load is weighted. */
export function loadHtml(document: ProgrammeDocument): Html {
  const rules = loadRulesOf(document);
  return html`${usual(document.load)}${rows([
    ['Attached', String(rules.attached)],
    ['In work', String(rules.inWork)],
    ['Before attachment', String(rules.notYetAttached)],
    ['Paused', String(rules.paused)],
    [`First ${counted(rules.first.days, 'day')}`, `${rules.first.add} more`],
    ...rules.severe.map(({ from, add }): [string, string] => [`From ${counted(from, 'severe issue')}`, `${add} more`]),
  ])}`;
}

/** Kinds of time, and when a manager is told. */
export function timeHtml(document: ProgrammeDocument): Html {
  const rules = timeRulesOf(document);
  return html`${usual(document.time)}${rows([
    ['A week', `${rules.weekHours} hours`],
    ['The manager is told', `At ${rules.alertAtPercent}% on the programme, and under`],
    ...rules.kinds.map(({ label, onProgramme }): [string, string] => [
      label,
      onProgramme ? 'Time on the programme' : 'Not the programme',
    ]),
  ])}`;
}

/** How often supervision is due. */
export function supervisionHtml(document: ProgrammeDocument): Html {
  const words = { line: 'By the line manager', professional: 'Professional, outside the line' } as const;
  const asked = supervisionRulesOf(document);
  return html`${usual(document.supervision)}${
    asked.length === 0
      ? html`<p class="govuk-body">None is asked for.</p>`
      : rows(asked.map(({ kind, everyDays }) => [words[kind], `Every ${counted(everyDays, 'day')}`]))
  }`;
}
