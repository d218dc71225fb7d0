/** Job starts: how many, where from, when, and where to. */
import { addMonths, quarterLabel, quarterOf } from '../../kit/days.ts';
import { compareFractions, fraction, parseDecimal, plus, printPercent } from '../../kit/exact.ts';
import { add, addKey, cellWriter, held, names, type Plan, type TableText, type Who } from './plan.ts';
import type { Section } from './section.ts';

const starterText =
  'A starter is a client with at least one job that began on or after attachment and on or before the as-of date; a job whose first day is not known counts unless it ended before attachment. A client is one job start, however many jobs follow. The first job is the earliest.';

export const startTables: TableText[] = [
  {
    name: 'job starts',
    question: 'Who starts work?',
    sentence: 'Clients who started a job, by provider and by area on the day the first job started.',
    definition: `${starterText} The area is that of attachment when the first day is not known. Percent of attached compares with the clients attached in the area. Areas above their contracted share are found by the shares before rounding. Within 13 months: the first job started no later than 13 calendar months after attachment.`,
    base: 'Starters. Within 13 months: starters whose first job has a start date.',
    chart: { kind: 'bars', columns: ['Percent of attached'] },
  },
  {
    name: 'job starts by quarter',
    question: 'When do clients start work?',
    sentence: 'Clients by the calendar quarter in which their first job started.',
    definition: starterText,
    base: 'Starters whose first job has a start date.',
    chart: { kind: 'columns', columns: ['Clients'] },
  },
  {
    name: '3-2',
    question: 'Do clients work where they live?',
    sentence: 'Starters whose first job is in their home area, and the area that most others go to.',
    definition:
      'Home is the area on the day the first job started. Self-containment is the share whose first job is in the home area. The greatest outflow is the largest share working in one other area; areas that tie are all named.',
    base: 'Starters whose first job is in one of the programme’s areas. Other and unknown places of work are left out.',
    chart: { kind: 'bars', columns: ['Self-containment'] },
  },
  {
    name: 'jobs by place of work',
    question: 'Where are the jobs?',
    sentence: 'First jobs by the area they are in.',
    definition: starterText,
    base: 'Starters whose first job is in one of the programme’s areas.',
    chart: { kind: 'bars', columns: ['Percent'] },
  },
];

/** The tables `job starts`, `job starts by quarter`, `3-2` and `jobs by place of work`. */
export function starts(plan: Plan): Section {
  const areas = plan.areas.length;
  const providers = plan.providers.length;
  const attached = plan.block(1);
  const starters = plan.block(1);
  const attachedByProvider = plan.block(providers);
  const startersByProvider = plan.block(providers);
  const attachedByArea = plan.block(areas);
  const startersByArea = plan.block(areas);
  const dated = plan.block(1);
  const soon = plan.block(1);
  const placed = plan.block(1);
  const placedByHome = plan.block(areas);
  const placedByWork = plan.block(areas);
  const quarters = plan.slot();
  const flows = plan.slot();
  const flow = (home: number, work: number): Who => ({ slot: flows, keys: [home * areas + work] });
  const shares = plan.areas.map((name) => {
    const area = plan.settings.areas.find((one) => one.name === name);
    return area?.shareContracted ? parseDecimal(area.shareContracted) : null;
  });
  return {
    tally(client, to) {
      if (!client.attached) return;
      add(to, attached);
      if (client.area >= 0) {
        add(to, attachedByArea + client.area);
        add(to, attachedByProvider + client.provider);
      }
      const { first, startArea } = client;
      if (first === null) return;
      add(to, starters);
      if (startArea >= 0) {
        add(to, startersByArea + startArea);
        add(to, startersByProvider + client.startProvider);
      }
      if (first.startedOn !== null) {
        add(to, dated);
        if (first.startedOn <= addMonths(client.attachedOn, 13)) add(to, soon);
        addKey(to, quarters, quarterOf(first.startedOn));
      }
      const work = first.workArea === null ? -1 : plan.areaIndex(first.workArea);
      if (work < 0) return;
      add(to, placed);
      add(to, placedByWork + work);
      if (startArea < 0) return;
      add(to, placedByHome + startArea);
      addKey(to, flows, startArea * areas + work);
    },
    cells(from) {
      const write = cellWriter(from);
      write.count('job starts', 'Total', 'Clients', starters);
      write.percent('job starts', 'Total', 'Percent of attached', starters, attached, 1);
      plan.providers.forEach((provider, index) => {
        write.count('job starts', provider, 'Clients', startersByProvider + index);
        write.percent('job starts', provider, 'Share of job starts', startersByProvider + index, starters);
        write.percent(
          'job starts',
          provider,
          'Percent of attached',
          startersByProvider + index,
          attachedByProvider + index,
          1,
        );
        const own = shares.filter((_, area) => plan.providerOf(area) === index);
        // An empty share is not known, which is not none: what a provider's areas come to is not known either then.
        const known = own.filter((share) => share !== null);
        const contracted = own.length > 0 && known.length === own.length ? known.reduce(plus, fraction(0)) : null;
        write.printed('job starts', provider, 'Share contracted', contracted, printPercent(contracted));
      });
      plan.areas.forEach((area, index) => {
        write.count('job starts', area, 'Clients', startersByArea + index);
        write.percent('job starts', area, 'Share of job starts', startersByArea + index, starters);
        write.percent('job starts', area, 'Percent of attached', startersByArea + index, attachedByArea + index, 1);
      });
      const above = plan.areas.filter((_, index) => {
        const share = write.share(startersByArea + index, starters);
        const contracted = shares[index];
        return share !== null && contracted && compareFractions(share, contracted) > 0;
      });
      write.list('job starts', 'Areas above their contracted share', 'Areas', above);
      const within = 'Within 13 months of attachment';
      write.count('job starts', within, 'Base', dated);
      write.count('job starts', within, 'Clients', soon);
      write.percent('job starts', within, 'Percent', soon, dated);
      const seen = [...names(from, quarters).keys()].map(Number).sort((a, b) => a - b);
      for (let quarter = seen[0] ?? 0; quarter <= (seen.at(-1) ?? -1); quarter += 1) {
        write.count('job starts by quarter', quarterLabel(quarter), 'Clients', { slot: quarters, keys: [quarter] });
      }
      write.count('3-2', 'n', 'Clients', placed);
      plan.areas.forEach((area, home) => {
        const base = placedByHome + home;
        write.count('3-2', area, 'n', base);
        write.percent('3-2', area, 'Self-containment', flow(home, home), base);
        let most = 0;
        let to: number[] = [];
        plan.areas.forEach((_, work) => {
          const clients = work === home ? 0 : held(from, flow(home, work));
          if (clients > most) to = [];
          if (clients > 0 && clients >= most) {
            most = clients;
            to.push(work);
          }
        });
        const named = to.map((work) => plan.areas[work] ?? '').sort();
        write.list('3-2', area, 'Greatest outflow to', named);
        const greatest = to[0] === undefined ? { slot: flows, keys: [] } : flow(home, to[0]);
        write.percent('3-2', area, 'Greatest outflow', greatest, base);
      });
      plan.areas.forEach((area, work) => {
        write.count('jobs by place of work', area, 'Clients', placedByWork + work);
        write.percent('jobs by place of work', area, 'Percent', placedByWork + work, placed, 1);
      });
      return write.cells;
    },
  };
}
