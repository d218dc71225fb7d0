import pilot from '../../../programmes/working-well-pilot/programme.json' with { type: 'json' };
import { type Checked, checkProgramme } from './checks.ts';
import { type ProgrammeDocument, programmeKey } from './document.ts';

// A test holds the shipped document to the schema; here it only gets its type.
const template = pilot as unknown as ProgrammeDocument;

/** The settings of a hand-over's programme.csv: setting to value, both as text. */
export type ProgrammeSettings = Readonly<Record<string, string>>;
/** One row of a hand-over's areas.csv, as text. */
export type AreaRow = { position: string; area: string; provider: string; job_start_share_contracted: string };

/** The settings of programme.csv that a document holds. Others are left alone: see `unknownSettings`. */
export const SETTINGS = [
  'programme',
  'first_day',
  'as_of',
  'cohort_attached_to',
  'referral_target',
  'sustained_weeks',
  'sustained_window',
  'pipeline_weeks',
  'pipeline_window',
  'sustained_base_attached_to',
] as const;

/** Names of settings that no document field stands for, so that an import can tell that it left them out. */
export function unknownSettings(settings: ProgrammeSettings): string[] {
  return Object.keys(settings).filter((name) => !(SETTINGS as readonly string[]).includes(name));
}

/**
 * A document for a programme that is not loaded yet: the Working Well template with the file's settings and areas.
 * What the settings leave out is null (dates, referral target) or the template's (weeks, windows, months, words).
 * Returns the problems of a setting that does not fit, named by the document's field.
 */
export function workingWellTemplate(settings: ProgrammeSettings, areas: readonly AreaRow[]): Checked {
  const name = settings.programme?.trim() ?? '';
  const firstDay = settings.first_day?.trim() ?? '';
  return applySettings(
    {
      ...template,
      key: programmeKey(name),
      name,
      validFrom: firstDay,
      firstDay,
      summary: `${name}: made from the Working Well template with the settings of its hand-over files.`,
      source: 'Hand-over files: programme.csv and areas.csv; everything else is the Working Well template.',
      eligibility: template.eligibility.filter((rule) => rule.id !== 'referral_window'),
      targets: { ...template.targets, referrals: null },
      cohorts: { unit: 'quarter', firstEndsOn: firstQuarterEnd(firstDay), settledAttachedTo: null },
      sustainedWork: { ...template.sustainedWork, baseAttachedTo: null },
      reporting: { asOf: null },
      strands: [],
      notes: [],
    },
    settings,
    areas,
  );
}

/**
 * The document with a hand-over's settings and areas in place of its own. A setting that is missing or empty changes
 * nothing, and no area row at all keeps the document's areas. The key and the name stay.
 */
export function applySettings(
  document: ProgrammeDocument,
  settings: ProgrammeSettings,
  areas: readonly AreaRow[],
): Checked {
  const get = (name: string) => settings[name]?.trim() || undefined;
  const day = (name: string, current: string | null) => get(name) ?? current;
  const number = (name: string, current: number | null) => numberOrText(get(name)) ?? current;
  const placed = areas.length > 0 ? placeAreas(areas) : { providers: document.providers, areas: document.areas };
  // A text where a number is wanted is passed on as it is: the check below says so, with its place.
  return checkProgramme({
    ...document,
    ...placed,
    targets: { ...document.targets, referrals: number('referral_target', document.targets.referrals) },
    cohorts: { ...document.cohorts, settledAttachedTo: day('cohort_attached_to', document.cohorts.settledAttachedTo) },
    sustainedWork: {
      ...document.sustainedWork,
      weeks: number('sustained_weeks', document.sustainedWork.weeks),
      window: number('sustained_window', document.sustainedWork.window),
      baseAttachedTo: day('sustained_base_attached_to', document.sustainedWork.baseAttachedTo),
    },
    pipeline: {
      weeks: number('pipeline_weeks', document.pipeline.weeks),
      window: number('pipeline_window', document.pipeline.window),
    },
    reporting: { asOf: day('as_of', document.reporting.asOf) },
  });
}

function placeAreas(rows: readonly AreaRow[]) {
  const providers = new Map<string, { key: string; name: string }>();
  const areas = rows.map((row, index) => {
    const name = row.provider.trim();
    const folded = name.toLowerCase();
    if (name !== '' && !providers.has(folded)) providers.set(folded, { key: programmeKey(name), name });
    return {
      name: row.area.trim(),
      provider: providers.get(folded)?.name ?? null,
      position: numberOrText(row.position) ?? index + 1,
      jobStartShareContracted: numberOrText(row.job_start_share_contracted) ?? null,
    };
  });
  return { providers: [...providers.values()], areas };
}

function numberOrText(text: string | undefined): number | string | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return undefined;
  return /^-?\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/**
 * The last day of the first cohort: the end of the calendar quarter of the first day, or of the next one if the first
 * day falls into the quarter's last month, so that the first cohort is never a stub (March 2014 belongs to Q1, to June).
 */
function firstQuarterEnd(firstDay: string): string {
  const found = /^(\d{4})-(\d{2})-\d{2}$/.exec(firstDay);
  const year = Number(found?.[1]);
  const month = Number(found?.[2]);
  if (!found || month < 1 || month > 12) return firstDay;
  const quarter = Math.ceil(month / 3) + (month % 3 === 0 ? 1 : 0);
  return new Temporal.PlainDate(year, 1, 1)
    .add({ months: 3 * quarter })
    .subtract({ days: 1 })
    .toString();
}
