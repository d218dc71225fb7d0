import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { details, scrollRegion, summaryList, type TableCell, table, tag } from '../../kit/ui/index.ts';
import {
  type CodeLabel,
  capital,
  conditionText,
  declineReasonsOf,
  type ProgrammeDocument,
  referralClockOf,
  takesSelfReferrals,
} from '../rules.ts';
import { limitRows, loadHtml, supervisionHtml, timeHtml, todayHtml } from './day-to-day.ts';

/** A section of the page: what its heading says and its anchor. */
type Section = { id: string; title: string; body: Html; about: readonly string[] };

const text = (value: string | number | null | undefined): TableCell => ({ text: value ?? 'Not settled' });
const settled = (value: string | number | null, suffix = ''): string =>
  value === null ? 'Not settled' : `${value}${suffix}`;
const day = (value: string | null): string => (value === null ? 'Not settled' : showDay(value));
const rows = (list: readonly (readonly [string, string])[]): Html =>
  summaryList({ rows: list.map(([key, value]) => ({ key: { text: key }, value: { text: value } })) });

/** The whole document in plain words. Every setting is shown; notes stand with what they are about. */
export function documentHtml(document: ProgrammeDocument): Html {
  const sections = sectionsOf(document);
  const links = sections.map(
    (section) => html`<li><a class="govuk-link" href="#${section.id}">${section.title}</a></li>`,
  );
  const bodies = sections.map((section) => {
    const notes = document.notes.filter((note) => section.about.includes(note.about.split('.')[0] ?? ''));
    return html`<section aria-labelledby="${section.id}">
<h2 class="govuk-heading-m govuk-!-margin-top-7" id="${section.id}">${section.title}</h2>
${section.body}
${notes.length > 0 ? noteList(notes) : noHtml}
</section>`;
  });
  return html`<p class="govuk-body-l">${document.summary}</p>
<nav aria-label="On this page"><ul class="govuk-list">${links}</ul></nav>
${bodies}
<h2 class="govuk-heading-m govuk-!-margin-top-7">Where this comes from</h2>
<p class="govuk-body">${document.source}</p>`;
}

function noteList(notes: ProgrammeDocument['notes']): Html {
  if (notes.length === 1) return html`<p class="govuk-hint">${notes[0]?.text}</p>`;
  return html`<ul class="govuk-list govuk-list--bullet govuk-hint">${notes.map((note) => html`<li>${note.text}</li>`)}</ul>`;
}

function sectionsOf(document: ProgrammeDocument): Section[] {
  const { words } = document;
  const section = (about: keyof ProgrammeDocument, title: string, body: Html, ...also: string[]): Section => ({
    id: `programme-${about}`,
    about: [about, ...also],
    title,
    body,
  });
  return [
    section(
      'firstDay',
      'Dates',
      rows([
        ['First day of the programme', showDay(document.firstDay)],
        ['This version holds from', showDay(document.validFrom)],
      ]),
      'validFrom',
      'key',
      'name',
      'summary',
      'source',
    ),
    section('eligibility', 'Who is eligible', eligibility(document)),
    section('attachment', 'What attachment takes', attachment(document)),
    section('areas', `${capital(words.area.plural)} and ${words.provider.plural}`, areas(document), 'providers'),
    section(
      'support',
      'Months of support',
      rows([
        ['Before work', `Up to ${counted(document.support.monthsBeforeWork, 'month')} from attachment`],
        ['In work', `Up to ${counted(document.support.monthsInWork, 'month')} from the first job`],
      ]),
    ),
    section(
      'caseload',
      'Caseload',
      rows([
        [
          `${capital(words.client.plural)} for each ${words.keyWorker.singular}`,
          `${document.caseload.from} to ${document.caseload.to}`,
        ],
        ...limitRows(document),
      ]),
    ),
    section('today', 'Today', todayHtml(document)),
    section('load', 'Load', loadHtml(document)),
    section('time', 'Time', timeHtml(document)),
    section('supervision', 'Supervision', supervisionHtml(document)),
    section('targets', 'Targets', targets(document)),
    section('sustainedWork', 'Sustained work', sustained(document)),
    section(
      'pipeline',
      'Pipeline',
      html`<p class="govuk-body">In work for ${document.pipeline.weeks} of the last ${document.pipeline.window} weeks, and still in the latest job.</p>`,
    ),
    section(
      'cohorts',
      'Cohorts',
      rows([
        ['Cohorts', 'One for each quarter'],
        ['The first one ends on', showDay(document.cohorts.firstEndsOn)],
        ['Settled cohort: attached up to', day(document.cohorts.settledAttachedTo)],
      ]),
    ),
    section('reporting', 'Reports', rows([['As of, unless another day is asked for', day(document.reporting.asOf)]])),
    section('instruments', 'Instruments', instruments(document)),
    section('strands', 'Strands', strands(document)),
    section(
      'referralClock',
      'Referrals to the programme',
      referrals(document),
      'declineReasons',
      'holidays',
      'selfReferral',
    ),
    section('words', 'Words', wordList(document)),
    section('benefits', 'Lists to choose from', listsHtml(document), ...lists(document).map(([name]) => name)),
    section('exitReasons', 'Reasons for leaving', exits(document)),
    section(
      'testIdentifiers',
      'Made-up identifiers',
      html`<p class="govuk-body">National Insurance numbers that begin with ${document.testIdentifiers.nationalInsurancePrefixes.join(', ') || 'nothing that is not real'} are accepted where this install allows made-up people.</p>`,
    ),
  ];
}

function eligibility(document: ProgrammeDocument): Html {
  if (document.eligibility.length === 0) return html`<p class="govuk-body">No rules: everybody is eligible.</p>`;
  return scrollRegion({
    label: 'Rules of eligibility',
    html: table({
      caption: 'A person is eligible when every rule that decides is met.',
      captionClasses: 'govuk-table__caption--s',
      head: [{ text: 'Rule' }, { text: 'Is met when' }, { text: 'What it does' }],
      rows: document.eligibility.map((rule) => [
        {
          html: html`${capital(rule.met)}${rule.note ? html`<br><span class="govuk-hint">${rule.note}</span>` : noHtml}`,
        },
        { text: capital(conditionText(document, rule.condition)) },
        {
          html:
            rule.strength === 'required'
              ? tag({ text: 'Decides', classes: 'govuk-tag--blue' })
              : tag({ text: 'Focus only', classes: 'govuk-tag--grey' }),
        },
      ]),
    }),
  });
}

function attachment(document: ProgrammeDocument): Html {
  return html`<p class="govuk-body">A person is attached on the day on which the last of these is met.</p>
${table({
  caption: 'Conditions of attachment',
  stack: true,
  captionClasses: 'govuk-visually-hidden',
  head: [{ text: 'Condition' }, { text: 'What counts as evidence' }],
  rows: document.attachment.conditions.map((condition) => [text(condition.label), text(condition.evidence)]),
  firstCellIsHeader: true,
})}`;
}

function areas(document: ProgrammeDocument): Html {
  if (document.areas.length === 0) return html`<p class="govuk-body">None yet.</p>`;
  const { words } = document;
  const shown = [...document.areas].sort((a, b) => a.position - b.position);
  return scrollRegion({
    label: capital(words.area.plural),
    html: table({
      caption: `${capital(words.provider.plural)}: ${document.providers.map((provider) => provider.name).join(', ') || 'none yet'}`,
      captionClasses: 'govuk-table__caption--s',
      head: [
        { text: capital(words.area.singular) },
        { text: capital(words.provider.singular) },
        { text: 'Contracted share of job starts', format: 'numeric' },
      ],
      rows: shown.map((area) => [
        text(area.name),
        text(area.provider),
        { text: settled(area.jobStartShareContracted, '%'), format: 'numeric' },
      ]),
      firstCellIsHeader: true,
    }),
  });
}

function targets(document: ProgrammeDocument): Html {
  const { targets: t, words } = document;
  return rows([
    ['Referrals', t.referrals === null ? 'Not settled' : t.referrals.toLocaleString('en-GB')],
    ['Attached, of those referred', settled(t.attachmentPercent, '%')],
    [`Job starts, of ${t.base} ${words.client.plural}`, settled(t.jobStartPercent, '%')],
    [`Sustained work, of ${t.base} ${words.client.plural}`, settled(t.sustainedPercent, '%')],
  ]);
}

function sustained(document: ProgrammeDocument): Html {
  const { weeks, window, baseAttachedTo } = document.sustainedWork;
  return html`<p class="govuk-body">In work for ${weeks} of ${window} weeks, in one job or several: at least ${(weeks * 7).toLocaleString('en-GB')} days in work within ${(window * 7).toLocaleString('en-GB')} days in a row. A day counts once, however many jobs run on it.</p>
${rows([['Early enough to have reached it: attached up to', day(baseAttachedTo)]])}`;
}

function instruments(document: ProgrammeDocument): Html {
  if (document.instruments.length === 0) return html`<p class="govuk-body">None.</p>`;
  return table({
    caption: 'Instruments',
    stack: true,
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Instrument' }, { text: 'Version', format: 'numeric' }, { text: 'Stages' }],
    rows: document.instruments.map((instrument) => [
      text(instrument.key),
      { text: instrument.version, format: 'numeric' },
      text(instrument.stages.map((stage) => stage.label).join(', ')),
    ]),
    firstCellIsHeader: true,
  });
}

function strands(document: ProgrammeDocument): Html {
  if (document.strands.length === 0) return html`<p class="govuk-body">None.</p>`;
  return summaryList({
    rows: document.strands.map((strand) => ({
      key: { text: strand.label },
      value: {
        html: html`${strand.about} ${strand.kind === 'main' ? noHtml : tag({ text: 'Beside the programme', classes: 'govuk-tag--grey' })}`,
      },
    })),
  });
}

function referrals(document: ProgrammeDocument): Html {
  const { acknowledgeWithin, firstMeetingWithin } = referralClockOf(document);
  const own = document.holidays?.map((one) => showDay(one)).join(', ');
  return rows([
    ['People may refer themselves', takesSelfReferrals(document) ? 'Yes' : 'No'],
    ['First answer within', counted(acknowledgeWithin, 'working day')],
    ['First meeting within', counted(firstMeetingWithin, 'working day')],
    ['Days that do not count', `Weekends and ${own ?? 'the bank holidays of England and Wales'}`],
    [
      'Reasons for declining',
      declineReasonsOf(document)
        .map(({ label }) => label)
        .join('; '),
    ],
  ]);
}

const WORD_NAMES: Record<keyof ProgrammeDocument['words'], string> = {
  client: 'A person who takes part',
  keyWorker: 'The one worker who stays with them',
  site: 'Where staff work',
  area: 'A part of the place that the programme covers',
  provider: 'Who delivers the programme',
  localLead: 'Who links services in an area',
  programmeOffice: 'Who runs the programme',
  integrationBoard: 'Where services meet about a person',
  presentingIssue: 'What stands between a person and work',
};

function wordList(document: ProgrammeDocument): Html {
  const entries = Object.entries(WORD_NAMES) as [keyof typeof WORD_NAMES, string][];
  return rows(entries.map(([key, what]) => [what, `${document.words[key].singular}, ${document.words[key].plural}`]));
}

type ListName =
  | 'referralSources'
  | 'benefits'
  | 'sexes'
  | 'ethnicities'
  | 'preferredContacts'
  | 'lastWorkedBands'
  | 'housingTenures'
  | 'maritalStatuses'
  | 'activityKinds'
  | 'milestones';

function lists(document: ProgrammeDocument): [ListName, string, readonly CodeLabel[]][] {
  return [
    ['referralSources', 'Who refers', document.referralSources],
    ['benefits', 'Benefits', document.benefits],
    ['sexes', 'Sex', document.sexes],
    ['ethnicities', 'Ethnicity', document.ethnicities],
    ['preferredContacts', 'Preferred contact', document.preferredContacts],
    ['lastWorkedBands', 'Time since last worked', document.lastWorkedBands],
    ['housingTenures', 'Housing', document.housingTenures],
    ['maritalStatuses', 'Marital status', document.maritalStatuses],
    ['activityKinds', 'Activities', document.activityKinds],
    ['milestones', 'Milestones', document.milestones],
  ];
}

function listsHtml(document: ProgrammeDocument): Html {
  return html`${lists(document).map(([, title, list]) => codeTable(title, list))}`;
}

function codeTable(title: string, list: readonly CodeLabel[]): Html {
  return details({
    summaryText: `${title} (${list.length})`,
    html: table({
      caption: title,
      captionClasses: 'govuk-visually-hidden',
      head: [{ text: 'On screen and in files' }, { text: 'Code' }],
      rows: list.map((item) => [text(item.label), { html: html`<code>${item.code}</code>` }]),
    }),
  });
}

function exits(document: ProgrammeDocument): Html {
  return table({
    caption: 'Reasons for leaving',
    stack: true,
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Reason' }, { text: 'Named by the programme’s source' }],
    rows: document.exitReasons.map((reason) => [text(reason.label), text(reason.addition ? 'No, an addition' : 'Yes')]),
  });
}
