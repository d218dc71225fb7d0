import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, summaryList, tag } from '../../kit/ui/index.ts';
import type { Interviews } from '../../programmes/rules.ts';
import type { ChangeRow } from '../actions/changes.ts';
import { changeStates } from '../rules/requirement.ts';

const yesNo = (value: boolean | null): string => (value === null ? 'Not known' : value ? 'Yes' : 'No');

/** A waiver or a deferral with everything that was said for it, and the guidance that held then. */
export function changeHtml(view: {
  caseId: string;
  row: ChangeRow;
  section: Interviews;
  today: string;
  mayRecord: boolean;
  mayDecide: boolean;
}): Html {
  const { caseId, row, section, mayRecord, mayDecide } = view;
  const list = row.kind === 'waiver' ? section.waiver.reasons : section.deferral.reasons;
  const guidance = section.guidance.find((one) => one.about === row.kind && one.version === row.guidance_version);
  const { text, colour } = changeStates[row.state];
  const here = `/cases/${caseId}/interviews/changes/${row.id}`;
  const rows: [string, string | null][] = [
    [
      'Which',
      row.kind === 'deferral'
        ? 'The next interview is put off'
        : row.scope === 'rest'
          ? 'All interviews that are left'
          : `Interview ${row.number ?? ''}`,
    ],
    ['Why', list.find(({ code }) => code === row.reason)?.label ?? row.reason],
    ['In the worker’s words', row.words],
    ['Evidence', row.evidence],
    ['Opinion asked for', row.advice_from === null ? null : `${row.advice_from}: ${row.advice ?? ''}`],
    ['What it waits for', row.awaited],
    ['Until', row.returns_on === null ? null : showDay(row.returns_on)],
    ['The person was told what the programme offers', yesNo(row.information_given)],
    ['An interpreter was present', row.interpreter_present === null ? null : yesNo(row.interpreter_present)],
    ['The purpose was understood', row.purpose_understood === null ? null : yesNo(row.purpose_understood)],
    ['English classes were offered', row.classes_offered === null ? null : yesNo(row.classes_offered)],
    ['Asked for', `${showDay(row.asked_on)}${row.asked_by_name === null ? '' : ` by ${row.asked_by_name}`}`],
    [
      'Decided',
      row.kind === 'deferral' || row.decided_on === null
        ? null
        : `${showDay(row.decided_on)} by ${row.decided_by_name ?? 'somebody else'}${row.decision_words === null ? '' : `: ${row.decision_words}`}`,
    ],
    [
      'Looked at again',
      row.state === 'in_force'
        ? showDay(row.review_on)
        : row.ended_on === null
          ? null
          : `Ended on ${showDay(row.ended_on)}`,
    ],
    ['Guidance of that day', guidance === undefined ? null : `Version ${guidance.version}: ${guidance.text}`],
  ];
  return html`<h1 class="govuk-heading-l">${row.kind === 'waiver' ? 'Waiver' : 'Put off'}</h1>
<p class="govuk-body">${tag({ text, classes: colour })}</p>
${summaryList({ rows: rows.flatMap(([key, value]) => (value === null ? [] : [{ key: { text: key }, value: { text: value } }])) })}
${row.state === 'asked' && mayDecide ? button({ text: 'Decide', href: `${here}/decide` }) : noHtml}
<p class="govuk-body newel-no-print">${joinHtml(
    [
      row.state === 'in_force' && mayRecord && html`<a class="govuk-link" href="${here}/review">Look at it again</a>`,
      html`<a class="govuk-link" href="/cases/${caseId}/interviews">Interviews</a>`,
    ],
    ' · ',
  )}</p>`;
}
