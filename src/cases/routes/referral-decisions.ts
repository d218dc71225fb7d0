import type { Route } from '../../access/rules/route.ts';
import type { Typed } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { checkboxes } from '../../kit/ui/index.ts';
import { declineReasonsOf } from '../../programmes/rules.ts';
import { askForMore, declineReferral, noteQuality } from '../actions/referral-moves.ts';
import { qualityFrom, qualityTicks } from '../rules/referral-in.ts';
import { type Decision, decisionRoutes, now } from './decide.ts';
import { accept } from './referral-accept.ts';
import { documentFor } from './referrals.ts';

const ask: Decision = {
  path: 'ask',
  title: 'Ask for more',
  event: 'referral_in.more asked',
  notice: 'Your question was sent',
  button: 'Send the question',
  move: 'ask',
  prepare: async ({ record }) => ({
    questions: [
      {
        kind: 'long text',
        name: 'question',
        label: 'What do you need to know?',
        hint:
          record.referral.sent_by === null
            ? 'Nobody has signed in for this referral: contact them, and write down what you asked'
            : 'The sender reads this. Name nobody else',
        required: 'Enter what you need to know',
        most: 2000,
        rows: 4,
      },
    ],
  }),
  save: (context, values, version) =>
    askForMore(context.db, context.actor, context.record.referral, {
      version,
      question: String(values.question),
      ...now(context),
    }),
};

const decline: Decision = {
  path: 'decline',
  title: 'Decline this referral',
  event: 'referral_in.declined',
  notice: 'Referral declined. The sender is told why',
  button: 'Decline',
  move: 'decline',
  async prepare({ db, clock, record }) {
    const document = await documentFor(db, record.referral.programme_id, clock.today().toString());
    return {
      questions: [
        {
          kind: 'choice',
          name: 'reason',
          label: 'Why is it declined?',
          hint: 'The sender is told, and reads the reason. Nothing is deleted, and they can refer again',
          choices: declineReasonsOf(document).map(({ code, label }) => ({ value: code, text: label })),
          required: 'Choose the reason',
        },
      ],
    };
  },
  save: (context, values, version) =>
    declineReferral(context.db, context.actor, context.record.referral, {
      version,
      reason: String(values.reason),
      ...now(context),
    }),
};

const ticks = (name: 'missing' | 'helped', legend: string, typed: Typed): Html =>
  checkboxes({
    name,
    idPrefix: name,
    classes: 'govuk-checkboxes--small',
    fieldset: { legend: { text: legend, classes: 'govuk-fieldset__legend--s' } },
    values: [typed[name] ?? []].flat(),
    items: Object.entries(qualityTicks[name]).map(([value, text]) => ({ value, text })),
  });

const note: Decision = {
  path: 'note',
  title: 'A note to the sender',
  event: 'referral_in.noted',
  notice: 'Note saved',
  button: 'Save the note',
  move: null,
  async prepare({ record }) {
    const { quality } = record.referral;
    return {
      filled: { missing: quality?.missing ?? [], helped: quality?.helped ?? [], text: quality?.text ?? '' },
      above: html`<p class="govuk-body">It helps the next referral. The sender reads it; write nothing about the person or the case.</p>`,
      between: (typed) =>
        html`${ticks('missing', 'What was missing?', typed)}${ticks('helped', 'What helped?', typed)}`,
      questions: [
        {
          kind: 'long text',
          name: 'text',
          label: 'In your own words',
          hint: 'You can leave this empty',
          most: 1000,
          rows: 3,
        },
      ],
    };
  },
  async save({ db, actor, record, body, clock }, values, version) {
    const quality = qualityFrom(body.missing, body.helped, values.text as string | null);
    if (quality.missing.length + quality.helped.length === 0 && quality.text === null)
      return { outcome: 'refused', errors: { text: 'Tick what was missing or what helped, or write it' } };
    return noteQuality(db, actor, record.referral, { version, quality, today: clock.today().toString() });
  },
};

/** Accepting, declining, asking for more, and the note back. */
export const referralDecisionRoutes: readonly Route[] = [accept, decline, ask, note].flatMap(decisionRoutes);
