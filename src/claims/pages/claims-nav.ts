import { type Actor, canSomewhere, type Permission } from '../../access/rules/policy.ts';
import type { Html } from '../../kit/html.ts';
import { subNavigation } from '../../kit/ui/index.ts';

/** The pages about everybody's claims, with who may open them. */
const pages = [
  { href: '/claims', text: 'Can be claimed', may: 'claim.record' },
  { href: '/unclaimed', text: 'Found', may: 'claim.find' },
  { href: '/claims/waiting', text: 'Under way', may: 'claim.check' },
  { href: '/claims/statements', text: 'Statements', may: 'claim.settle' },
  { href: '/claims/files', text: 'Commissioner’s files', may: 'claim.settle' },
  { href: '/claims/audits', text: 'Audits', may: 'claim.audit' },
] as const satisfies readonly { href: string; text: string; may: Permission }[];

/** The navigation between them. */
export const claimsNav = (actor: Actor, current: (typeof pages)[number]['href']): Html =>
  subNavigation({
    label: 'Claims',
    items: pages
      .filter(({ may }) => canSomewhere(actor, may))
      .map(({ href, text }) => ({ href, text, active: href === current })),
  });
