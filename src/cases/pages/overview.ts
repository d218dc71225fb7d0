import { showDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Typed, typedFrom } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, type SummaryListRow, summaryList } from '../../kit/ui/index.ts';
import { capital, labelOf, type ProgrammeDocument } from '../../programmes/rules.ts';
import type { CaseHead } from '../actions/record.ts';
import { noteQuestions } from '../rules/notes.ts';
import type { ReferralClock } from '../rules/referral-clock.ts';
import { type Move, moves, movesFrom, transitions } from '../rules.ts';
import { clockTag } from './referrals.ts';

/** What the overview needs besides the head. */
export type Overview = {
  head: CaseHead;
  document: ProgrammeDocument | null;
  /** From the referral to the first meeting; null where nothing is to be said. */
  clock: ReferralClock | null;
  csrf: Html;
  form: NoteForm;
  /** The id that the note will have: a form that is posted twice then makes one note. */
  noteId: string;
  /** The newest events, ready to show, and whether there are more. */
  events: Html;
  more: boolean;
  /** What other rooms bring, above the facts. */
  parts?: readonly Html[];
};

/** The form of a note, and the summary of errors that stands above the page. */
export type NoteForm = { above: Html; fields: Html };
let blank: { today: string; form: NoteForm } | undefined;

/** The form of a note, with what was typed and what is wrong with it; without either it is the same all day long. */
export function noteForm(today: string, typed?: Typed, errors: Errors = {}): NoteForm {
  if (typed === undefined && blank?.today === today) return blank.form;
  const questions = noteQuestions(today);
  const shown = typed ?? typedFrom(questions, { written_on: today });
  const form = { above: errorsAbove(questions, errors), fields: fields(questions, shown, errors) };
  if (typed === undefined) blank = { today, form };
  return form;
}

/** The overview: add a note, what happened last, and the facts of referral and attachment beside it. */
export function overviewHtml(view: Overview): Html {
  const { head, csrf, form } = view;
  const path = `/cases/${head.caseId}`;
  return html`${form.above}
<h1 class="govuk-visually-hidden">Overview</h1>
<div class="govuk-grid-row">
<div class="govuk-grid-column-two-thirds">
${button({ text: 'Record a meeting', href: `${path}/meeting` })}
<form method="post" action="${path}/notes" novalidate class="newel-note-form">
${csrf}<input type="hidden" name="note" value="${view.noteId}">${form.fields}
${button({ text: 'Save note' })}
</form>
<h2 class="govuk-heading-m">What happened</h2>
${view.events}
<p class="govuk-body"><a class="govuk-link" href="${path}/timeline">${view.more ? 'Everything that happened' : 'Open the timeline'}</a></p>
</div>
<div class="govuk-grid-column-one-third">${view.parts}${factsHtml(view)}</div>
</div>`;
}

const row = (key: string, value: string | null, change?: { href: string; about: string }): SummaryListRow => ({
  key: { text: key },
  value: { text: value ?? 'Not known' },
  ...(change === undefined
    ? {}
    : { actions: { items: [{ href: change.href, text: 'Change', visuallyHiddenText: change.about }] } }),
});

/** The cohort, in the words of the version that fixed it. */
function cohortRows({ selection, programme }: CaseHead, document: ProgrammeDocument | null): SummaryListRow[] {
  if (selection === null) return document?.entryCohorts === undefined ? [] : [row('Cohort', null)];
  const { cohort, on, version } = selection;
  const list = programme.versions.find((one) => one.version === version)?.document.entryCohorts ?? [];
  return [row('Cohort', `${labelOf(list, cohort)}, fixed on ${showDay(on)}`)];
}

/** Moves that stand among the links; attaching and reopening stand on their cards, bringing back with the waiting list. */
const onOverview = (head: CaseHead): Move[] =>
  movesFrom(head.status, head.attachment !== null).filter((move) => !['attach', 'reopen', 'return'].includes(move));

function factsHtml({ head, document, clock }: Overview): Html {
  const path = `/cases/${head.caseId}`;
  const words = (list: ProgrammeDocument['benefits'] | undefined, code: string | null) =>
    code === null ? null : labelOf(list ?? [], code);
  const { referral, attachment } = head;
  return html`${summaryList({
    classes: 'newel-facts',
    card: {
      title: { text: 'Referral' },
      actions: { items: [{ href: `${path}/referral`, text: 'Change' }] },
    },
    rows: [
      row('Referred', showDay(head.referredOn)),
      ...(head.firstMetOn === null && clock === null
        ? []
        : [
            {
              key: { text: 'First meeting' },
              value: {
                html: html`${head.firstMetOn === null ? noHtml : html`${showDay(head.firstMetOn)} `}${clock === null ? noHtml : clockTag(clock)}`,
              },
              actions: { items: [{ href: `${path}/start`, text: 'First steps' }] },
            },
          ]),
      row('Referred by', words(document?.referralSources, referral.source)),
      row(`${capital(document?.words.area.singular ?? 'area')} at referral`, referral.areaName),
      ...cohortRows(head, document),
      row('Benefit', words(document?.benefits, referral.benefit)),
      row('Last worked', words(document?.lastWorkedBands, referral.lastWorked)),
      row('Housing', words(document?.housingTenures, referral.housingTenure)),
      row('Dependants', referral.dependants === null ? null : String(referral.dependants)),
    ],
  })}
${summaryList({
  classes: 'newel-facts',
  card: {
    title: { text: 'Attachment' },
    actions: { items: [{ href: `${path}/attachment`, text: attachment === null ? 'Attach' : 'Change' }] },
  },
  rows:
    attachment === null
      ? [{ key: { text: 'Attached' }, value: { text: 'Not yet' } }]
      : [
          row('Attached', showDay(attachment.on)),
          row('Conditions', attachment.evidenced ? 'All evidenced' : 'Not evidenced'),
          ...(attachment.firstJobOn === null ? [] : [row('First job', showDay(attachment.firstJobOn))]),
        ],
})}
${
  head.closedOn === null
    ? noHtml
    : summaryList({
        classes: 'newel-facts',
        card: {
          title: { text: transitions[head.status].text },
          actions: { items: [{ href: `${path}/reopen`, text: 'Reopen' }] },
        },
        rows: [row('Since', showDay(head.closedOn)), row('Reason', words(document?.exitReasons, head.exitReason))],
      })
}
<ul class="govuk-list newel-actions">
<li><a class="govuk-link" href="${path}/person">Personal details</a></li>
<li><a class="govuk-link" href="${path}/move">Move to another ${document?.words.area.singular ?? 'area'}</a></li>
${onOverview(head).map((move) => html`<li><a class="govuk-link" href="${path}/${moves[move].path}">${moves[move].text}</a></li>`)}
<li><a class="govuk-link" href="${path}/history">Who saw or changed this</a></li>
</ul>`;
}
