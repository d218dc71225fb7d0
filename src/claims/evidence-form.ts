/** The form of a piece of evidence: its questions, and how it is read. */
import { showDay } from '../kit/clock.ts';
import type { Answer, Question, Typed } from '../kit/form.ts';
import type { Job } from '../work/actions/jobs.ts';
import type { NewEvidence } from './actions/record-evidence.ts';
import {
  type EvidenceKind,
  type EvidenceSource,
  evidenceKinds,
  evidenceSources,
  type Need,
  needFrom,
  needText,
} from './rules/evidence.ts';

/** What a job is called in a list: by its first day too, because somebody may have had two jobs at one employer. */
export const jobText = ({ employer, selfEmployed, startedOn }: Pick<Job, 'employer' | 'selfEmployed' | 'startedOn'>) =>
  `${employer ?? (selfEmployed === true ? 'Self-employed' : 'Employer not known')}${startedOn === null ? '' : `, from ${showDay(startedOn)}`}`;

/** The questions of a piece of evidence, of a case with these jobs. */
export function evidenceQuestions(view: { today: string; jobs: readonly Job[] }): Question[] {
  const latest = { day: view.today, message: 'The date must be today or in the past' };
  const choices = (of: Readonly<Record<string, string>>) =>
    Object.entries(of)
      .filter(([value]) => value !== 'ledger')
      .map(([value, text]) => ({ value, text }));
  return [
    {
      kind: 'choice',
      name: 'kind',
      label: 'What is it?',
      as: 'select',
      choices: choices(evidenceKinds),
      required: 'Choose what it is',
    },
    {
      kind: 'choice',
      name: 'source',
      label: 'Who did it come from?',
      as: 'select',
      choices: choices(evidenceSources),
      required: 'Choose who it came from',
    },
    ...(view.jobs.length === 0
      ? []
      : [
          {
            kind: 'choice' as const,
            name: 'jobId',
            label: 'Which job is it about?',
            as: 'select' as const,
            none: 'No job',
            choices: view.jobs.map((job) => ({ value: job.id, text: jobText(job) })),
          },
        ]),
    {
      kind: 'day',
      name: 'datedOn',
      label: 'Which date stands on it?',
      hint: 'For example, 27 3 2016. Leave it empty where there is none',
      earliest: '1990-01-01',
      latest,
    },
    {
      kind: 'day',
      name: 'coversFrom',
      label: 'The first day that it says something of',
      hint: 'For a payslip, the first day of the pay period',
      earliest: '1990-01-01',
      latest,
    },
    { kind: 'day', name: 'coversTo', label: 'The last day that it says something of', earliest: '1990-01-01', latest },
    {
      kind: 'long text',
      name: 'words',
      label: 'What does it show?',
      hint: 'Only what a claim needs',
      most: 1000,
      rows: 3,
    },
  ];
}

/** Evidence from answers that `readForm` has accepted. */
export const evidenceFrom = (values: Readonly<Record<string, Answer>>, needs: readonly Need[]): NewEvidence => {
  const text = (name: string) => (values[name] as string | null | undefined) ?? null;
  return {
    kind: values.kind as EvidenceKind,
    source: values.source as EvidenceSource,
    jobId: text('jobId'),
    datedOn: text('datedOn'),
    coversFrom: text('coversFrom'),
    coversTo: text('coversTo'),
    words: text('words'),
    needs,
  };
};

/** The needs that were ticked, of those that were offered. */
export function tickedNeeds(body: Typed, offered: readonly Need[]): Need[] {
  const given = [body.needs ?? []].flat();
  const known = new Set(offered.map(needText));
  return [...new Set(given)]
    .filter((one) => known.has(one))
    .map(needFrom)
    .filter((need) => need !== null);
}
