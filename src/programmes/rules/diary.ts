import { type Static, Type } from 'typebox';
import { closed, code } from './leaves.ts';

/** What a programme document says of the diary. The section may be left out; what then holds is said here. Pure. */

const day = () => Type.String({ format: 'date', description: 'a date that exists, as YYYY-MM-DD' });
const whole = (minimum: number, maximum: number) =>
  Type.Integer({ minimum, maximum, description: `a whole number from ${minimum} to ${maximum}` });

/** How many a day, how long, and what is kept free. Each list may have entries from several days on; the latest holds. */
export const DiarySchema = closed({
  /** Appointments of a worker in a day: above `recommended` a manager must agree with a reason, above `most` nobody books. */
  perDay: Type.Optional(
    Type.Array(closed({ from: day(), recommended: whole(1, 50), most: whole(1, 50) }), { minItems: 1 }),
  ),
  /** Kinds that count for `perDay`; without it meetings and interviews. Calls to keep in touch do not. */
  counted: Type.Optional(Type.Array(code(), { minItems: 1 })),
  /** Minutes of each kind, from a day on; with `number` of the first, second … of a series. */
  lengths: Type.Optional(
    Type.Array(closed({ from: day(), kind: code(), number: Type.Optional(whole(1, 100)), minutes: whole(5, 480) }), {
      minItems: 1,
    }),
  ),
  /** Minutes kept free after an appointment that weighed heavily, from a day on. */
  buffers: Type.Optional(Type.Array(closed({ from: day(), minutes: whole(0, 240) }), { minItems: 1 })),
  /** Minutes of travel before and after a visit at home. */
  travelMinutes: Type.Optional(whole(0, 240)),
});

type Diary = Static<typeof DiarySchema>;

/** The rules of the diary on a day. `lengthOf` gives the minutes of a kind, of the nth of a series where that has its own. */
export type DiaryRules = {
  recommended: number;
  most: number;
  counted: readonly string[];
  bufferMinutes: number;
  travelMinutes: number;
  lengthOf(kind: string, number?: number): number;
};

const usualLengths: Readonly<Record<string, number>> = { meeting: 60, interview: 60, call: 20, group: 120 };

const latest = <T extends { from: string }>(list: readonly T[] | undefined, on: string): T | undefined =>
  (list ?? [])
    .filter(({ from }) => from <= on)
    .reduce<T | undefined>((a, b) => (a && a.from > b.from ? a : b), undefined);

/**
 * What holds on a day ('YYYY-MM-DD'). Where the document says nothing: six a day recommended and no more than ten (DWP Research
 * Report 278: six were recommended, eight or ten done on some days), an hour each (the same), calls 20 minutes, groups two
 * hours, 20 minutes after a heavy one, half an hour of travel.
 */
export function diaryRulesOf(document: { diary?: Diary }, on: string): DiaryRules {
  const diary = document.diary ?? {};
  const perDay = latest(diary.perDay, on);
  return {
    recommended: perDay?.recommended ?? 6,
    most: perDay?.most ?? 10,
    counted: diary.counted ?? ['meeting', 'interview'],
    bufferMinutes: latest(diary.buffers, on)?.minutes ?? 20,
    travelMinutes: diary.travelMinutes ?? 30,
    lengthOf(kind, number) {
      const ofKind = (diary.lengths ?? []).filter((one) => one.kind === kind);
      const own =
        number === undefined
          ? undefined
          : latest(
              ofKind.filter((one) => one.number === number),
              on,
            );
      const any = latest(
        ofKind.filter((one) => one.number === undefined),
        on,
      );
      return (own ?? any)?.minutes ?? usualLengths[kind] ?? 60;
    },
  };
}

/** What is wrong with the section besides each value by itself: path and message. */
export function diaryProblems({ diary }: { diary?: Diary }): { path: string; message: string }[] {
  return (diary?.perDay ?? []).flatMap(({ recommended, most }, index) =>
    most < recommended
      ? [
          {
            path: `diary.perDay[${index}].most`,
            message: `must not be less than recommended (${recommended}); got ${most}`,
          },
        ]
      : [],
  );
}
