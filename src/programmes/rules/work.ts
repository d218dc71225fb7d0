/** Jobs: kinds of work and the reasons that are given, as the programme document has them. */
import { type Static, Type } from 'typebox';
import { closed, code } from './leaves.ts';

const text = () => Type.String({ pattern: '\\S', maxLength: 200, description: 'a text' });
const choices = () => Type.Array(closed({ code: code(), label: text() }), { minItems: 1 });

/** Kinds of work, in the order in which they are asked. 'permitted' is work that a benefit allows, and no start of a job. */
export const JOB_KINDS = [
  'employed',
  'zero_hours',
  'agency',
  'apprenticeship',
  'self_employed',
  'supported',
  'permitted',
] as const;
/** A kind of work. */
export type JobKind = (typeof JOB_KINDS)[number];

/** The part `work` of a programme document. Everything may be left out; `workWordsOf` says what holds then. */
export const WorkSchema = closed({
  /** What the programme calls kinds of work; those that are left out keep their usual names. */
  kinds: Type.Optional(
    Type.Array(
      closed({
        code: Type.Enum([...JOB_KINDS], { description: `one of ${JOB_KINDS.join(', ')}` }),
        label: text(),
      }),
    ),
  ),
  /** Why jobs are left, offers declined, and why people go off a benefit or come back to it. */
  leftReasons: Type.Optional(choices()),
  declineReasons: Type.Optional(choices()),
  offBenefitReasons: Type.Optional(choices()),
  returnReasons: Type.Optional(choices()),
  /** The classification of occupations that is asked for, as it was loaded. */
  occupations: Type.Optional(Type.String({ pattern: '^[A-Z0-9-]{2,20}$', description: 'capital letters and digits' })),
});

/** A code and the words that stand for it. */
type CodeLabel = { code: string; label: string };

/** Words for jobs, in the order in which they are asked. */
export type WorkWords = {
  kinds: readonly { code: JobKind; label: string }[];
  leftReasons: readonly CodeLabel[];
  declineReasons: readonly CodeLabel[];
  offBenefitReasons: readonly CodeLabel[];
  returnReasons: readonly CodeLabel[];
  occupations: string;
};

const usualKinds: Record<JobKind, string> = {
  employed: 'Employed, with set hours',
  zero_hours: 'Employed, zero hours',
  agency: 'Through an agency',
  apprenticeship: 'Apprenticeship',
  self_employed: 'Self-employed',
  supported: 'Supported employment',
  permitted: 'Permitted work',
};

// The reasons of the Labour Force Survey for leaving a job, with those that workers ask about.
const leftReasons: readonly CodeLabel[] = [
  { code: 'contract_ended', label: 'A temporary job or contract ended' },
  { code: 'redundant', label: 'Made redundant, or the employer closed' },
  { code: 'dismissed', label: 'Dismissed' },
  { code: 'not_kept_on', label: 'Not kept on after a trial or probation' },
  { code: 'better_job', label: 'Went to another job' },
  { code: 'health', label: 'Health' },
  { code: 'family', label: 'Family or caring' },
  { code: 'hours_or_pay', label: 'Hours or pay did not suit' },
  { code: 'travel', label: 'Travel' },
  { code: 'not_suited', label: 'The work did not suit' },
  { code: 'treated_badly', label: 'How they were treated at work' },
  { code: 'learning', label: 'Education or training' },
  { code: 'business_ended', label: 'Own business ended' },
  { code: 'other', label: 'Another reason' },
  { code: 'not_said', label: 'Would rather not say' },
];

const declineReasons: readonly CodeLabel[] = [
  { code: 'health', label: 'Health: the work would not suit' },
  { code: 'too_physical', label: 'Too physical' },
  { code: 'hours', label: 'Hours or shifts' },
  { code: 'pay', label: 'Pay, or worse off than on benefit' },
  { code: 'travel', label: 'Travel' },
  { code: 'caring', label: 'Caring' },
  { code: 'not_ready', label: 'Too early' },
  { code: 'other_offer', label: 'Took another offer' },
  { code: 'other', label: 'Another reason' },
  { code: 'not_said', label: 'Would rather not say' },
];

const offBenefitReasons: readonly CodeLabel[] = [
  { code: 'started_job', label: 'Started a job' },
  { code: 'earns_more', label: 'Earns too much for it' },
  { code: 'other_benefit', label: 'Moved to another benefit' },
  { code: 'decision', label: 'A decision ended it' },
  { code: 'pension_age', label: 'Reached pension age' },
  { code: 'own_choice', label: 'Ended the claim themselves' },
  { code: 'other', label: 'Another reason' },
];

const returnReasons: readonly CodeLabel[] = [
  { code: 'job_ended', label: 'The job ended' },
  { code: 'hours_fell', label: 'Hours or pay fell' },
  { code: 'health', label: 'Health got worse' },
  { code: 'caring', label: 'Caring' },
  { code: 'decision_changed', label: 'A decision was changed' },
  { code: 'other', label: 'Another reason' },
];

/** What jobs and reasons are called in a programme, and the usual words where its document has none. */
export function workWordsOf(document: { work?: Static<typeof WorkSchema> } | null): WorkWords {
  const own: Static<typeof WorkSchema> = document?.work ?? {};
  return {
    kinds: JOB_KINDS.map((one) => ({
      code: one,
      label: own.kinds?.find((kind) => kind.code === one)?.label ?? usualKinds[one],
    })),
    leftReasons: own.leftReasons ?? leftReasons,
    declineReasons: own.declineReasons ?? declineReasons,
    offBenefitReasons: own.offBenefitReasons ?? offBenefitReasons,
    returnReasons: own.returnReasons ?? returnReasons,
    occupations: own.occupations ?? 'SOC2020',
  };
}
