/** How events of jobs and activities read on the timeline of a case. */

import { changesHtml } from '../cases/rules/entries.ts';
import type { Entry, Renderers } from '../cases/rules.ts';
import { changesFrom, plainWords, wordsOfCode } from '../kit/changes.ts';
import { showDay } from '../kit/clock.ts';
import { counted, poundsText } from '../kit/counted.ts';
import { type Html, html, joinHtml } from '../kit/html.ts';
import { inWorkTimeline } from './in-work-timeline.ts';
import { jobsTimeline } from './jobs-timeline.ts';
import { activityFacts } from './rules/activities.ts';

type Payload = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const figure = (value: unknown): number | null =>
  typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : null;
// Events of an import name the record after its kind.
const recordOf = (payload: Payload): string | null =>
  text(payload.recordId) ?? text(payload.jobId) ?? text(payload.activityId);

const FIELDS: Readonly<Record<string, string>> = {
  employer: 'Employer',
  occupation_group: 'Occupation group',
  work_area: 'Place of work',
  started_on: 'First day in the job',
  ended_on: 'Last day in the job',
  hours_per_week: 'Hours a week',
  hourly_wage_pence: 'Wage an hour',
  self_employed: 'Self-employed',
  kind: 'Kind of work',
};

function changed(payload: Payload): { detail: Html } | Record<never, never> {
  const changes = changesFrom(
    payload,
    (field) => FIELDS[field] ?? wordsOfCode(field),
    (field, value) =>
      field === 'hourly_wage_pence' && typeof value === 'number'
        ? poundsText(value, text(payload.symbol) ?? undefined)
        : plainWords(value, showDay),
  );
  const detail = changesHtml(changes);
  return detail === undefined ? {} : { detail };
}

function facts(payload: Payload): Html {
  const [hours, wage] = [figure(payload.hoursPerWeek), figure(payload.hourlyWagePence)];
  return html`<p class="govuk-body">${joinHtml(
    [
      text(payload.words),
      text(payload.occupationGroup),
      text(payload.workArea),
      hours === null ? null : `${counted(hours, 'hour')} a week`,
      wage === null ? null : `${poundsText(wage, text(payload.symbol) ?? undefined)} an hour`,
      payload.selfEmployed === true && text(payload.words) === null && 'self-employed',
      text(payload.startedOn) === null && 'first day not known',
      text(payload.endedOn) !== null && `until ${showDay(text(payload.endedOn))}`,
    ],
    ', ',
  )}</p>`;
}

const link = (payload: Payload, caseId: string, path: string): { href: string } | Record<never, never> => {
  const id = recordOf(payload);
  return id === null ? {} : { href: `/cases/${caseId}/${path}/${id}/correct` };
};

const kindOf = (payload: Payload): string | null => {
  const words = text(payload.words) ?? (text(payload.kind) === null ? null : wordsOfCode(String(payload.kind)));
  return words === null ? null : words.charAt(0).toLowerCase() + words.slice(1);
};

const titled = (title: string, about: string | null): string => (about === null ? title : `${title}: ${about}`);

function aboutActivity(payload: Payload): { detail: Html } | Record<never, never> {
  const said = text(payload.feedback);
  const parts = [
    ...(payload.startedOn === null ? ['Date not known'] : []),
    ...activityFacts({
      kind: '',
      startedOn: text(payload.startedOn),
      endedOn: text(payload.endedOn),
      daysPerWeek: figure(payload.daysPerWeek),
      hoursPerDay: figure(payload.hoursPerDay),
      feedback: said,
    }),
    ...(said === null ? [] : [html`<span class="newel-written">${said}</span>`]),
  ];
  return parts.length === 0 ? {} : { detail: html`<p class="govuk-body">${joinHtml(parts, html`<br>`)}</p>` };
}

/** Renderers of this room's events. */
export const timeline: Renderers = {
  'job.recorded': (payload, caseId): Entry => ({
    title: titled('Job', text(payload.employer) ?? 'employer not known'),
    detail: facts(payload),
    ...link(payload, caseId, 'jobs'),
  }),
  'job.corrected': (payload, caseId) => ({
    title: 'Job corrected',
    ...changed(payload),
    ...link(payload, caseId, 'jobs'),
  }),
  'job.ended': (payload, caseId) => {
    const after = (payload.after ?? {}) as Payload;
    const left = text(payload.leftLabel);
    const words = text(after.leftWords);
    return {
      title: titled('Job ended', text(after.employer)),
      ...(left === null && words === null
        ? {}
        : {
            detail: html`<p class="govuk-body">${joinHtml([left, words !== null && html`<span class="newel-written">${words}</span>`], html`<br>`)}</p>`,
          }),
      ...link(payload, caseId, 'jobs'),
    };
  },
  'activity.recorded': (payload, caseId) => ({
    title: titled('Activity', kindOf(payload)),
    ...aboutActivity(payload),
    ...link(payload, caseId, 'activities'),
  }),
  'activity.corrected': (payload, caseId) => ({
    title: titled('Activity corrected', kindOf(payload)),
    ...changed(payload),
    ...link(payload, caseId, 'activities'),
  }),
  'activity.withdrawn': (payload, caseId) => {
    const before = (payload.before ?? {}) as Payload;
    const on = text(before.startedOn) === null ? null : showDay(text(before.startedOn));
    const what = [kindOf({ ...payload, kind: before.kind }), on].filter((part) => part !== null).join(', ');
    const reason = text(payload.reason);
    return {
      title: titled('Activity withdrawn', what === '' ? null : what),
      ...(reason !== null && { detail: html`<p class="govuk-body newel-written">${reason}</p>` }),
      href: `/cases/${caseId}/activities`,
    };
  },
  ...jobsTimeline,
  ...inWorkTimeline,
};
