/** Figures of interviews in a period. Each has one definition, which stands beside it on the page. Pure. */
import { type Share, share } from './variation.ts';

/** Appointments by the number of the interview and their state. */
export type StateCount = { number: number | null; state: string; count: number };

/** One row of attendance: what became of the appointments for an interview. */
export type AttendanceRow = {
  /** Null for voluntary interviews, which have no number. */
  number: number | null;
  attended: number;
  late: number;
  missed: number;
  byUs: number;
  byThem: number;
  /** Missed, of those that were attended or missed. What anybody cancelled is in neither. */
  failure: Share;
};

const sums = (number: number | null, list: readonly StateCount[]): AttendanceRow => {
  const of = (state: string) => list.filter((one) => one.state === state).reduce((all, { count }) => all + count, 0);
  const [attended, late, missed] = [of('attended'), of('late'), of('did_not_attend')];
  return {
    number,
    attended,
    late,
    missed,
    byUs: of('cancelled_by_us'),
    byThem: of('cancelled_by_them'),
    failure: share(missed, attended + late + missed),
  };
};

/** Attendance by the number of the interview, in order, voluntary ones last; and of all together. */
export function attendance(list: readonly StateCount[]): { rows: AttendanceRow[]; total: AttendanceRow } {
  const numbers = [...new Set(list.map(({ number }) => number))].sort((a, b) => (a ?? 99) - (b ?? 99));
  return {
    rows: numbers.map((number) =>
      sums(
        number,
        list.filter((one) => one.number === number),
      ),
    ),
    total: sums(null, list),
  };
}
