/** What happens on the way: activities, and the distance travelled on each issue. */
import { compareFractions, minus, printSmallPercent } from '../../kit/exact.ts';
import { activityKinds } from './derive.ts';
import { add, bandLabels, cellWriter, type Plan, type TableText } from './plan.ts';
import type { Section } from './section.ts';

export const progressTables: TableText[] = [
  {
    name: '3-1',
    question: 'What do clients take part in on the way to work?',
    sentence: 'Clients with each kind of activity, by time since attachment.',
    definition:
      'A client counts once for each kind, however many activities of it there are. An activity counts if it started on or after attachment and on or before the as-of date, or if its date is not known.',
    base: 'All clients. Months are calendar months; the lower bound belongs to the band.',
    chart: { kind: 'bars', columns: ['Total percent'] },
  },
  {
    name: 'distance travelled',
    question: 'Do clients’ issues get smaller?',
    sentence: 'Clients whose rating of an issue improved, stayed the same or worsened, by time since attachment.',
    definition:
      'The rating at the initial assessment is compared with that of the latest reassessment in which the issue was rated. Lower is better. An issue that was not asked at the start and is rated later is in no column. Net points are the percent improved less the percent worsened, before rounding. The seven most common issues are those most often severe at the initial assessment.',
    base: 'For each issue, the clients with a rating both at the initial assessment and at a reassessment.',
    chart: { kind: 'bars', columns: ['18+ months improved percent', '18+ months worsened percent'] },
  },
];

const kinds = ['Job interviews', 'Voluntary work', 'Work trials', 'Work placements'];
/** How often an issue improved, stayed and worsened, and of how many. */
const parts = 4;

/** The tables `3-1` and `distance travelled`. */
export function progress(plan: Plan): Section {
  const bands = bandLabels.length;
  const width = plan.issues.length;
  const n = plan.block(bands + 1);
  const active = plan.block((bands + 1) * activityKinds.length);
  const travelled = plan.block(bands * width * parts);
  const severe = plan.block(width);
  return {
    tally(client, to) {
      if (!client.attached) return;
      const { band } = client;
      add(to, n + bands);
      add(to, n + band);
      for (let kind = 0; kind < activityKinds.length; kind += 1) {
        if (client.activities[kind] !== 1) continue;
        add(to, active + bands * activityKinds.length + kind);
        add(to, active + band * activityKinds.length + kind);
      }
      if (!client.assessed) return;
      for (let issue = 0; issue < width; issue += 1) {
        if (client.severe[issue] === 1) add(to, severe + issue);
        const first = client.firstRatings[issue] ?? -1;
        const later = client.laterRatings[issue] ?? -1;
        if (first < 0 || later < 0) continue;
        const at = travelled + (band * width + issue) * parts;
        add(to, at);
        add(to, at + (later < first ? 1 : later === first ? 2 : 3));
      }
    },
    cells(from) {
      const write = cellWriter(from);
      [...bandLabels, 'Total'].forEach((band, index) => {
        write.count('3-1', 'N', band, n + index);
        kinds.forEach((row, kind) => {
          const place = active + index * activityKinds.length + kind;
          write.count('3-1', row, band, place);
          const share = write.share(place, n + index);
          write.printed('3-1', row, `${band} percent`, share, printSmallPercent(share), place);
        });
      });
      const table = 'distance travelled';
      const place = (band: number, issue: number) => travelled + (band * width + issue) * parts;
      for (let band = bands - 1; band >= 0; band -= 1) {
        const label = bandLabels[band] ?? '';
        plan.issues.forEach((row, issue) => {
          const base = place(band, issue);
          write.count(table, row, `${label} base`, base);
          write.count(table, row, `${label} improved`, base + 1);
          const improved = write.percent(table, row, `${label} improved percent`, base + 1, base);
          write.count(table, row, `${label} same`, base + 2);
          write.percent(table, row, `${label} same percent`, base + 2, base);
          write.count(table, row, `${label} worsened`, base + 3);
          const worsened = write.percent(table, row, `${label} worsened percent`, base + 3, base);
          write.figure(table, row, `${label} net points`, minus(improved, worsened), 1);
        });
      }
      const common = plan.issues
        .map((_, issue) => issue)
        .sort((a, b) => write.at(severe + b) - write.at(severe + a) || a - b)
        .slice(0, 7);
      const less = 'Of the seven most common issues, less improvement than at 18+ months';
      for (let band = bands - 2; band >= 0; band -= 1) {
        const lower = common.filter((issue) => {
          const here = write.share(place(band, issue) + 1, place(band, issue));
          const longest = write.share(place(bands - 1, issue) + 1, place(bands - 1, issue));
          return here !== null && longest !== null && compareFractions(here, longest) < 0;
        });
        write.number(table, less, bandLabels[band] ?? '', lower.length);
      }
      const labels = common.map((issue) => plan.issues[issue] ?? '');
      write.list(table, less, 'Issues', labels, '; ');
      return write.cells;
    },
  };
}
