/**
 * Kinds of people on a board's page, and what is true of all of them: whoever is still in a first job of 13 weeks did remain so long; who
 * reached a sustained job, or is on the way, began long ago and stayed; who started by a day started by every later one. Pure.
 */

const journeys = ['still', 'left', 'other'] as const;
const states = ['both', 'unclaimed', 'early', 'pipeline', 'none'] as const;
/** A kind of person. `time` is the first of the days, in their order, by which they had started; -1 where the first day is not known. */
export type Kind = {
  line: string;
  journey: (typeof journeys)[number] | null;
  state: (typeof states)[number];
  time: number;
  gone13: boolean;
  gone26: boolean;
};
/** Days by which people had started, in order: how many there are, and which two are those of the bases of R17. */
export type Days = { days: number; base13: number; base26: number };

const isIn = (of: number) => (kind: Kind) => kind.journey !== null && kind.time >= 0 && kind.time <= of;

/** Can there be such a starter? Where a rule asks for less than 26 weeks there may be more kinds, and more is left out than need be. */
function isPossible(kind: Kind, { base13, base26 }: Days): boolean {
  const [in13, in26] = [isIn(base13)(kind), isIn(base26)(kind)];
  if ((kind.gone13 && !in13) || (kind.gone26 && !in26)) return false;
  if (kind.gone13 && in26 && !kind.gone26) return false;
  if (kind.journey === 'still' && (kind.gone13 || kind.gone26)) return false;
  if (kind.state === 'none' || kind.state === 'early') return true;
  // Somebody on the way still holds their latest job.
  return in26 && !kind.gone26 && !kind.gone13 && !(kind.state === 'pipeline' && kind.journey === 'left');
}

/** All kinds of people of these lines (providers, and those without one). */
export function kindsOf(lines: readonly string[], days: Days): Kind[] {
  const kinds: Kind[] = [];
  for (const line of lines) {
    // A claim on file of somebody who never started.
    kinds.push({ line, journey: null, state: 'early', time: -1, gone13: false, gone26: false });
    for (let time = -1; time <= days.days; time += 1)
      for (const journey of journeys)
        for (const state of states)
          for (const gone13 of [false, true])
            for (const gone26 of [false, true]) {
              const kind = { line, journey, state, time, gone13, gone26 };
              if (isPossible(kind, days)) kinds.push(kind);
            }
  }
  return kinds;
}

/** Groups by what is counted on the page, as 'table column'. */
export function countedBy({ base13, base26 }: Days): Record<string, (kind: Kind) => boolean> {
  const isStarter = (kind: Kind) => kind.journey !== null;
  const isState =
    (...of: Kind['state'][]) =>
    (kind: Kind) =>
      of.includes(kind.state);
  return {
    'R8 Started to date': isStarter,
    'R14 Starters': isStarter,
    'R14 Still in first job': ({ journey }) => journey === 'still',
    'R14 Left first job, no other job': ({ journey }) => journey === 'left',
    'R14 Left first job, had another job': ({ journey }) => journey === 'other',
    'R16 Reached': isState('both', 'unclaimed'),
    'R16 Reached, not claimed': isState('unclaimed'),
    'R16 Claimed': isState('both', 'early'),
    'R16 Pipeline': isState('pipeline'),
    'R17 13 Base': isIn(base13),
    'R17 13 Did not remain': ({ gone13 }) => gone13,
    'R17 26 Base': isIn(base26),
    'R17 26 Did not remain': ({ gone26 }) => gone26,
  };
}

/** All sets of a list but the empty one. */
function sets<T>(list: readonly T[]): T[][] {
  const all: T[][] = [];
  for (let bits = 1; bits < 1 << list.length; bits += 1) all.push(list.filter((_, at) => (bits >> at) & 1));
  return all;
}

/** Groups that somebody could ask after, in any line: by what became of the first job, how far they are, and how long they stayed. */
export function askedAfter({ days, base13, base26 }: Days): ((kind: Kind) => boolean)[] {
  const [in13, in26] = [isIn(base13), isIn(base26)];
  return [
    ...sets(journeys).map(
      (of) =>
        ({ journey }: Kind) =>
          journey !== null && of.includes(journey),
    ),
    ...sets(states).map(
      (of) =>
        ({ journey, state }: Kind) =>
          journey !== null && of.includes(state),
    ),
    ({ journey, state }) => journey === null && state === 'early',
    ({ state }) => state === 'early',
    ({ state }) => state === 'early' || state === 'both',
    ({ time, journey }) => journey !== null && time < 0,
    ({ gone13 }) => gone13,
    ({ gone26 }) => gone26,
    ({ gone13, gone26 }) => gone13 || gone26,
    (kind) => in13(kind) && !kind.gone13,
    (kind) => in26(kind) && !kind.gone26,
    (kind) => in13(kind) && !in26(kind),
    ...Array.from({ length: days + 1 }, (_, time) => isIn(time)),
  ];
}
