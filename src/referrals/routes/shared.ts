/** What every route below `/cases/:caseId/referrals` shares: the referral of the path, the moment, and the frame. */
import { Type } from 'typebox';
import type { Actor } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Reply, redirect } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import type { Question } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { errorSummary } from '../../kit/ui/index.ts';
import { findReferral, type ReferralRow } from '../actions/move.ts';
import type { Done } from '../actions/together.ts';

/** The context of a page about a case. */
export type Case<P = unknown, Q = unknown> = Context<P, Q, CaseHead>;
/** The path of a referral. */
export const referralParams = Type.Object({
  caseId: Type.String({ format: 'uuid' }),
  serviceReferralId: Type.String({ format: 'uuid' }),
});
export type ReferralParams = { serviceReferralId: string };

/** The moment and the day. */
export const atOf = ({ clock }: Pick<Case, 'clock'>) => ({ now: clock.now(), today: clock.today().toString() });

/** The referral of the path, if it is of the case of the path. */
export async function referralOf({ db, record, params }: Case<ReferralParams>): Promise<ReferralRow> {
  const row = await findReferral(db, params.serviceReferralId);
  return row !== null && row.case_id === record.caseId ? row : notFound();
}

/** Whoever is signed in; routes of a case are for nobody else. */
export function signedIn(actor: Actor): Actor & { userId: string } {
  const { userId } = actor;
  return userId === null ? notFound() : { ...actor, userId };
}

export const hrefOf = (row: Pick<ReferralRow, 'case_id' | 'id'>): string => `/cases/${row.case_id}/referrals/${row.id}`;

/** A page about a referral, in the frame of its case. `wrong` is what was wrong with what was typed. */
export function framed(
  { record, clock }: Pick<Case, 'record' | 'clock'>,
  parts: {
    title: string;
    main: Html;
    back?: { href: string; text: string };
    wrong?: boolean;
    modules?: readonly string[];
  },
): Page {
  const { title, main, back, wrong = false, modules = [] } = parts;
  return casePage({
    ...{ head: record, today: clock.today(), current: back === undefined ? 'services' : null, title, main },
    ...(back === undefined ? {} : { back }),
    modules,
    ...(wrong ? { status: 422, error: true } : {}),
  });
}

/** What stands against it, above a form. */
export const problemsHtml = (problems: readonly string[]): Html =>
  problems.length === 0
    ? html``
    : errorSummary({ titleText: 'There is a problem', errorList: problems.map((text) => ({ text })) });

const stale = 'Nothing was saved: the referral was changed meanwhile. This is how it stands now';

/** Where to go after something was done: the page of the referral, or the form with what stands against it. */
export async function answered(
  row: Pick<ReferralRow, 'case_id' | 'id'>,
  done: Done,
  said: string,
  again: (problems: readonly string[]) => Reply | Promise<Reply>,
): Promise<Reply> {
  if (done.outcome === 'refused') return again(done.problems);
  return redirect(hrefOf(row), done.outcome === 'stale' ? stale : said);
}

/** Questions of which none has to be answered. */
export const optional = (questions: readonly Question[]): Question[] =>
  questions.map(({ required: _, ...question }) => question as Question);
