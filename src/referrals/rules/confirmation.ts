/** What the person is sent about a referral, to keep: who, when and where, as far as it may be said in writing. Pure. */

import type { Question } from '../../kit/form.ts';
import { channels, channelText } from '../../messages/rules/channel.ts';
import type { Asked } from '../../messages/rules/compose.ts';
import type { MoveName } from './states.ts';

/** The part of a referral that a confirmation tells of. Days are 'YYYY-MM-DD'. */
export type Confirmed = {
  kind: string;
  open: boolean;
  service_name: string;
  actual_service_name: string | null;
  organisation_name: string | null;
  contact_phone: string | null;
  who_contacts: string | null;
  contact_by: string | null;
  contacted_on: string | null;
};
/** A booked appointment: a moment (ISO 8601) and where. */
export type Booked = { starts_at: string; place: string | null };

/** Whether there is anything to confirm: an enquiry names nobody, and what is over is told otherwise. */
export const canConfirm = (row: Pick<Confirmed, 'kind' | 'open'>): boolean => row.open && row.kind !== 'enquiry';

// Others may read a text over somebody's shoulder or open their post: what the service does is then said by neither name nor place.
const unnamed = { service: 'the service that we talked about', place: 'the place that we talked about' };

/** Kind, values and end of the message. `named`: the person said that it may name the service. */
export function confirmationOf(
  row: Confirmed,
  appointment: Booked | null,
  given: { named: boolean; timeZone: string; now: Temporal.Instant },
): Pick<Asked, 'kind' | 'values' | 'notAfter'> {
  const { named, timeZone, now } = given;
  const dayText = (moment: string, zone: string) =>
    new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: zone })
      .format(Date.parse(moment))
      .replace(',', '');
  // What an organisation calls itself tells less than what its service is for.
  const service = named ? (row.organisation_name ?? row.actual_service_name ?? row.service_name) : unnamed.service;
  if (row.kind === 'signpost')
    return { kind: 'signpost_given', values: { service, 'service phone': row.contact_phone ?? '' } };
  if (appointment !== null && Temporal.Instant.compare(Temporal.Instant.from(appointment.starts_at), now) > 0) {
    const time = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone })
      .format(Date.parse(appointment.starts_at))
      .replace(/\s/g, '');
    const place = (named ? appointment.place : null) ?? unnamed.place;
    return {
      kind: 'referral_appointment',
      values: { service, day: dayText(appointment.starts_at, timeZone), time, place },
      notAfter: appointment.starts_at,
    };
  }
  if (row.who_contacts === 'service' && row.contact_by !== null && row.contacted_on === null)
    return { kind: 'referral_call', values: { service, day: dayText(row.contact_by, 'UTC') } };
  return { kind: 'referral_made', values: { service } };
}

/** Moves after which a confirmation that still waits to be sent would say what is not so any more. */
export const unsays: ReadonlySet<MoveName> = new Set([
  ...(['book', 'they will call', 'wait', 'say no', 'reject', 'withdraw', 'refuse consent', 'not approve'] as const),
]);

/** What is asked before it is shown. */
export const confirmQuestions: readonly Question[] = [
  {
    ...{ kind: 'choice', name: 'named', label: 'May the message name the service?', as: 'radios in a row' },
    hint: 'Others may read a text over their shoulder, or open their post. Ask the person',
    choices: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ],
    required: 'Ask the person whether the message may name the service',
  },
  {
    ...{ kind: 'choice', name: 'channel', label: 'How?', as: 'radios in a row', none: 'As they prefer' },
    hint: 'What they asked us not to use is never used',
    choices: channels.map((value) => ({ value, text: channelText[value] })),
  },
];
