import { hash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { InstrumentDocument } from '../src/assessment/rules.ts';
import { type DayNumber, formatDay, parseDay } from '../src/kit/days.ts';
import { newId, referenceOf } from '../src/kit/ids.ts';
import { fold } from '../src/people/rules.ts';
import type { ProgrammeDocument } from '../src/programmes/rules.ts';
import { planColumns, planFor, planOf } from './make-plan.ts';
import { namesOf } from './names.ts';

/** A key worker of the scratch database, with the user who signs in as them. */
export type BenchWorker = { staffId: string; userId: string; areaId: string; areaName: string; providerId: string };

/** What the people are made of. */
export type Setting = {
  programmeId: string;
  document: ProgrammeDocument;
  instrumentVersionId: string;
  instrument: InstrumentDocument;
  workers: readonly BenchWorker[];
  /** The day on which the programme stands, 'YYYY-MM-DD'. */
  today: string;
};

/** Open cases of a key worker. */
export const caseload = 40;
/** Key workers of so many people, of whom one in ten is open. */
export const workersOf = (people: number): number => Math.max(1, Math.ceil(people / 10 / caseload));

/** A small seeded generator (mulberry32), so that every run makes alike people. Returns numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const notes = [
  'Talked about the week & the letter from the housing office. Agreed to ring them together on Thursday.',
  'Came in early. Sleep is better, the knee is not. Wants to look at evening courses; list printed and gone through.',
  'Rang: bus fare refunded, interview clothes collected. "Nervous but ready". Next meeting the day after the interview.',
  'Did not feel up to much. Short meeting; one small step agreed: open the post. Will ring on Monday.',
];
const employers = ['Northway Cleaning Services', 'Peel Forklift Services', 'Irwell Care', 'Tame Valley Foods'];
const occupations = ['Elementary administrative, service and sales', 'Caring personal service', 'Process operatives'];

let salts = Buffer.alloc(0);

/** 16 random bytes, drawn by the thousand. */
function nextSalt(): Buffer {
  if (salts.length === 0) salts = randomBytes(16_000);
  const salt = salts.subarray(0, 16);
  salts = salts.subarray(16);
  return salt;
}

/** A reference that no other number has. Chance would draw one twice among a million. */
function reference(letter: string, number: number): string {
  // An odd factor and a power of two: no two products are the same. One try in seven has no check character.
  for (let i = 0; ; i++) {
    const found = referenceOf(letter, ((number * 16 + i) * 2_654_435) % 32 ** 7);
    if (found !== null) return found;
  }
}

const columns = {
  person:
    'id, reference, given_name, family_name, search_given, search_family, date_of_birth, sex, ethnicity, ni_number, phone, postcode, preferred_contact',
  person_name: 'id, person_id, use, given_name, family_name, search_given, search_family',
  case_record:
    'id, person_id, programme_id, reference, source_ref, status, area_id, provider_id, referral_area_id, referral_provider_id, referred_on, referral_source, benefit, last_worked, housing_tenure, marital_status, dependants, key_worker_id, closed_on, exit_reason',
  attachment: 'case_id, person_id, attached_on, key_worker_id, evidenced',
  key_worker_assignment: 'id, case_id, person_id, staff_id, starts_on, ends_on',
  note: 'id, case_id, person_id, written_on, body, author_id',
  assessment: 'id, case_id, person_id, instrument_version_id, source_ref, stage, assessed_on, answers, author_id',
  job: 'id, case_id, person_id, source_ref, employer, occupation_group, work_area, started_on, ended_on, hours_per_week, hourly_wage_pence, self_employed',
  activity: 'id, case_id, person_id, kind, started_on',
  event: 'id, kind, actor_id, programme_id, person_id, case_id, happened_on, at, digest',
  event_payload: 'event_id, payload, salt',
  ...planColumns,
} as const;
type Table = keyof typeof columns;
type Value = string | number | boolean | null;
type Rows = Record<Table, string[]>;

// COPY's text format: a tab between values, \N for null. Of the values made here only JSON holds what needs an escape.
function line(values: readonly Value[]): string {
  let out = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Value;
    const text = value === null ? '\\N' : String(value);
    out += (i === 0 ? '' : '\t') + (value !== null && text.includes('\\') ? text.replaceAll('\\', '\\\\') : text);
  }
  return `${out}\n`;
}

/** Makes one person after another; `make` appends the rows of the person with this number. */
function maker(setting: Setting, seed: number) {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  const code = (list: readonly { code: string }[]) => pick(list).code;
  const { document, programmeId, workers } = setting;
  const questions = setting.instrument.sections.flatMap((section) => section.questions);
  const today = parseDay(setting.today) as DayNumber;
  const first = parseDay(document.firstDay) as DayNumber;
  const born = parseDay('1950-01-01') as DayNumber;
  const imported = `${setting.today} 06:30:00+00`;

  return (number: number, rows: Rows): void => {
    const [personId, caseId] = [newId(), newId()];
    const open = number % 10 === 0;
    const worker = (open ? workers[Math.floor(number / 10 / caseload) % workers.length] : pick(workers)) as BenchWorker;
    const referred = first + upTo(640);
    const attached = Math.min(today - 40, referred + 3 + upTo(60));
    const closed = open ? null : attached + 30 + upTo(today - attached - 30);
    const last = closed ?? today;
    const { given: givenName, family: familyName } = namesOf(random);
    const sixDigits = String(number % 1_000_000).padStart(6, '0');
    // biome-ignore format: one line for each row
    rows.person.push(line([personId, reference('P', number), givenName, familyName, fold(givenName), fold(familyName), formatDay(born + upTo(15_000)), code(document.sexes), code(document.ethnicities), `QQ${sixDigits}A`, `07700900${sixDigits.slice(-3)}`, 'M99 9ZZ', code(document.preferredContacts)]));
    if (number % 20 === 7) {
      const other = namesOf(random);
      // biome-ignore format: one line for each row
      rows.person_name.push(line([newId(), personId, 'former', givenName, other.family, fold(givenName), fold(other.family)]));
    }
    // biome-ignore format: one line for each row
    rows.case_record.push(line([caseId, personId, programmeId, reference('C', number), `BN${String(number).padStart(7, '0')}`, open ? 'attached' : 'closed', worker.areaId, worker.providerId, worker.areaId, worker.providerId, formatDay(referred), code(document.referralSources), code(document.benefits), code(document.lastWorkedBands), code(document.housingTenures), code(document.maritalStatuses), upTo(4), worker.staffId, closed === null ? null : formatDay(closed), closed === null ? null : code(document.exitReasons)]));
    rows.attachment.push(line([caseId, personId, formatDay(attached), worker.staffId, false]));
    // biome-ignore format: one line for each row
    rows.key_worker_assignment.push(line([newId(), caseId, personId, worker.staffId, formatDay(attached), closed === null ? null : formatDay(closed)]));

    // Payloads are written with their keys in order, which is their canonical JSON already.
    const event = (kind: string, on: DayNumber, actorId: string | null, payload: Record<string, Value>) => {
      const id = newId();
      const salt = nextSalt();
      const text = JSON.stringify(payload);
      const digest = hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'hex');
      const day = formatDay(on);
      const at = actorId === null ? imported : `${day} 14:05:00+00`;
      rows.event.push(line([id, kind, actorId, programmeId, personId, caseId, day, at, `\\x${digest}`]));
      rows.event_payload.push(line([id, text, `\\x${salt.toString('hex')}`]));
    };
    const within = () => attached + upTo(last - attached);

    event('case.referred', referred, null, { area: worker.areaName, imported: true, source: 'Jobcentre Plus' });
    event('case.attached', attached, null, { evidenced: false, imported: true });
    for (const [index, stage] of ['initial', 'reassessment'].entries()) {
      const on = index === 0 ? attached : within();
      const answers: Record<string, Value> = {};
      for (const question of questions) {
        if (random() < 0.07) continue;
        if (question.kind === 'scale') answers[question.key] = question.min + upTo(question.max - question.min + 1);
        else if (question.kind === 'yes_no') answers[question.key] = random() < 0.6;
        else if (question.kind === 'choice') answers[question.key] = code(question.choices);
      }
      const id = newId();
      // biome-ignore format: one line for each row
      rows.assessment.push(line([id, caseId, personId, setting.instrumentVersionId, `AS${number}-${index}`, stage, formatDay(on), JSON.stringify(answers), worker.userId]));
      const answered = Object.keys(answers).length;
      event('assessment.made', on, worker.userId, { answered, assessedOn: formatDay(on), assessmentId: id, stage });
    }
    const jobs = random() < 0.2 ? 1 + upTo(2) : 0;
    for (let n = 0; n < jobs; n++) {
      const [id, started] = [newId(), attached + 7 + upTo(today - attached - 7)];
      const ended = random() < 0.4 ? Math.min(today, started + upTo(300)) : null;
      const [employer, occupationGroup, workArea] = [pick(employers), pick(occupations), pick(document.areas).name];
      const [hoursPerWeek, hourlyWagePence] = [16 + upTo(25), 650 + upTo(500)];
      // biome-ignore format: one line for each row
      rows.job.push(line([id, caseId, personId, `J${number}-${n}`, employer, occupationGroup, workArea, formatDay(started), ended === null ? null : formatDay(ended), hoursPerWeek, hourlyWagePence, false]));
      // biome-ignore format: keys in order
      event('job.recorded', started, null, { employer, endedOn: ended === null ? null : formatDay(ended), hourlyWagePence, hoursPerWeek: String(hoursPerWeek), imported: true, jobId: id, occupationGroup, selfEmployed: false, startedOn: formatDay(started), workArea });
    }
    const [activityId, kind, on] = [newId(), code(document.activityKinds), within()];
    rows.activity.push(line([activityId, caseId, personId, kind, formatDay(on)]));
    event('activity.recorded', on, worker.userId, { activityId, kind, startedOn: formatDay(on) });
    if (open) {
      const { steps } = planFor(number);
      const plan = planOf({ caseId, personId, staffId: worker.staffId, userId: worker.userId, steps, today });
      for (const [table, made] of Object.entries(plan)) rows[table as Table].push(...made.map(line));
    }
    for (let n = 0; n < 5 - jobs; n++) {
      const [id, body, writtenOn] = [newId(), pick(notes), within()];
      rows.note.push(line([id, caseId, personId, formatDay(writtenOn), body, worker.userId]));
      event('note.added', writtenOn, worker.userId, { body, recordId: id, writtenOn: formatDay(writtenOn) });
    }
  };
}

/**
 * With what the people of a database are filled whose own history is not measured: names in two lists of lengths without a common
 * divisor, and the first code of each list of the programme, as JSON.
 */
export function fillers(
  document: ProgrammeDocument,
  seed: number,
): { given: string[]; family: string[]; codes: string } {
  const random = seeded(seed);
  const names = Array.from({ length: 997 }, () => namesOf(random));
  const first = (list: readonly { code: string }[]) => list[0]?.code;
  return {
    given: names.map((one) => one.given),
    family: names.slice(0, 991).map((one) => one.family),
    codes: JSON.stringify({
      sex: first(document.sexes),
      source: first(document.referralSources),
      benefit: first(document.benefits),
      worked: first(document.lastWorkedBands),
      housing: first(document.housingTenures),
      marital: first(document.maritalStatuses),
    }),
  };
}

/** Takes off what would be brought up to date row by row in these tables. Resolves to the statements that put it back. */
export async function takeIndexesOff(client: pg.Client, names: readonly string[]): Promise<string[]> {
  const tables = [names];
  const { rows: exclusions } = await client.query<{ off: string; on: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as on
     from pg_constraint where contype = 'x' and conrelid = any($1::regclass[])`,
    tables,
  );
  for (const { off } of exclusions) await client.query(off);
  const { rows: indexes } = await client.query<{ name: string; on: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as on
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = any($1::regclass[]) and not i.indisunique`,
    tables,
  );
  for (const { name } of indexes) await client.query(`drop index "${name}"`);
  return [...exclusions, ...indexes].map((row) => row.on);
}

/** People of one piece: made together and sent together. */
const piece = 1000;

/** What one of the makers is told: to make every `of`th piece from the `first` on. */
type Share = { url: string; people: number; setting: Setting; first: number; of: number };

async function makeShare({ url, people, setting, first, of }: Share, told: (made: number) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Foreign keys are not looked up for every row: the rows are made here, together with what they point at.
    await client.query('set session_replication_role = replica').catch(() => undefined);
    await client.query('set synchronous_commit = off');
    for (let begin = first * piece; begin < people; begin += of * piece) {
      const rows = Object.fromEntries(Object.keys(columns).map((table) => [table, [] as string[]])) as Rows;
      const make = maker(setting, begin);
      const end = Math.min(people, begin + piece);
      for (let number = begin; number < end; number++) make(number, rows);
      await client.query('begin');
      for (const table of Object.keys(columns) as Table[]) {
        const into = client.query(copyFrom(`copy ${table} (${columns[table]}) from stdin`));
        await pipeline(Readable.from([rows[table].join('')]), into);
      }
      await client.query('commit');
      told(end - begin);
    }
  } finally {
    await client.end();
  }
}

if (!isMainThread && workerData?.benchShare !== undefined)
  await makeShare(workerData.benchShare as Share, (made) => parentPort?.postMessage(made));

/**
 * Fills an empty, migrated database with `people` synthetic cases and their history: 2 assessments, 10 events, for every
 * fifth 1.5 jobs, for every twentieth a former name; nine in ten are closed, the others in caseloads of 40 with a plan. Rows go in by COPY, in pieces, so that memory
 * stays small, from two threads; indexes are made once, after the rows.
 */
export async function makePeople(
  url: string,
  people: number,
  setting: Setting,
  told: (done: number) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const definitions = await takeIndexesOff(client, Object.keys(columns));
    let made = 0;
    const makers = [0, 1].map(async (first) => {
      const benchShare: Share = { url, people, setting, first, of: 2 };
      const thread = new Worker(import.meta.filename, {
        workerData: { benchShare },
        resourceLimits: { maxYoungGenerationSizeMb: 64 },
      });
      thread.on('message', (more: number) => {
        made += more;
        told(made);
      });
      const [code] = (await once(thread, 'exit')) as [number];
      if (code !== 0) throw new Error('Making the people failed.');
    });
    await Promise.all(makers);
    // What a trigger keeps of every other row: the makers' rows came without it.
    await client.query(`insert into known_name (name) select search_given from person where search_given <> ''
      union select search_family from person where search_family <> ''`);
    await client.query(`set maintenance_work_mem = '1GB'`);
    for (const definition of definitions) await client.query(definition);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}
