import { type Attributes, attrs, type Html, html, noHtml } from '../html.ts';
import { button } from './button.ts';
import { type Content, classAndAttrs, cls, content, hasContent, heading, type Styled, type Text } from './common.ts';

export interface ErrorSummaryItem extends Content {
  readonly href?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface ErrorSummaryOptions extends Styled {
  readonly titleText?: Text | undefined;
  readonly titleHtml?: Html | undefined;
  readonly descriptionText?: Text | undefined;
  readonly descriptionHtml?: Html | undefined;
  readonly errorList?: readonly ErrorSummaryItem[] | undefined;
  readonly disableAutoFocus?: boolean | undefined;
}

const bool = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value));

/** GOV.UK error summary. It takes the focus when JavaScript runs; the page's title must begin with 'Error:'. */
export function errorSummary(options: ErrorSummaryOptions): Html {
  const description = content({ text: options.descriptionText, html: options.descriptionHtml });
  const items = (options.errorList ?? []).map((item) =>
    item.href
      ? html`<li><a href="${item.href}"${attrs(item.attributes)}>${content(item)}</a></li>`
      : html`<li>${content(item)}</li>`,
  );
  const focus = attrs({ 'data-disable-auto-focus': bool(options.disableAutoFocus) });
  // The alert is a child, so that moving the focus to the summary does not cut its announcement short.
  return html`<div${classAndAttrs('govuk-error-summary', options)}${focus} data-module="govuk-error-summary">
<div role="alert">
<h2 class="govuk-error-summary__title">${content({ text: options.titleText, html: options.titleHtml })}</h2>
<div class="govuk-error-summary__body">
${description ? html`<p>${description}</p>` : noHtml}
${items.length > 0 ? html`<ul class="govuk-list govuk-error-summary__list">${items}</ul>` : noHtml}
</div>
</div>
</div>`;
}

export interface NotificationBannerOptions extends Content, Styled {
  readonly titleText?: Text | undefined;
  readonly titleHtml?: Html | undefined;
  readonly titleHeadingLevel?: number | string | undefined;
  readonly titleId?: string | undefined;
  /** 'success' is read out at once. */
  readonly type?: 'success' | undefined;
  readonly role?: string | undefined;
  readonly disableAutoFocus?: boolean | undefined;
}

/** GOV.UK notification banner. */
export function notificationBanner(options: NotificationBannerOptions): Html {
  const success = options.type === 'success';
  const titleId = options.titleId || 'govuk-notification-banner-title';
  const title = content({ text: options.titleText || (success ? 'Success' : 'Important'), html: options.titleHtml });
  const own = attrs({
    role: options.role || (success ? 'alert' : 'region'),
    'aria-labelledby': titleId,
    'data-module': 'govuk-notification-banner',
    'data-disable-auto-focus': bool(options.disableAutoFocus),
  });
  const text = options.text ? html`<p class="govuk-notification-banner__heading">${options.text}</p>` : noHtml;
  const body = options.html && options.html.value !== '' ? options.html : text;
  const base = cls('govuk-notification-banner', success && 'govuk-notification-banner--success');
  const head = heading(
    Number(options.titleHeadingLevel || 2),
    attrs({ class: 'govuk-notification-banner__title', id: titleId }),
    title,
  );
  return html`<div${classAndAttrs(base, options)}${own}>
<div class="govuk-notification-banner__header">${head}</div>
<div class="govuk-notification-banner__content">${body}</div>
</div>`;
}

export interface PanelAction extends Styled {
  readonly text: Text;
  readonly href?: string | undefined;
  readonly type?: 'button' | 'submit' | undefined;
}

export interface PanelOptions extends Content, Styled {
  readonly titleText?: Text | undefined;
  readonly titleHtml?: Html | undefined;
  /** 1 unless told. */
  readonly headingLevel?: number | undefined;
  /** Shown only with the class 'govuk-panel--interruption'. */
  readonly actions?: (Styled & { readonly items?: readonly PanelAction[] | undefined }) | undefined;
}

function panelAction(action: PanelAction): Html {
  if (action.href && action.type !== 'button') {
    return html`<a${classAndAttrs('govuk-link govuk-link--inverse', action)} href="${action.href}">${action.text}</a>`;
  }
  return button({
    text: action.text,
    type: action.type || 'button',
    href: action.href,
    attributes: action.attributes,
    classes: cls('govuk-button--inverse', action.classes),
  });
}

/** GOV.UK panel: the confirmation at the end of a journey, or an interruption. */
export function panel(options: PanelOptions): Html {
  const interruption = options.classes?.includes('govuk-panel--interruption') ?? false;
  const title = content({ text: options.titleText, html: options.titleHtml });
  const body = hasContent(options) ? html`<div class="govuk-panel__body">${content(options)}</div>` : noHtml;
  const actions = interruption ? options.actions : undefined;
  const buttons = actions?.items?.length
    ? html`<div class="govuk-button-group">${actions.items.map((action) => html`${panelAction(action)}\n`)}</div>`
    : noHtml;
  return html`<div${classAndAttrs(cls('govuk-panel', !interruption && 'govuk-panel--confirmation'), options)}>
${heading(options.headingLevel || 1, attrs({ class: 'govuk-panel__title' }), title)}
${body}
${actions ? html`<div${classAndAttrs('govuk-panel__actions', actions)}>${buttons}</div>` : noHtml}
</div>`;
}

export interface InsetTextOptions extends Content, Styled {
  readonly id?: string | undefined;
}

/** GOV.UK inset text. */
export function insetText(options: InsetTextOptions): Html {
  return html`<div${attrs({ id: options.id || undefined })}${classAndAttrs('govuk-inset-text', options)}>${content(options)}</div>`;
}

export interface WarningTextOptions extends Content, Styled {
  /** 'Warning' unless told. */
  readonly iconFallbackText?: string | undefined;
}

/** GOV.UK warning text. */
export function warningText(options: WarningTextOptions): Html {
  return html`<div${classAndAttrs('govuk-warning-text', options)}>
<span class="govuk-warning-text__icon" aria-hidden="true">!</span>
<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">${options.iconFallbackText || 'Warning'}</span> ${content(options)}</strong>
</div>`;
}

export interface DetailsOptions extends Content, Styled {
  readonly id?: string | undefined;
  readonly summaryText?: Text | undefined;
  readonly summaryHtml?: Html | undefined;
  readonly open?: boolean | undefined;
}

/** GOV.UK details: text that unfolds. */
export function details(options: DetailsOptions): Html {
  const summary = content({ text: options.summaryText, html: options.summaryHtml });
  return html`<details${attrs({ id: options.id || undefined })}${classAndAttrs('govuk-details', options)}${attrs({ open: options.open })}>
<summary class="govuk-details__summary"><span class="govuk-details__summary-text">${summary}</span></summary>
<div class="govuk-details__text">${content(options)}</div>
</details>`;
}

export interface TagOptions extends Content, Styled {}

/** GOV.UK tag. Colour by class, such as 'govuk-tag--green'; the word must say it without the colour. */
export function tag(options: TagOptions): Html {
  return html`<strong${classAndAttrs('govuk-tag', options)}>${content(options)}</strong>`;
}

export interface PhaseBannerOptions extends Content, Styled {
  readonly tag?: TagOptions | undefined;
}

/** GOV.UK phase banner. */
export function phaseBanner(options: PhaseBannerOptions): Html {
  const { tag: phase } = options;
  const inner = tag({
    text: phase?.text,
    html: phase?.html,
    classes: cls('govuk-phase-banner__content__tag', phase?.classes),
  });
  return html`<div${classAndAttrs('govuk-phase-banner govuk-width-container', options)}>
<p class="govuk-phase-banner__content">${inner} <span class="govuk-phase-banner__text">${content(options)}</span></p>
</div>`;
}
