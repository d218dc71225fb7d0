import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, details, insetText, scrollRegion, summaryList, table, tag, warningText } from '../../kit/ui/index.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import type { CaseHead } from '../actions/record.ts';
import type { ReferralIn } from '../actions/referral-in.ts';
import type { AttemptRow, HandoverRow } from '../actions/start.ts';
import type { Evidence } from '../rules/changes.ts';
import type { ReferralClock } from '../rules/referral-clock.ts';
import { firstMeetingKey, type HandoverState, handoverStates, resultText } from '../rules/start.ts';
import { answersHtml, clockTag } from './referrals.ts';

/** What the page of the first steps shows. */
export type FirstSteps = {
  head: CaseHead;
  document: ProgrammeDocument;
  /** Null when the day of the referral is not known, or nobody waits for a first meeting any more. */
  clock: ReferralClock | null;
  conditions: Record<string, Evidence>;
  attempts: readonly AttemptRow[];
  /** How many calls the district makes before the first interview; null where nothing limits them. */
  calls: { most: number; made: number; reached: boolean } | null;
  handovers: readonly HandoverRow[];
  referral: ReferralIn | null;
  names: ReadonlyMap<string, string>;
};

/** From referral to attachment: the clock, what is still missing, every attempt, the warm handover, and what the sender wrote. */
export function startHtml(view: FirstSteps): Html {
  const { head, clock, referral } = view;
  const path = `/cases/${head.caseId}/start`;
  const safe = referral?.answers.safe_contact;
  const evidenced = head.attachment?.evidenced === true;
  return html`<h1 class="govuk-heading-l">First steps</h1>
${
  safe
    ? html`${warningText({ iconFallbackText: 'Warning', text: `Before you contact them: ${safe}` })}
<p class="govuk-body"><a class="govuk-link" href="/cases/${head.caseId}/person/contact">Turn this into rules of safe contact</a></p>`
    : noHtml
}
${summaryList({
  rows: [
    { key: { text: 'Referred' }, value: { text: showDay(head.referredOn) } },
    {
      key: { text: 'First meeting' },
      value: {
        html: html`${head.firstMetOn === null ? (clock === null ? 'Not known' : noHtml) : html`${showDay(head.firstMetOn)} `}${clock === null ? noHtml : clockTag(clock)}`,
      },
      ...(evidenced
        ? {}
        : {
            actions: {
              items: [
                {
                  href: `${path}/first-meeting`,
                  text: head.firstMetOn === null ? 'Record' : 'Change',
                  visuallyHiddenText: 'the first meeting',
                },
              ],
            },
          }),
    },
  ],
})}
<h2 class="govuk-heading-m">Contact</h2>
${attemptsHtml(view, path)}
${callsHtml(view)}
${button({ text: 'Record an attempt', href: `${path}/attempt`, classes: 'govuk-button--secondary' })}
<h2 class="govuk-heading-m">Warm handover</h2>
${handoversHtml(view, path)}
${button({ text: 'Book a warm handover', href: `${path}/handover`, classes: 'govuk-button--secondary' })}
<h2 class="govuk-heading-m">Attachment</h2>
${attachmentHtml(view)}
${
  referral === null
    ? noHtml
    : details({ summaryText: `What was sent with referral ${referral.reference}`, html: answersHtml(referral) })
}`;
}

function callsHtml({ calls, head }: FirstSteps): Html {
  if (calls === null || head.firstMetOn !== null) return noHtml;
  const { most, made, reached } = calls;
  const limit = `This district makes at most ${counted(most, 'call')} before the first interview`;
  return insetText({
    text: reached
      ? `${limit}, and ${made} ${made === 1 ? 'was' : 'were'} made. Write instead.`
      : `${limit}. ${made} so far.`,
  });
}

function attemptsHtml({ attempts, names }: FirstSteps, path: string): Html {
  if (attempts.length === 0)
    return html`<p class="govuk-body">Nobody has tried to reach them yet, as far as is recorded.</p>`;
  return scrollRegion({
    label: 'Attempts to reach them',
    html: table({
      caption: 'Attempts to reach them, the newest first',
      captionClasses: 'govuk-visually-hidden',
      stack: true,
      head: ['When', 'How', 'What came of it', 'Note', 'By'].map((text) => ({ text })),
      rows: attempts.map((one) => [
        { html: html`<a class="govuk-link" href="${path}/attempt/${one.id}">${showDay(one.tried_on)}</a>` },
        { text: one.way },
        { text: resultText(one.result) },
        { text: one.note ?? '' },
        { text: one.tried_by === null ? '' : (names.get(one.tried_by) ?? '') },
      ]),
    }),
  });
}

function handoversHtml({ handovers }: FirstSteps, path: string): Html {
  if (handovers.length === 0) return html`<p class="govuk-body">None is booked.</p>`;
  return scrollRegion({
    label: 'Warm handovers',
    html: table({
      caption: 'Warm handovers, the newest first',
      captionClasses: 'govuk-visually-hidden',
      stack: true,
      head: ['When', 'Who hands over', 'Where', 'Status'].map((text) => ({ text })),
      rows: handovers.map((one) => {
        const state = handoverStates[one.state as HandoverState];
        return [
          {
            html: html`<a class="govuk-link" href="${path}/handover/${one.id}">${showDay(one.meets_on)}${one.meets_at === null ? '' : ` at ${one.meets_at}`}</a>`,
          },
          { text: one.with_whom },
          { text: one.place ?? '' },
          { html: tag({ text: state?.text ?? one.state, classes: state?.colour ?? '' }) },
        ];
      }),
    }),
  });
}

function attachmentHtml({ head, document, conditions }: FirstSteps): Html {
  const on = (key: string) => conditions[key]?.on ?? (key === firstMeetingKey ? head.firstMetOn : null);
  return html`${summaryList({
    rows: document.attachment.conditions.map(({ key, label }) => {
      const day = on(key);
      const shown = conditions[key]?.evidence;
      return {
        key: { text: label },
        value: { text: day === null ? 'Not yet' : `${showDay(day)}${shown === undefined ? '' : `: ${shown}`}` },
      };
    }),
  })}
<p class="govuk-body">${
    head.attachment === null
      ? 'They are attached when all of these exist, each with what shows it.'
      : `Attached ${showDay(head.attachment.on)}.`
  }</p>
${button({
  text:
    head.attachment === null ? 'Attach' : head.attachment.evidenced ? 'Change the attachment' : 'Complete the evidence',
  href: `/cases/${head.caseId}/attachment`,
  ...(head.attachment?.evidenced === true ? { classes: 'govuk-button--secondary' } : {}),
})}`;
}
