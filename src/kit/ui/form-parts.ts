import { type Attributes, attrs, type Html, html, joinHtml, noHtml } from '../html.ts';
import { type Content, classAndAttrs, cls, content, hasContent, type Styled } from './common.ts';

export interface LabelOptions extends Content, Styled {
  readonly for?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
}

export interface HintOptions extends Content, Styled {
  readonly id?: string | undefined;
}

export interface ErrorMessageOptions extends Content, Styled {
  readonly id?: string | undefined;
  /** Read out before the message; 'Error' unless told. '' leaves it out. */
  readonly visuallyHiddenText?: string | undefined;
}

export interface LegendOptions extends Content {
  readonly classes?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
}

export interface FieldsetOptions extends Styled {
  readonly describedBy?: string | undefined;
  readonly role?: string | undefined;
  readonly legend?: LegendOptions | undefined;
  readonly html?: Html | undefined;
}

/** The group round one field. `beforeInput(s)` and `afterInput(s)` stand next to the control itself. */
export interface FormGroupOptions extends Styled {
  readonly beforeInput?: Content | undefined;
  readonly afterInput?: Content | undefined;
  readonly beforeInputs?: Content | undefined;
  readonly afterInputs?: Content | undefined;
}

/** What every field shares. `id` is the name unless told. */
export interface FieldOptions extends Styled {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label?: LabelOptions | undefined;
  readonly hint?: HintOptions | undefined;
  readonly errorMessage?: ErrorMessageOptions | undefined;
  readonly formGroup?: FormGroupOptions | undefined;
  readonly describedBy?: string | undefined;
}

/** GOV.UK label. Nothing without text. */
export function label(options: LabelOptions): Html {
  if (!hasContent(options)) return noHtml;
  const inner = html`<label${classAndAttrs('govuk-label', options)}${attrs({ for: options.for || undefined })}>${content(options)}</label>`;
  return options.isPageHeading ? html`<h1 class="govuk-label-wrapper">${inner}</h1>` : inner;
}

/** GOV.UK hint. */
export function hint(options: HintOptions): Html {
  return html`<div${attrs({ id: options.id || undefined })}${classAndAttrs('govuk-hint', options)}>${content(options)}</div>`;
}

/** GOV.UK error message. */
export function errorMessage(options: ErrorMessageOptions): Html {
  const hidden = options.visuallyHiddenText ?? 'Error';
  const prefix = hidden === '' ? noHtml : html`<span class="govuk-visually-hidden">${hidden}:</span> `;
  return html`<p${attrs({ id: options.id || undefined })}${classAndAttrs('govuk-error-message', options)}>${prefix}${content(options)}</p>`;
}

/** GOV.UK fieldset. */
export function fieldset(options: FieldsetOptions): Html {
  const { legend } = options;
  const legendText = legend?.isPageHeading
    ? html`<h1 class="govuk-fieldset__heading">${content(legend)}</h1>`
    : content(legend);
  const legendHtml = hasContent(legend)
    ? html`<legend class="${cls('govuk-fieldset__legend', legend.classes)}">${legendText}</legend>`
    : noHtml;
  const own = attrs({ role: options.role || undefined, 'aria-describedby': options.describedBy || undefined });
  return html`<fieldset${classAndAttrs('govuk-fieldset', options)}${own}>${legendHtml}
${options.html}</fieldset>`;
}

/** Hint and error of a field, with the ids that describe it (undefined when there are none). */
export function describe(
  id: string,
  options: Pick<FieldOptions, 'hint' | 'errorMessage'>,
  describedBy: string | undefined,
): { hint: Html; error: Html; describedBy: string | undefined } {
  const hintId = options.hint ? `${id}-hint` : '';
  const errorId = options.errorMessage ? `${id}-error` : '';
  return {
    hint: options.hint ? hint({ ...options.hint, id: hintId }) : noHtml,
    error: options.errorMessage ? errorMessage({ ...options.errorMessage, id: errorId }) : noHtml,
    describedBy: cls(describedBy, hintId, errorId) || undefined,
  };
}

/** The form group round a field, red when there is an error. `extra` are attributes of a component's script. */
export function formGroup(
  options: Pick<FieldOptions, 'errorMessage' | 'formGroup'>,
  inner: Html,
  extra = noHtml,
): Html {
  const classes = cls(
    'govuk-form-group',
    options.errorMessage && 'govuk-form-group--error',
    options.formGroup?.classes,
  );
  return html`<div class="${classes}"${extra}${attrs(options.formGroup?.attributes)}>${inner}</div>`;
}

/** Label, hint, error and control of a field in their form group; `control` is given the ids that describe it. */
export function field(
  options: FieldOptions,
  control: (id: string, describedBy: string | undefined) => Html,
  extra: Html = noHtml,
): Html {
  const id = options.id || options.name || '';
  const about = describe(id, options, options.describedBy);
  const parts = [
    label({ ...options.label, for: id }),
    about.hint,
    about.error,
    content(options.formGroup?.beforeInput),
    control(id, about.describedBy),
    content(options.formGroup?.afterInput),
  ];
  return formGroup(options, joinHtml(parts, '\n'), extra);
}

/**
 * Several controls under one legend (radios, checkboxes, parts of a date): hint, error and controls, in a fieldset
 * when one is asked for. `inner` is given the ids that describe the group.
 */
export function fieldGroup(
  options: Pick<FieldOptions, 'hint' | 'errorMessage' | 'formGroup'> & { fieldset?: FieldsetOptions | undefined },
  id: string,
  describedBy: string | undefined,
  inner: Html,
  role?: string,
): Html {
  const about = describe(id, options, options.fieldset?.describedBy || describedBy);
  const body = joinHtml([about.hint, about.error, inner], '\n');
  if (!options.fieldset) return formGroup(options, body);
  const { classes, attributes, legend } = options.fieldset;
  return formGroup(
    options,
    fieldset({ classes, attributes, legend, role, describedBy: about.describedBy, html: body }),
  );
}

/** Attributes of a component followed by those the caller adds. */
export function moreAttrs(own: Attributes, added: Attributes | undefined): Html {
  return html`${attrs(own)}${attrs(added)}`;
}
