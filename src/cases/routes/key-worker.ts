import { can } from '../../access/rules/policy.ts';
import { type Route, route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { html, noHtml } from '../../kit/html.ts';
import { button, scrollRegion, table } from '../../kit/ui/index.ts';
import { assignmentsOf } from '../actions/changes.ts';
import { casePage, casePath } from '../actions/frame.ts';
import { caseParams, caseRecord } from '../actions/record.ts';

/** Who was the key worker from when to when. */
export const keyWorkerRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/key-worker',
    can: 'case.read',
    audit: { read: 'key worker' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, clock, actor, record: head }) {
      const rows = await assignmentsOf(db, head.caseId);
      return casePage({
        head,
        today: clock.today(),
        current: 'keyWorker',
        title: 'Key worker',
        main: html`<h1 class="govuk-heading-l">Key worker</h1>
<p class="govuk-body">${head.keyWorkerName === null ? 'Nobody is the key worker of this case.' : `Now: ${head.keyWorkerName} (${head.keyWorkerCode})`}</p>
${
  can(actor, 'case.reassign', head)
    ? button({
        text: head.keyWorkerName === null ? 'Choose a key worker' : 'Change the key worker',
        href: `${casePath(head.caseId, 'keyWorker')}/change`,
        classes: 'govuk-button--secondary',
      })
    : noHtml
}
${
  can(actor, 'case.reassign', head) && rows[0]?.ends_on === null
    ? html`<p class="govuk-body"><a class="govuk-link" href="${casePath(head.caseId, 'keyWorker')}/correct">Correct what was entered</a></p>`
    : noHtml
}
${
  rows.length === 0
    ? noHtml
    : scrollRegion({
        label: 'Key workers so far',
        html: table({
          caption: 'Key workers so far',
          captionClasses: 'govuk-table__caption--m',
          head: [{ text: 'Key worker' }, { text: 'From' }, { text: 'To' }, { text: 'Why it changed' }],
          rows: rows.map((row) => [
            { text: `${row.staff_name} (${row.staff_code})` },
            { text: showDay(row.starts_on) },
            { text: row.ends_on === null ? 'Today' : showDay(row.ends_on) },
            { text: row.reason ?? '' },
          ]),
        }),
      })
}`,
      });
    },
  }),
];
