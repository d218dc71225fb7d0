import { staffOf } from '../../access/actions.ts';
import { notFound } from '../../access/rules/route.ts';
import { dayOf } from '../../kit/clock.ts';
import { html, noHtml } from '../../kit/html.ts';
import { findChoice, labelOf } from '../../programmes/rules.ts';
import { placesOf } from '../actions/changes.ts';
import { orOverLimit } from '../actions/limit.ts';
import { knownAlready } from '../actions/lists.ts';
import { acceptReferral, hasOpenCase, mayPlace } from '../actions/referral-moves.ts';
import { safeContactHtml } from '../pages/referrals.ts';
import { senderText, sourceOf } from '../rules/referral-in.ts';
import { personFrom } from '../rules/referral-questions.ts';
import { type Decision, now } from './decide.ts';
import { knownHtml, noPerson, whoQuestions } from './refer.ts';
import { documentFor, type ReferralContext } from './referrals.ts';

/** Where a case can be opened by this user, and who can work on it. */
async function placement({ db, actor, record }: ReferralContext) {
  const programmeId = record.referral.programme_id;
  const places = (await placesOf(db, programmeId)).filter((place) => mayPlace(actor, programmeId, place));
  return { places, staff: await staffOf(db, { programmeId }) };
}

/** Accepting: who it is, where, and who works with them. */
export const accept: Decision = {
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
      above: html`${known.length === 0 ? noHtml : knownHtml(known)}${safeContactHtml(referral)}`,
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
    const source =
      findChoice(document.referralSources, sourceOf(referral.route, document))?.label ?? senderText(referral.route);
    const { benefit } = referral.answers;
    const provider = document.areas.find((one) => one.name === area.name)?.provider ?? null;
    return orOverLimit('key_worker', () =>
      acceptReferral(db, actor, referral, {
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
          selection: referral.suitability.selection ?? null,
          asked: referral.asked.filter(({ asked }) => !personal.has(asked)),
        },
        keyWorker: worker === undefined ? null : { id: worker.id, name: `${worker.given_name} ${worker.family_name}` },
        ...now(context),
      }),
    );
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
