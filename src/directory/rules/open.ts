/** Whether a service takes somebody on a day, apart from who they are and who refers them. Pure. */
import { showDay } from '../../kit/clock.ts';

/** What decides whether a service takes new people. Days are 'YYYY-MM-DD'. */
export type Taking = {
  verified: boolean;
  referable: boolean;
  status: string;
  closed_from: string | null;
  closed_to: string | null;
  last_referral_on: string | null;
  funded_until: string | null;
  contract: string | null;
  contract_from: string | null;
};

/**
 * Why nobody can be referred to a service on a day: sentences that say what would change it; none when it takes people.
 * Not verified, and without people to refer to: DWP Research Report 555 (a service has personnel; line 1534 of the report). No
 * new people near the end of funding: the same, R28.
 */
export function notTaking(service: Taking, day: string): string[] {
  const problems: string[] = [];
  if (!service.verified) problems.push('Nobody has checked this entry yet. Its steward checks it first');
  if (!service.referable)
    problems.push('There is nobody to refer somebody to: this is money or things, not people who help');
  if (service.status === 'inactive') problems.push('It does not run at present');
  if (service.status === 'defunct') problems.push('It has ended');
  const { closed_from: from, closed_to: to } = service;
  const closed = (from !== null || to !== null) && (from === null || from <= day) && (to === null || day <= to);
  if (service.status === 'temporarily closed' || closed)
    problems.push(to === null || to < day ? 'It is closed for now' : `It is closed until ${showDay(to)}`);
  const last = service.last_referral_on ?? service.funded_until;
  if (last !== null && day > last)
    problems.push(
      service.funded_until === null
        ? `The last day on which it took people was ${showDay(last)}`
        : `Its funding ends on ${showDay(service.funded_until)}, and the last day on which it took people was ${showDay(last)}`,
    );
  if (service.contract === 'won')
    problems.push(
      service.contract_from === null
        ? 'Its contract has not begun'
        : service.contract_from > day
          ? `Its contract begins on ${showDay(service.contract_from)}`
          : '',
    );
  return problems.filter((words) => words !== '');
}

/** How well an entry is known to be true on a day. */
export type Checked = 'not verified' | 'never' | 'stale' | 'checked';

/** An entry is stale from the day after `verify_by`; one that nobody ever checked is told apart. */
export function checkedOn(
  service: { verified: boolean; verified_on: string | null; verify_by: string | null },
  day: string,
): Checked {
  if (!service.verified) return 'not verified';
  if (service.verify_by !== null) return service.verify_by < day ? 'stale' : 'checked';
  return service.verified_on === null ? 'never' : 'checked';
}

/** What the state of checking is called on screen. */
export const checkedText: Record<Checked, { text: string; colour: string }> = {
  'not verified': { text: 'Not verified', colour: 'govuk-tag--orange' },
  never: { text: 'Never checked', colour: 'govuk-tag--yellow' },
  stale: { text: 'Not checked lately', colour: 'govuk-tag--yellow' },
  checked: { text: 'Checked', colour: 'govuk-tag--green' },
};

/** What keeps the organisation from being paid for a referral by this working role (R7 of DWP Research Report 555); null when nothing does. */
export function paymentWarning(
  service: { payment_form: boolean; payment_role: string | null },
  by: { role: string | null; roleLabel(code: string): string; formSent: boolean | null },
): string | null {
  if (service.payment_role !== null && service.payment_role !== by.role)
    return `The organisation is paid only when a ${by.roleLabel(service.payment_role)} refers. A referral by you would not be paid`;
  if (service.payment_form && by.formSent === false)
    return 'The organisation is paid only once it has received the form';
  return null;
}
