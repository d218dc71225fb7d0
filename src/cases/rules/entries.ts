import { type ChangedWords, changesFrom, notKnown, plainWords, wordsOfCode } from '../../kit/changes.ts';
import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { type Block, blocks } from '../../people/rules/about.ts';
import { nameUseText, supporterKindText, toldText } from '../../people/rules/around.ts';
import { resultText } from './start.ts';
import { passedOnText } from './story.ts';
import type { Renderer, Renderers } from './timeline.ts';

/** How much of a note the timeline shows; the rest is a click away. */
const shownCharacters = 1500;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const part = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function note(payload: Record<string, unknown>, recordId: unknown, caseId: string, title: string) {
  const body = text(payload.body) ?? '';
  const id = text(recordId);
  const shown = body.length > shownCharacters ? `${body.slice(0, shownCharacters).trimEnd()} …` : body;
  return {
    title,
    detail: html`<p class="govuk-body newel-written">${shown}</p>${
      body.length > shownCharacters && id !== undefined
        ? html`<p class="govuk-body"><a class="govuk-link" href="/cases/${caseId}/notes/${id}">Read the whole note</a></p>`
        : ''
    }`,
    ...(id === undefined ? {} : { href: `/cases/${caseId}/notes/${id}` }),
  };
}

/** 'Area: Bolton. Reason: moved house' for what is there. */
function lines(pairs: readonly (readonly [string, unknown])[]): { detail: Html } | Record<never, never> {
  const known = pairs.flatMap(([label, value]) => {
    const shown = text(value);
    return shown === undefined
      ? []
      : [`${label.replace(/\?$/, '')}: ${/^\d{4}-\d\d-\d\d$/.test(shown) ? showDay(shown) : shown}`];
  });
  return known.length === 0 ? {} : { detail: html`<p class="govuk-body">${joinHtml(known, html`<br>`)}</p>` };
}

/** What changed, before and after: 'Benefit: JSA became ESA'. What was not known before is said as it is now alone. */
export function changesHtml(changes: readonly ChangedWords[]): Html | undefined {
  if (changes.length === 0) return undefined;
  return html`<ul class="govuk-list newel-changes">${changes.map(
    ({ asked, before, after }) =>
      html`<li>${asked.replace(/\?$/, '')}: ${before === notKnown ? noHtml : html`<del>${before}</del> <span class="govuk-visually-hidden">became</span> `}<ins>${after}</ins></li>`,
  )}</ul>`;
}

/** What columns are called on screen where the column's own name is not the word; the changes of an import name the column. */
const fields: Readonly<Record<string, string>> = {
  referral_source: 'Who referred them',
  attached_on: 'Day of attachment',
};

const correction =
  (title: string, path?: string): Renderer =>
  (payload, caseId) => {
    const detail = changesHtml(
      changesFrom(
        payload,
        (field) => fields[field] ?? wordsOfCode(field),
        (_field, value) => plainWords(value, showDay),
      ),
    );
    return {
      title,
      ...(detail === undefined ? {} : { detail }),
      ...(path === undefined ? {} : { href: `/cases/${caseId}${path}` }),
    };
  };

const useOf = (name: Record<string, unknown>): string => nameUseText[text(name.use) ?? ''] ?? 'Name';
const nameOf = (name: Record<string, unknown>): string =>
  [text(name.givenName), text(name.familyName)].filter((word) => word !== undefined).join(' ');

const supporter = (one: Record<string, unknown>, why?: unknown) =>
  lines([
    [supporterKindText[text(one.kind) ?? ''] ?? 'Name', one.name],
    ['May be told', toldText[text(one.mayBeTold) ?? '']],
    ['Why', why],
  ]);

/** The questions and answers that a payload keeps, as pairs. */
function askedPairs(asked: unknown): [string, unknown][] {
  return Array.isArray(asked) ? asked.map((one) => [String(part(one).asked ?? ''), part(one).answer]) : [];
}

/** Answers before and after, where they differ. */
function changed(before: unknown, after: unknown): { detail: Html } | Record<never, never> {
  const was = new Map(askedPairs(before));
  const detail = changesHtml(
    askedPairs(after).flatMap(([asked, answer]) =>
      was.get(asked) === answer
        ? []
        : [{ asked, before: text(was.get(asked)) ?? notKnown, after: text(answer) ?? notKnown }],
    ),
  );
  return detail === undefined ? {} : { detail };
}

/** Events of this room and, because it depends on no other room, of the person. */
export const timeline: Renderers = {
  'note.added': (payload, caseId) => note(payload, payload.recordId, caseId, 'Note'),
  'note.corrected': (payload, caseId) => note(part(payload.after), payload.recordId, caseId, 'Note, corrected'),
  'case.referred': (payload) => ({
    title: 'Referred',
    ...lines([
      ['Source', payload.source ?? payload.referralSource],
      ['Area', payload.area],
      ['Provider', payload.provider],
      ['Cohort', part(payload.selection).label],
    ]),
  }),
  'referral_in.accepted': (payload) => ({
    title: 'Referral accepted',
    ...lines([
      ['Referral', payload.reference],
      ['Key worker', payload.keyWorker],
    ]),
  }),
  'referral_in.noted': (payload) => ({
    title: 'Note to the sender of the referral',
    ...lines([['Note', part(payload.after).text]]),
  }),
  'contact.tried': (payload, caseId) => ({
    title: 'Tried to reach them',
    ...lines([
      ['How', payload.way],
      ['What came of it', resultText(String(payload.result))],
      ['Note', payload.note],
    ]),
    href: `/cases/${caseId}/start`,
  }),
  'contact.corrected': correction('Attempt to reach them corrected', '/start'),
  'warm_handover.booked': (payload, caseId) => ({
    title: 'Warm handover booked',
    ...lines([
      ['For', payload.meetsOn],
      ['At', payload.meetsAt],
      ['Where', payload.place],
      ['With', payload.withWhom],
    ]),
    href: `/cases/${caseId}/start`,
  }),
  'warm_handover.changed': correction('Warm handover changed', '/start'),
  'case.first met': (payload, caseId) => ({
    title: payload.before == null ? 'First meeting' : 'Day of the first meeting corrected',
    ...lines([
      ['Day', payload.firstMetOn],
      ['Before', payload.before],
    ]),
    href: `/cases/${caseId}/start`,
  }),
  'case.corrected': correction('Referral corrected', '/referral'),
  'case.attached': (payload) => ({
    title: 'Attached',
    ...lines([
      ['Key worker', payload.keyWorkerName ?? payload.keyWorker],
      ['Conditions', payload.evidenced === false ? 'not evidenced' : undefined],
    ]),
  }),
  'attachment.corrected': correction('Attachment corrected', '/attachment'),
  'case.moved': (payload) => ({
    title: 'Moved to another area',
    ...lines([
      ['From', payload.from ?? payload.fromArea],
      ['To', payload.to ?? payload.toArea],
    ]),
  }),
  'move.corrected': correction('Move to another area corrected'),
  'case.reassigned': (payload) => ({
    title: 'Key worker changed',
    ...lines([
      ['From', payload.from],
      ['To', payload.to],
      ['Reason', payload.reason],
      ['Above the caseload guide', payload.aboveGuide === true ? 'yes, said so' : undefined],
      ['Over the limit of the programme', payload.overLimit],
      ['Handed over', payload.handover],
    ]),
  }),
  'case.put back': (payload) => ({
    title: 'Key worker put back',
    ...lines([
      ['From', payload.from],
      ['To', payload.to ?? 'nobody'],
    ]),
  }),
  'cover.planned': () => ({ title: 'Cover planned' }),
  'cover.changed': () => ({ title: 'Cover changed' }),
  'cover.ended': () => ({ title: 'Cover ended' }),
  'worker.asked': (payload) => ({
    title: 'Another key worker asked for',
    ...lines([
      ['Asked by', payload.askedBy],
      ['Why', payload.reason],
      ['Wishes', payload.wishes],
    ]),
  }),
  'worker.decided': (payload) => ({
    title: 'Decided about another key worker',
    ...lines([
      ['Decision', payload.decision],
      ['Why', payload.outcome],
      ['Look at it again', payload.reviewOn],
    ]),
  }),
  'assignment.corrected': correction('Key worker corrected', '/key-worker'),
  'case.not attached': (payload) => ({ title: 'Not attached', ...lines([['Reason', payload.reason]]) }),
  'case.closed': (payload) => ({ title: 'Case closed', ...lines([['Reason', payload.reason]]) }),
  'case.reopened': (payload) => ({ title: 'Case reopened', ...lines([['Reason', payload.reason]]) }),
  'case.paused': (payload) => ({
    title: 'Paused',
    ...lines([
      ['Reason', payload.reason],
      ['Looked at again on', payload.reviewOn],
    ]),
  }),
  'case.resumed': (payload) => ({
    title: 'Went on after a pause',
    ...lines([
      ['Paused since', payload.pausedOn],
      ['Days paused', payload.days],
      ['What has changed', payload.note],
    ]),
  }),
  'obligation.changed': (payload, caseId) => {
    const { title, detail } = correction('Mandatory or voluntary')(payload, caseId);
    const why = text(payload.reason);
    return {
      title,
      detail: html`${detail ?? ''}${why === undefined ? '' : html`<p class="govuk-body">Reason: ${why}</p>`}`,
    };
  },
  'exit plan.made': (payload) => ({ title: 'Exit plan made', ...lines(askedPairs(payload.asked)) }),
  'exit plan.corrected': (payload) => ({ title: 'Exit plan changed', ...changed(payload.before, payload.asked) }),
  'handback.sent': (payload) => ({
    title: 'Handed back',
    ...lines([
      ['To', payload.toWhom],
      ['What they need to know', payload.summary],
    ]),
  }),
  'handback.received': (payload) => ({
    title: 'Receipt of the hand-back',
    ...lines([
      ['From', payload.toWhom],
      ['Confirmed by', payload.receivedBy],
    ]),
  }),
  'return.asked': (payload) => ({
    title: 'Asked to come back',
    ...lines([
      ['Reason', payload.reason],
      ['Answer', payload.answer],
    ]),
  }),
  'case.returned': (payload) => ({
    title: 'Came back',
    ...lines([
      ['Key worker', payload.keyWorker],
      ['Why now', payload.why],
      ['Had left on', part(payload.before).closedOn],
      ['Because', part(payload.before).exitReason],
    ]),
  }),
  'return.withdrawn': (payload) => ({ title: 'Taken off the waiting list', ...lines([['Reason', payload.reason]]) }),
  // What a restriction is about stands on its own page alone: it may be lifted, and the timeline is then everybody's again.
  'restriction.placed': () => ({ title: 'Record restricted' }),
  'restriction.changed': () => ({ title: 'Restriction changed' }),
  'restriction.lifted': () => ({ title: 'Restriction lifted' }),
  'access.given': () => ({ title: 'Access to the restricted record given' }),
  'access.taken back': () => ({ title: 'Access to the restricted record taken back' }),
  'glass.broken': () => ({ title: 'Restricted record opened with a reason' }),
  'person.corrected': (payload, caseId) => {
    const block = text(payload.block);
    // Events of an import, and older ones, name no block.
    const title = block !== undefined && Object.hasOwn(blocks, block) ? blocks[block as Block] : 'Personal details';
    return correction(`${title} changed`, '/person')(payload, caseId);
  },
  'name.added': (payload) => ({ title: 'Another name added', ...lines([[useOf(payload), nameOf(payload)]]) }),
  'name.corrected': correction('Another name corrected', '/person'),
  'name.removed': (payload) => ({
    title: 'Another name removed',
    ...lines([
      [useOf(part(payload.before)), nameOf(part(payload.before))],
      ['Why', payload.why],
    ]),
  }),
  'story.told': correction('Their story told', '/handover'),
  'story.passed on': (payload, caseId) => ({
    title: 'What may be passed on',
    ...lines([
      ['Agreed', passedOnText[payload.agreed === 'some' ? 'some' : 'all']],
      ['Except', payload.words],
    ]),
    href: `/cases/${caseId}/handover`,
  }),
  'story.corrected': correction('Their story told anew', '/handover'),
  'supporter.added': (payload) => ({ title: 'Somebody close added', ...supporter(payload) }),
  'supporter.corrected': correction('Somebody close changed', '/person'),
  'supporter.removed': (payload) => ({
    title: 'Somebody close removed',
    ...supporter(part(payload.before), payload.why),
  }),
  'pair.decided': () => ({ title: 'Compared with another record: they are different people' }),
  'person.merged': (payload) => ({
    title:
      payload.moved === true
        ? 'Merged with another record of the same person; this case moved there'
        : 'Another record of the same person was merged into this one',
  }),
  'person.merge undone': (payload) => ({
    title:
      payload.moved === true
        ? 'The merge was undone; this case went back to its own record'
        : 'The merge with another record was undone',
  }),
  'duplicate.queued': (payload) => ({
    title: 'A second referral was put aside for review',
    ...lines([['Reference', payload.sourceRef]]),
  }),
  'duplicate.corrected': (payload) => ({
    title: 'A second referral that waits for review was corrected',
    ...lines([['Reference', payload.sourceRef]]),
  }),
  'duplicate.decided': (payload) => ({
    title: 'A second referral was reviewed',
    ...lines([['Decision', payload.state ?? payload.decision]]),
  }),
};
