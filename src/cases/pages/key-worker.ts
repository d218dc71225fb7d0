import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, scrollRegion, table } from '../../kit/ui/index.ts';
import type { AssignmentRow } from '../actions/changes.ts';
import { casePath } from '../actions/frame.ts';
import type { CaseHead } from '../actions/record.ts';
import type { WorkerRequestRow } from '../actions/worker-request.ts';

/** Who is and was the key worker, and whether somebody asks for another one. */
export function keyWorkerHtml(view: {
  head: CaseHead;
  rows: readonly AssignmentRow[];
  request: WorkerRequestRow | null;
  today: string;
  mayChange: boolean;
  mayAsk: boolean;
}): Html {
  const { head, rows, request, mayChange, mayAsk } = view;
  const path = casePath(head.caseId, 'keyWorker');
  const waiting = request?.state === 'open' || request?.state === 'parked';
  const number = new Set(rows.map((row) => row.staff_id)).size;
  return html`<h1 class="govuk-heading-l">Key worker</h1>
<p class="govuk-body">${head.keyWorkerName === null ? 'Nobody is the key worker of this case.' : `Now: ${head.keyWorkerName} (${head.keyWorkerCode})`}</p>
${number > 1 ? html`<p class="govuk-body">${number} key workers so far.</p>` : noHtml}
<p class="govuk-body">Whoever takes over reads the <a class="govuk-link" href="${casePath(head.caseId, 'handover')}">handover page</a>.</p>
${request === null ? noHtml : requestHtml(request, view.today)}
<div class="govuk-button-group">
${waiting && mayChange ? button({ text: 'Decide', href: `${path}/decide` }) : noHtml}
${
  mayChange
    ? button({
        text: head.keyWorkerName === null ? 'Choose a key worker' : 'Change the key worker',
        href: `${path}/change`,
        classes: 'govuk-button--secondary',
      })
    : noHtml
}
${
  !waiting && mayAsk && head.keyWorkerName !== null && head.closedOn === null
    ? html`<a class="govuk-link" href="${path}/ask">Somebody asks for another key worker</a>`
    : noHtml
}
</div>
${
  mayChange && rows[0]?.ends_on === null
    ? html`<p class="govuk-body"><a class="govuk-link" href="${path}/correct">Correct what was entered</a></p>`
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
          stack: true,
          head: [
            { text: 'Key worker' },
            { text: 'From' },
            { text: 'To' },
            { text: 'Why it changed' },
            { text: 'Handed over' },
          ],
          rows: rows.map((row) => [
            { text: `${row.staff_name} (${row.staff_code})` },
            { text: showDay(row.starts_on) },
            { text: row.ends_on === null ? 'Today' : showDay(row.ends_on) },
            { text: row.reason ?? '' },
            { html: html`<span class="newel-written">${row.handover ?? ''}</span>` },
          ]),
        }),
      })
}`;
}

function requestHtml(request: WorkerRequestRow, today: string): Html {
  const { state, asked_by: askedBy, asked_on: askedOn, reason, wishes, outcome, review_on: reviewOn } = request;
  if (state === 'changed') return noHtml;
  const by = askedBy === 'the person' ? 'The person' : 'The key worker';
  const due = reviewOn !== null && reviewOn <= today;
  const stands = {
    open: 'Waits for a decision.',
    stayed: `Decided: the key worker stays. ${outcome ?? ''}`,
    parked: `Parked. ${outcome ?? ''} ${due ? 'To be looked at again since' : 'To be looked at again on'} ${showDay(reviewOn)}.`,
  }[state];
  return insetText({
    html: html`<p>${by} asked for another key worker on ${showDay(askedOn)}: ${reason}</p>${wishes === null ? noHtml : html`<p>Wishes: ${wishes}</p>`}<p>${stands}</p>`,
  });
}
