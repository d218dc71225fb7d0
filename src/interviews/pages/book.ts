import { showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import type { InterviewView } from '../rules/series.ts';

/** Which interview is booked and when it is due, said above the free times. */
export const dueHtml = (next: InterviewView, total: number, today: string): Html =>
  html`<p class="govuk-body">Interview ${next.number ?? ''} of ${total}, proposed for ${showNearDay(next.plannedOn, today)}${next.movedBecause === 'holiday' ? html` (moved: holiday; in the series it is ${showNearDay(next.dueOn, today)})` : noHtml}.${next.mandatory ? ' The person has to come.' : ''}</p>`;
