/**
 * The demonstration's employers, and what is known of jobs beside their days: hours that grew, a zero-hours job week by week,
 * permitted work, offers, going off benefit. It is entered through the same actions as the pages.
 */
import { join } from 'node:path';
import { programmeCases } from './cases/actions/lists.ts';
import { type CaseHead, documentOf, findCase } from './cases/actions/record.ts';
import { type Demonstrator, demonstrator } from './demo-actor.ts';
import type { Database } from './kit/db.ts';
import { workWordsOf } from './programmes/rules/work.ts';
import { addContact, addEmployer, employerNames } from './work/actions/employers.ts';
import { type CaseRef, type Job, jobsOf, recordJob } from './work/actions/jobs.ts';
import { loadOccupations } from './work/actions/occupations.ts';
import { recordBenefit, recordOffer } from './work/actions/offers.ts';
import { changeTerms, recordWeek } from './work/actions/terms.ts';
import { blankJob } from './work/rules/jobs.ts';
import { mondayOf } from './work/rules/terms.ts';

const occupations = join(import.meta.dirname, '../programmes/occupations/soc2020.csv');

const unknown = { phone: null, email: null, website: null, recruits: null, adjustments: null, notes: null };
// Names of the pilot's files: the jobs there are tied to them.
const employers = [
  {
    ...{ name: 'Northway Cleaning Services', area: 'Manchester', sector: 'Administrative and support services' },
    recruits: 'By word of mouth and a card in the window; a paid trial shift, an answer the same week',
    adjustments: 'Shorter shifts to begin with; somebody comes along on the first day',
    contacts: [{ name: 'Moira Hatch', jobTitle: 'Area supervisor', phone: '07700 900621', email: null }],
  },
  {
    ...{ name: 'Cobden Facilities', area: 'Salford', sector: 'Administrative and support services' },
    recruits: 'Online only; a health questionnaire after the offer',
    contacts: [
      { name: 'Danuta Reed', jobTitle: 'Recruiter', phone: null, email: 'recruiting@cobden.example.org' },
      { name: 'Alan Firth', jobTitle: 'Site manager', phone: '07700 900622', email: null },
    ],
  },
  {
    ...{ name: 'Millgate Hotels', area: 'Manchester', sector: 'Hotels and catering' },
    recruits: 'Placements of two weeks, after which they decide',
    adjustments: 'No night shifts where they are asked not to',
    contacts: [{ name: 'Priya Lomas', jobTitle: 'Head housekeeper', phone: '07700 900623', email: null }],
  },
  {
    ...{ name: 'Swan Street Cafe', area: 'Manchester', sector: 'Hotels and catering' },
    notes: 'Closes for two weeks in August',
    contacts: [],
  },
  {
    ...{ name: 'Beechfield Care', area: 'Bolton', sector: 'Health and social work' },
    recruits: 'A criminal record check, which takes four to six weeks; nobody starts before it',
    contacts: [{ name: 'Oluwaseun Pratt', jobTitle: 'Deputy manager', phone: '07700 900624', email: null }],
  },
  {
    ...{ name: 'Pennine Catering', area: 'Oldham', sector: 'Hotels and catering' },
    adjustments: 'Hours fit round school; they let people sit at the till',
    contacts: [],
  },
] as const;

type Cast = { db: Database; worker: Demonstrator; today: Temporal.PlainDate };

/** Enters them once; a second start changes nothing. */
export async function demoWork(db: Database, programmeId: string, today: Temporal.PlainDate): Promise<void> {
  if ((await employerNames(db, programmeId)).length > 0) return;
  const worker = await demonstrator(db, 'key_worker');
  const loaded = await loadOccupations(db, 'SOC2020', occupations);
  if ('problems' in loaded) throw new Error(loaded.problems.join('; '));
  const by = { actor: worker, programmeId, today: today.toString() };
  for (const { contacts, ...facts } of employers) {
    const saved = await addEmployer(db, by, { ...unknown, ...facts });
    if (saved.outcome !== 'saved') throw new Error(`${facts.name}: ${saved.outcome}`);
    for (const contact of contacts) await addContact(db, by, saved.id, { ...contact, endedOn: null });
  }
  const cast = { db, worker, today };
  const inWork = await theirs(cast, programmeId);
  const [first, second, ...others] = inWork;
  if (first !== undefined) await grew(cast, first.head, first.jobs);
  if (second !== undefined) await weekByWeek(cast, second.head);
  // Whoever has a job does not need to be allowed a little work.
  const last = others.findLast(({ jobs }) => jobs.length === 0);
  if (last !== undefined) await permitted(cast, last.head);
}

/** People of the key worker, those with a job that goes on first. */
async function theirs({ db, worker }: Cast, programmeId: string): Promise<{ head: CaseHead; jobs: Job[] }[]> {
  const staffId = worker.memberships.find((one) => one.staffId !== null)?.staffId ?? null;
  if (staffId === null) return [];
  const filter = { keyWorkerId: staffId, status: 'attached' } as const;
  const list = { programmeId, filter, sort: 'referred', direction: 'ascending', after: null, limit: 40 } as const;
  const { cases } = await programmeCases(db, worker, list);
  const found = await Promise.all(
    cases.map(async ({ caseId }) => ({ head: await findCase(db, caseId), jobs: await jobsOf(db, caseId) })),
  );
  const known = found.filter((one): one is { head: CaseHead; jobs: Job[] } => one.head !== null);
  return known.sort((a, b) => Number(held(b.jobs) !== undefined) - Number(held(a.jobs) !== undefined));
}

const held = (jobs: readonly Job[]): Job | undefined =>
  jobs.findLast((job) => job.endedOn === null && job.startedOn !== null);
const refOf = (head: CaseHead, { today }: Cast): CaseRef => ({
  ...{ caseId: head.caseId, personId: head.personId, programmeId: head.programmeId },
  words: workWordsOf(documentOf(head, today.toString())),
});

function went(came: { outcome: string; errors?: Record<string, string> }): void {
  if (came.outcome !== 'saved') throw new Error(Object.values(came.errors ?? { came: came.outcome }).join('; '));
}

/** Turned one offer down, took another, and works more hours than at first. */
async function grew(cast: Cast, head: CaseHead, jobs: readonly Job[]): Promise<void> {
  const { db, worker, today } = cast;
  const of = refOf(head, cast);
  const job = held(jobs);
  const day = (ago: number) => today.subtract({ days: ago }).toString();
  const offer = { employer: 'Millgate Hotels', work: 'Room attendant, 30 hours', offeredOn: day(260) };
  const words = 'She would have been on her feet for eight hours';
  went(await recordOffer(db, worker, of, { ...offer, answer: 'declined', reason: 'too_physical', words }));
  if (job === undefined || job.startedOn === null) return;
  const since = {
    direction: 'off benefit',
    changedOn: job.startedOn,
    benefit: 'Employment and Support Allowance',
  } as const;
  await recordBenefit(db, worker, of, { ...since, reason: 'started_job', words: null });
  const raised = {
    hoursPerWeek: Math.min((job.hoursPerWeek ?? 16) + 6, 40),
    hourlyWagePence: job.hourlyWagePence ?? 720,
  };
  const from = today.subtract({ days: 31 }).toString();
  if (job.startedOn >= from) return;
  const change = { id: job.id, version: job.version, terms: { from, ...raised } };
  went(await changeTerms(db, worker, of, change, today.toString()));
}

/** A second job without set hours, told week by week. */
async function weekByWeek(cast: Cast, head: CaseHead): Promise<void> {
  const { db, worker, today } = cast;
  const of = refOf(head, cast);
  const monday = Temporal.PlainDate.from(mondayOf(today.toString()));
  const startedOn = monday.subtract({ weeks: 7 }).toString();
  const job = { ...blankJob, kind: 'zero_hours', selfEmployed: false, employer: 'Swan Street Cafe' } as const;
  const facts = { occupationScheme: 'SOC2020', occupationCode: '92', workArea: 'Manchester', hourlyWagePence: 720 };
  const saved = await recordJob(db, worker, of, { ...job, ...facts, startedOn }, [], today.toString());
  went(saved);
  const [id, hours] = ['id' in saved ? saved.id : '', [14, 16.5, 12, 9, 7.5, 4]];
  for (const [index, worked] of hours.entries()) {
    const from = monday.subtract({ weeks: 7 - index }).toString();
    // Hours have two decimals: in tenths the product is whole.
    const week = { from, hours: worked, payPence: (Math.round(worked * 10) * 720) / 10 };
    went(await recordWeek(db, worker, of, { id, week }, today.toString()));
  }
}

/** Permitted work, which is no start, and an offer that waits for checks. */
async function permitted(cast: Cast, head: CaseHead): Promise<void> {
  const { db, worker, today } = cast;
  const of = refOf(head, cast);
  const startedOn = today.subtract({ days: 70 }).toString();
  const job = { ...blankJob, kind: 'permitted', selfEmployed: false, employer: 'Pennine Catering' } as const;
  const facts = { startedOn, hoursPerWeek: 8, hourlyWagePence: 680 };
  went(await recordJob(db, worker, of, { ...job, ...facts }, [], today.toString()));
  const offer = { employer: 'Beechfield Care', work: 'Care assistant, 20 hours', reason: null, answer: null };
  const offeredOn = today.subtract({ days: 9 }).toString();
  went(await recordOffer(db, worker, of, { ...offer, offeredOn, words: 'Waits for the criminal record check' }));
}
