/** What rooms bring to Today. The composition root lists them; Today itself knows none of them. */
import type { CaseDay } from '../../cases/rules/case-day.ts';
import type { Sql } from '../../kit/db.ts';
import type { ProgrammeDocument, TodayRules } from '../../programmes/rules.ts';
import type { Matter } from '../rules/matters.ts';

/** What a contributor is asked: the cases of one caseload, those that are paused left out. `today` is 'YYYY-MM-DD'. */
export type Ask = {
  cases: readonly CaseDay[];
  caseIds: readonly string[];
  rules: TodayRules;
  document: ProgrammeDocument;
  today: string;
};

/**
 * A room's reasons. `matters` begins with ONE read for the whole caseload, which is sent together with those of the other rooms
 * (see `together` of the kit), and turns it into matters by pure rules; a matter whose day is after today is told as what comes next. `words` says by key of each reason why it comes up.
 */
export type Contributor = {
  words(rules: TodayRules, document: ProgrammeDocument): Readonly<Record<string, string>>;
  matters(sql: Sql, ask: Ask): Promise<Matter[]>;
};

/** The next meeting that was agreed with somebody. Day 'YYYY-MM-DD', time 'HH:MM'. */
export type NextMeeting = { case_id: string; next_on: string; next_at: string | null; next_mode: string | null };

/** Everything that rooms bring: reasons, and the meetings that were agreed (one statement for the whole caseload). */
export type TodayParts = {
  contributors: readonly Contributor[];
  nextMeetings(sql: Sql, ask: { caseIds: readonly string[]; today: string }): Promise<NextMeeting[]>;
};
