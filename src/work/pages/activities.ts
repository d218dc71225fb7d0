import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, pagination, table } from '../../kit/ui/index.ts';
import { type CodeLabel, labelOf } from '../../programmes/rules.ts';
import type { Activity } from '../actions/activities.ts';
import { activityFacts } from '../rules/activities.ts';

const aboutHtml = (activity: Activity): Html =>
  joinHtml(
    [
      ...activityFacts(activity),
      activity.feedback !== null && html`<span class="newel-written">${activity.feedback}</span>`,
    ],
    html`<br>`,
  );

/** The activities of a case, a page at a time. */
export function activitiesHtml(view: {
  caseId: string;
  activities: readonly Activity[];
  kinds: readonly CodeLabel[];
  page: number;
  pages: number;
  total: number;
  mayRecord: boolean;
}): Html {
  const { caseId, activities, kinds, page, pages, total, mayRecord } = view;
  const path = `/cases/${caseId}/activities`;
  const link = (to: number) => ({ href: `${path}?page=${to}` });
  return html`<h1 class="govuk-heading-l">Activities</h1>
<p class="govuk-body">Steps towards work. Reports count a person once for each kind, however often it happened.</p>
${mayRecord ? button({ text: 'Add an activity', href: `${path}/new` }) : noHtml}
${
  total === 0
    ? html`<p class="govuk-body">No activity is recorded.</p>`
    : table({
        caption: `${counted(total, 'activity', 'activities')}, newest first`,
        captionClasses: 'govuk-table__caption--s',
        stack: true,
        head: [{ text: 'Kind' }, { text: 'Date' }, { text: 'About it' }, ...(mayRecord ? [{ text: 'Action' }] : [])],
        rows: activities.map((activity) => {
          const kind = labelOf(kinds, activity.kind);
          const about = html`<span class="govuk-visually-hidden"> ${kind}, ${showDay(activity.startedOn)}</span>`;
          return [
            { text: kind },
            { text: activity.startedOn === null ? 'Not known' : showDay(activity.startedOn) },
            { html: aboutHtml(activity) },
            ...(mayRecord
              ? [
                  {
                    html: html`<a class="govuk-link" href="${path}/${activity.id}/correct">Correct${about}</a><br><a class="govuk-link" href="${path}/${activity.id}/withdraw">Withdraw${about}</a>`,
                  },
                ]
              : []),
          ];
        }),
      })
}
${
  pages > 1
    ? pagination({
        landmarkLabel: 'Pages of activities',
        ...(page > 1 ? { previous: link(page - 1) } : {}),
        ...(page < pages ? { next: link(page + 1) } : {}),
      })
    : noHtml
}`;
}
