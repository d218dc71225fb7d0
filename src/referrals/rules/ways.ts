/** The ways in which a service can be told, and why some cannot be used. Pure. */
import type { Channel } from '../../directory/rules/codes.ts';
import { channelProblem } from './guards.ts';

/** A way: one of the service's modes through a channel. `form` holds a form that waits to arrive. */
export type Way = { text: string; modes: readonly string[]; channel: Channel };

/** By name, in the order in which they stand on the page. */
export const ways = {
  phone: { text: 'On the phone, now', modes: ['phone'], channel: 'phone' },
  'in person': { text: 'In person', modes: ['in person'], channel: 'phone' },
  account: { text: 'Through their account in Newel', modes: ['form', 'own form', 'link'], channel: 'portal' },
  link: { text: 'By a link, in an email that says nothing else', modes: ['link', 'form', 'own form'], channel: 'link' },
  print: { text: 'With the form, printed: by post or by hand', modes: ['form', 'own form'], channel: 'post' },
  email: { text: 'With the form, by email', modes: ['form', 'own form'], channel: 'email' },
} as const satisfies Record<string, Way>;
/** A way by its name. */
export type WayName = keyof typeof ways;

/** What decides which ways there are. */
export type Takes = { modes: readonly string[]; refused_channels: readonly string[]; contact_email: string | null };

/** The mode with which a way goes to a service, or why it cannot be used. */
export function wayTo(name: WayName, service: Takes): { mode: string } | { why: string } {
  const way: Way = ways[name];
  const problem = channelProblem(way.channel, service.refused_channels, service.contact_email !== null);
  const mode = way.modes.find((one) => service.modes.includes(one));
  if (mode === undefined) return { why: 'This service does not take people like this' };
  return problem === null ? { mode } : { why: problem };
}
