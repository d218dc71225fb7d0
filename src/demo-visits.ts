/** The demonstration's visits: one at home that is planned, and a dog that is known of, whose visit waits for approval. */
import { programmeCases } from './cases/actions/lists.ts';
import { documentOf, findCase } from './cases/actions/record.ts';
import { demonstrator } from './demo-actor.ts';
import { sitesOf } from './diary/actions/places.ts';
import type { Clock } from './kit/clock.ts';
import type { Database } from './kit/db.ts';
import { later } from './today/rules.ts';
import { flagRisk, flagsOf } from './visits/actions/flags.ts';
import { contactsFor, planVisit, type SafetyPlan } from './visits/actions/plan.ts';
import { visitsOfCase } from './visits/actions/visits.ts';
import { visitRulesOf } from './visits/rules.ts';

const timeZone = 'Europe/London';
const moment = (day: string, at: string) =>
  Temporal.PlainDateTime.from(`${day}T${at}`).toZonedDateTime(timeZone).toInstant();

/** Plans them once, on afternoons some weeks ahead, which the diary of the demonstration leaves free; a second start changes nothing. */
export async function demoVisits(db: Database, programmeId: string, clock: Clock): Promise<void> {
  const worker = await demonstrator(db, 'key_worker');
  const staffId = worker.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
  const [site] = await sitesOf(db, [programmeId]);
  if (staffId === null || site === undefined) return;
  const today = clock.today().toString();
  const filter = { keyWorkerId: staffId, status: 'attached' } as const;
  const list = { programmeId, filter, sort: 'referred', direction: 'ascending', after: null, limit: 2 } as const;
  const { cases } = await programmeCases(db, worker, list);
  for (const [index, { caseId }] of cases.entries()) {
    const head = await findCase(db, caseId);
    if (head === null || (await visitsOfCase(db, caseId)).length > 0) continue;
    if (index === 1 && (await flagsOf(db, caseId)).length === 0)
      await flagRisk(db, worker, head, {
        kind: 'animals',
        words: 'A large dog that is not used to visitors. The last visitor was knocked over, she says herself.',
        precautions: 'Ring before the visit; the dog is shut in the kitchen before the door is opened.',
        reviewOn: later(today, 90),
        today,
      });
    const [first, second] = await contactsFor(db, worker, head);
    if (first === undefined) return;
    const rules = visitRulesOf(documentOf(head, today) ?? {});
    for (let away = 15; away <= 28; away += 1) {
      const day = later(today, away);
      const plan: SafetyPlan = {
        startsAt: moment(day, '14:30'),
        endsAt: moment(day, '15:15'),
        placeKind: 'home',
        place: index === 0 ? 'At their flat; buzzer 2, the lift works' : 'At their house, by the back door',
        companion: null,
        phone: '07700 900123',
        risks: index === 0 ? 'None known. A brother may be there.' : 'The dog.',
        precautions: 'Parked in the street, phone in hand, seated near the door.',
        firstContact: first.id,
        secondContact: second?.id ?? null,
      };
      const wish = { staffId, siteId: site.id, kind: 'meeting', mode: 'home', day, at: '14:30', minutes: 45 } as const;
      const done = await planVisit(db, worker, head, rules, plan, { how: 'book', wish, override: null }, clock);
      if (done.outcome === 'planned') break;
    }
  }
}
