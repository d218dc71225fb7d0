/** An entry for a person's own calendar, sent with an email (RFC 5545, RFC 5546, RFC 6047). Pure. */
import ical, { ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';

/** What goes into somebody's calendar. Moments in milliseconds since 1970. */
export type Invitation = {
  /** The same for an appointment that was moved: their calendar changes the entry that it has. */
  uid: string;
  /** Grows with every change of the same entry. */
  sequence: number;
  method: 'REQUEST' | 'CANCEL';
  from: number;
  to: number;
  /** Where, in the words of the message; null says nothing of it. */
  place: string | null;
};

/** Others may see a calendar, also on the screen of a locked telephone: it says no more than this, in every programme. */
export const invitationTitle = 'Appointment';

/**
 * An invitation as it goes with a message. It tells of the place only what the words of the message tell: where a programme left
 * it out of them, it stays out of the calendar too.
 */
export function asTold(invitation: Invitation, body: string): Invitation {
  const { place } = invitation;
  return { ...invitation, place: place !== null && body.includes(place) ? place : null };
}

/** The entry as text. `organiser` is the mailbox that it comes from, as in 'Newel <newel@example.org>'; `stamp` is when it is sent. */
export function invitationText(
  invitation: Invitation,
  { organiser, attendee, stamp }: { organiser: string; attendee: string; stamp: number },
): string {
  const named = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(organiser);
  const email = (named?.[2] ?? organiser).trim();
  const cancelled = invitation.method === 'CANCEL';
  const calendar = ical({
    prodId: { company: 'Newel', product: 'Newel', language: 'EN' },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  calendar.createEvent({
    id: `${invitation.uid}@newel`,
    sequence: invitation.sequence,
    stamp: new Date(stamp),
    start: new Date(invitation.from),
    end: new Date(invitation.to),
    summary: invitationTitle,
    location: invitation.place,
    class: ICalEventClass.PRIVATE,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: named?.[1] || email, email },
    // No answer is asked for: what they say in their calendar would reach nobody's diary.
    attendees: [{ email: attendee, rsvp: false }],
  });
  return calendar.toString();
}
