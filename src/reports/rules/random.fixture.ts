/** Made-up programmes and histories with every blemish that the definitions speak of, for property tests. */
import fc from 'fast-check';
import { formatDay, parseDay } from '../../kit/days.ts';
import type { CaseFacts, ReportSettings } from './facts.ts';
import type { Rows, World } from './twin.fixture.ts';

const areas = [
  { name: 'Ash', provider: 'Northern', share: 30 },
  { name: 'Beech', provider: 'Southern', share: 45.5 },
  { name: 'Cedar', provider: 'Northern', share: 24.5 },
];
const issues = ['Debt', 'Housing', 'Physical health', 'Mental health', 'Age', 'Transport', 'Skills', 'Family', 'Other'];
const keys = ['debt', 'housing', 'physical_health', 'mental_health', 'age', 'transport', 'skills', 'family', 'other'];
const start = parseDay('2013-12-25') ?? 0;

/** Days around two years, many of them at the ends of months, where calendar rules bite. */
const day = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 820 }).map((n) => formatDay(start + n)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '2014-01-31',
      '2014-02-28',
      '2014-08-31',
      '2015-02-28',
      '2015-03-31',
      '2015-08-28',
      '2015-08-31',
      '2015-09-30',
    ),
  },
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>, blank: T, freq = 8) => fc.option(arbitrary, { nil: blank, freq });
const blankable = (...values: string[]) => maybe(fc.constantFrom(...values), '');
const area = fc.constantFrom('Ash', 'Beech', 'Cedar', 'CEDAR', ' ash ');
const rating = maybe(fc.integer({ min: 0, max: 6 }), null, 5);

const person = fc.record({
  area,
  on: maybe(day, ''),
  sex: blankable('Male', 'Female'),
  born: maybe(
    fc.integer({ min: -6000, max: 10_000 }).map((n) => formatDay(n)),
    '',
  ),
  ethnicity: blankable('White British', 'Pakistani'),
  lastWorked: blankable('under 1 year', '3-5 years', '6-10 years', '11+ years', 'never worked'),
  tenure: blankable('Social rented - council', 'Private rented'),
  marital: blankable('Married', 'Single', 'Widowed'),
  dependants: blankable('0', '1', '3'),
  attachment: fc.option(fc.record({ on: maybe(day, '', 12), worker: blankable('W1', 'W2', 'W3') }), { freq: 8 }),
  // Of two moves on one day the definitions do not say which holds.
  moves: fc.uniqueArray(fc.record({ on: maybe(day, ''), to: area }), { maxLength: 2, selector: ({ on }) => on }),
  assessments: fc.array(
    fc.record({
      on: maybe(day, ''),
      stage: fc.constantFrom('initial', 'initial', 'reassessment', 'reassessment'),
      ratings: fc.array(rating, { minLength: issues.length, maxLength: issues.length }),
      confidence: rating,
      belief: blankable('Yes', 'No', 'no'),
    }),
    { maxLength: 5 },
  ),
  activities: fc.array(
    fc.record({
      kind: fc.constantFrom('job_interview', 'voluntary_work', 'work_trial', 'work_placement'),
      on: maybe(day, ''),
    }),
    { maxLength: 3 },
  ),
  jobs: fc.array(
    fc.record({
      from: maybe(day, ''),
      to: maybe(day, '', 2),
      area: maybe(fc.constantFrom('Ash', 'beech', 'Cedar', 'Leeds'), ''),
      occupation: blankable('Care', 'Sales', 'Crafts'),
      hours: maybe(fc.constantFrom(8, 15.5, 16, 24, 39.5, 40), null),
      wage: maybe(fc.constantFrom(6.5, 6.99, 7, 9.99, 10, 12.5), null),
      self: blankable('yes', 'no'),
    }),
    { maxLength: 4 },
  ),
  claims: fc.array(
    fc.record({ milestone: fc.constantFrom('attachment', 'job_start', 'sustained_job'), on: maybe(day, '') }),
    { maxLength: 4 },
  ),
});

/** A programme with its people, as rows and as facts. */
export type Made = { rows: Rows; world: World; settings: ReportSettings; cases: CaseFacts[] };

const programme = fc.record({
  D: day,
  cohortTo: day,
  early: day,
  target: fc.integer({ min: 1, max: 40 }),
  n: fc.integer({ min: 2, max: 8 }),
  slack: fc.integer({ min: 0, max: 4 }),
  short: fc.integer({ min: 0, max: 1 }),
});

export const made: fc.Arbitrary<Made> = fc
  .tuple(fc.array(person, { maxLength: 14 }), programme)
  .map(([people, { n, slack, short, ...rest }]) => {
    const world: World = {
      areas,
      issues,
      physical: 2,
      mental: 3,
      n,
      m: n + slack,
      pn: n - short,
      pm: n + slack - short,
      ...rest,
    };
    const rows: Rows = {
      referrals: [],
      attachments: [],
      moves: [],
      assessments: [],
      activities: [],
      jobs: [],
      claims: [],
    };
    let serial = 0;
    const key = () => {
      serial += 1;
      return String((serial * 7919) % 10_007).padStart(5, '0');
    };
    people.forEach((one, index) => {
      const id = `P${String(index).padStart(3, '0')}`;
      const { attachment, moves, assessments, activities, jobs, claims, ...referral } = one;
      rows.referrals.push({ id, ...referral });
      if (attachment) rows.attachments.push({ id, ...attachment });
      rows.moves.push(...moves.map((row) => ({ id, ...row })));
      rows.assessments.push(...assessments.map((row) => ({ id, key: key(), ...row })));
      rows.activities.push(...activities.map((row) => ({ id, ...row })));
      rows.jobs.push(...jobs.map((row) => ({ id, key: key(), ...row })));
      rows.claims.push(...claims.map((row) => ({ id, ...row })));
    });
    return { rows, world, settings: settingsOf(world), cases: casesOf(rows) };
  });

/** The settings of a world for the tables. */
export function settingsOf(world: World): ReportSettings {
  return {
    programmeName: 'Made up',
    areas: world.areas.map(({ name, provider, share }, position) => ({
      name,
      provider,
      position,
      shareContracted: String(share),
    })),
    asOf: parseDay(world.D) ?? 0,
    cohortAttachedTo: parseDay(world.cohortTo),
    referralTarget: world.target,
    sustainedWeeks: world.n,
    sustainedWindow: world.m,
    pipelineWeeks: world.pn,
    pipelineWindow: world.pm,
    sustainedBaseAttachedTo: parseDay(world.early),
    issues: world.issues.map((label, index) => ({ key: keys[index] ?? label, label })),
    caseloadGuide: null,
  };
}

/** Rows as the facts that the tables take. */
export function casesOf(rows: Rows): CaseFacts[] {
  const text = (value: string) => value || null;
  return rows.referrals.map((r) => {
    const own = <T extends { id: string }>(list: T[]) => list.filter(({ id }) => id === r.id);
    const attachment = own(rows.attachments)[0];
    return {
      caseId: r.id,
      reference: r.id,
      referredOn: parseDay(r.on),
      areaAtReferral: r.area,
      sex: text(r.sex),
      ethnicity: text(r.ethnicity),
      lastWorked: text(r.lastWorked),
      housingTenure: text(r.tenure),
      maritalStatus: text(r.marital),
      dependants: r.dependants === '' ? null : Number(r.dependants),
      dateOfBirth: parseDay(r.born),
      hasAttachmentRow: attachment !== undefined,
      attachedOn: parseDay(attachment?.on ?? ''),
      keyWorker: text(attachment?.worker ?? ''),
      areaChanges: own(rows.moves).map(({ on, to }) => ({ on: parseDay(on), to })),
      assessments: own(rows.assessments).map(({ on, belief, ...rest }) => ({
        ...rest,
        on: parseDay(on),
        belief: text(belief),
      })),
      activities: own(rows.activities).map(({ kind, on }) => ({ kind, on: parseDay(on) })),
      jobs: own(rows.jobs).map((j) => ({
        key: j.key,
        startedOn: parseDay(j.from),
        endedOn: parseDay(j.to),
        occupation: text(j.occupation),
        workArea: text(j.area),
        hours: j.hours,
        wagePence: j.wage === null ? null : Math.round(j.wage * 100),
        selfEmployed: j.self === '' ? null : j.self === 'yes',
      })),
      claims: own(rows.claims).map(({ milestone, on }) => ({ milestone, on: parseDay(on) })),
    };
  });
}
