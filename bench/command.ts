import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Command, WrongUse } from '../src/kit/command.ts';

function numbers(text: string, least: number, name: string): number[] {
  const read = text.split(',').map(Number);
  if (read.some((value) => !Number.isInteger(value) || value < least))
    throw new WrongUse(`--${name} takes whole numbers from ${least} on`);
  return read;
}

export const benchCommand: Command = {
  name: 'bench',
  summary: 'Measure the application against a bare anchor over synthetic people',
  help: `
Use: ./newel bench [--people N[,N...]] [--diary 2000] [--directory 10000] [--claims 250000] [--runs 5] [--seconds 2] [--only LIST] [--report] [--keep] [--json FILE]

Makes N synthetic cases with their history in a scratch database (newel_bench_N) on the same server, and measures the case
page, adding a note, the caseload, the search, Today, a plan of 40 steps, the autosave of a meeting and its save at 1 and 10
connections: the application with sign-in, policy and read log, against a
bare anchor that makes the same page of the same data (for the search: LIKE '%…%' without an index); and over a year's
diary of 2,000 workers (newel_bench_diary_N) the week of a worker and the next free times at a site; and over a directory of
10,000 services with 1,000,000 referrals (newel_bench_directory_N) the search of services for somebody, a worker's open
referrals, the inbox of an organisation and the pages of /open-referral/services; and over 250,000 attached cases
(newel_bench_claims_N), one in five with 1.5 jobs, the list of the 50,000 job starts that can be claimed. The two take turns; each figure is the median of the runs, and a
ratio is the median of the runs' own ratios. Then, unless --only is given, times an entry checked for second records and 200
cases given to other key workers, and in the diary 1,000 bookings for 100 times at once, 100,000 reminders, and a sending
process that is killed ten times, and from the directory all services as ndjson, with what is held in memory meanwhile, and of
the claims one changed job, and every clock and claim worked out in a first night and in another.

  --people LIST   how many cases (default 100000); several are measured in turns, each in its own database
  --diary N       workers with a year's diary each (default 2000; 0 leaves it out)
  --directory N   services of a directory, with a hundred referrals each (default 10000; 0 leaves it out)
  --claims N      attached cases whose claims are listed and worked out (default 250000; 0 leaves them out)
  --runs N        runs of each scenario (default 5)
  --seconds N     length of a run (default 2)
  --only LIST     some of: case page, add a note, caseload, search, today, plan, autosave, save a meeting,
                  week, free times, directory search, open referrals, inbox, open-referral, claims
  --report        also time \`newel report all\` over the same data
  --keep          keep the scratch databases for the next time
  --json FILE     write the results there too

Exit codes: 0 measured, 1 failed (among others: the two pages differ, or a reply had another status), 2 wrong use.
Example: ./newel bench --people 10000,100000,1000000 --report --keep`,
  async run(args, host) {
    const { values } = parseArgs({
      args,
      options: {
        people: { type: 'string', default: '100000' },
        diary: { type: 'string', default: '2000' },
        directory: { type: 'string', default: '10000' },
        claims: { type: 'string', default: '250000' },
        runs: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '2' },
        only: { type: 'string' },
        report: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        json: { type: 'string' },
      },
    });
    const people = numbers(values.people, 500, 'people').sort((a, b) => a - b);
    const [diary = 2000] = numbers(values.diary, 0, 'diary');
    const [directory = 10_000] = numbers(values.directory, 0, 'directory');
    const [claims = 250_000] = numbers(values.claims, 0, 'claims');
    const [runs = 5] = numbers(values.runs, 1, 'runs');
    const seconds = Number(values.seconds);
    if (!(seconds > 0 && seconds <= 600)) throw new WrongUse('--seconds takes a number above 0');
    // Loaded when it is run: it needs development packages that a server does not have.
    const { bench, resultsText } = await import('./run.ts');
    const { scenarios } = await import('./measure.ts');
    const only = values.only?.split(',').map((name) => {
      const found = scenarios.find((scenario) => scenario === name.trim());
      if (found === undefined) throw new WrongUse(`--only takes some of: ${scenarios.join(', ')}`);
      return found;
    });
    const results = await bench(host, {
      people,
      diary,
      directory,
      claims,
      runs,
      seconds,
      report: values.report,
      keep: values.keep,
      ...(only && { only }),
    });
    host.out(resultsText(results));
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
    return results.reports.some((report) => report.exitCode !== 0) ? 1 : 0;
  },
};
