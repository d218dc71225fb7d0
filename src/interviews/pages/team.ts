import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { scrollRegion, table } from '../../kit/ui/index.ts';
import type { Interviews } from '../../programmes/rules.ts';
import type { LineRow, Oversight } from '../actions/oversight.ts';
import { fewest, type Share, startPoint, type VariationRow } from '../rules/variation.ts';

const shareText = (one: Share): string =>
  one === 'too few' ? `fewer than ${fewest}` : `${one.percent} (${one.count} of ${one.of})`;
const plain = (one: string | number | 'too few'): string => (one === 'too few' ? `fewer than ${fewest}` : String(one));
const paths: Readonly<Record<LineRow['what'], string>> = {
  failure: 'failures',
  waiver: 'changes',
  screening: 'screening',
  place: '',
};
const whats: Readonly<Record<LineRow['what'], string>> = {
  failure: 'Missed interview',
  waiver: 'Waiver',
  screening: 'Screening',
  place: 'Waits for a voluntary place',
};

/** What a manager decides, a sample to look at, and how workers differ: by name, never in the order of a figure. */
export function oversightHtml(
  view: Oversight & { name: string; section: Interviews; today: string; full: number },
): Html {
  const { name, toDecide, waiting, sample, from } = view;
  return html`<h2 class="govuk-heading-m">${name}</h2>
<h3 class="govuk-heading-s">To be decided</h3>
${toDecide.length === 0 ? html`<p class="govuk-body">Nothing waits for a decision.</p>` : linesHtml(view, toDecide, 'To be decided')}
${waiting.length === 0 ? noHtml : html`<h3 class="govuk-heading-s">Waiting for a voluntary place</h3>${linesHtml(view, waiting, 'Waiting for a voluntary place')}`}
<h3 class="govuk-heading-s">A sample to look at</h3>
<p class="govuk-body">Five of the waivers and good causes since ${showDay(from)}, chosen by chance and the same for the whole month.</p>
${sample.length === 0 ? html`<p class="govuk-body">There is none.</p>` : linesHtml(view, sample, 'A sample to look at')}
${variationHtml(view)}
${waiversHtml(view)}`;
}

type View = Parameters<typeof oversightHtml>[0];

function linesHtml({ section, today }: View, rows: readonly LineRow[], caption: string): Html {
  const lists = [...section.failure.proposals, ...section.failure.causes, ...section.waiver.reasons];
  const reason = (code: string | null) =>
    code === null ? '' : (lists.find((one) => one.code === code)?.label ?? code);
  return scrollRegion({
    label: caption,
    html: table({
      stack: true,
      caption,
      captionClasses: 'govuk-visually-hidden',
      head: [{ text: 'Person' }, { text: 'What' }, { text: 'Key worker' }, { text: 'Since' }],
      rows: rows.map((row) => [
        {
          html: html`<a class="govuk-link" href="/cases/${row.case_id}/interviews${row.what === 'place' ? '' : `/${paths[row.what]}/${row.id}`}">${row.name}, ${row.reference}</a>`,
        },
        { text: row.reason === null ? whats[row.what] : `${whats[row.what]}: ${reason(row.reason)}` },
        { text: row.worker ?? 'None' },
        { text: showNearDay(row.on, today) },
      ]),
    }),
  });
}

function variationHtml({ variation, from }: View): Html {
  const row = (one: VariationRow) => [
    { text: one.name },
    { text: shareText(one.failure) },
    { text: shareText(one.goodCause) },
    { text: plain(one.attemptsEach), format: 'numeric' as const },
    { text: plain(one.proposed), format: 'numeric' as const },
    { text: plain(one.agreed), format: 'numeric' as const },
  ];
  return html`<h3 class="govuk-heading-s">How missed interviews are followed up</h3>
<p class="govuk-body">Since ${showDay(from)}. Whom somebody sees, and where, moves these figures as much as how they work. Nothing is shown of fewer than ${fewest}.</p>
${scrollRegion({
  label: 'How missed interviews are followed up',
  html: table({
    stack: true,
    caption: 'How missed interviews are followed up, by name',
    captionClasses: 'govuk-visually-hidden',
    head: [
      { text: 'Key worker' },
      { text: 'Did not come, of those booked' },
      { text: 'With a good cause' },
      { text: 'Attempts for each', format: 'numeric' },
      { text: 'Proposed', format: 'numeric' },
      { text: 'Agreed', format: 'numeric' },
    ],
    rows: [...variation.rows.map(row), ...(variation.total === null ? [] : [row(variation.total)])],
  }),
})}
${variation.total === null ? html`<p class="govuk-body">There is no total: the one figure that is not shown could be worked out from it.</p>` : noHtml}`;
}

function waiversHtml({ waivers, full, from }: View): Html {
  return html`<h3 class="govuk-heading-s">Waivers among people who began at ${startPoint.words}</h3>
${
  waivers.length === 0
    ? html`<p class="govuk-body">No key worker has ${fewest} or more people who began there.</p>`
    : html`<p class="govuk-body">Since ${showDay(from)}. A difference is a reason to look and to ask, and says nothing by itself.</p>
<ul class="govuk-list govuk-list--bullet">${waivers.map(
        (one) =>
          html`<li>${one.name}: ${shareText(one.own)}; the rest of the team ${shareText(one.rest)}. ${one.waived === 0 ? 'None was waived.' : `${one.whileFull} of ${counted(one.waived, 'waiver')} ${one.waived === 1 ? 'was' : 'were'} asked for with more than ${full} open cases; now they have ${one.caseload}.`}${one.own !== 'too few' && one.rest !== 'too few' && one.own.count / one.own.of > (2 * one.rest.count) / one.rest.of ? ' Look at the reasons together.' : ''}</li>`,
      )}</ul>`
}`;
}
