import { showDay } from '../../kit/clock.ts';
import { poundsText } from '../../kit/counted.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, summaryList, table, warningText } from '../../kit/ui/index.ts';
import type { Standing } from '../actions/beside.ts';
import type { LiveClaim, MoveRow } from '../actions/life.ts';
import { type ClaimMove, claimMoveNames, clawbackOf, moveOf, twiceText } from '../rules/claim-states.ts';
import { attemptReference } from '../rules/commissioner-file.ts';
import { type Contract, missingWords } from '../rules/contract.ts';
import type { Clause } from '../rules/explain.ts';
import { clauseList } from './contract.ts';
import { stateTag, waitsText } from './live.ts';

/** What is asked of whoever moves a claim. `moves` are those that they may make now. */
export function moveQuestions(
  claim: LiveClaim,
  moves: readonly ClaimMove[],
  contract: Contract,
  today: string,
  twice = false,
): Question[] {
  const named = moves.includes('claw back') ? (clawbackOf(contract, claim.milestone)?.reasons ?? []) : [];
  return [
    {
      kind: 'choice',
      name: 'move',
      label: 'What is done?',
      choices: moves.map((name) => ({ value: name, text: moveOf(name).text })),
      required: 'Choose what is done',
    },
    ...(moves.includes('accept')
      ? [
          {
            kind: 'money',
            name: 'amount',
            label: 'Amount accepted',
            hint: `Only where it is another than ${poundsText(claim.pence)}`,
            most: 100_000_000,
          } as const,
        ]
      : []),
    ...moves
      .filter((name) => moveOf(name).dated)
      .map((name) => ({
        ...({ kind: 'day', name: 'day', hint: 'Only where it was before today' } as const),
        label: name === 'pay' ? 'When was it paid?' : 'When was the money taken back?',
        earliest: `${claim.reached_on.slice(0, 4)}-01-01`,
        latest: { day: today, message: 'The day must be today or in the past' },
      })),
    {
      kind: 'long text',
      name: 'reason',
      label: 'Reason',
      hint: `${reasonHint(moves, twice)}${
        named.length === 0 ? '' : `. The contract names: ${named.map(({ label }) => label.toLowerCase()).join('; ')}`
      }`,
      most: 1000,
      rows: 3,
    },
  ];
}

/** For which of the moves a reason is needed. */
const reasonHint = (moves: readonly ClaimMove[], twice: boolean): string => {
  const asked = {
    reject: 'to reject it',
    withdraw: 'to withdraw it',
    'claw back': 'to take the money back',
    accept: twice ? 'to accept what is claimed twice, or for another amount' : 'for another amount',
    check: 'to let it go without evidence',
  } as Partial<Record<ClaimMove, string>>;
  const needed = moves.flatMap((move) => asked[move] ?? []);
  return needed.length === 0 ? 'Not needed' : `Needed ${needed.join(', ')}`;
};

const moveWords = (row: MoveRow): string => {
  const name = claimMoveNames.find((one) => one === row.move);
  return name === undefined ? 'Claim prepared' : moveOf(name).done;
};

function twiceHtml(twice: readonly Standing[]): Html {
  if (twice.length === 0) return noHtml;
  return html`${warningText({ text: `${twiceText(twice)}.`, iconFallbackText: 'Warning' })}
<p class="govuk-body">Each milestone counts once for a person. Withdraw one of them, have it rejected, or see that the money is taken back: ${twice.map(
    ({ id, case_id, reference }, n) =>
      html`${n === 0 ? '' : ', '}<a class="govuk-link" href="/cases/${case_id}/claims/${id}">${reference}</a>`,
  )}</p>`;
}

/** One claim: where it stands, why it holds, what can be done, and everything that was. */
export function claimHtml(view: {
  claim: LiveClaim;
  moves: readonly MoveRow[];
  contract: Contract;
  label: string;
  clauses: readonly Clause[];
  /** Other claims of the person for this milestone for which money is asked or was paid. */
  twice: readonly Standing[];
  /** What the reader may do; nothing where it is somebody else's turn. */
  may: readonly ClaimMove[];
  questions: readonly Question[];
  typed: Typed;
  errors: Errors;
  csrf: Html;
}): Html {
  const { claim, moves, contract, label, clauses, twice, may, questions, typed, errors, csrf } = view;
  const evidence = (row: MoveRow): Html => {
    if (row.missing.length === 0) return noHtml;
    const milestone = contract.milestones.find(({ key }) => key === claim.milestone);
    return html`<br><span class="newel-muted">Went without: ${missingWords(milestone, row.missing)}</span>`;
  };
  return html`${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">Claim ${attemptReference(claim.reference, claim.attempt)}</h1>
${twiceHtml(twice)}
${summaryList({
  rows: [
    { key: { text: 'Milestone' }, value: { text: label } },
    { key: { text: 'Contract' }, value: { text: contract.name } },
    { key: { text: 'Reached on' }, value: { text: showDay(claim.reached_on) } },
    { key: { text: 'Amount' }, value: { text: poundsText(claim.pence) } },
    {
      key: { text: 'Where it stands' },
      value: { html: html`${stateTag(claim.state)} since ${showDay(claim.moved_on)}` },
    },
    { key: { text: 'What is next' }, value: { text: waitsText(claim.state) } },
    ...(claim.claimed_on === null ? [] : [{ key: { text: 'Claimed on' }, value: { text: showDay(claim.claimed_on) } }]),
  ],
})}
${
  clauses.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">What the contract asks, as of today</h2>${clauseList(clauses)}`
}
${
  may.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">What is done now</h2>
<form method="post" action="/cases/${claim.case_id}/claims/${claim.id}" novalidate>${csrf}${versionField(claim.version)}
${fields(questions, typed, errors)}
${button({ text: 'Save', preventDoubleClick: true })}</form>`
}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${claim.case_id}/evidence">Evidence, and what was frozen with the claim</a></p>
<h2 class="govuk-heading-m">What was done</h2>
${table({
  caption: 'What was done, the latest first',
  captionClasses: 'govuk-visually-hidden',
  stack: true,
  head: [{ text: 'When' }, { text: 'What' }, { text: 'Amount', format: 'numeric' }, { text: 'Who' }, { text: 'Why' }],
  rows: moves.map((row) => [
    { text: showDay(row.day) },
    { html: html`${moveWords(row)}${row.attempt === 1 ? '' : `, attempt ${row.attempt}`}${evidence(row)}` },
    { text: poundsText(row.pence), format: 'numeric' },
    { text: row.by_name },
    { html: html`<span class="newel-written">${row.reason ?? ''}</span>` },
  ]),
})}`;
}
