import { type Actor, canSomewhere, type Permission } from '../../access/rules/policy.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
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

/** Links to the same page under each other contract; nothing where there is one alone. */
export const otherContracts = (
  path: string,
  contracts: readonly { key: string; name: string }[],
  current: { key: string },
): Html => {
  const others = contracts.filter(({ key }) => key !== current.key);
  return others.length === 0
    ? noHtml
    : html`<p class="govuk-body newel-no-print">Under another contract: ${others.map(({ key, name }) => html`<a class="govuk-link" href="${path}?contract=${encodeURIComponent(key)}">${name}</a> `)}</p>`;
};
