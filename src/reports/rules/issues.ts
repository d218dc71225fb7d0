/** Presenting issues at the initial assessment: how often severe, together with which, and how many. */
import { compareFractions } from '../../kit/exact.ts';
import { add, cellWriter, type Plan, type TableText } from './plan.ts';
import type { Section } from './section.ts';

const severeText = 'An issue rated 4, 5 or 6 of 6 is severe; one that was not asked counts as not severe.';
const withInitial = 'Clients with an initial assessment: the earliest one of that stage.';

export const issueTables: TableText[] = [
  {
    name: '2-1',
    question: 'What stands in the way of work?',
    sentence: 'Share of clients for whom each presenting issue is severe, by area on the day of attachment.',
    definition: `${severeText} Ratings are those of the initial assessment.`,
    base: withInitial,
    chart: { kind: 'bars', columns: ['Total'] },
  },
  {
    name: '2-1 counts',
    question: 'How many clients have each issue?',
    sentence: 'Number of clients for whom each presenting issue is severe, by area on the day of attachment.',
    definition: `${severeText} Ratings are those of the initial assessment.`,
    base: withInitial,
    chart: { kind: 'bars', columns: ['Total'] },
  },
  {
    name: '2-2',
    question: 'Whose health stands in the way?',
    sentence: 'Clients by whether physical health, mental health, both or neither is severe at the initial assessment.',
    definition: `${severeText} Every client with an initial assessment is in exactly one of the first four lines.`,
    base: withInitial,
    chart: { kind: 'bars', columns: ['Percent'] },
  },
  {
    name: '2-5',
    question: 'How old are the clients of each health group, and how long out of work?',
    sentence: 'Age and time out of work of the four health groups.',
    definition: 'Age is in completed years on the day of attachment. The health groups are those of Table 2-2.',
    base: `${withInitial} Each line has as its base the clients of the group for whom the field is known.`,
    chart: null,
  },
  {
    name: 'issues by health cohort',
    question: 'Which other issues come with poor health?',
    sentence: 'Share of clients of each health group for whom each issue is severe.',
    definition: `${severeText} Whether an issue is more or less often severe than in all clients is told by the shares before rounding.`,
    base: withInitial,
    chart: null,
  },
  {
    name: '2-4',
    question: 'How many severe issues do clients have at once?',
    sentence: 'Clients by the number of issues that are severe at the initial assessment.',
    definition: severeText,
    base: withInitial,
    chart: { kind: 'columns', columns: ['Percent'] },
  },
];

export const healthCohorts = [
  'Physical health severe, mental health not severe',
  'Mental health severe, physical health not severe',
  'Both physical and mental health severe',
  'Neither physical nor mental health severe',
] as const;
const ages = ['Under 25', '25-34', '35-44', '45-54', '55 and over'];
const longestOut = 5;

/** The tables `2-1`, `2-1 counts`, `2-2`, `2-5`, `issues by health cohort` and `2-4`. */
export function issues(plan: Plan): Section {
  const areas = plan.areas.length;
  const width = plan.issues.length;
  const n = plan.block(areas + 1);
  const severe = plan.block((areas + 1) * width);
  const cohort = plan.block(healthCohorts.length);
  const anyHealth = plan.block(1);
  const cohortSevere = plan.block(healthCohorts.length * width);
  const ageKnown = plan.block(healthCohorts.length);
  const age = plan.block(healthCohorts.length * ages.length);
  const outKnown = plan.block(healthCohorts.length);
  const out = plan.block(healthCohorts.length);
  const number = plan.block(width + 1);
  const threeOrMore = plan.block(1);
  const sevenOrMore = plan.block(1);
  return {
    tally(client, to) {
      if (!client.attached || !client.assessed) return;
      const { area, healthCohort } = client;
      add(to, n + areas);
      if (area >= 0) add(to, n + area);
      add(to, cohort + healthCohort);
      if (healthCohort < 3) add(to, anyHealth);
      for (let issue = 0; issue < width; issue += 1) {
        if (client.severe[issue] !== 1) continue;
        add(to, severe + areas * width + issue);
        if (area >= 0) add(to, severe + area * width + issue);
        add(to, cohortSevere + healthCohort * width + issue);
      }
      if (client.ageBand >= 0) {
        add(to, ageKnown + healthCohort);
        add(to, age + healthCohort * ages.length + client.ageBand);
      }
      const outFor = client.marks[longestOut] ?? -1;
      if (outFor >= 0) add(to, outKnown + healthCohort);
      if (outFor > 0) add(to, out + healthCohort);
      add(to, number + client.severeCount);
      if (client.severeCount >= 3) add(to, threeOrMore);
      if (client.severeCount >= 7) add(to, sevenOrMore);
    },
    cells(from) {
      const write = cellWriter(from);
      const all = n + areas;
      [...plan.areas, 'Total'].forEach((area, index) => {
        write.count('2-1', 'n', area, n + index);
        plan.issues.forEach((issue, at) => {
          write.percent('2-1', issue, area, severe + index * width + at, n + index);
          write.count('2-1 counts', issue, area, severe + index * width + at);
        });
      });
      healthCohorts.forEach((label, index) => {
        write.count('2-2', label, 'Clients', cohort + index);
        write.percent('2-2', label, 'Percent', cohort + index, all);
      });
      write.count('2-2', 'Physical or mental health severe, or both', 'Clients', anyHealth);
      write.percent('2-2', 'Physical or mental health severe, or both', 'Percent', anyHealth, all);
      healthCohorts.forEach((label, index) => {
        ages.forEach((band, at) => {
          write.percent('2-5', band, label, age + index * ages.length + at, ageKnown + index);
        });
        write.percent('2-5', 'Not worked for 11 years or more, or never', label, out + index, outKnown + index);
        plan.issues.forEach((issue, at) => {
          write.percent('issues by health cohort', issue, label, cohortSevere + index * width + at, cohort + index);
        });
      });
      plan.issues.forEach((issue, at) => {
        write.percent('issues by health cohort', issue, 'All', severe + areas * width + at, all);
      });
      const compared = (index: number, sign: number) =>
        plan.issues.filter((_, at) => {
          const share = write.share(cohortSevere + index * width + at, cohort + index);
          const ofAll = write.share(severe + areas * width + at, all);
          return share !== null && ofAll !== null && compareFractions(share, ofAll) === sign;
        }).length;
      const more = 'Issues more often severe than in all clients';
      const less = 'Issues less often severe than in all clients';
      write.number('issues by health cohort', more, healthCohorts[2], compared(2, 1));
      write.number('issues by health cohort', more, healthCohorts[1], compared(1, 1));
      write.number('issues by health cohort', less, healthCohorts[3], compared(3, -1));
      for (let count = 0; count <= width; count += 1) {
        write.count('2-4', String(count), 'Clients', number + count);
        write.percent('2-4', String(count), 'Percent', number + count, all);
      }
      write.count('2-4', '3 or more', 'Clients', threeOrMore);
      write.percent('2-4', '3 or more', 'Percent', threeOrMore, all);
      write.count('2-4', '7 or more', 'Clients', sevenOrMore);
      write.percent('2-4', '7 or more', 'Percent', sevenOrMore, all);
      return write.cells;
    },
  };
}
