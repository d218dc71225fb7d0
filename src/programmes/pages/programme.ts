import { showDay } from '../../kit/clock.ts';
import { counted, whole } from '../../kit/counted.ts';
import { countryOf } from '../../kit/country.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { scrollRegion, summaryList, type TableCell, table, tag } from '../../kit/ui/index.ts';
import {
  capital,
  conditionText,
  declineReasonsOf,
  type ProgrammeDocument,
  referralClockOf,
  takesSelfReferrals,
} from '../rules.ts';
import { limitRows, loadHtml, supervisionHtml, timeHtml, todayHtml } from './day-to-day.ts';
import { diaryHtml, servicesHtml, visitsHtml } from './diary.ts';
import { rhythmText } from './duties.ts';
import { inWorkHtml } from './in-work.ts';
import { interviewsHtml } from './interviews.ts';
import { exits, lists, listsHtml, wordList } from './lists.ts';
import { messagesHtml } from './messages.ts';
import { notesHtml } from './notes.ts';
import { workHtml } from './work.ts';

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
${notesHtml(notes)}
</section>`;
  });
  return html`<p class="govuk-body-l">${document.summary}</p>
<nav aria-label="On this page"><ul class="govuk-list">${links}</ul></nav>
${bodies}
<h2 class="govuk-heading-m govuk-!-margin-top-7">Where this comes from</h2>
<p class="govuk-body">${document.source}</p>`;
}

function sectionsOf(document: ProgrammeDocument): Section[] {
  const { words } = document;
  const country = countryOf(document);
  const prefixes = document.testIdentifiers.nationalInsurancePrefixes.join(', ');
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
    section('entryCohorts', 'Cohorts at selection', entryCohorts(document)),
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
    section('work', 'Jobs', workHtml(document)),
    section('inWork', 'Support in work', inWorkHtml(document)),
    section(
      'caseload',
      'Caseload',
      rows([
        [
          `${capital(words.client.plural)} for each ${words.keyWorker.singular}`,
          `${document.caseload.from} to ${document.caseload.to}`,
        ],
        ...limitRows(document),
        ...(document.caseGivenAway === undefined
          ? []
          : [['Read by whoever gave a case away', `For ${counted(document.caseGivenAway.readDays, 'day')}`] as const]),
      ]),
    ),
    section('interviews', 'Series of interviews', interviewsHtml(document)),
    section('today', 'Today', todayHtml(document)),
    section('load', 'Load', loadHtml(document)),
    section('time', 'Time', timeHtml(document)),
    section('supervision', 'Supervision', supervisionHtml(document)),
    section('diary', 'Appointments', diaryHtml(document)),
    section('visits', 'Visits', visitsHtml(document)),
    section('services', 'Services', servicesHtml(document)),
    section('messages', 'Messages', messagesHtml(document)),
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
    section('duties', 'Reporting duties', duties(document)),
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
      'country',
      'Country',
      html`<p class="govuk-body">Numbers are written as in ${country.name}, and money is in ${country.currency}. ${country.nationalInsurance ? html`A National Insurance number is asked for and never required. Those that begin with ${prefixes || 'nothing that is not real'} are accepted where this install allows made-up people.` : 'No National Insurance number is asked for.'}</p>`,
      'testIdentifiers',
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

function entryCohorts(document: ProgrammeDocument): Html {
  const list = document.entryCohorts ?? [];
  if (list.length === 0) return html`<p class="govuk-body">None: everybody is selected alike.</p>`;
  return table({
    caption:
      'The cohort is fixed on the day of selection, by the version that holds on that day. Whoever grows older stays in it.',
    captionClasses: 'govuk-table__caption--s',
    stack: true,
    head: [{ text: 'Cohort' }, { text: 'Who it is' }, { text: 'Is met when' }],
    rows: list.map((cohort) => [
      text(cohort.label),
      text(cohort.about),
      text(capital(conditionText(document, cohort.condition))),
    ]),
    firstCellIsHeader: true,
  });
}

function duties(document: ProgrammeDocument): Html {
  const list = document.duties ?? [];
  if (list.length === 0) return html`<p class="govuk-body">The document names none.</p>`;
  const { singular } = document.words.client;
  return html`${rows(list.map((duty) => [duty.what, `${duty.toWhom}. ${rhythmText(duty, singular)}${duty.until === undefined ? '' : `, until ${showDay(duty.until)}`}`]))}
<p class="govuk-body"><a class="govuk-link" href="/programmes/${encodeURIComponent(document.key)}/duties">What is due, to whom and why</a></p>`;
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
    ['Referrals', t.referrals === null ? 'Not settled' : whole(t.referrals)],
    ['Attached, of those referred', settled(t.attachmentPercent, '%')],
    [`Job starts, of ${t.base} ${words.client.plural}`, settled(t.jobStartPercent, '%')],
    [`Sustained work, of ${t.base} ${words.client.plural}`, settled(t.sustainedPercent, '%')],
  ]);
}

function sustained(document: ProgrammeDocument): Html {
  const { weeks, window, baseAttachedTo } = document.sustainedWork;
  return html`<p class="govuk-body">In work for ${weeks} of ${window} weeks, in one job or several: at least ${whole(weeks * 7)} days in work within ${whole(window * 7)} days in a row. A day counts once, however many jobs run on it.</p>
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
