/** Turns the text that PostgreSQL's COPY sends, rows of several kinds in the order of cases, into facts. */
import type { AssessmentFacts, CaseFacts, JobFacts } from './facts.ts';

/** Columns of every row after the case and the kind. */
export const copyColumns = 12;

/** Kinds of row: case, key worker, move, assessment, activity (a step towards work), job, claim. */
export type CaseRow = { kind: 'c' | 'w' | 'm' | 'a' | 't' | 'j' | 'k' };

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A field of COPY's text format; null for \N. */
export function copyField(field: string): string | null {
  if (!field.includes('\\')) return field;
  if (field === '\\N') return null;
  return field.replaceAll(/\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)/gs, (_, code: string) => {
    const first = code[0] ?? '';
    if (first >= '0' && first <= '7') return String.fromCharCode(Number.parseInt(code, 8));
    if (first === 'x' && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return escapes[first] ?? code;
  });
}

function text(field: string | undefined): string | null {
  return field === undefined ? null : copyField(field);
}

function number(field: string | undefined): number | null {
  return field === undefined || field === '\\N' ? null : Number(field);
}

function truth(field: string | undefined): boolean | null {
  return field === undefined || field === '\\N' ? null : field === 't' || field === 'true';
}

/** A rating is one digit. Anything else, an answer that was declined for one, is not a rating. */
function rating(part: string | undefined): number | null {
  if (part?.length !== 1) return null;
  const digit = part.charCodeAt(0) - 48;
  return digit >= 0 && digit <= 9 ? digit : null;
}

function belief(part: string | undefined): string | null {
  return part === 'true' ? 'yes' : part === 'false' ? 'no' : null;
}

function assessment(f: readonly string[], issues: number): AssessmentFacts {
  const parts = (f[5] ?? '').split(',');
  const ratings: (number | null)[] = new Array(issues);
  for (let issue = 0; issue < issues; issue += 1) ratings[issue] = rating(parts[issue]);
  return {
    key: text(f[2]) ?? '',
    stage: f[3] ?? '',
    on: number(f[4]),
    ratings,
    confidence: rating(parts[issues]),
    belief: belief(parts[issues + 1]),
  };
}

function job(f: readonly string[]): JobFacts {
  return {
    key: text(f[2]) ?? '',
    startedOn: number(f[3]),
    endedOn: number(f[4]),
    occupation: text(f[5]),
    workArea: text(f[6]),
    hours: number(f[7]),
    wagePence: number(f[8]),
    selfEmployed: truth(f[9]),
  };
}

type Open = {
  row: readonly string[] | null;
  worker: string | null;
  workerFrom: number;
  moves: { id: string; on: number | null; to: string }[];
  assessments: AssessmentFacts[];
  activities: { kind: string; on: number | null }[];
  jobs: JobFacts[];
  claims: { milestone: string; on: number | null }[];
};

const fresh = (): Open => ({
  row: null,
  worker: null,
  workerFrom: Number.NEGATIVE_INFINITY,
  moves: [],
  assessments: [],
  activities: [],
  jobs: [],
  claims: [],
});

function take(open: Open, f: readonly string[], issues: number): void {
  switch (f[1]) {
    case 'c':
      open.row = f;
      return;
    case 'w': {
      const from = number(f[2]) ?? Number.NEGATIVE_INFINITY;
      if (from < open.workerFrom) return;
      open.workerFrom = from;
      open.worker = text(f[3]);
      return;
    }
    case 'm':
      open.moves.push({ id: text(f[4]) ?? '', on: number(f[2]), to: text(f[3]) ?? '' });
      return;
    case 'a':
      open.assessments.push(assessment(f, issues));
      return;
    case 't':
      open.activities.push({ kind: text(f[2]) ?? '', on: number(f[3]) });
      return;
    case 'j':
      open.jobs.push(job(f));
      return;
    case 'k':
      open.claims.push({ milestone: text(f[2]) ?? '', on: number(f[3]) });
      return;
    default:
      throw new Error('NEWEL_REPORT: a row of a kind that is not known');
  }
}

/** PostgreSQL gives the rows of a case in any order; the ids of moves grow. */
function inOrderRecorded(moves: Open['moves']): CaseFacts['areaChanges'] {
  if (moves.length > 1) moves.sort((one, other) => (one.id < other.id ? -1 : 1));
  return moves.map(({ on, to }) => ({ on, to }));
}

function close(caseId: string, open: Open, f: readonly string[]): CaseFacts {
  return {
    caseId,
    reference: text(f[2]) ?? '',
    referredOn: number(f[3]),
    areaAtReferral: text(f[4]) ?? '',
    sex: text(f[5]),
    ethnicity: text(f[6]),
    lastWorked: text(f[7]),
    housingTenure: text(f[8]),
    maritalStatus: text(f[9]),
    dependants: number(f[10]),
    dateOfBirth: number(f[11]),
    hasAttachmentRow: truth(f[12]) === true,
    attachedOn: number(f[13]),
    keyWorker: open.worker,
    areaChanges: inOrderRecorded(open.moves),
    assessments: open.assessments,
    activities: open.activities,
    jobs: open.jobs,
    claims: open.claims,
  };
}

/**
 * Reads chunks of COPY's output and calls `each` with every case. `push` says whether to go on; false once `each` did.
 * Rows of a case that has no row of its own kind are passed over.
 */
export function factsReader(issues: number, each: (facts: CaseFacts) => boolean | undefined) {
  let rest: Buffer | null = null;
  let caseId = '';
  let open = fresh();
  let going = true;
  const finish = () => {
    if (open.row !== null && each(close(caseId, open, open.row)) === false) going = false;
    open = fresh();
  };
  const line = (row: string) => {
    const fields = row.split('\t');
    if (fields[0] !== caseId) {
      if (caseId !== '') finish();
      caseId = fields[0] ?? '';
    }
    take(open, fields, issues);
  };
  return {
    push(chunk: Buffer): boolean {
      // A line feed is never part of another character in UTF-8, and COPY writes one in a value as \n.
      const last = chunk.lastIndexOf(10);
      if (last < 0) {
        rest = rest ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
        return going;
      }
      const whole = chunk.subarray(0, last);
      const block = rest ? Buffer.concat([rest, whole]).toString('utf8') : whole.toString('utf8');
      rest = last + 1 < chunk.length ? Buffer.from(chunk.subarray(last + 1)) : null;
      let at = 0;
      while (going) {
        const end = block.indexOf('\n', at);
        line(end < 0 ? block.slice(at) : block.slice(at, end));
        if (end < 0) break;
        at = end + 1;
      }
      return going;
    },
    end(): void {
      if (caseId !== '' && going) finish();
      caseId = '';
    },
  };
}
