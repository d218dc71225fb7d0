import { attrs, type Html, html, noHtml } from '../html.ts';
import { type Content, cls, content, type Styled } from './common.ts';

export interface ButtonOptions extends Content, Styled {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  /** 'submit' unless told. */
  readonly type?: 'submit' | 'button' | 'reset' | undefined;
  /** Makes it a link that looks like a button. Never for what changes something. */
  readonly href?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly preventDoubleClick?: boolean | undefined;
  readonly isStartButton?: boolean | undefined;
}

const startIcon = html`<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false"><path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>`;

/** GOV.UK button, or with `href` a link that looks like one. */
export function button(options: ButtonOptions): Html {
  const start = options.isStartButton;
  const common = html` class="${cls('govuk-button', options.classes, start && 'govuk-button--start')}" data-module="govuk-button"${attrs(options.attributes)}${attrs({ id: options.id || undefined })}`;
  const text = start && options.html ? html`<span>${options.html}</span>` : content(options);
  const inner = html`${text}${start ? html` ${startIcon}` : noHtml}`;
  if (options.href) return html`<a href="${options.href}" role="button" draggable="false"${common}>${inner}</a>`;
  const own = attrs({
    type: options.type || 'submit',
    value: options.value || undefined,
    name: options.name || undefined,
    disabled: options.disabled,
    'aria-disabled': options.disabled ? 'true' : undefined,
    'data-prevent-double-click':
      options.preventDoubleClick === undefined ? undefined : String(options.preventDoubleClick),
  });
  return html`<button${own}${common}>${inner}</button>`;
}
