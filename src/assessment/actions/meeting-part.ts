/** What assessments bring to the screen of a meeting: the issues that somebody named, each to be rated again with one choice. */
import { type Errors, type Typed, typedText } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { details, select } from '../../kit/ui/index.ts';
import { type MeetingPart, MeetingStale, type OpenPart } from '../../meeting/rules.ts';
import { withdrawAssessment } from './assessments.ts';
import { changeIssues, type Issue, issuesFor } from './issues.ts';

// The worst ones are at hand, the others folded away.
const atHand = 5;

const nameOf = (issue: Issue): string => `change-${issue.key}`;
function issueHtml(issue: Issue, typed: Typed, error: string | undefined) {
  const anchor = (value: number) => {
    const label = issue.anchors.find((known) => known.value === value)?.label;
    return label === undefined ? String(value) : `${value}: ${label}`;
  };
  const values = Array.from({ length: issue.max - issue.min + 1 }, (_, at) => issue.min + at);
  return select({
    id: nameOf(issue),
    name: nameOf(issue),
    label: { text: `${issue.label}, was ${issue.rating} of ${issue.max}` },
    value: typedText(typed, nameOf(issue)),
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
    items: [
      { value: '', text: 'Not talked about' },
      ...values.map((value) => ({ value: String(value), text: anchor(value) })),
    ],
  });
}

const changesFrom = (issues: readonly Issue[], typed: Typed) =>
  issues.flatMap((issue) => {
    const text = typedText(typed, nameOf(issue));
    return /^\d{1,3}$/.test(text) ? [{ issue, rating: Number(text) }] : [];
  });

/** Issues in the meeting: what changed, in the scale that they were asked in. */
export const issuesInMeeting: MeetingPart = {
  key: 'change',
  said: (typed) => Object.keys(typed).some((name) => name.startsWith('change-') && typedText(typed, name) !== ''),
  async open(sql, head): Promise<OpenPart | null> {
    const issues = await issuesFor(sql, head.caseId);
    if (issues.length === 0) return null;
    const fields = (some: readonly Issue[], typed: Typed, errors: Errors) =>
      html`<div class="newel-meeting__issues">${some.map((issue) => issueHtml(issue, typed, errors[nameOf(issue)]))}</div>`;
    const rest = issues.slice(atHand);
    return {
      place: 'changes',
      html: (typed, errors) => html`<h2 class="govuk-heading-m">What changed?</h2>
${fields(issues.slice(0, atHand), typed, errors)}
${
  rest.length === 0
    ? noHtml
    : details({
        summaryText: rest.length === 1 ? 'One more that was named' : `${rest.length} more that were named`,
        html: fields(rest, typed, errors),
        open: rest.some((issue) => typedText(typed, nameOf(issue)) !== ''),
      })
}`,
      check(typed) {
        const errors: Errors = {};
        for (const { issue, rating } of changesFrom(issues, typed))
          if (rating < issue.min || rating > issue.max)
            errors[nameOf(issue)] = `${issue.label}: choose a rating from ${issue.min} to ${issue.max}`;
        return errors;
      },
      async save(tx, actor, typed, { heldOn }) {
        const given = changesFrom(issues, typed);
        if (given.length === 0) return [];
        const changes = given.map(({ issue, rating }) => ({ key: issue.key, rating }));
        const kept = await changeIssues(tx, actor, head, { on: heldOn, changes });
        if ('errors' in kept)
          throw new MeetingStale(
            Object.fromEntries(
              Object.entries(kept.errors).map(([key, words]) =>
                key === 'on' ? ['held_on', words] : [`change-${key}`, words],
              ),
            ),
          );
        const words = given.map(({ issue, rating }) => `${issue.label} ${issue.rating} → ${rating}`).join(', ');
        return [
          {
            ref: kept.assessmentIds.join(' '),
            words: `What changed: ${words}`,
            href: `/cases/${head.caseId}/assessments`,
          },
        ];
      },
    };
  },
  async undo(tx, actor, head, ref, today) {
    for (const id of ref.split(' '))
      if (!(await withdrawAssessment(tx, actor, head, { id, why: 'Recorded by mistake in a meeting', today })))
        return 'changed';
    return 'undone';
  },
};
