/** Why somebody needs their key worker, in which order, and what was put off. Pure. Days are 'YYYY-MM-DD'. */

export const levels = [1, 2, 3] as const;
/** How urgent a reason is: 3 is the most. */
export type Level = (typeof levels)[number];
export const levelText: Readonly<Record<Level, string>> = { 1: 'Due', 2: 'Soon', 3: 'First' };

/** Something that can be done about a reason, and where. */
export type Act = { text: string; href: string };

/** A reason why somebody needs their key worker, now or on a later day. */
export type Matter = {
  caseId: string;
  /** The key of the reason, as the programme document names it. */
  reason: string;
  level: Level;
  /** Since when; a day after today is what comes next. */
  on: string;
  /** The reason in words: 'No contact for 29 days'. */
  words: string;
  /** The first clears it. */
  acts: readonly [Act, ...Act[]];
  /** Somebody else has to do something: since this day. */
  waitsSince?: string;
  /** Reasons of the same case that this one stands in for: they are not told while it is there, now or later. */
  holdsBack?: readonly string[];
};

/** What is left when those matters that others stand in for are taken out. */
export function withoutHeldBack(matters: readonly Matter[]): readonly Matter[] {
  const held = new Set(
    matters.flatMap(({ caseId, holdsBack = [] }) => holdsBack.map((reason) => `${caseId} ${reason}`)),
  );
  return held.size === 0 ? matters : matters.filter(({ caseId, reason }) => !held.has(`${caseId} ${reason}`));
}

/** A reason that was put off: it comes back on the day `until`, or when it is more urgent than it was. */
export type PutOff = { caseId: string; reason: string; level: number; until: string };

/** What stands in one row: the first reason, and the others that unfold. */
export type Row<P> = { person: P; first: Matter; further: readonly Matter[] };
/** What was put off, with the day on which it comes back. */
export type Off<P> = { person: P; first: Matter; until: string };

/** Today of one caseload. */
export type TodayList<P> = {
  rows: readonly Row<P>[];
  off: readonly Off<P>[];
  /** What others have not done yet, the longest wait first. */
  waiting: readonly { person: P; matter: Matter }[];
  /** People without a reason. */
  onCourse: number;
  /** By case: the earliest thing that comes after today. */
  next: ReadonlyMap<string, Matter>;
};

/**
 * The order of reasons: the more urgent first, then as the programme orders its reasons, then the longest due. Two different
 * matters are never equal, so that a list stands still when nothing changes.
 */
export function matterOrder(reasons: readonly string[]): (a: Matter, b: Matter) => number {
  const place = new Map(reasons.map((reason, at) => [reason, at]));
  const at = ({ reason }: Matter) => place.get(reason) ?? reasons.length;
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return (a, b) =>
    b.level - a.level ||
    at(a) - at(b) ||
    text(a.on, b.on) ||
    text(a.caseId, b.caseId) ||
    text(a.reason, b.reason) ||
    text(a.words, b.words);
}

/** Whether a reason was put off: until a day that is still to come, and it has not become more urgent since. */
export function isPutOff(matter: Matter, putOffs: readonly PutOff[], today: string): PutOff | null {
  return (
    putOffs.find(
      (one) =>
        one.caseId === matter.caseId && one.reason === matter.reason && one.until > today && matter.level <= one.level,
    ) ?? null
  );
}

/**
 * Today of a caseload: one row a person with the most urgent reason, the others unfold. Reasons that the programme does not
 * name are left out, those that were put off stand apart, and what is due later is told as what comes next.
 */
export function todayList<P extends { caseId: string }>(
  people: readonly P[],
  matters: readonly Matter[],
  given: { reasons: readonly string[]; putOffs: readonly PutOff[]; today: string },
): TodayList<P> {
  const { reasons, putOffs, today } = given;
  const order = matterOrder(reasons);
  const shown = matters.filter(({ reason }) => reasons.includes(reason)).sort(order);
  const rows: Row<P>[] = [];
  const off: Off<P>[] = [];
  const next = new Map<string, Matter>();
  const waiting: { person: P; matter: Matter }[] = [];
  const by = new Map<string, Matter[]>();
  for (const matter of shown) by.set(matter.caseId, [...(by.get(matter.caseId) ?? []), matter]);
  for (const person of people) {
    const own = by.get(person.caseId) ?? [];
    const due = own.filter(({ on }) => on <= today);
    const [first, ...further] = due.filter((matter) => isPutOff(matter, putOffs, today) === null);
    if (first !== undefined) rows.push({ person, first, further });
    else {
      const [away] = due;
      const until = due.map((matter) => isPutOff(matter, putOffs, today)?.until ?? today).sort()[0];
      if (away !== undefined && until !== undefined) off.push({ person, first: away, until });
    }
    const later = own
      .filter(({ on }) => on > today)
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : order(a, b)))[0];
    if (later !== undefined) next.set(person.caseId, later);
    for (const matter of own) if (matter.waitsSince !== undefined) waiting.push({ person, matter });
  }
  rows.sort((a, b) => order(a.first, b.first));
  off.sort((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : order(a.first, b.first)));
  waiting.sort((a, b) => {
    const [one, other] = [a.matter.waitsSince ?? '', b.matter.waitsSince ?? ''];
    return one < other ? -1 : one > other ? 1 : order(a.matter, b.matter);
  });
  return { rows, off, waiting, onCourse: people.length - rows.length - off.length, next };
}
