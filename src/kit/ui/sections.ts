import { type Attributes, attrs, type Html, html, noHtml } from '../html.ts';
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

const bool = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value));

export interface AccordionItem {
  readonly heading: Content;
  readonly summary?: Content | undefined;
  readonly content: Content;
  readonly expanded?: boolean | undefined;
}

export interface AccordionOptions extends Styled {
  readonly id: string;
  readonly items: Items<AccordionItem>;
  /** 2 unless told. */
  readonly headingLevel?: number | undefined;
  readonly rememberExpanded?: boolean | undefined;
  readonly hideAllSectionsText?: string | undefined;
  readonly hideSectionText?: string | undefined;
  readonly hideSectionAriaLabelText?: string | undefined;
  readonly showAllSectionsText?: string | undefined;
  readonly showSectionText?: string | undefined;
  readonly showSectionAriaLabelText?: string | undefined;
}

const bodyText = (from: Content | undefined): Html => {
  if (from?.html && from.html.value !== '') return from.html;
  return from?.text === undefined || from.text === '' ? noHtml : html`<p class="govuk-body">${from.text}</p>`;
};

/** GOV.UK accordion. */
export function accordion(options: AccordionOptions): Html {
  const { id } = options;
  const sections = present(options.items).map(({ item, index }) => {
    const title = html`<span class="govuk-accordion__section-button" id="${id}-heading-${index}">${content(item.heading)}</span>`;
    const summary = hasContent(item.summary)
      ? html`<div class="govuk-accordion__section-summary govuk-body" id="${id}-summary-${index}">${content(item.summary)}</div>`
      : noHtml;
    return html`<div class="${cls('govuk-accordion__section', item.expanded && 'govuk-accordion__section--expanded')}">
<div class="govuk-accordion__section-header">
${heading(options.headingLevel || 2, attrs({ class: 'govuk-accordion__section-heading' }), title)}
${summary}
</div>
<div id="${id}-content-${index}" class="govuk-accordion__section-content">${bodyText(item.content)}</div>
</div>`;
  });
  const own = attrs({
    'data-module': 'govuk-accordion',
    id: id ?? '',
    'data-i18n.hide-all-sections': options.hideAllSectionsText,
    'data-i18n.hide-section': options.hideSectionText,
    'data-i18n.hide-section-aria-label': options.hideSectionAriaLabelText,
    'data-i18n.show-all-sections': options.showAllSectionsText,
    'data-i18n.show-section': options.showSectionText,
    'data-i18n.show-section-aria-label': options.showSectionAriaLabelText,
    'data-remember-expanded': bool(options.rememberExpanded),
  });
  return html`<div${classAndAttrs('govuk-accordion', options)}${own}>${sections}</div>`;
}

export interface TabItem {
  readonly id?: string | undefined;
  readonly label: Text;
  readonly attributes?: Attributes | undefined;
  readonly panel: Content & { readonly attributes?: Attributes | undefined };
}

export interface TabsOptions extends Styled {
  readonly id?: string | undefined;
  /** Needed unless every item has an id. */
  readonly idPrefix?: string | undefined;
  readonly title?: string | undefined;
  readonly items?: Items<TabItem> | undefined;
}

/** GOV.UK tabs. Without JavaScript: a list of links to the panels, one under the other. */
export function tabs(options: TabsOptions): Html {
  const items = present(options.items).map(({ item, index }) => ({
    item,
    index,
    id: item.id || `${options.idPrefix ?? ''}-${index}`,
  }));
  const links = items.map(
    ({ item, index, id }) =>
      html`<li class="${cls('govuk-tabs__list-item', index === 1 && 'govuk-tabs__list-item--selected')}"><a class="govuk-tabs__tab" href="#${id}"${attrs(item.attributes)}>${item.label}</a></li>`,
  );
  const panels = items.map(
    ({ item, index, id }) =>
      html`<div class="${cls('govuk-tabs__panel', index > 1 && 'govuk-tabs__panel--hidden')}" id="${id}"${attrs(item.panel?.attributes)}>${bodyText(item.panel)}</div>`,
  );
  const list = options.items?.length ? html`<ul class="govuk-tabs__list">${links}</ul>${panels}` : noHtml;
  return html`<div${attrs({ id: options.id || undefined })}${classAndAttrs('govuk-tabs', options)} data-module="govuk-tabs">
<h2 class="govuk-tabs__title">${options.title ?? 'Contents'}</h2>
${list}
</div>`;
}
