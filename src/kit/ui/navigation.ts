import { type Attributes, attrs, type Html, html, isHtml, noHtml } from '../html.ts';
import {
  type Content,
  classAndAttrs,
  cls,
  content,
  hasContent,
  heading,
  type Items,
  present,
  type Styled,
  type Text,
} from './common.ts';

export interface LinkItem extends Content {
  readonly href?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface BackLinkOptions extends Content, Styled {
  readonly href?: string | undefined;
}

/** GOV.UK back link. */
export function backLink(options: BackLinkOptions): Html {
  const text = hasContent(options) ? content(options) : 'Back';
  return html`<a href="${options.href || '#'}"${classAndAttrs('govuk-back-link', options)}>${text}</a>`;
}

export interface BreadcrumbsOptions extends Styled {
  readonly items: readonly LinkItem[];
  readonly collapseOnMobile?: boolean | undefined;
  readonly labelText?: string | undefined;
}

/** GOV.UK breadcrumbs; an item without `href` is the page itself. */
export function breadcrumbs(options: BreadcrumbsOptions): Html {
  const classes = cls(
    'govuk-breadcrumbs',
    options.classes,
    options.collapseOnMobile && 'govuk-breadcrumbs--collapse-on-mobile',
  );
  const items = options.items.map((item) =>
    item.href
      ? html`<li class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href="${item.href}"${attrs(item.attributes)}>${content(item)}</a></li>\n`
      : html`<li class="govuk-breadcrumbs__list-item" aria-current="page">${content(item)}</li>\n`,
  );
  return html`<nav class="${classes}"${attrs(options.attributes)} aria-label="${options.labelText ?? 'Breadcrumb'}"><ol class="govuk-breadcrumbs__list">${items}</ol></nav>`;
}

export interface SkipLinkOptions extends Content, Styled {
  readonly href?: string | undefined;
}

/** GOV.UK skip link. */
export function skipLink(options: SkipLinkOptions): Html {
  return html`<a href="${options.href || '#content'}"${classAndAttrs('govuk-skip-link', options)} data-module="govuk-skip-link">${content(options)}</a>`;
}

export interface PaginationLink extends Content {
  readonly href: string;
  readonly labelText?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface PaginationItem {
  readonly number?: Text | undefined;
  readonly href?: string | undefined;
  readonly current?: boolean | undefined;
  readonly ellipsis?: boolean | undefined;
  readonly visuallyHiddenText?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface PaginationOptions extends Styled {
  readonly items?: Items<PaginationItem> | undefined;
  readonly previous?: Partial<PaginationLink> | undefined;
  readonly next?: Partial<PaginationLink> | undefined;
  readonly landmarkLabel?: string | undefined;
}

const arrows = {
  prev: html`<svg class="govuk-pagination__icon govuk-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"></path></svg>`,
  next: html`<svg class="govuk-pagination__icon govuk-pagination__icon--next" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"></path></svg>`,
};

function arrowLink(link: Partial<PaginationLink> | undefined, kind: 'prev' | 'next', block: boolean): Html {
  if (!link?.href) return noHtml;
  const word = kind === 'prev' ? 'Previous' : 'Next';
  const text = hasContent(link) ? content(link) : html`${word}<span class="govuk-visually-hidden"> page</span>`;
  const titleClass = cls(
    'govuk-pagination__link-title',
    block && !link.labelText && 'govuk-pagination__link-title--decorated',
  );
  const title = html`<span class="${titleClass}">${text}</span>`;
  const label =
    block && link.labelText
      ? html` <span class="govuk-visually-hidden">:</span> <span class="govuk-pagination__link-label">${link.labelText}</span>`
      : noHtml;
  const inner = block || kind === 'prev' ? html`${arrows[kind]} ${title}${label}` : html`${title} ${arrows[kind]}`;
  return html`<div class="govuk-pagination__${kind}"><a class="govuk-link govuk-pagination__link" href="${link.href}" rel="${kind}"${attrs(link.attributes)}>${inner}</a></div>`;
}

function pageItem(item: PaginationItem): Html {
  const classes = cls(
    'govuk-pagination__item',
    item.current && 'govuk-pagination__item--current',
    item.ellipsis && 'govuk-pagination__item--ellipsis',
  );
  if (item.ellipsis) return html`<li class="${classes}">&ctdot;</li>`;
  const own = attrs({
    href: item.href ?? '',
    'aria-label': item.visuallyHiddenText ?? `Page ${item.number ?? ''}`,
    'aria-current': item.current ? 'page' : undefined,
  });
  return html`<li class="${classes}"><a class="govuk-link govuk-pagination__link"${own}${attrs(item.attributes)}>${item.number}</a></li>`;
}

/** GOV.UK pagination: page numbers, or only the previous and the next. */
export function pagination(options: PaginationOptions): Html {
  const { items, previous, next } = options;
  const block = items === undefined && (previous !== undefined || next !== undefined);
  const pages = present(items).filter(({ item }) => Object.keys(item).length > 0);
  const list = items
    ? html`<ul class="govuk-pagination__list">${pages.map(({ item }) => html`${pageItem(item)}\n`)}</ul>`
    : noHtml;
  const base = cls('govuk-pagination', block && 'govuk-pagination--block');
  return html`<nav${classAndAttrs(base, options)} aria-label="${options.landmarkLabel || 'Pagination'}">${arrowLink(previous, 'prev', block)}${list}${arrowLink(next, 'next', block)}</nav>`;
}

export interface LanguageItem extends Content, Styled {
  readonly href?: string | undefined;
  readonly current?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly hrefLang?: string | undefined;
  readonly dir?: string | undefined;
  readonly languageDescriptionText?: string | undefined;
}

export interface LanguageNavigationOptions extends Styled {
  readonly items: readonly LanguageItem[];
  readonly ariaLabel?: string | undefined;
}

/** GOV.UK language navigation. */
export function languageNavigation(options: LanguageNavigationOptions): Html {
  const items = options.items.map((item) => {
    const tongue = attrs({ lang: item.lang || undefined, dir: item.dir || undefined });
    if (item.current || !item.href) {
      return html`<li class="govuk-language-navigation__list-item"><span${classAndAttrs('govuk-language-navigation__text', item)} aria-current="true"${tongue}>${content(item)}</span></li>\n`;
    }
    const own = attrs({ href: item.href, rel: 'alternate', hreflang: item.hrefLang || item.lang || undefined });
    const about = item.languageDescriptionText
      ? html`<span class="govuk-visually-hidden"> ${item.languageDescriptionText}</span>`
      : noHtml;
    return html`<li class="govuk-language-navigation__list-item"><a${classAndAttrs('govuk-language-navigation__link', item)}${own}${tongue}>${content(item)}${about}</a></li>\n`;
  });
  return html`<nav${classAndAttrs('govuk-language-navigation', options)} aria-label="${options.ariaLabel ?? 'Language'}"><ul class="govuk-language-navigation__list">${items}</ul></nav>`;
}

export interface GenericHeaderOptions extends Styled {
  readonly logoText?: Text | undefined;
  readonly logoHtml?: Html | undefined;
  readonly url?: string | undefined;
  readonly containerClasses?: string | undefined;
  /** Stands beside the name: the search. */
  readonly end?: Html | undefined;
}

/** GOV.UK generic header: the one for services that are not on GOV.UK. */
export function genericHeader(options: GenericHeaderOptions): Html {
  const logo = content({ text: options.logoText, html: options.logoHtml });
  const container = cls('govuk-generic-header__container', options.containerClasses || 'govuk-width-container');
  return html`<div${classAndAttrs('govuk-generic-header', options)}>
<div class="${container}">
<div class="govuk-generic-header__logo"><a href="${options.url || '/'}" class="govuk-generic-header__homepage-link">${logo}</a></div>
${options.end}</div>
</div>`;
}

export interface ServiceNavigationItem extends Content {
  readonly href?: string | undefined;
  /** The page itself. */
  readonly current?: boolean | undefined;
  /** The page is within this part. */
  readonly active?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface ServiceNavigationOptions extends Styled {
  readonly serviceName?: string | undefined;
  readonly serviceUrl?: string | undefined;
  readonly navigation?: Items<ServiceNavigationItem> | undefined;
  readonly navigationId?: string | undefined;
  readonly navigationLabel?: string | undefined;
  readonly navigationClasses?: string | undefined;
  readonly collapseNavigationOnMobile?: boolean | undefined;
  readonly menuButtonText?: string | undefined;
  readonly menuButtonLabel?: string | undefined;
  readonly ariaLabel?: string | undefined;
  readonly slots?:
    | {
        readonly start?: Html | undefined;
        readonly end?: Html | { readonly html: Html; readonly align?: 'inline' | undefined } | undefined;
        readonly navigationStart?: Html | undefined;
        readonly navigationEnd?: Html | undefined;
      }
    | undefined;
}

/** One item of a service navigation, for a slot that holds some. */
export function serviceNavigationItem(item: ServiceNavigationItem): Html {
  const on = item.active || item.current;
  const inner = on
    ? html`<strong class="govuk-service-navigation__active-fallback">${content(item)}</strong>`
    : content(item);
  const current = attrs({ 'aria-current': on ? (item.current ? 'page' : 'true') : undefined });
  let shown = noHtml;
  if (item.href) {
    shown = html`<a class="govuk-service-navigation__link" href="${item.href}"${current}${attrs(item.attributes)}>${inner}</a>`;
  } else if (hasContent(item)) {
    shown = html`<span class="govuk-service-navigation__text"${current}>${inner}</span>`;
  }
  return html`<li class="${cls('govuk-service-navigation__item', on && 'govuk-service-navigation__item--active')}">${shown}</li>\n`;
}

/** GOV.UK service navigation: the name of the service and its parts. */
export function serviceNavigation(options: ServiceNavigationOptions): Html {
  const { slots } = options;
  const end = isHtml(slots?.end) ? slots.end : slots?.end?.html;
  const inline = !isHtml(slots?.end) && slots?.end?.align === 'inline';
  const menu = options.menuButtonText || 'Menu';
  const id = options.navigationId || 'navigation';
  const items = present(options.navigation).map(({ item }) => item);
  const collapse = options.collapseNavigationOnMobile ?? items.length > 1;

  let name = noHtml;
  if (options.serviceName) {
    const text = options.serviceUrl
      ? html`<a href="${options.serviceUrl}" class="govuk-service-navigation__link">${options.serviceName}</a>`
      : html`<span class="govuk-service-navigation__text">${options.serviceName}</span>`;
    name = html`<span class="govuk-service-navigation__service-name">${text}</span>\n`;
  }
  const label = options.menuButtonLabel && options.menuButtonLabel !== menu ? options.menuButtonLabel : undefined;
  const toggle = collapse
    ? html`<button type="button" class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle" aria-controls="${id}"${attrs({ 'aria-label': label })} hidden aria-hidden="true">${menu}</button>\n`
    : noHtml;
  const nav =
    items.length > 0 || slots?.navigationStart || slots?.navigationEnd
      ? html`<nav aria-label="${options.navigationLabel || menu}" class="${cls('govuk-service-navigation__wrapper', options.navigationClasses)}">${toggle}<ul class="govuk-service-navigation__list" id="${id}">${slots?.navigationStart}${items.map(serviceNavigationItem)}${slots?.navigationEnd}</ul></nav>`
      : noHtml;
  const container = cls('govuk-width-container', inline && 'govuk-service-navigation__inlining-container');
  const inner = html`<div class="${container}">${slots?.start}<div class="govuk-service-navigation__container">${name}${nav}</div>${end}</div>`;
  const common = html`${classAndAttrs('govuk-service-navigation', options)} data-module="govuk-service-navigation"`;
  // With a name it is a landmark of its own; without, the nav in it is one already.
  return options.serviceName || slots?.start || end
    ? html`<section aria-label="${options.ariaLabel ?? 'Service information'}"${common}>${inner}</section>`
    : html`<div${common}>${inner}</div>`;
}

export interface FooterLink {
  readonly text: Text;
  readonly href: string;
  readonly attributes?: Attributes | undefined;
}

export interface FooterOptions extends Styled {
  readonly containerClasses?: string | undefined;
  readonly navigation?:
    | readonly {
        readonly title: string;
        readonly columns?: number | undefined;
        readonly width?: string | undefined;
        readonly items?: readonly Partial<FooterLink>[] | undefined;
      }[]
    | undefined;
  readonly meta?:
    | (Content & {
        readonly visuallyHiddenTitle?: string | undefined;
        readonly items?: readonly FooterLink[] | undefined;
      })
    | undefined;
}

const footerLink = (item: Partial<FooterLink>): Html =>
  html`<a class="govuk-footer__link" href="${item.href}"${attrs(item.attributes)}>${item.text}</a>`;

/**
 * GOV.UK footer without the crown, the licence and the copyright notice, which belong to GOV.UK and its own services.
 */
export function footer(options: FooterOptions): Html {
  const { meta, navigation } = options;
  const sections = navigation?.map((section) => {
    const items = section.items?.filter((item) => item.href && item.text) ?? [];
    const list = section.items?.length
      ? html`<ul class="${cls('govuk-footer__list', section.columns !== undefined && `govuk-footer__list--columns-${section.columns}`)}">${items.map((item) => html`<li class="govuk-footer__list-item">${footerLink(item)}</li>\n`)}</ul>`
      : noHtml;
    return html`<div class="govuk-footer__section govuk-grid-column-${section.width || 'full'}">${heading(2, attrs({ class: 'govuk-footer__heading govuk-heading-m' }), section.title)}${list}</div>`;
  });
  const top = sections?.length
    ? html`<div class="govuk-footer__navigation">${sections}</div><hr class="govuk-footer__section-break">`
    : noHtml;
  const links = meta?.items?.length
    ? html`<ul class="govuk-footer__inline-list">${meta.items.map((item) => html`<li class="govuk-footer__inline-list-item">${footerLink(item)}</li>\n`)}</ul>`
    : noHtml;
  const custom = hasContent(meta) ? html`<div class="govuk-footer__meta-custom">${content(meta)}</div>` : noHtml;
  const title = meta
    ? html`<h2 class="govuk-visually-hidden">${meta.visuallyHiddenTitle || 'Support links'}</h2>`
    : noHtml;
  return html`<div${classAndAttrs('govuk-footer', options)}>
<div class="${cls('govuk-width-container', options.containerClasses)}">
${top}
<div class="govuk-footer__meta"><div class="govuk-footer__meta-item govuk-footer__meta-item--grow">${title}${links}${custom}</div></div>
</div>
</div>`;
}
