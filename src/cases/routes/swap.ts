import { notFound, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { html, noHtml } from '../../kit/html.ts';
import { button, errorSummary, radios, scrollRegion, table } from '../../kit/ui/index.ts';
import { type PassOn, passingAt } from '../actions/assign.ts';
import { casePage, casePath } from '../actions/frame.ts';
import { casesToGive, loadsOf, reassignMany } from '../actions/reassign.ts';
import { caseParams, caseRecord } from '../actions/record.ts';
import { guideOf, teamOf } from '../actions/team.ts';
import { listOf, movesFrom, moveText } from '../rules/reassign.ts';
import type { EditContext } from './edit.ts';

const noSwap = (caseId: string): Reply =>
  redirect(casePath(caseId, 'keyWorker'), 'Only where two key workers work can they swap two people');

/** The page where two key workers swap: both caseloads, and who comes in return. Only for a place with two of them. */
async function swapPage(context: EditContext, problem?: { status: 409 | 422; text: string }): Promise<Reply> {
  const { db, actor, clock, csrf, record: head } = context;
  const [other, ...more] = await teamOf(db, actor, head);
  const own = head.case.keyWorkerId;
  if (other === undefined || more.length > 0 || own === null) return noSwap(head.caseId);
  const [guide, theirs, loads, mine] = [
    await guideOf(db, head.programmeId, clock.today().toString()),
    await casesToGive(db, actor, head.programmeId, { staffId: other.id }),
    await loadsOf(db, actor, head.programmeId, [own, other.id]),
    (await casesToGive(db, actor, head.programmeId, { caseIds: [head.caseId] }))[0] ?? notFound(),
  ];
  const load = (id: string) => loads.get(id) ?? { attached: 0, open: 0 };
  return casePage({
    head,
    today: clock.today(),
    current: 'keyWorker',
    title: 'Swap key workers',
    back: { href: casePath(head.caseId, 'keyWorker'), text: 'Key worker' },
    ...(problem === undefined ? {} : { status: problem.status, error: true }),
    main: html`${problem === undefined ? noHtml : errorSummary({ titleText: 'There is a problem', errorList: [{ text: problem.text, href: '#return' }] })}
<h1 class="govuk-heading-l">Swap with ${other.name}</h1>
${scrollRegion({
  label: 'Both caseloads',
  html: table({
    firstCellIsHeader: true,
    head: [{ text: 'Key worker' }, { text: 'Attached', format: 'numeric' }, { text: 'Open in all', format: 'numeric' }],
    rows: [
      [
        { text: `${head.keyWorkerName} (${head.keyWorkerCode})` },
        { text: load(own).attached, format: 'numeric' },
        { text: load(own).open, format: 'numeric' },
      ],
      [
        { text: other.name },
        { text: load(other.id).attached, format: 'numeric' },
        { text: load(other.id).open, format: 'numeric' },
      ],
    ],
  }),
})}
${theirs.length === 0 ? html`<p class="govuk-body">${other.name} has nobody who could go to ${head.keyWorkerName} in return.</p>` : noHtml}
${guide === null ? noHtml : html`<p class="govuk-body">The guide is ${guide.from} to ${guide.to} attached ${guide.clients}.</p>`}
<form method="post" action="${casePath(head.caseId, 'keyWorker')}/swap" novalidate>
${csrf}<input type="hidden" name="move" value="${moveText({ caseId: head.caseId, version: mine.version, staffId: other.id })}">
${radios({
  name: 'return',
  idPrefix: 'return',
  fieldset: { legend: { text: `Who goes to ${head.keyWorkerName} in return?`, classes: 'govuk-fieldset__legend--s' } },
  classes: 'govuk-radios--small',
  items: [
    ...theirs.map((one) => ({
      value: moveText({ caseId: one.caseId, version: one.version, staffId: own }),
      text: `${one.name} (${one.reference})`,
    })),
    { value: 'nobody', text: 'Nobody' },
  ],
})}
<div class="govuk-button-group">${button({ text: 'Swap', preventDoubleClick: true })}<a class="govuk-link" href="${casePath(head.caseId, 'keyWorker')}">Cancel</a></div>
</form>`,
  });
}

/** Swapping two cases between the two key workers of a place, in one go. */
export const swapRoutes = (onReassign: readonly PassOn[]): readonly Route[] => [
  route({
    method: 'GET',
    path: '/cases/:caseId/key-worker/swap',
    can: 'case.reassign',
    audit: { read: 'swap of key workers' },
    params: caseParams,
    record: caseRecord,
    handle: (context) => swapPage(context),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/key-worker/swap',
    can: 'case.reassign',
    audit: { event: 'case.reassigned' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, clock, body, record: head } = context;
      const [other, ...more] = await teamOf(db, actor, head);
      const own = head.case.keyWorkerId;
      if (other === undefined || more.length > 0 || own === null) return noSwap(head.caseId);
      const given = movesFrom([...listOf(body.move), ...listOf(body.return)]);
      const moves = given.filter(({ caseId, staffId }) => staffId === (caseId === head.caseId ? other.id : own));
      const [first] = moves;
      if (first?.caseId !== head.caseId || (body.return !== 'nobody' && moves.length !== 2))
        return swapPage(context, { status: 422, text: 'Choose who comes in return, or nobody' });
      const guide = await guideOf(db, head.programmeId, clock.today().toString());
      if (moves.length === 1 && head.status === 'attached' && guide !== null && other.attached >= guide.to)
        return swapPage(context, {
          status: 422,
          text: `${other.name} has ${other.attached} attached ${guide.clients} already. Choose who comes in return, or change the key worker of this person alone`,
        });
      // Both go within one transaction, or neither: one that is stale leaves the other where it is.
      const done = await reassignMany(
        db,
        actor,
        {
          programmeId: head.programmeId,
          moves,
          staff: [other, { id: own, name: `${head.keyWorkerName} (${head.keyWorkerCode})` }],
          startsOn: clock.today().toString(),
          reason: 'Swapped',
          handover: null,
          aboveGuide: false,
          passOver: false,
        },
        passingAt(onReassign, clock),
      );
      if (done.outcome === 'given') return redirect(`/reassign/${done.id}`, 'Swapped');
      if (done.outcome === 'over limit') return swapPage(context, { status: 422, text: done.text });
      return swapPage(context, {
        status: 409,
        text: 'Nothing was swapped: one of the two was changed while you looked. Look at both and choose again',
      });
    },
  }),
];
