/** Whether a person is eligible for a service, by what is known of both: the rules are the directory's own. */
import { findCase } from '../../cases/actions/record.ts';
import { findService } from '../../directory/actions/entries.ts';
import { type Candidate, matchOf } from '../../directory/rules/match.ts';
import { completedYears, type DayNumber, parseDay } from '../../kit/days.ts';
import type { Sql } from '../../kit/db.ts';
import { personOf } from '../../people/actions/people.ts';
import { programmeOn } from '../../programmes/actions.ts';

const open: Candidate['taking'] = {
  ...{ verified: true, referable: true, status: 'active', closed_from: null, closed_to: null, last_referral_on: null },
  ...{ funded_until: null, contract: null, contract_from: null },
};

/** Why somebody is not eligible, and what could not be told because it is not known. */
export type Eligible = { blocks: string[]; asks: string[] };

/** What stands against a service for the person of a case on a day ('YYYY-MM-DD'), and what has to be asked. */
export async function eligibleFor(
  sql: Sql,
  of: { case_id: string; programme_id: string; service_id: string },
  day: string,
): Promise<Eligible> {
  const service = await findService(sql, of.service_id);
  const head = await findCase(sql, of.case_id);
  const person = head === null ? null : await personOf(sql, head.personId);
  if (service === null || head === null || person === null) return { blocks: [], asks: [] };
  const born = person.dateOfBirth === null ? null : parseDay(person.dateOfBirth);
  const document = (await programmeOn(sql, of.programme_id, day))?.document;
  const known = {
    ...{
      needs: [],
      postcode: person.postcode,
      at: null,
      benefit: head.referral.benefit,
      jobReady: null,
      away: false,
      day,
    },
    ...{ age: born === null ? null : completedYears(born, parseDay(day) as DayNumber), longWait: 0, least: 1 },
    benefitNames: Object.fromEntries((document?.benefits ?? []).map(({ code, label }) => [code, label])),
  };
  const candidate: Candidate = {
    ...{ id: service.id, name: service.name, helpsWith: [], wordsIn: null, sites: [], remote: false },
    ...{ postcodes: service.postcodes, benefits: service.benefits, exclusions: service.exclusions },
    ...{ minimumAge: service.minimum_age, maximumAge: service.maximum_age },
    // Whether it takes anybody, and whom it lets refer, is asked apart.
    taking: open,
    ...{ places: null, placesTaken: null, nextStart: null, capacityOn: null, started: { n: 0, days: 0 } },
    access: { allowed: true, why: null },
  };
  const { blocks, asks } = matchOf(known, candidate);
  return { blocks: blocks.map(({ why, lift }) => `${why}. ${lift}`), asks };
}

/** Why the person of a referral is not eligible, in sentences without their full stop. */
export const blocksFor = async (
  sql: Sql,
  of: { case_id: string; programme_id: string; service_id: string },
  day: string,
): Promise<string[]> => (await eligibleFor(sql, of, day)).blocks;
