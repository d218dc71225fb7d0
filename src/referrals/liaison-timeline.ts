/** How events of liaison read on the timeline of a case: who holds it, alarms, contacts, ratings and concerns. */
import type { Entry, Renderers } from '../cases/rules.ts';
import { showDay } from '../kit/clock.ts';
import { html } from '../kit/html.ts';
import { alarmText } from './actions/alarms.ts';
import { endings, type HolderKind, holders } from './rules/case-manager.ts';
import { channels, dispositions, purposes } from './rules/liaison.ts';

type Payload = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const day = (value: unknown): string => (text(value) === '' ? '' : showDay(text(value)));

function entry(title: string, caseId: string, lines: readonly string[], path = 'case-manager'): Entry {
  const said = lines.filter((line) => line !== '');
  return {
    title,
    ...(said.length === 0 ? {} : { detail: html`${said.map((line) => html`<p class="govuk-body">${line}</p>`)}` }),
    href: `/cases/${caseId}/${path}`,
  };
}
const alarmOf = (payload: Payload): string => alarmText[payload.alarm as keyof typeof alarmText] ?? 'Alarm';

/** 'Ridgeway: condition management' of an event of a referral. */
const service = (payload: Payload): string => text(payload.service);
const referral = (payload: Payload): string => `referrals/${text(payload.recordId)}`;

/** Renderers of liaison's events. */
export const liaisonTimeline: Renderers = {
  'case manager.given': (payload, caseId) =>
    entry(`${text(payload.name)} holds this case`, caseId, [
      holders[payload.holder as HolderKind] ?? '',
      `From ${day(payload.from)}${day(payload.to) === '' ? '' : ` until ${day(payload.to)}`}`,
      text(payload.before) === '' ? '' : `Before: ${text(payload.before)}`,
    ]),
  'case manager.ended': (payload, caseId) =>
    entry(`${text(payload.name)} holds this case no more`, caseId, [
      endings[payload.why as keyof typeof endings] ?? '',
    ]),
  'case manager.resumed': (payload, caseId) =>
    entry('The key worker holds this case again', caseId, [`Before: ${text(payload.name)}`]),
  'case alarm.raised': (payload, caseId) =>
    entry(`Alarm: ${alarmOf(payload).toLowerCase()}`, caseId, [`Since ${day(payload.since)}`, text(payload.words)]),
  'service referral.chased': (payload, caseId) =>
    entry(`${service(payload)} was asked`, caseId, [text(payload.what), text(payload.words)], referral(payload)),
  'service referral.escalated': (payload, caseId) =>
    entry(
      `${service(payload)} was asked twice and has not answered`,
      caseId,
      ['The local lead was told'],
      referral(payload),
    ),
  'liaison.contact': (payload, caseId) =>
    entry(
      `Talk with ${service(payload)}`,
      caseId,
      [
        channels[payload.channel as keyof typeof channels] ?? '',
        purposes[payload.purpose as keyof typeof purposes] ?? '',
        text(payload.words),
        text(payload.agreed) === '' ? '' : `Agreed: ${text(payload.agreed)}`,
      ],
      referral(payload),
    ),
  'liaison.rated': (payload, caseId) =>
    entry(
      `What the person says of ${service(payload)}: ${payload.score} of 5`,
      caseId,
      [text(payload.words), dispositions[payload.disposition as keyof typeof dispositions] ?? ''],
      referral(payload),
    ),
  'liaison.concern raised': (payload, caseId) =>
    entry(`Concern about ${service(payload)}`, caseId, [text(payload.words)], referral(payload)),
  'liaison.concern answered': (payload, caseId) =>
    entry(`${service(payload)} answered a concern`, caseId, [text(payload.words)], referral(payload)),
  'liaison.complaint made': (payload, caseId) =>
    entry(`A concern about ${service(payload)} became a complaint`, caseId, [text(payload.words)], referral(payload)),
  'liaison.concern closed': (payload, caseId) =>
    entry(`A concern about ${service(payload)} was closed`, caseId, [text(payload.words)], referral(payload)),
  'case alarm.closed': (payload, caseId) =>
    entry(`Settled: ${alarmOf(payload).toLowerCase()}`, caseId, [text(payload.why)]),
};
