import { type Attributes, attrs, type Html, html, noHtml } from '../html.ts';
import { type ButtonOptions, button } from './button.ts';
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

export interface ButtonMenuOptions extends Styled {
  readonly items: readonly ButtonOptions[];
  /** The button that opens the menu when JavaScript runs. Without it the items stand side by side. */
  readonly button?: { readonly text?: string | undefined; readonly classes?: string | undefined } | undefined;
  readonly alignMenu?: 'left' | 'right' | undefined;
}

/** MoJ button menu. */
export function buttonMenu(options: ButtonMenuOptions): Html {
  const own = attrs({
    'data-button-text': options.button?.text,
    'data-button-classes': options.button?.classes,
    'data-align-menu': options.alignMenu,
  });
  const items = options.items.map(
    (item) =>
      html`${button({ ...item, id: undefined, classes: cls('moj-button-menu__item govuk-button--secondary', item.classes) })}\n`,
  );
  return html`<div${classAndAttrs('moj-button-menu', options)} data-module="moj-button-menu"${own}>${items}</div>`;
}

export interface IdentityBarOptions extends Styled {
  readonly title?: Content | undefined;
  readonly menus?: readonly ButtonMenuOptions[] | undefined;
}

/** MoJ identity bar: who the page is about, with a menu of what can be done. */
export function identityBar(options: IdentityBarOptions): Html {
  const title = options.title ? html`<span class="moj-identity-bar__title">${content(options.title)}</span>` : noHtml;
  const menus = options.menus
    ? html`<div class="moj-identity-bar__actions">${options.menus.map((menu) => html`<div class="moj-identity-bar__menu">${buttonMenu(menu)}</div>`)}</div>`
    : noHtml;
  return html`<div${classAndAttrs('moj-identity-bar', options)}>
<div class="moj-identity-bar__container">
<div class="moj-identity-bar__details">${title}</div>
${menus}
</div>
</div>`;
}

export interface NavigationLink extends Content {
  readonly href: string;
  /** The page itself. */
  readonly active?: boolean | undefined;
  readonly classes?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface SubNavigationOptions extends Styled {
  readonly label?: string | undefined;
  readonly items: Items<NavigationLink>;
  /** Parts that are needed less often, folded away behind this word; unfolded where the page is one of them. */
  readonly more?: { readonly text: Text; readonly items: Items<NavigationLink> } | undefined;
  /** In a narrow window all of it is folded away behind these words. */
  readonly narrow?: Text | undefined;
}

const currentPage = (item: NavigationLink): Html => attrs({ 'aria-current': item.active ? 'page' : undefined });

const subItems = (items: Items<NavigationLink>): Html[] =>
  present(items).map(
    ({ item }) =>
      html`<li class="${cls('moj-sub-navigation__item', item.classes)}"><a class="moj-sub-navigation__link"${currentPage(item)} href="${item.href}"${attrs(item.attributes)}>${content(item)}</a></li>`,
  );

/** MoJ sub-navigation: the parts of one record. */
export function subNavigation(options: SubNavigationOptions): Html {
  const { more } = options;
  const folded =
    more === undefined
      ? noHtml
      : html`<li class="moj-sub-navigation__item newel-more"><details${present(more.items).some(({ item }) => item.active) ? html` open` : noHtml}><summary>${more.text}</summary><ul class="moj-sub-navigation__list">${subItems(more.items)}</ul></details></li>`;
  const label = options.label || 'Secondary navigation region';
  const list = html`<ul class="moj-sub-navigation__list">${subItems(options.items)}${folded}</ul>`;
  return html`<nav class="${cls('moj-sub-navigation', options.classes)}" aria-label="${label}"${attrs(options.attributes)}>${
    options.narrow === undefined
      ? list
      : html`<details class="newel-parts"><summary>${options.narrow}</summary>${list}</details>`
  }</nav>`;
}

export interface SideNavigationSection {
  readonly heading: Content & Styled & { readonly headingLevel?: number | undefined };
  readonly items: Items<NavigationLink>;
}

export interface SideNavigationOptions extends Styled {
  readonly label?: string | undefined;
  readonly items?: Items<NavigationLink> | undefined;
  readonly sections?: readonly SideNavigationSection[] | undefined;
}

function sideList(items: Items<NavigationLink> | undefined): Html {
  const links = present(items).map(({ item }) => {
    const classes = cls('moj-side-navigation__item', item.active && 'moj-side-navigation__item--active');
    const current = attrs({ 'aria-current': item.active ? 'location' : undefined });
    return html`<li class="${classes}"${attrs(item.attributes)}><a href="${item.href}"${current}>${content(item)}</a></li>`;
  });
  return html`<ul class="moj-side-navigation__list">${links}</ul>`;
}

/** MoJ side navigation; headings are of level 4 unless told. */
export function sideNavigation(options: SideNavigationOptions): Html {
  const sections = options.sections?.map(({ heading: title, items }) => {
    const head = heading(title.headingLevel ?? 4, classAndAttrs('moj-side-navigation__title', title), content(title));
    return html`${head}${sideList(items)}`;
  });
  const label = attrs({ 'aria-label': options.label || undefined });
  return html`<nav class="${cls('moj-side-navigation', options.classes)}"${label}${attrs(options.attributes)}>${sections ?? sideList(options.items)}</nav>`;
}

export interface TimelineItem extends Content, Styled {
  readonly label: Content;
  /** Who did it, after the word 'by'. */
  readonly byline?: Content | undefined;
  /** `timestamp` for machines (ISO 8601), `text` for people. */
  readonly datetime: { readonly timestamp: string; readonly text: string };
}

export interface TimelineOptions extends Styled {
  readonly items: Items<TimelineItem>;
  /** 2 unless told. */
  readonly headingLevel?: number | undefined;
  /** An ordered list rather than MoJ's plain blocks, so that its length and order are read out. */
  readonly ordered?: boolean | undefined;
}

/** MoJ timeline, in the order given: newest first. */
export function timeline(options: TimelineOptions): Html {
  const items = present(options.items).map(({ item }) => {
    const byline = item.byline ? html`<p class="moj-timeline__byline">by ${content(item.byline)}</p>` : noHtml;
    const inner = html`
<div class="moj-timeline__header">
${heading(options.headingLevel ?? 2, attrs({ class: 'moj-timeline__title' }), content(item.label))}
${byline}
</div>
<p class="moj-timeline__date"><time datetime="${item.datetime.timestamp}">${item.datetime.text}</time></p>
<div class="moj-timeline__description">${content(item)}</div>
`;
    const own = classAndAttrs('moj-timeline__item', item);
    return options.ordered ? html`<li${own}>${inner}</li>` : html`<div${own}>${inner}</div>`;
  });
  const own = classAndAttrs('moj-timeline', options);
  // Without its bullets a list is no list to VoiceOver unless its role says so.
  return options.ordered ? html`<ol${own} role="list">${items}</ol>` : html`<div${own}>${items}</div>`;
}

export interface SelectedFilters {
  readonly heading: Content;
  readonly clearLink: { readonly text: Text; readonly href: string };
  readonly categories: readonly {
    readonly heading: Content;
    readonly items: readonly { readonly text: Text; readonly href: string }[];
  }[];
}

export interface FilterOptions {
  readonly heading: Content;
  readonly selectedFilters?: SelectedFilters | undefined;
  readonly optionsHtml: Html;
  readonly submit?: { readonly text?: string | undefined; readonly attributes?: Attributes | undefined } | undefined;
  readonly attributes?: Attributes | undefined;
}

/** MoJ filter. Put it in a form whose method is GET. */
export function filter(options: FilterOptions): Html {
  const { selectedFilters } = options;
  const categories = selectedFilters?.categories.map((category) => {
    const items = category.items.map(
      (item) =>
        html`<li><a class="moj-filter__tag" href="${item.href}"><span class="govuk-visually-hidden">Remove this filter</span> ${item.text}</a></li>`,
    );
    return html`<h3 class="govuk-heading-s govuk-!-margin-bottom-0">${content(category.heading)}</h3><ul class="moj-filter-tags">${items}</ul>`;
  });
  const selected = selectedFilters
    ? html`<div class="moj-filter__selected">
<div class="moj-filter__selected-heading">
<div class="moj-filter__heading-title"><h2 class="govuk-heading-m">${content(selectedFilters.heading)}</h2></div>
<div class="moj-filter__heading-action"><p><a class="govuk-link govuk-link--no-visited-state" href="${selectedFilters.clearLink.href}">${selectedFilters.clearLink.text}</a></p></div>
</div>
${categories}
</div>`
    : noHtml;
  const submit = button({ text: options.submit?.text || 'Apply filters', attributes: options.submit?.attributes });
  return html`<div class="moj-filter" data-module="moj-filter"${attrs(options.attributes)}>
<div class="moj-filter__header">
<div class="moj-filter__header-title"><h2 class="govuk-heading-m">${content(options.heading)}</h2></div>
<div class="moj-filter__header-action"></div>
</div>
<div class="moj-filter__content">
${selected}
<div class="moj-filter__options">${submit}
${options.optionsHtml}</div>
</div>
</div>`;
}

export interface BadgeOptions extends Content, Styled {}

/** MoJ badge. */
export function badge(options: BadgeOptions): Html {
  return html`<span${classAndAttrs('moj-badge', options)}>${content(options)}</span>`;
}

export type AlertVariant = 'information' | 'success' | 'warning' | 'error';

export interface AlertOptions extends Content, Styled {
  readonly variant?: AlertVariant | undefined;
  /** Read out with the kind of alert, and shown as the heading when asked for. */
  readonly title: string;
  readonly showTitleAsHeading?: boolean | undefined;
  readonly headingTag?: 'h2' | 'h3' | 'h4' | undefined;
  readonly role?: string | undefined;
  readonly dismissible?: boolean | undefined;
  readonly dismissText?: string | undefined;
  readonly disableAutoFocus?: boolean | undefined;
  readonly focusOnDismissSelector?: string | undefined;
}

const ICONS: Readonly<Record<AlertVariant, Html>> = {
  information: html`<path fill-rule="evenodd" clip-rule="evenodd" d="M10.2165 3.45151C11.733 2.82332 13.3585 2.5 15 2.5C16.6415 2.5 18.267 2.82332 19.7835 3.45151C21.3001 4.07969 22.6781 5.00043 23.8388 6.16117C24.9996 7.3219 25.9203 8.69989 26.5485 10.2165C27.1767 11.733 27.5 13.3585 27.5 15C27.5 18.3152 26.183 21.4946 23.8388 23.8388C21.4946 26.183 18.3152 27.5 15 27.5C13.3585 27.5 11.733 27.1767 10.2165 26.5485C8.69989 25.9203 7.3219 24.9996 6.16117 23.8388C3.81696 21.4946 2.5 18.3152 2.5 15C2.5 11.6848 3.81696 8.50537 6.16117 6.16117C7.3219 5.00043 8.69989 4.07969 10.2165 3.45151ZM16.3574 22.4121H13.6621V12.95H16.3574V22.4121ZM13.3789 9.20898C13.3789 8.98763 13.4212 8.7793 13.5059 8.58398C13.5905 8.38216 13.7044 8.20964 13.8477 8.06641C13.9974 7.91667 14.1699 7.79948 14.3652 7.71484C14.5605 7.63021 14.7721 7.58789 15 7.58789C15.2214 7.58789 15.4297 7.63021 15.625 7.71484C15.8268 7.79948 15.9993 7.91667 16.1426 8.06641C16.2923 8.20964 16.4095 8.38216 16.4941 8.58398C16.5788 8.7793 16.6211 8.98763 16.6211 9.20898C16.6211 9.43685 16.5788 9.64844 16.4941 9.84375C16.4095 10.0391 16.2923 10.2116 16.1426 10.3613C15.9993 10.5046 15.8268 10.6185 15.625 10.7031C15.4297 10.7878 15.2214 10.8301 15 10.8301C14.7721 10.8301 14.5605 10.7878 14.3652 10.7031C14.1699 10.6185 13.9974 10.5046 13.8477 10.3613C13.7044 10.2116 13.5905 10.0391 13.5059 9.84375C13.4212 9.64844 13.3789 9.43685 13.3789 9.20898Z" fill="currentColor"/>`,
  success: html`<path d="M11.2869 24.6726L2.00415 15.3899L4.62189 12.7722L11.2869 19.4186L25.3781 5.32739L27.9958 7.96369L11.2869 24.6726Z" fill="currentColor"/>`,
  warning: html`<path fill-rule="evenodd" clip-rule="evenodd" d="M15 2.44922L28.75 26.1992H1.25L15 2.44922ZM13.5107 9.49579H16.4697L16.2431 17.7678H13.7461L13.5107 9.49579ZM13.1299 21.82C13.1299 21.5661 13.1787 21.3285 13.2764 21.1071C13.374 20.8793 13.5075 20.6807 13.6768 20.5114C13.8525 20.3421 14.0544 20.2087 14.2822 20.111C14.5101 20.0134 14.7542 19.9645 15.0146 19.9645C15.2686 19.9645 15.5062 20.0134 15.7275 20.111C15.9554 20.2087 16.154 20.3421 16.3232 20.5114C16.4925 20.6807 16.626 20.8793 16.7236 21.1071C16.8213 21.3285 16.8701 21.5661 16.8701 21.82C16.8701 22.0804 16.8213 22.3246 16.7236 22.5524C16.626 22.7803 16.4925 22.9789 16.3232 23.1481C16.154 23.3174 15.9554 23.4509 15.7275 23.5485C15.5062 23.6462 15.2686 23.695 15.0146 23.695C14.7542 23.695 14.5101 23.6462 14.2822 23.5485C14.0544 23.4509 13.8525 23.3174 13.6768 23.1481C13.5075 22.9789 13.374 22.7803 13.2764 22.5524C13.1787 22.3246 13.1299 22.0804 13.1299 21.82Z" fill="currentColor"/>`,
  error: html`<path fill-rule="evenodd" clip-rule="evenodd" d="M20.1777 2.5H9.82233L2.5 9.82233V20.1777L9.82233 27.5H20.1777L27.5 20.1777V9.82233L20.1777 2.5ZM10.9155 8.87769L15.0001 12.9623L19.0847 8.87771L21.1224 10.9154L17.0378 15L21.1224 19.0846L19.0847 21.1222L15.0001 17.0376L10.9155 21.1223L8.87782 19.0846L12.9624 15L8.87783 10.9153L10.9155 8.87769Z" fill="currentColor"/>`,
};

/** MoJ alert. */
export function alert(options: AlertOptions): Html {
  const variant = options.variant ?? 'information';
  const body = hasContent(options) ? content(options) : undefined;
  const withHeading = options.showTitleAsHeading && body !== undefined;
  const own = attrs({
    role: options.role || 'region',
    'aria-label': `${variant}: ${options.title}`,
    'data-module': 'moj-alert',
    'data-dismissible': options.dismissible ? 'true' : undefined,
    'data-disable-auto-focus': options.disableAutoFocus ? 'true' : undefined,
    'data-focus-on-dismiss-selector': options.focusOnDismissSelector || undefined,
  });
  const level = Number((options.headingTag ?? 'h2').slice(1));
  const title = withHeading ? heading(level, attrs({ class: 'moj-alert__heading' }), options.title) : noHtml;
  const base = cls('moj-alert', `moj-alert--${variant}`, withHeading && 'moj-alert--with-heading');
  return html`<div${classAndAttrs(base, options)}${own}>
<div><svg class="moj-alert__icon" role="presentation" focusable="false" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30" height="30" width="30">${ICONS[variant]}</svg></div>
<div class="moj-alert__content">${title}${body ?? options.title}</div>
<div class="moj-alert__action"><button type="button" class="moj-alert__dismiss" hidden>${options.dismissText || 'Dismiss'}</button></div>
</div>`;
}

export interface PageHeaderActionsOptions extends Styled {
  readonly heading: Content & { readonly level?: number | undefined; readonly classes?: string | undefined };
  readonly items?: readonly ButtonOptions[] | undefined;
}

/** MoJ page header with actions: the heading of the page and its buttons beside it. */
export function pageHeaderActions(options: PageHeaderActionsOptions): Html {
  const { heading: title } = options;
  const buttons = options.items
    ? html`<div class="moj-page-header-actions__actions"><div class="moj-button-group moj-button-group--inline">${options.items.map((item) => html`${button(item)}\n`)}</div></div>`
    : noHtml;
  return html`<div${classAndAttrs('moj-page-header-actions', options)}>
<div class="moj-page-header-actions__title">${heading(title.level ?? 1, attrs({ class: title.classes ?? 'govuk-heading-xl' }), content(title))}</div>
${buttons}
</div>`;
}
