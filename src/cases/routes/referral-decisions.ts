import { staffOf } from '../../access/actions.ts';
import { notFound, type Page, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { dayOf } from '../../kit/clock.ts';
import { type Answer, type Errors, errorsAbove, fields, type Question, readForm, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField, versionOf } from '../../kit/record-form.ts';
import { button, checkboxes, warningText } from '../../kit/ui/index.ts';
import { declineReasonsOf, findChoice, labelOf } from '../../programmes/rules.ts';
import { placesOf } from '../actions/changes.ts';
import { knownAlready } from '../actions/lists.ts';
import {
  acceptReferral,
  askForMore,
  type Decided,
  declineReferral,
  findReferral,
  hasOpenCase,
  mayPlace,
  momentOf,
  noteQuality,
  type ReferralIn,
  referralToDecide,
} from '../actions/referral-in.ts';
import {
  mayMove,
  personFrom,
  qualityFrom,
  qualityTicks,
  type ReferralMove,
  senderText,
  sourceOf,
} from '../rules/referral-in.ts';
import { knownHtml, noPerson, whoQuestions } from './refer.ts';
import { documentFor, type ReferralContext, referralParams } from './referrals.ts';

type Saved = Decided | { outcome: 'refused'; errors: Errors };
type Prepared = { questions: readonly Question[]; filled?: Typed; above?: Html; between?: (typed: Typed) => Html };

/** A decision about a referral: a form of its own, what it asks, and what saves it. */
type Decision = {
  path: string;
  title: string;
  event: string;
  notice: string;
  button: string;
  /** Null for a note, which every referral can have. */
  move: ReferralMove | null;
  prepare(context: ReferralContext): Promise<Prepared>;
  save(context: ReferralContext, values: Record<string, Answer>, version: number): Promise<Saved>;
};

/** The day and the moment of the site's clock. */
const now = ({ clock, timeZone }: ReferralContext) => ({
  at: momentOf(clock, timeZone),
  today: clock.today().toString(),
});

function decisionPage(
  decision: Decision,
  context: ReferralContext,
  prepared: Prepared,
  view: { typed: Typed; errors?: Errors; version: number; stale?: boolean },
): Page {
  const { referral } = context.record;
  const { typed, errors = {}, version, stale } = view;
  const wrong = Object.keys(errors).length > 0;
  const title = decision.title;
  return page({
    title: `${title}: ${referral.reference}`,
    back: { href: `/referrals/${referral.id}`, text: `Referral ${referral.reference}` },
    ...(stale === true ? { status: 409, error: true } : wrong ? { status: 422, error: true } : {}),
    main: html`${errorsAbove(prepared.questions, errors)}<h1 class="govuk-heading-l">${title}</h1>
${stale === true ? warningText({ iconFallbackText: 'Warning', text: 'Nothing was saved: this referral changed while you had it open. What you typed is below. Read the referral again, then save.' }) : noHtml}
${prepared.above ?? noHtml}
<form method="post" action="/referrals/${referral.id}/${decision.path}" novalidate>
${context.csrf}${versionField(version)}
${prepared.between?.(typed) ?? noHtml}
${fields(prepared.questions, typed, errors)}
<div class="govuk-button-group">${button({ text: decision.button, preventDoubleClick: true })}<a class="govuk-link" href="/referrals/${referral.id}">Cancel</a></div>
</form>`,
  });
}

function decisionRoutes(decision: Decision): Route[] {
  const common = {
    path: `/referrals/:referralId/${decision.path}`,
    can: 'referral_in.decide',
    params: referralParams,
    record: referralToDecide,
  } as const;
  const tooLate = (referral: ReferralIn) =>
    redirect(`/referrals/${referral.id}`, 'Nothing was saved: somebody else decided about this referral first');
  const possible = (referral: ReferralIn) => decision.move === null || mayMove(referral.state, decision.move);
  return [
    route({
      ...common,
      method: 'GET',
      audit: { read: `referral: ${decision.title.toLowerCase()}` },
      async handle(context) {
        const { referral } = context.record;
        if (!possible(referral)) return tooLate(referral);
        const prepared = await decision.prepare(context);
        return decisionPage(decision, context, prepared, { typed: prepared.filled ?? {}, version: referral.version });
      },
    }),
    route({
      ...common,
      method: 'POST',
      audit: { event: decision.event },
      async handle(context) {
        const { body, record } = context;
        if (!possible(record.referral)) return tooLate(record.referral);
        const prepared = await decision.prepare(context);
        const version = versionOf(body);
        const again = async (errors: Errors) => {
          // Of two who decide at once the second may be asked about the person whom the first has just added.
          const fresh = await findReferral(context.db, record.referral.id);
          return fresh === null || !possible(fresh.referral)
            ? tooLate(record.referral)
            : decisionPage(decision, context, prepared, { typed: body, errors, version });
        };
        const read = readForm(prepared.questions, body);
        if (!read.ok) return again(read.errors);
        const saved = await decision.save(context, read.values, version);
        if (saved.outcome === 'refused') return again(saved.errors);
        if (saved.outcome === 'saved')
          return redirect(
            saved.caseId === undefined ? `/referrals/${record.referral.id}` : `/cases/${saved.caseId}/start`,
            decision.notice,
          );
        // Somebody else was first. While it can still be decided, what was typed stands there with the version of now.
        const fresh = await findReferral(context.db, record.referral.id);
        if (fresh === null || !possible(fresh.referral)) return tooLate(record.referral);
        const there = { ...context, record: fresh };
        return decisionPage(decision, there, prepared, { typed: body, version: fresh.referral.version, stale: true });
      },
    }),
  ];
}

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
          label: 'Why?',
          hint: 'The sender reads the reason',
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

/** Where a case can be opened by this user, and who can work on it. */
async function placement({ db, actor, record }: ReferralContext) {
  const programmeId = record.referral.programme_id;
  const places = (await placesOf(db, programmeId)).filter((place) => mayPlace(actor, programmeId, place));
  return { places, staff: await staffOf(db, { programmeId }) };
}

const accept: Decision = {
  path: 'accept',
  title: 'Accept this referral',
  event: 'referral_in.accepted',
  notice: 'Referral accepted. The sender is told',
  button: 'Accept and open the case',
  move: 'accept',
  async prepare(context) {
    const { referral } = context.record;
    const { places, staff } = await placement(context);
    const known = await knownAlready(context.db, context.actor, personFrom(referral.answers));
    return {
      ...(known.length === 0 ? {} : { above: knownHtml(known) }),
      filled: { area: referral.area_id ?? '' },
      questions: [
        ...whoQuestions(known),
        {
          kind: 'choice',
          name: 'area',
          label: 'In which area?',
          choices: places.map((place) => ({ value: place.id, text: place.name })),
          as: 'select',
          required: 'Choose the area',
        },
        {
          kind: 'choice',
          name: 'key_worker',
          label: 'Who works with this person?',
          hint: 'You can choose later',
          choices: staff.map((one) => ({
            value: one.id,
            text: `${one.given_name} ${one.family_name} (${one.code})`,
          })),
          as: 'select',
          none: 'Nobody yet',
        },
      ],
    };
  },
  async save(context, values, version) {
    const { db, actor, record, timeZone } = context;
    const { referral } = record;
    const { places, staff } = await placement(context);
    const area = places.find((place) => place.id === values.area) ?? notFound();
    const worker = staff.find((one) => one.id === values.key_worker);
    const chosen = values.person ?? noPerson;
    if (chosen !== noPerson && (await hasOpenCase(db, String(chosen), referral.programme_id)))
      return {
        outcome: 'refused',
        errors: {
          person:
            'This person has an open case in the programme already. Decline the referral as ‘on the programme already’',
        },
      };
    const document = await documentFor(db, referral.programme_id, context.clock.today().toString());
    const source = findChoice(document.referralSources, sourceOf(referral.route))?.label ?? senderText(referral.route);
    const { benefit } = referral.answers;
    const provider = document.areas.find((one) => one.name === area.name)?.provider ?? null;
    return acceptReferral(db, actor, referral, {
      version,
      person: chosen === noPerson ? personFrom(referral.answers) : { knownAs: String(chosen) },
      opens: {
        referral: {
          referredOn: dayOf(referral.sent_at, timeZone),
          areaId: area.id,
          providerId: area.providerId,
          source,
          benefit: typeof benefit === 'string' && benefit !== 'none' ? labelOf(document.benefits, benefit) : null,
          lastWorked: null,
          housingTenure: null,
          maritalStatus: null,
          dependants: null,
        },
        area,
        provider,
        asked: referral.asked.filter(({ asked }) => !personal.has(asked)),
      },
      keyWorker: worker === undefined ? null : { id: worker.id, name: `${worker.given_name} ${worker.family_name}` },
      ...now(context),
    });
  },
};

// The person's own record holds these; the event of the case does not hold them a second time.
const personal = new Set([
  'Given name',
  'Family name',
  'Date of birth',
  'National Insurance number',
  'Phone',
  'What is your first name?',
  'What is your last name?',
  'When were you born?',
  'What is your National Insurance number?',
  'On which number can we ring you?',
]);

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
