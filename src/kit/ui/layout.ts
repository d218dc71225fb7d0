import { assetUrl } from '../assets.ts';
import { attrs, type Html, html, noHtml } from '../html.ts';
import { cls } from './common.ts';
import {
  type BackLinkOptions,
  backLink,
  breadcrumbs,
  type FooterLink,
  footer,
  genericHeader,
  type LinkItem,
  type ServiceNavigationItem,
  serviceNavigation,
  serviceNavigationItem,
  skipLink,
} from './navigation.ts';

/** The name on every page. */
export const PRODUCT = 'Newel';

export interface PageOptions {
  /** What the page is, as its heading says; the name of the product follows it in the title. */
  readonly title: string;
  /** The nonce of this response's Content-Security-Policy. */
  readonly nonce: string;
  readonly main: Html;
  /** BCP 47; 'en-GB' unless told. */
  readonly lang?: string | undefined;
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** The parts of the product; mark the one that the page belongs to `current` or `active`. */
  readonly nav?: readonly (ServiceNavigationItem | false | null | undefined)[] | undefined;
  /** What is gone to less often: folded away behind 'More', unfolded where the page is one of them. */
  readonly navMore?: readonly ServiceNavigationItem[] | undefined;
  /** Who is signed in, with the form that signs them out: a POST that carries its CSRF token. */
  readonly user?: { readonly name: string; readonly href?: string | undefined; readonly signOut: Html } | undefined;
  /** A form that searches, in the header. */
  readonly search?: Html | undefined;
  readonly back?: BackLinkOptions | undefined;
  readonly breadcrumbs?: readonly LinkItem[] | undefined;
  /** True when the page shows an error summary: its title then begins with 'Error:'. */
  readonly error?: boolean | undefined;
  /** For pages of tables and boards: the page may be as wide as the screen. */
  readonly wide?: boolean | undefined;
  /** Where the name in the header leads; '/' unless told. */
  readonly homeUrl?: string | undefined;
  /** A notification banner or alert, at the top of the main part. */
  readonly banner?: Html | undefined;
  /** Stands between the navigation and the main part, as wide as the window: an identity bar. `label` names it. */
  readonly beforeMain?: { readonly label: string; readonly html: Html } | undefined;
  readonly footerLinks?: readonly FooterLink[] | undefined;
  readonly footerText?: string | undefined;
  /** Further browser modules of this page, by file name: 'autosave.js'. */
  readonly modules?: readonly string[] | undefined;
  readonly bodyClasses?: string | undefined;
}

const glyph = html`<svg class="newel-glyph" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" d="M3 21v-4h5v-4h5V9h4V3h3v18z"/></svg>`;

// GOV.UK Frontend's own line: its scripts and styles look for these classes. It must run before the page is drawn.
const supported = html`document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');`;

/** Links that every page ends with unless it names its own. */
export const FOOTER_LINKS: readonly FooterLink[] = [
  { text: 'Help', href: '/help' },
  { text: 'Accessibility statement', href: '/accessibility' },
  { text: 'Privacy', href: '/privacy' },
];

function userSlot(user: NonNullable<PageOptions['user']>): Html {
  const name = user.href
    ? html`<a class="govuk-service-navigation__link newel-user__name" href="${user.href}">${user.name}</a>`
    : html`<span class="newel-user__name">${user.name}</span>`;
  return html`<div class="newel-user">${name}${user.signOut}</div>`;
}

const headerFor = (url: string, end?: Html): Html =>
  genericHeader({ logoHtml: html`${glyph}<span>${PRODUCT}</span>`, url, end });
const footerFor = (items: readonly FooterLink[] = FOOTER_LINKS, text?: string): Html =>
  footer({ meta: { items, text } });

type Fixed = { head: Html; app: string; skip: Html; header: Html; footer: Html };
let fixed: Fixed | undefined;

/** What is the same on every page, made once. */
function fixedParts(): Fixed {
  fixed ??= {
    head: html`<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f3ede2" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#26231f" media="(prefers-color-scheme: dark)">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<link rel="preload" as="font" type="font/woff2" href="${assetUrl('atkinson-latin.woff2')}" crossorigin>
<link rel="stylesheet" href="${assetUrl('newel.css')}">
<link rel="icon" type="image/svg+xml" href="${assetUrl('icon.svg')}">`,
    app: assetUrl('app.js'),
    skip: skipLink({ href: '#main-content', text: 'Skip to main content' }),
    header: headerFor('/'),
    footer: footerFor(),
  };
  return fixed;
}

const foldedItems = (items: readonly ServiceNavigationItem[]): Html =>
  items.length === 0
    ? noHtml
    : html`<li class="govuk-service-navigation__item newel-more"><details${items.some(({ active, current }) => active || current) ? html` open` : noHtml}><summary>More</summary><ul class="govuk-service-navigation__list">${items.map(serviceNavigationItem)}</ul></details></li>`;

/** A complete document. Throws RangeError for a module that is not among the assets. */
export function page(options: PageOptions): Html {
  const { nonce, main, user } = options;
  const container = cls('govuk-width-container', options.wide && 'newel-wide');
  const nav = options.nav ?? [];
  const services =
    nav.length > 0 || user
      ? serviceNavigation({
          navigation: nav,
          navigationLabel: 'Main',
          menuButtonText: 'Menu',
          ariaLabel: 'Your work',
          slots: {
            navigationEnd: foldedItems(options.navMore ?? []),
            end: user ? { html: userSlot(user), align: 'inline' } : undefined,
          },
        })
      : noHtml;
  const parts = fixedParts();
  const scripts = (options.modules ?? []).map(
    (name) => html`<script type="module"${attrs({ src: assetUrl(name), nonce })}></script>\n`,
  );
  const before = options.beforeMain
    ? html`<section class="newel-before" aria-label="${options.beforeMain.label}">${options.beforeMain.html}</section>`
    : noHtml;
  const back = options.back ? html`<nav aria-label="Back">${backLink(options.back)}</nav>` : noHtml;
  const above = html`${back}${
    options.breadcrumbs?.length ? breadcrumbs({ items: options.breadcrumbs, collapseOnMobile: true }) : noHtml
  }`;
  return html`<!DOCTYPE html>
<html${attrs({ lang: options.lang ?? 'en-GB', dir: options.dir, class: cls('govuk-template', options.wide && 'newel-template--wide') })}>
<head>
<meta charset="utf-8">
<title>${options.error ? 'Error: ' : ''}${options.title} – ${PRODUCT}</title>
${parts.head}
<script type="module" src="${parts.app}" nonce="${nonce}"></script>
${scripts}</head>
<body class="${cls('govuk-template__body', options.bodyClasses)}">
<script${attrs({ nonce })}>${supported}</script>
${parts.skip}
<header class="govuk-template__header">
${options.homeUrl === undefined && options.search === undefined ? parts.header : headerFor(options.homeUrl ?? '/', options.search)}
${services}
</header>
${before}
<div class="${container}">
${above}
<main class="govuk-main-wrapper" id="main-content">
${options.banner}
${main}
</main>
</div>
<footer class="govuk-template__footer">
${
  options.footerLinks === undefined && options.footerText === undefined
    ? parts.footer
    : footerFor(options.footerLinks, options.footerText)
}
</footer>
</body>
</html>
`;
}
