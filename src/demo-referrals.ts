import { userByEmail } from './access/actions.ts';
import { type Actor, systemActor } from './access/rules/policy.ts';
import { placesOf } from './cases/actions/changes.ts';
import { findReferral, referralsSentBy, sendReferral, sentReferral } from './cases/actions/referral-in.ts';
import {
  answerReferral,
  askForMore,
  declineReferral,
  noteQuality,
  withdrawReferral,
} from './cases/actions/referral-moves.ts';
import { suitabilityOf } from './cases/rules/suitability.ts';
import { bankHolidays } from './kit/bank-holidays.ts';
import type { Database } from './kit/db.ts';
import { addWorkingDays, holidaysFrom } from './kit/working-days.ts';
import { programmeByKey, programmeOn } from './programmes/actions.ts';

const people = [
  ['Aisha', 'Pemberton'],
  ['Callum', 'Rourke'],
  ['Dorota', 'Wilk'],
  ['Ebony', 'Clarke-Hall'],
  ['Farouk', 'Denholm'],
  ['Gwen', 'Tattersall'],
  ['Hamza', 'Locke'],
  ['Iris', 'Okafor'],
  ['Jermaine', 'Sidebottom'],
  ['Kasia', 'Birtwistle'],
  ['Liam', 'Achterberg'],
  ['Maureen', 'Duxbury'],
] as const;
const senders = [
  { route: 'work_coach', organisation: 'Jobcentre Plus Rusholme', contact: '0161 496 0100' },
  { route: 'gp', organisation: 'Elm Bank Practice', contact: '0161 496 0200' },
  { route: 'work_coach', organisation: 'Jobcentre Plus Bolton', contact: '01204 496 0300' },
] as const;
const wishes = [
  'Wants to work with animals, and would like to start with a few hours.',
  'Was a joiner for twenty years; his back does not let him lift any more.',
  'Anxious on buses. A first meeting near home would help.',
];
// None is accepted: the cases of the demonstration are those of the published figures, and stay so.
const fates = ['sent', 'declined', 'asked', 'sent', 'answered', 'sent', 'withdrawn'] as const;
const holidays = holidaysFrom(bankHolidays);

/** Three dozen referrals to the pilot that wait, or came to nothing, through the same actions as the pages; once they are there nothing is added. */
export async function addDemoReferrals(db: Database, today: Temporal.PlainDate): Promise<void> {
  const programme = await programmeByKey(db, 'working-well-pilot');
  const user = await userByEmail(db, 'referrer@example.org');
  if (programme === null || user === null) return;
  if ((await referralsSentBy(db, user.id, null, 1)).sent.length > 0) return;
  const document = (await programmeOn(db, programme.id, today.toString()))?.document;
  const places = await placesOf(db, programme.id);
  if (document === undefined) return;
  const coach: Actor = { ...systemActor, userId: user.id, name: 'Colin Marsh' };
  for (let n = 0; n < 36; n += 1) {
    const [given, family] = people[n % people.length] ?? people[0];
    const sender = senders[n % 5 === 4 ? 2 : n % 3 === 1 ? 1 : 0] ?? senders[0];
    const area = places[n % 3 === 2 ? n % places.length : places.findIndex((one) => one.name === 'Manchester')];
    if (area === undefined) continue;
    const self = n % 9 === 8;
    const sentOn = today.subtract({ days: Math.floor((35 - n) / 2) }).toString();
    const values = {
      given_name: given,
      family_name: n < people.length ? family : `${family}-${people[(n * 5 + 1) % people.length]?.[1] ?? ''}`,
      date_of_birth: `${1962 + ((n * 7) % 36)}-0${1 + (n % 9)}-1${n % 9}`,
      ni_number: null,
      phone: `07700900${String(400 + n)}`,
      safe_contact: n % 4 === 0 ? 'No voicemail' : null,
      area: area.id,
      benefit: n % 3 === 0 ? 'jsa' : 'esa_wrag',
      in_work: 'no',
      work_programme: n % 6 === 5 ? null : 'yes',
      about: wishes[n % wishes.length] ?? null,
      agrees: 'yes',
    };
    const route = self ? 'self' : sender.route;
    const { outcome, rules } = suitabilityOf(document, values, { route, areaName: area.name, today: sentOn });
    const { id } = await sendReferral(db, self ? systemActor : coach, {
      programmeId: programme.id,
      area,
      route,
      sender: self
        ? { name: null, organisation: null, contact: null }
        : { name: 'Colin Marsh', organisation: sender.organisation, contact: sender.contact },
      answers: values,
      asked: [
        { asked: 'Is there a way we must not contact them?', answer: values.safe_contact ?? 'Not known' },
        { asked: 'What do they want, and what should we know?', answer: values.about ?? 'Not known' },
      ],
      suitability: { outcome, rules },
      at: `${sentOn}T09:${String(10 + n)}:00Z`,
      today: sentOn,
    });
    await settle(n, id, sentOn);
  }

  async function settle(n: number, id: string, sentOn: string): Promise<void> {
    const fate = fates[n % fates.length];
    const referral = (await findReferral(db, id))?.referral;
    const sent = (await sentReferral.load(db, id))?.sent;
    if (referral === undefined || sent === undefined || fate === 'sent') return;
    const answered = addWorkingDays(sentOn, 1 + (n % 3), holidays);
    const [on = answered] = [answered, today.toString()].sort();
    const when = { version: 1, at: `${on}T11:00:00Z`, today: on };
    if (fate === 'declined') {
      await declineReferral(db, systemActor, referral, {
        ...when,
        reason: n % 2 === 0 ? 'not_interested' : 'outside_area',
      });
      const quality = {
        missing: ['agreement', 'wants'],
        helped: [],
        text: 'Please ask them first: they did not know of it.',
      };
      await noteQuality(db, systemActor, referral, { version: 2, quality, today: on });
    } else if (fate === 'withdrawn')
      await withdrawReferral(db, coach, sent, { ...when, reason: 'They have found work' });
    else if (fate === 'asked' || fate === 'answered') {
      await askForMore(db, systemActor, referral, { ...when, question: 'Have they completed the Work Programme?' });
      const reply = { ...when, version: 2, reply: 'Yes, in January.' };
      if (fate === 'answered' && referral.sent_by !== null) await answerReferral(db, coach, sent, reply);
    }
  }
}
