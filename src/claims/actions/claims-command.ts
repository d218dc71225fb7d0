import { parseArgs } from 'node:util';
import { type Command, WrongUse } from '../../kit/command.ts';
import { exactCsvText } from '../../kit/csv.ts';
import { formatDay, parseDay } from '../../kit/days.ts';
import { programmeByKey } from '../../programmes/actions.ts';
import { contractsInUse, latestOf } from './contracts.ts';
import { milestonesOfAll } from './progress.ts';

const dayText = (day: number | null): string => (day === null ? '' : formatDay(day));

export const claimsCommand: Command = {
  name: 'claims',
  summary: 'List what can be claimed, is claimed and was missed under a contract',
  help: `
Use: ./newel claims --programme KEY [--as-of DATE] [--contract KEY] [--format csv]

Prints referral_id,milestone,reached_on,claimed_on,status,missing: one row for each milestone of the contract that somebody has
reached or that is claimed for them. referral_id is the reference of the hand-over files, or Newel's own where there is none.

  claimable   reached and not claimed, within the deadline of the contract (some have none)
  claimed     a claim is on file; reached_on is empty where the dates that are held do not show it
  missed      reached, and not claimed by the deadline

missing names the evidence that the contract asks for and Newel does not hold, with ';' between. Values are printed as they are, for
programs.

A day in the past leaves out what was dated later: attachments, jobs, and claims by the day on which they were claimed. Everything else
is as it is on file today: what was corrected since, evidence that came since, and what became of a claim. A claim that has been rejected
or withdrawn since is not claimed on that day either.

  --programme KEY   for example working-well-pilot
  --as-of DATE      YYYY-MM-DD (default: today)
  --contract KEY    a contract of the programme (default: the one with the programme's key)
  --format csv      the only format

Exit codes: 0 done, 1 failed, 2 wrong use.
Example: ./newel claims --programme working-well-pilot --as-of 2016-03-31 --format csv`,
  async run(args, host) {
    const { values } = parseArgs({
      args,
      options: {
        programme: { type: 'string' },
        'as-of': { type: 'string' },
        contract: { type: 'string' },
        format: { type: 'string', default: 'csv' },
      },
    });
    const { programme: key, 'as-of': asOfText = host.clock.today().toString() } = values;
    if (key === undefined) throw new WrongUse('--programme KEY is missing');
    if (values.format !== 'csv') throw new WrongUse("--format is 'csv'");
    const asOf = parseDay(asOfText);
    if (asOf === null) throw new WrongUse('--as-of takes a day that exists, as YYYY-MM-DD');
    const db = await host.db();
    const contracts = await contractsInUse(db, key);
    const contract = contracts.find((one) => one.key === (values.contract ?? key));
    if (contract === undefined)
      throw new WrongUse(
        contracts.length === 0
          ? `there is no contract of a programme '${key}'`
          : `'${key}' has the contracts ${contracts.map((one) => one.key).join(', ')}`,
      );
    const programme = await programmeByKey(db, key);
    if (programme === null) throw new WrongUse(`there is no programme '${key}'`);
    const rows: string[][] = [];
    await milestonesOfAll(db, { programmeId: programme.id, contract, asOf }, (reference, states) => {
      for (const state of states)
        if (state.status !== 'not reached')
          rows.push([
            reference,
            state.milestone,
            dayText(state.reachedOn),
            dayText(state.claimedOn),
            state.status,
            state.missing.join(';'),
          ]);
    });
    const order = new Map(latestOf(contract).milestones.map((one, n) => [one.key, n]));
    const place = (row: readonly string[]) => order.get(row[1] ?? '') ?? 0;
    rows.sort((one, other) =>
      one[0] === other[0] ? place(one) - place(other) : (one[0] ?? '') < (other[0] ?? '') ? -1 : 1,
    );
    host.out(exactCsvText([['referral_id', 'milestone', 'reached_on', 'claimed_on', 'status', 'missing']]));
    for (let at = 0; at < rows.length; at += 1000) host.out(exactCsvText(rows.slice(at, at + 1000)));
    return 0;
  },
};
