/** What the forms of a call share. */
import type { Context } from '../../access/rules/route.ts';
import { casePath } from '../../cases/actions/frame.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { type Answer, type Question, type Typed, typedFrom } from '../../kit/form.ts';
import { labelOf } from '../../programmes/rules.ts';
import type { ConsentGiven } from '../actions/employer-consent.ts';
import type { CameUp, Contact, InWorkDay } from '../actions/in-work.ts';
import type { Way } from '../rules/in-work.ts';

export type Of<P = unknown> = Context<P, unknown, CaseHead>;
type Values = Readonly<Record<string, Answer>>;

/** An answer as text, or null. */
export const words = (values: Values, name: string): string | null =>
  (values[name] as string | null | undefined) ?? null;
/** The page to which every form leads. */
export const back = (head: CaseHead) => casePath(head.caseId, 'inWork');

/** What a call says, from answers that `readForm` has accepted. */
export function contactFrom(
  values: Values,
  about: Pick<Contact, 'withWhom' | 'jobId' | 'employer'>,
  { rules }: InWorkDay,
): Contact {
  const [code, help] = [words(values, 'problem'), words(values, 'help')];
  const cameUp: CameUp | null =
    code === null
      ? null
      : {
          code,
          asked: labelOf(rules.problems, code),
          words: null,
          help: help === null ? null : { code: help, label: labelOf(rules.help, help) },
        };
  return {
    ...about,
    on: String(values.on),
    way: values.way as Way,
    reached: values.reached === 'yes',
    words: words(values, 'words'),
    cameUp,
  };
}

/** A call of today that is still to be described. */
export const freshCall = (questions: readonly Question[], today: string): Typed =>
  typedFrom(questions, { on: today, way: 'phone', reached: 'yes' });

/** What the person says about talking to an employer; null where nobody asked. */
export function consentFrom(
  values: Values,
  job: { jobId: string; employer: string | null } | null,
): ConsentGiven | null {
  const said = words(values, 'consent');
  if (job === null || said === null) return null;
  return { jobId: job.jobId, employer: job.employer, given: said === 'yes', words: words(values, 'consentWords') };
}
