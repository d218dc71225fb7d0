import { type Attributes, attrs, type Html, html, noHtml } from '../html.ts';
import {
  type Content,
  classAndAttrs,
  cls,
  content,
  hasContent,
  type Items,
  present,
  type Styled,
  type Text,
} from './common.ts';
import {
  type FieldOptions,
  type FieldsetOptions,
  field,
  fieldGroup,
  type HintOptions,
  hint,
  label,
  moreAttrs,
} from './form-parts.ts';

export interface ChoiceItem extends Content {
  readonly value?: Text | undefined;
  readonly id?: string | undefined;
  readonly label?: Styled | undefined;
  readonly hint?: HintOptions | undefined;
  readonly checked?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /**
   * Shown when the item is chosen (always, without JavaScript). `byStyle` shows it by style alone, with JavaScript or without: the
   * script puts aria-expanded on a radio, which may not have it (ARIA 1.2).
   */
  readonly conditional?: { readonly html?: Html | undefined; readonly byStyle?: boolean } | undefined;
  readonly attributes?: Attributes | undefined;
  /** A word between items, such as 'or'; nothing else of the item is shown. */
  readonly divider?: string | undefined;
}

export interface RadiosOptions extends Omit<FieldOptions, 'id' | 'label' | 'describedBy'> {
  readonly idPrefix?: string | undefined;
  readonly fieldset?: FieldsetOptions | undefined;
  readonly items: Items<ChoiceItem>;
  /** The value that is chosen. */
  readonly value?: Text | undefined;
}

export interface CheckboxItem extends ChoiceItem {
  readonly name?: string | undefined;
  readonly behaviour?: 'exclusive' | undefined;
}

export interface CheckboxesOptions extends Omit<FieldOptions, 'id' | 'label'> {
  readonly idPrefix?: string | undefined;
  readonly fieldset?: FieldsetOptions | undefined;
  readonly items: Items<CheckboxItem>;
  /** The values that are ticked. */
  readonly values?: readonly Text[] | undefined;
}

interface ItemParts {
  readonly kind: 'radios' | 'checkboxes';
  readonly type: 'radio' | 'checkbox';
  readonly item: ChoiceItem;
  readonly id: string;
  readonly name: string;
  readonly checked: boolean;
  readonly describedBy: string;
  readonly behaviour?: string | undefined;
}

function choice({ kind, type, item, id, name, checked, describedBy, behaviour }: ItemParts): Html {
  if (item.divider) return html`<div class="govuk-${kind}__divider">${item.divider}</div>`;
  const conditional = item.conditional?.html;
  const shows = conditional !== undefined && conditional.value !== '';
  const byStyle = item.conditional?.byStyle === true;
  const conditionalId = `conditional-${id}`;
  const hintId = hasContent(item.hint) ? `${id}-item-hint` : '';
  const own: Attributes = {
    class: `govuk-${kind}__input`,
    id,
    name,
    type,
    value: item.value ?? '',
    checked,
    disabled: item.disabled,
    'data-aria-controls': shows && !byStyle ? conditionalId : undefined,
    'data-behaviour': behaviour || undefined,
    'aria-describedby': cls(describedBy, hintId) || undefined,
  };
  const itemLabel = label({
    html: item.html,
    text: item.text,
    classes: cls(`govuk-${kind}__label`, item.label?.classes),
    attributes: item.label?.attributes,
    for: id,
  });
  const itemHint =
    item.hint && hintId
      ? hint({ ...item.hint, id: hintId, classes: cls(`govuk-${kind}__hint`, item.hint.classes) })
      : noHtml;
  const hidden = byStyle ? 'newel-when-chosen' : !checked && `govuk-${kind}__conditional--hidden`;
  const more = shows
    ? html`
<div class="${cls(`govuk-${kind}__conditional`, hidden)}" id="${conditionalId}">${conditional}</div>`
    : noHtml;
  return html`<div class="govuk-${kind}__item"><input${moreAttrs(own, item.attributes)}>${itemLabel}${itemHint}</div>${more}`;
}

function choices(
  kind: 'radios' | 'checkboxes',
  options: Pick<RadiosOptions, 'classes' | 'attributes' | 'formGroup'>,
  items: readonly Html[],
): Html {
  const before = content(options.formGroup?.beforeInputs);
  const after = content(options.formGroup?.afterInputs);
  return html`<div${classAndAttrs(`govuk-${kind}`, options)} data-module="govuk-${kind}">${before}${items}${after}</div>`;
}

// The first item has the plain id, so that an error summary can link to it.
const itemId = (item: ChoiceItem, prefix: string, index: number): string =>
  item.id || (index > 1 ? `${prefix}-${index}` : prefix);

/** GOV.UK radios: one of several. */
export function radios(options: RadiosOptions): Html {
  const prefix = options.idPrefix || options.name;
  const { value } = options;
  const chosen = (item: ChoiceItem): boolean =>
    item.checked || (!!value && item.checked !== false && String(item.value ?? '') === String(value));
  const items = present(options.items).map(({ item, index }) =>
    choice({
      kind: 'radios',
      type: 'radio',
      item,
      id: itemId(item, prefix, index),
      name: options.name,
      checked: chosen(item),
      describedBy: '',
    }),
  );
  return fieldGroup(options, prefix, undefined, choices('radios', options, items));
}

/** GOV.UK checkboxes: any of several. */
export function checkboxes(options: CheckboxesOptions): Html {
  const prefix = options.idPrefix || options.name;
  const ticked = new Set(options.values?.map(String));
  const outer = options.fieldset
    ? ''
    : cls(options.describedBy, options.hint && `${prefix}-hint`, options.errorMessage && `${prefix}-error`);
  const items = present(options.items).map(({ item, index }) =>
    choice({
      kind: 'checkboxes',
      type: 'checkbox',
      item,
      id: itemId(item, prefix, index),
      name: item.name || options.name || '',
      checked: item.checked || (item.checked !== false && ticked.has(String(item.value ?? ''))),
      describedBy: outer,
      behaviour: item.behaviour,
    }),
  );
  return fieldGroup(options, prefix, options.describedBy, choices('checkboxes', options, items));
}

export interface SelectItem {
  readonly value?: Text | undefined;
  readonly text: Text;
  readonly selected?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface SelectOptions extends FieldOptions {
  readonly items: Items<SelectItem>;
  readonly value?: Text | undefined;
  readonly disabled?: boolean | undefined;
}

/** GOV.UK select. */
export function select(options: SelectOptions): Html {
  const { value } = options;
  const chosen = (item: SelectItem): boolean =>
    item.selected || (!!value && item.selected !== false && String(item.value ?? item.text) === String(value));
  const items = present(options.items).map(
    ({ item }) =>
      html`<option${attrs({ value: item.value, selected: chosen(item), disabled: item.disabled })}${attrs(item.attributes)}>${item.text}</option>`,
  );
  return field(options, (id, describedBy) => {
    const own: Attributes = {
      class: cls('govuk-select', options.classes, options.errorMessage && 'govuk-select--error'),
      id,
      name: options.name ?? '',
      disabled: options.disabled,
      'aria-describedby': describedBy,
    };
    return html`<select${moreAttrs(own, options.attributes)}>${items}</select>`;
  });
}
