import { type Attributes, attrs, type Html, html } from '../html.ts';
import { classAndAttrs, cls, content, type Items, present, type Text } from './common.ts';
import { type FieldOptions, type FieldsetOptions, fieldGroup } from './form-parts.ts';
import { input } from './inputs.ts';

export interface DateInputItem {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly label?: string | undefined;
  readonly value?: Text | undefined;
  /** Whether this part is wrong. With an error and none marked, all parts are shown as wrong. */
  readonly error?: boolean | undefined;
  readonly classes?: string | undefined;
  readonly inputmode?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly pattern?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface DateInputOptions
  extends Pick<FieldOptions, 'hint' | 'errorMessage' | 'formGroup' | 'classes' | 'attributes'> {
  readonly id: string;
  /** 'dob' names the fields 'dob-day', 'dob-month' and 'dob-year'. */
  readonly namePrefix?: string | undefined;
  readonly day?: DateInputItem | undefined;
  readonly month?: DateInputItem | undefined;
  readonly year?: DateInputItem | undefined;
  readonly items?: Items<DateInputItem> | undefined;
  readonly values?: Readonly<Record<string, Text | undefined>> | undefined;
  readonly fieldset?: FieldsetOptions | undefined;
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
const marked = (item: DateInputItem): boolean => item.error || !!item.classes?.includes('govuk-input--error');

/** GOV.UK date input: day, month and year, or the items given. */
export function dateInput(options: DateInputOptions): Html {
  const { values } = options;
  const part = (name: string, width: number): DateInputItem => ({
    name,
    value: values?.[name],
    classes: `govuk-input--width-${width}`,
  });
  const standard: [string, DateInputItem][] = [
    ['day', options.day ?? part('day', 2)],
    ['month', options.month ?? part('month', 2)],
    ['year', options.year ?? part('year', 4)],
  ];
  const given: Items<DateInputItem> = options.items?.length ? options.items : standard.map(([, item]) => item);
  const anyMarked = given.some((item) => item && marked(item));
  const prefix = options.namePrefix ? `${options.namePrefix}-` : '';

  const field = (item: DateInputItem): Html => {
    const kind = standard.find(
      ([name, own]) => item === own || (!!item.name && (item.name === name || item.name === own.name)),
    );
    const name = item.name ?? kind?.[0] ?? '';
    const wrong = marked(item) || (item.error !== false && !!options.errorMessage && !anyMarked);
    const own = item.classes ?? '';
    return html`<div class="govuk-date-input__item">${input({
      label: { text: item.label || capitalise(name), classes: 'govuk-date-input__label' },
      id: item.id || `${options.id}-${name}`,
      classes: cls(
        'govuk-date-input__input',
        wrong && !own.includes('govuk-input--error') && 'govuk-input--error',
        !own.includes('govuk-input--width-') && `govuk-input--width-${kind?.[0] === 'year' ? 4 : 2}`,
        own,
      ),
      name: prefix + name,
      value: item.value ?? kind?.[1].value ?? values?.[prefix + name],
      inputmode: item.inputmode || 'numeric',
      autocomplete: item.autocomplete,
      pattern: item.pattern,
      attributes: item.attributes,
    })}</div>`;
  };

  const before = content(options.formGroup?.beforeInputs);
  const after = content(options.formGroup?.afterInputs);
  const fields = present(given).map(({ item }) => field(item));
  const inner = html`<div${classAndAttrs('govuk-date-input', options)}${attrs({ id: options.id || undefined })}>${before}${fields}${after}</div>`;
  // JAWS does not read the description of a fieldset of text inputs unless its role is 'group'.
  return fieldGroup(options, options.id, undefined, inner, 'group');
}
