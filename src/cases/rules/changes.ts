/** What must hold between the days of a case, and what a correction changed. Pure. Days are 'YYYY-MM-DD'. */
import { showDay } from '../../kit/clock.ts';
import { type Answer, answerText, type Choice, type Errors, type Question } from '../../kit/form.ts';

/** A change in words, as events keep it: the question, and the answers before and after. */
export type ChangeInWords = { asked: string; before: string; after: string };

/** What differs between the answers before and after, in the words of the form. */
export function changesInWords(
  questions: readonly Question[],
  before: Readonly<Record<string, Answer | undefined>>,
  after: Readonly<Record<string, Answer | undefined>>,
): ChangeInWords[] {
  return questions.flatMap((question) => {
    const [was, is] = [before[question.name] ?? null, after[question.name] ?? null];
    return was === is
      ? []
      : [{ asked: question.label, before: answerText(question, was), after: answerText(question, is) }];
  });
}

/**
 * Choices of a programme's list. The label is what is stored, as hand-over files have it; an answer on file that is no
 * longer in the list stays a choice, so that saving a form never loses it.
 */
export function choicesOf(list: readonly { label: string }[], onFile: string | null = null): Choice[] {
  const choices = list.map(({ label }) => ({ value: label, text: label }));
  return onFile === null || choices.some(({ value }) => value === onFile)
    ? choices
    : [...choices, { value: onFile, text: onFile }];
}

/** A condition of attachment as it is kept: the day it was met, and what shows it. */
export type Evidence = { on: string; evidence: string };

/**
 * The day of attachment: the day of the last condition (all of them must exist). `given` is the day that a hand-over file gave
 * without evidence: it stays, unless the evidence shows that it cannot be, because a condition was met only later.
 */
export function attachmentDay(conditions: Readonly<Record<string, Evidence>>, given: string | null = null): string {
  const days = Object.values(conditions).map(({ on }) => on);
  return [...days, ...(given === null ? [] : [given])].sort().at(-1) ?? '';
}

/** Conditions of the programme that have no day, or nothing that shows them: by question of the form. */
export function missingConditions(
  needed: readonly { key: string; label: string }[],
  conditions: Readonly<Record<string, Evidence>>,
  today: string,
): Errors {
  const errors: Errors = {};
  for (const { key, label } of needed) {
    const found = conditions[key];
    if (found === undefined || !/^\d{4}-\d\d-\d\d$/.test(found.on))
      errors[`${key}_on`] = `Enter the day: ${label.toLowerCase()}`;
    else if (found.on > today) errors[`${key}_on`] = `${label}: the day must be today or in the past`;
    if (found === undefined || found.evidence.trim() === '')
      errors[`${key}_evidence`] = `Say what shows it: ${label.toLowerCase()}`;
  }
  return errors;
}

/** Attachment comes after referral. By question; empty when nothing is wrong. */
export function attachmentProblems(
  conditions: Readonly<Record<string, Evidence>>,
  days: { referredOn: string | null; closedOn: string | null },
): Errors {
  const errors: Errors = {};
  for (const [key, { on }] of Object.entries(conditions)) {
    if (days.referredOn !== null && on < days.referredOn)
      errors[`${key}_on`] = `This cannot be before the referral on ${showDay(days.referredOn)}`;
    else if (days.closedOn !== null && on > days.closedOn)
      errors[`${key}_on`] = `This cannot be after the case was closed on ${showDay(days.closedOn)}`;
  }
  return errors;
}

/** A case cannot be closed before the person was attached, or referred. */
export function closeProblems(
  closedOn: string,
  days: { referredOn: string | null; attachedOn: string | null },
): Errors {
  if (days.attachedOn !== null && closedOn < days.attachedOn)
    return { closed_on: `The case cannot end before the person was attached, on ${showDay(days.attachedOn)}` };
  if (days.referredOn !== null && closedOn < days.referredOn)
    return { closed_on: `The case cannot end before the person was referred, on ${showDay(days.referredOn)}` };
  return {};
}

/** Referral comes before attachment and the end. */
export function referralProblems(
  referredOn: string | null,
  days: { attachedOn: string | null; closedOn: string | null },
): Errors {
  if (referredOn === null) return {};
  if (days.attachedOn !== null && referredOn > days.attachedOn)
    return { referred_on: `The referral cannot be after the attachment on ${showDay(days.attachedOn)}` };
  if (days.closedOn !== null && referredOn > days.closedOn)
    return { referred_on: `The referral cannot be after the case was closed on ${showDay(days.closedOn)}` };
  return {};
}

/** A move is to another area, after the referral. */
export function moveProblems(
  move: { changedOn: string; toAreaId: string },
  now: { referredOn: string | null; areaId: string | null },
): Errors {
  if (move.toAreaId === now.areaId) return { to_area: 'This is the area where the person is now. Choose another one' };
  return moveDayProblems(move.changedOn, now);
}

/** The day of a move is not before the referral. */
export function moveDayProblems(changedOn: string, now: { referredOn: string | null }): Errors {
  if (now.referredOn !== null && changedOn < now.referredOn)
    return { changed_on: `The move cannot be before the referral on ${showDay(now.referredOn)}` };
  return {};
}

/**
 * A new key worker starts after the one before, who ends the day before; or on the day on which that one began, whose
 * assignment is then rewritten.
 */
export function reassignProblems(
  next: { staffId: string; startsOn: string },
  now: { staffId: string | null; startsOn: string | null; referredOn: string | null },
): Errors {
  if (next.staffId === now.staffId) return { staff: 'This is the key worker already. Choose somebody else' };
  if (now.startsOn !== null && next.startsOn < now.startsOn)
    return { starts_on: `This cannot be before ${showDay(now.startsOn)}, when the key worker of today began` };
  if (now.referredOn !== null && next.startsOn < now.referredOn)
    return { starts_on: `This cannot be before the referral on ${showDay(now.referredOn)}` };
  return {};
}

/** A corrected assignment still starts after the one before it, and after the referral. */
export function assignmentProblems(
  startsOn: string,
  days: { previousStartsOn: string | null; referredOn: string | null },
): Errors {
  if (days.previousStartsOn !== null && startsOn <= days.previousStartsOn)
    return { starts_on: `This must be after ${showDay(days.previousStartsOn)}, when the key worker before began` };
  if (days.referredOn !== null && startsOn < days.referredOn)
    return { starts_on: `This cannot be before the referral on ${showDay(days.referredOn)}` };
  return {};
}

/** The last day of the key worker before, once the next one starts on another day: a gap stays, an overlap goes. */
export function endBefore(startsOn: string, stood: { startsOn: string; previousEndsOn: string }): string {
  const joined = stood.previousEndsOn === dayBefore(stood.startsOn);
  return joined || stood.previousEndsOn >= startsOn ? dayBefore(startsOn) : stood.previousEndsOn;
}

/** The day before. */
export function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}
