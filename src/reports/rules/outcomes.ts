/** Sustained jobs, claims on file, caseloads, and the rows that are left out. */
import { meanOf } from '../../kit/exact.ts';
import { milestones, reasons } from './derive.ts';
import { add, addKey, cellWriter, names, type Plan, type TableText } from './plan.ts';
import type { Section } from './section.ts';

/** How a rule reads: '50 of 54 weeks (at least 350 days in work within 378 days in a row)'. */
function ruleText(need: number | null, within: number | null): string {
  if (need === null || within === null) return 'The programme’s document gives no rule.';
  return `${need} weeks in work of ${within}: at least ${need * 7} days in work within ${within * 7} days in a row.`;
}

/** The programme's guide, where it has one: a number above it is more than the programme planned for. */
function guideText(guide: { low: number; high: number } | null): string {
  return guide === null ? '' : ` The programme’s guide is ${guide.low} to ${guide.high} for each Key Worker.`;
}

/** The texts of the tables; the rule of sustained work is the programme's own. */
export function outcomeTables({ settings }: Plan): TableText[] {
  return [
    {
      name: 'sustained',
      question: 'Who stays in work?',
      sentence: 'Clients by how far they are towards a sustained job, and whether it is claimed.',
      definition: `Reached: ${ruleText(settings.sustainedWeeks, settings.sustainedWindow)} Days of different jobs add up; a date counts once. It stays reached whatever happens later. Pipeline: neither reached nor claimed, and on the as-of date ${ruleText(settings.pipelineWeeks, settings.pipelineWindow)} The latest job must still be held. Claimed: a claim on file, dated on or before the as-of date; a second claim for the same person is left out. The provider is that of the area on the day the first job started.`,
      base: 'All clients. Everybody is in at most one of the first four lines.',
      chart: { kind: 'bars', columns: ['Clients'] },
    },
    {
      name: 'claims',
      question: 'What has been claimed?',
      sentence: 'Clients with a claim on file, by milestone.',
      definition:
        'Claims dated on or before the as-of date. A second claim for the same person and milestone is left out.',
      base: 'Clients with a claim.',
      chart: null,
    },
    {
      name: 'caseload',
      question: 'How many clients has a Key Worker?',
      sentence: 'Clients for each Key Worker, by the provider of the area on the day of attachment.',
      definition: `All clients, divided by the number of different Key Workers who have at least one client.${guideText(settings.caseloadGuide)}`,
      base: 'All clients and the Key Workers they have.',
      chart: { kind: 'bars', columns: ['Clients per Key Worker'] },
    },
    {
      name: 'rows left out',
      question: 'What could not be counted?',
      sentence: 'Rows that are left out of the tables, or counted in part, by reason: queries for the provider.',
      definition:
        'A row without a date, a row after the as-of date, a row of somebody who is not attached, a job or an activity before attachment, a second initial assessment and a second claim are left out. The first two lines are always shown, the others when there are any.',
      base: 'All rows of everybody referred.',
      chart: null,
    },
  ];
}

const states = ['reached and claimed', 'reached', 'claimed', 'pipeline'] as const;
const stateRows = ['Reached and claimed', 'Reached, not claimed', 'Claimed, not reached by the dates held', 'Pipeline'];

/** The tables `sustained`, `claims`, `caseload` and `rows left out`. */
export function outcomes(plan: Plan): Section {
  const providers = plan.providers.length;
  const state = plan.block((providers + 1) * states.length);
  const claimed = plan.block(1);
  const claimedEarly = plan.block(1);
  const oneJob = plan.block(1);
  const moreJobs = plan.block(1);
  const claims = plan.block(milestones.length);
  const clients = plan.block(providers + 1);
  const workers = [...plan.providers, 'Total'].map(() => plan.slot());
  const leftOut = plan.block(reasons.length);
  const early = plan.settings.sustainedBaseAttachedTo;
  return {
    tally(client, to) {
      for (let which = 0; which < reasons.length; which += 1) {
        const rows = client.leftOut[which] ?? 0;
        if (rows > 0) add(to, leftOut + which, rows);
      }
      if (!client.attached) return;
      add(to, clients + providers);
      if (client.provider >= 0) add(to, clients + client.provider);
      if (client.keyWorker) {
        const worker = client.keyWorker.trim().toLowerCase();
        addKey(to, workers[providers] ?? -1, worker);
        if (client.provider >= 0) addKey(to, workers[client.provider] ?? -1, worker);
      }
      for (let which = 0; which < milestones.length; which += 1) {
        if (client.claimed[which] === 1) add(to, claims + which);
      }
      if (client.claimed[2] === 1) {
        add(to, claimed);
        if (early !== null && client.attachedOn <= early) add(to, claimedEarly);
      }
      if (client.sustained === 'none') return;
      const at = states.indexOf(client.sustained);
      const provider = client.first === null ? client.provider : client.startProvider;
      add(to, state + providers * states.length + at);
      if (provider >= 0) add(to, state + provider * states.length + at);
      if (at < 2) add(to, client.inOneJob ? oneJob : moreJobs);
    },
    cells(from) {
      const write = cellWriter(from);
      stateRows.forEach((row, at) => {
        write.count('sustained', row, 'Clients', state + providers * states.length + at);
        plan.providers.forEach((provider, index) => {
          write.count('sustained', row, provider, state + index * states.length + at);
        });
      });
      write.count('sustained', 'Claimed', 'Clients', claimed);
      write.count('sustained', 'Claimed, attached early enough', 'Clients', claimedEarly);
      write.count('sustained', 'Reached in one job', 'Clients', oneJob);
      write.count('sustained', 'Reached over two or more jobs', 'Clients', moreJobs);
      milestones.forEach((milestone, at) => {
        write.count('claims', milestone, 'Clients', claims + at);
      });
      [...plan.providers, 'Total'].forEach((provider, index) => {
        const number = names(from, workers[index] ?? -1).size;
        write.number('caseload', provider, 'Key Workers', number);
        const each = meanOf(write.at(clients + index), number);
        write.figure('caseload', provider, 'Clients per Key Worker', each, 1, clients + index);
      });
      reasons.forEach((row, at) => {
        if (at < 2 || write.at(leftOut + at) > 0) write.count('rows left out', row, 'Rows', leftOut + at);
      });
      return write.cells;
    },
  };
}
