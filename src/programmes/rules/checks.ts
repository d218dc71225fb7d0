import { Compile } from 'typebox/compile';
import { type Problem, problemsOf, shown } from '../../kit/problems.ts';
import { dayToDayProblems } from './day-to-day.ts';
import { diaryProblems } from './diary.ts';
import { type Condition, type ProgrammeDocument, ProgrammeSchema } from './document.ts';
import { dutyProblems } from './duties.ts';
import { listFor } from './eligibility.ts';
import { inWorkProblems } from './in-work.ts';
import { interviewProblems } from './interviews-checks.ts';

const programme = Compile(ProgrammeSchema);

/** Outcome of checking a document: the document with its type, or what to put right. */
export type Checked = { ok: true; document: ProgrammeDocument } | { ok: false; problems: Problem[] };

/**
 * Checks something read from a file against the schema and then against itself (areas name known providers,
 * nothing twice, windows not shorter than their weeks, dates in order). Never throws: every problem names its place,
 * what was found and what to do.
 */
export function checkProgramme(value: unknown): Checked {
  if (!programme.Check(value)) return { ok: false, problems: problemsOf(ProgrammeSchema, value) };
  const problems = crossCheck(value);
  return problems.length === 0 ? { ok: true, document: value } : { ok: false, problems };
}

function crossCheck(document: ProgrammeDocument): Problem[] {
  const problems: Problem[] = [];
  const say = (path: string, message: string) => problems.push({ path, message });
  checkDuplicates(document, say);
  checkAreas(document, say);
  checkDistrictsOfMessages(document, say);
  checkWindows(document, say);
  checkDates(document, say);
  problems.push(
    ...dayToDayProblems(document),
    ...diaryProblems(document),
    ...dutyProblems(document.duties),
    ...inWorkProblems(document),
    ...interviewProblems(document),
  );
  for (const [index, rule] of document.eligibility.entries())
    checkCondition(rule.condition, `eligibility[${index}].condition`, document, say);
  for (const [index, cohort] of (document.entryCohorts ?? []).entries()) {
    const path = `entryCohorts[${index}].condition`;
    if (asksCohort(cohort.condition)) say(path, 'a cohort cannot be made of cohorts; ask for other facts');
    checkCondition(cohort.condition, path, document, say);
  }
  for (const [index, note] of document.notes.entries()) {
    if (!exists(document, note.about))
      say(`notes[${index}].about`, `names no part of this document; got ${shown(note.about)}`);
  }
  return problems;
}

type Say = (path: string, message: string) => void;

const asksCohort = (condition: Condition): boolean =>
  condition.fact === 'cohort' || [...(condition.all ?? []), ...(condition.any ?? [])].some(asksCohort);

function checkDuplicates(document: ProgrammeDocument, say: Say): void {
  const twice = (list: string, field: string, values: string[]) => {
    const seen = new Map<string, number>();
    for (const [index, value] of values.entries()) {
      const folded = value.trim().toLowerCase();
      const first = seen.get(folded);
      if (first === undefined) seen.set(folded, index);
      else say(`${list}[${index}].${field}`, `${shown(value)} is already used by ${list}[${first}]; give each its own`);
    }
  };
  twice(
    'providers',
    'key',
    document.providers.map((item) => item.key),
  );
  twice(
    'providers',
    'name',
    document.providers.map((item) => item.name),
  );
  twice(
    'areas',
    'name',
    document.areas.map((item) => item.name),
  );
  twice(
    'areas',
    'position',
    document.areas.map((item) => String(item.position)),
  );
  twice(
    'eligibility',
    'id',
    document.eligibility.map((item) => item.id),
  );
  twice(
    'attachment.conditions',
    'key',
    document.attachment.conditions.map((item) => item.key),
  );
  twice(
    'instruments',
    'key',
    document.instruments.map((item) => item.key),
  );
  for (const [index, instrument] of document.instruments.entries())
    twice(
      `instruments[${index}].stages`,
      'code',
      instrument.stages.map((item) => item.code),
    );
  const lists = {
    referralSources: document.referralSources,
    benefits: document.benefits,
    sexes: document.sexes,
    ethnicities: document.ethnicities,
    preferredContacts: document.preferredContacts,
    lastWorkedBands: document.lastWorkedBands,
    housingTenures: document.housingTenures,
    maritalStatuses: document.maritalStatuses,
    activityKinds: document.activityKinds,
    milestones: document.milestones,
    exitReasons: document.exitReasons,
    strands: document.strands,
    declineReasons: document.declineReasons ?? [],
    entryCohorts: document.entryCohorts ?? [],
  };
  for (const [name, list] of Object.entries(lists)) {
    twice(
      name,
      'code',
      list.map((item) => item.code),
    );
    twice(
      name,
      'label',
      list.map((item) => item.label),
    );
  }
}

function checkAreas(document: ProgrammeDocument, say: Say): void {
  const names = document.providers.map((provider) => provider.name);
  for (const [index, area] of document.areas.entries()) {
    if (area.provider !== null && !names.includes(area.provider))
      say(
        `areas[${index}].provider`,
        `must be one of the providers (${names.join(', ')}), or null; got ${shown(area.provider)}`,
      );
  }
}

function checkDistrictsOfMessages(document: ProgrammeDocument, say: Say): void {
  const areas = document.areas.map(({ name }) => name.toLowerCase());
  for (const [index, { area }] of (document.messages?.districts ?? []).entries())
    if (!areas.includes(area.toLowerCase()))
      say(`messages.districts[${index}].area`, `is not an area of this document; got ${shown(area)}`);
}

function checkWindows(document: ProgrammeDocument, say: Say): void {
  for (const name of ['sustainedWork', 'pipeline'] as const) {
    const { weeks, window } = document[name];
    if (window < weeks) say(`${name}.window`, `must not be shorter than ${name}.weeks (${weeks}); got ${window}`);
  }
  if (document.caseload.to < document.caseload.from)
    say('caseload.to', `must not be less than caseload.from (${document.caseload.from}); got ${document.caseload.to}`);
}

function checkDates(document: ProgrammeDocument, say: Say): void {
  const notBefore = (path: string, value: string | null, day: string, name: string) => {
    if (value !== null && value < day) say(path, `must not be before ${name} (${day}); got ${shown(value)}`);
  };
  notBefore('cohorts.firstEndsOn', document.cohorts.firstEndsOn, document.firstDay, 'firstDay');
  // cohorts.settledAttachedTo and sustainedWork.baseAttachedTo may lie before the first day: in a programme's first months
  // nobody has been attached for that long, and null would mean everybody.
  notBefore('reporting.asOf', document.reporting.asOf, document.firstDay, 'firstDay');
}

const KIND: Record<NonNullable<Condition['fact']>, 'text' | 'number' | 'date' | 'yes or no'> = {
  benefit: 'text',
  cohort: 'text',
  area: 'text',
  source: 'text',
  age: 'number',
  ageAtFirstBenefit: 'number',
  yearsOnBenefit: 'number',
  monthsOutOfWork: 'number',
  referredOn: 'date',
  workProgrammeCompleted: 'yes or no',
  inWork: 'yes or no',
  registeredElsewhere: 'yes or no',
};
const TESTS = { text: ['in', 'listed'], number: ['from', 'to'], date: ['from', 'to'], 'yes or no': ['is'] } as const;

function checkCondition(condition: Condition, path: string, document: ProgrammeDocument, say: Say): void {
  const heads = (['fact', 'all', 'any'] as const).filter((head) => condition[head] !== undefined);
  if (heads.length !== 1) {
    say(path, `must have exactly one of fact, all, any; got ${heads.length === 0 ? 'none' : heads.join(' and ')}`);
    return;
  }
  for (const [index, inner] of (condition.all ?? []).entries())
    checkCondition(inner, `${path}.all[${index}]`, document, say);
  for (const [index, inner] of (condition.any ?? []).entries())
    checkCondition(inner, `${path}.any[${index}]`, document, say);
  const given = (['in', 'listed', 'from', 'to', 'is'] as const).filter((name) => condition[name] !== undefined);
  if (!condition.fact) {
    if (given.length > 0)
      say(path, `${given.join(', ')} needs a fact to be about; move it into a condition of its own`);
    return;
  }
  const kind = KIND[condition.fact];
  const allowed: readonly string[] = TESTS[kind];
  const wrong = given.filter((name) => !allowed.includes(name));
  if (wrong.length > 0 || given.length === 0) {
    say(path, `${condition.fact} is tested with ${allowed.join(' or ')}; got ${given.join(', ') || 'no test'}`);
    return;
  }
  if (kind === 'text') checkList(condition, path, document, say);
  else checkRange(condition, kind, path, say);
}

function checkList(condition: Condition, path: string, document: ProgrammeDocument, say: Say): void {
  if (condition.in && condition.listed) {
    say(path, 'must have either in or listed, not both');
    return;
  }
  if (condition.fact === 'cohort' && document.entryCohorts === undefined)
    say(path, 'asks for a cohort, and this document has no entryCohorts');
  const known = listFor(document, condition)?.map((item) => item.toLowerCase());
  for (const [index, item] of (condition.in ?? []).entries()) {
    if (!known?.includes(item.toLowerCase()))
      say(`${path}.in[${index}]`, `is not in this document's own list for ${condition.fact}; got ${shown(item)}`);
  }
}

function checkRange(condition: Condition, kind: 'number' | 'date' | 'yes or no', path: string, say: Say): void {
  if (kind === 'yes or no') return;
  const type = kind === 'date' ? 'string' : 'number';
  for (const bound of ['from', 'to'] as const) {
    const value = condition[bound];
    if (value !== undefined && typeof value !== type) {
      say(`${path}.${bound}`, `must be a ${kind}; got ${shown(value)}`);
      return;
    }
  }
  if (condition.from !== undefined && condition.to !== undefined && condition.to < condition.from)
    say(`${path}.to`, `must not be before from (${condition.from}); got ${shown(condition.to)}`);
}

/** Whether a dotted path such as `targets.base` or `areas` leads somewhere in the document. */
function exists(document: ProgrammeDocument, path: string): boolean {
  let here: unknown = document;
  for (const part of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return false;
    here = (here as Record<string, unknown>)[part];
  }
  return true;
}
