/** The instruments that ship, and made-up answers to them, for tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { type Answer, checkInstrument, type InstrumentDocument, type Question } from '../rules.ts';
import type { Past } from './standing.ts';

export const shippedKeys = [
  'working-well-assessment',
  'initial-client-assessment',
  'progress-measure',
  'distance-a-d',
  'ons4',
] as const;

/** An instrument that ships, as a new copy each time. */
export function shipped(key: (typeof shippedKeys)[number]): InstrumentDocument {
  const file = path.join(import.meta.dirname, `../../../programmes/instruments/${key}.json`);
  const checked = checkInstrument(JSON.parse(readFileSync(file, 'utf8')));
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.document;
}

export const answered = (value: number | string | boolean): Answer => ({ state: 'answered', value });

/** Any answer to a question, and any way of not answering it. */
export function anyAnswer(question: Question): fc.Arbitrary<Answer> {
  const states = fc.constantFrom<Answer>({ state: 'declined' }, { state: 'not asked' }, { state: 'not applicable' });
  return fc.oneof(
    anyValue(question).map((value): Answer => ({ state: 'answered', value })),
    states,
  );
}

function anyValue(question: Question): fc.Arbitrary<number | string | boolean | string[]> {
  switch (question.kind) {
    case 'scale':
    case 'number':
      return fc.integer({ min: question.min, max: question.max });
    case 'yes_no':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...question.choices.map(({ code }) => code));
    case 'many':
      return fc.subarray(
        question.choices.map(({ code }) => code),
        { minLength: 1 },
      );
    case 'text':
      // As a form keeps it: trimmed, one kind of line end, nothing that a database cannot hold.
      return fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
        .map((text) => text.replaceAll('\r\n', '\n').replaceAll('\0', '').trim())
        .filter((text) => text !== '' && text.length <= question.limit);
    case 'date':
      return fc
        .integer({ min: 0, max: 45_000 })
        .map((days) => Temporal.PlainDate.from('1900-01-01').add({ days }).toString());
  }
}

/** An assessment as it is looked back on. */
export const past = (
  instrument: InstrumentDocument,
  assessedOn: string | null,
  answers: Record<string, Answer>,
  about: Past['about'] = {},
): Past => ({
  id: `${instrument.key} ${assessedOn} ${Object.keys(answers).join(' ')}`,
  assessedOn,
  instrumentVersionId: `${instrument.key} ${instrument.version}`,
  instrument,
  answers,
  about,
});
