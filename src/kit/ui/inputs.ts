import { type Attributes, attrs, type Html, html, joinHtml, noHtml } from '../html.ts';
import { button } from './button.ts';
import { type Content, classAndAttrs, cls, content, hasContent, i18n, type Styled, type Text } from './common.ts';
import { describe, type FieldOptions, field, formGroup, hint, label, moreAttrs } from './form-parts.ts';

export interface AffixOptions extends Content, Styled {}

export interface InputOptions extends FieldOptions {
  readonly value?: Text | undefined;
  /** 'text' unless told. */
  readonly type?: string | undefined;
  readonly inputmode?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly autocapitalize?: string | undefined;
  readonly pattern?: string | undefined;
  readonly spellcheck?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly prefix?: AffixOptions | undefined;
  readonly suffix?: AffixOptions | undefined;
  readonly inputWrapper?: Styled | undefined;
}

const spelling = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value));

function affix(kind: 'prefix' | 'suffix', options: AffixOptions | undefined): Html {
  if (!hasContent(options)) return noHtml;
  return html`<div${classAndAttrs(`govuk-input__${kind}`, options)} aria-hidden="true">${content(options)}</div>`;
}

/** GOV.UK text input, with its label, hint and error. */
export function input(options: InputOptions): Html {
  return inputWith(options, noHtml);
}

function inputWith(options: InputOptions, extra: Html): Html {
  const id = options.id || options.name || '';
  const about = describe(id, options, options.describedBy);
  const control = html`<input${moreAttrs(
    {
      class: cls('govuk-input', options.classes, options.errorMessage && 'govuk-input--error'),
      id,
      name: options.name ?? '',
      type: options.type || 'text',
      spellcheck: spelling(options.spellcheck),
      value: options.value,
      disabled: options.disabled,
      'aria-describedby': about.describedBy,
      autocomplete: options.autocomplete,
      autocapitalize: options.autocapitalize,
      pattern: options.pattern,
      inputmode: options.inputmode,
    },
    options.attributes,
  )}>`;
  const { prefix, suffix } = options;
  const before = content(options.formGroup?.beforeInput);
  const after = content(options.formGroup?.afterInput);
  const wrapped =
    before || after || hasContent(prefix) || hasContent(suffix)
      ? html`<div${classAndAttrs('govuk-input__wrapper', options.inputWrapper)}>${before}${affix('prefix', prefix)}${control}\n${affix('suffix', suffix)}${after}</div>`
      : control;
  const parts = [label({ ...options.label, for: id }), about.hint, about.error, wrapped];
  return formGroup(options, joinHtml(parts, '\n'), extra);
}

export interface PasswordInputOptions extends FieldOptions {
  readonly value?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** 'current-password' unless told. */
  readonly autocomplete?: string | undefined;
  readonly showPasswordText?: string | undefined;
  readonly hidePasswordText?: string | undefined;
  readonly showPasswordAriaLabelText?: string | undefined;
  readonly hidePasswordAriaLabelText?: string | undefined;
  readonly passwordShownAnnouncementText?: string | undefined;
  readonly passwordHiddenAnnouncementText?: string | undefined;
  readonly button?: { readonly classes?: string | undefined } | undefined;
}

/** GOV.UK password input; the button that shows the password appears with JavaScript. */
export function passwordInput(options: PasswordInputOptions): Html {
  const id = options.id || options.name;
  const toggle = button({
    type: 'button',
    classes: cls(
      'govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle',
      options.button?.classes,
    ),
    text: options.showPasswordText ?? 'Show',
    attributes: {
      'aria-controls': id,
      'aria-label': options.showPasswordAriaLabelText ?? 'Show password',
      hidden: true,
    },
  });
  const messages = i18n({
    'show-password': options.showPasswordText,
    'hide-password': options.hidePasswordText,
    'show-password-aria-label': options.showPasswordAriaLabelText,
    'hide-password-aria-label': options.hidePasswordAriaLabelText,
    'password-shown-announcement': options.passwordShownAnnouncementText,
    'password-hidden-announcement': options.passwordHiddenAnnouncementText,
  });
  return inputWith(
    {
      id,
      name: options.name,
      type: 'password',
      value: options.value,
      spellcheck: false,
      autocapitalize: 'none',
      autocomplete: options.autocomplete || 'current-password',
      disabled: options.disabled,
      label: options.label,
      hint: options.hint,
      errorMessage: options.errorMessage,
      describedBy: options.describedBy,
      attributes: options.attributes,
      classes: cls('govuk-password-input__input govuk-js-password-input-input', options.classes),
      inputWrapper: { classes: 'govuk-password-input__wrapper' },
      formGroup: {
        ...options.formGroup,
        classes: cls('govuk-password-input', options.formGroup?.classes),
        afterInput: { html: html`${toggle}${content(options.formGroup?.afterInput)}` },
      },
    },
    html` data-module="govuk-password-input"${messages}`,
  );
}

export interface TextareaOptions extends FieldOptions {
  readonly value?: Text | undefined;
  /** 5 unless told. */
  readonly rows?: number | string | undefined;
  readonly spellcheck?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly autocomplete?: string | undefined;
}

/** GOV.UK textarea. */
export function textarea(options: TextareaOptions): Html {
  return textareaWith(options, noHtml);
}

function textareaWith(options: TextareaOptions, extra: Html): Html {
  const control = (id: string, describedBy: string | undefined): Html => {
    const own: Attributes = {
      class: cls('govuk-textarea', options.errorMessage && 'govuk-textarea--error', options.classes),
      id,
      name: options.name ?? '',
      rows: options.rows || 5,
      spellcheck: spelling(options.spellcheck),
      disabled: options.disabled,
      'aria-describedby': describedBy,
      autocomplete: options.autocomplete || undefined,
    };
    // A parser drops the first line break of a textarea, so text that begins with one needs another before it.
    const value = String(options.value ?? '');
    return html`<textarea${moreAttrs(own, options.attributes)}>${value.startsWith('\n') ? '\n' : ''}${value}</textarea>`;
  };
  return field(options, control, extra);
}

type Plurals = Readonly<Record<string, string>>;

export interface CharacterCountOptions extends TextareaOptions {
  readonly maxlength?: number | string | undefined;
  readonly maxwords?: number | string | undefined;
  readonly countType?: 'characters' | 'words' | 'length' | undefined;
  /** The percentage of the limit at which the count appears. */
  readonly threshold?: number | string | undefined;
  readonly countMessage?: { readonly classes?: string | undefined } | undefined;
  /** With '%{count}' where the limit stands. */
  readonly textareaDescriptionText?: string | undefined;
  readonly charactersUnderLimitText?: Plurals | undefined;
  readonly charactersAtLimitText?: string | undefined;
  readonly charactersOverLimitText?: Plurals | undefined;
  readonly wordsUnderLimitText?: Plurals | undefined;
  readonly wordsAtLimitText?: string | undefined;
  readonly wordsOverLimitText?: Plurals | undefined;
}

/** GOV.UK character count: a textarea that says how much room is left. */
export function characterCount(options: CharacterCountOptions): Html {
  const id = options.id || options.name;
  const countType = options.countType || (options.maxwords ? 'words' : undefined);
  const limit = options.maxwords || options.maxlength;
  const { textareaDescriptionText } = options;
  const description =
    textareaDescriptionText || `You can enter up to %{count} ${countType === 'words' ? 'words' : 'characters'}`;
  const message = hint({
    text: limit ? description.replaceAll('%{count}', String(limit)) : undefined,
    id: `${id}-info`,
    classes: cls('govuk-character-count__message', options.countMessage?.classes),
  });
  const extra = html`${attrs({
    'data-module': 'govuk-character-count',
    'data-maxlength': options.maxlength,
    'data-maxwords': options.maxwords,
    'data-threshold': options.threshold,
    'data-count-type': countType,
  })}${i18n({
    'textarea-description': !limit && textareaDescriptionText ? { other: textareaDescriptionText } : undefined,
    'characters-under-limit': options.charactersUnderLimitText,
    'characters-at-limit': options.charactersAtLimitText,
    'characters-over-limit': options.charactersOverLimitText,
    'words-under-limit': options.wordsUnderLimitText,
    'words-at-limit': options.wordsAtLimitText,
    'words-over-limit': options.wordsOverLimitText,
  })}`;
  return textareaWith(
    {
      id,
      name: options.name,
      describedBy: `${id}-info`,
      rows: options.rows,
      spellcheck: options.spellcheck,
      value: options.value,
      label: options.label,
      hint: options.hint,
      errorMessage: options.errorMessage,
      attributes: options.attributes,
      classes: cls('govuk-js-character-count', options.classes),
      formGroup: {
        attributes: options.formGroup?.attributes,
        beforeInput: options.formGroup?.beforeInput,
        classes: cls('govuk-character-count', options.formGroup?.classes),
        afterInput: { html: html`${message}${content(options.formGroup?.afterInput)}` },
      },
    },
    extra,
  );
}

export interface FileUploadOptions extends FieldOptions {
  readonly disabled?: boolean | undefined;
  readonly multiple?: boolean | undefined;
  /** Adds the drop zone when JavaScript runs. */
  readonly javascript?: boolean | undefined;
  readonly wrapperClasses?: string | undefined;
  readonly wrapperAttributes?: Attributes | undefined;
  readonly chooseFilesButtonText?: string | undefined;
  readonly noFileChosenText?: string | undefined;
  readonly multipleFilesChosenText?: Plurals | undefined;
  readonly dropInstructionText?: string | undefined;
  readonly enteredDropZoneText?: string | undefined;
  readonly leftDropZoneText?: string | undefined;
}

/** GOV.UK file upload. The form round it needs `enctype="multipart/form-data"`. */
export function fileUpload(options: FileUploadOptions): Html {
  return field(options, (id, describedBy) => {
    const own: Attributes = {
      class: cls('govuk-file-upload', options.classes, options.errorMessage && 'govuk-file-upload--error'),
      id,
      name: options.name ?? '',
      type: 'file',
      disabled: options.disabled,
      multiple: options.multiple,
      'aria-describedby': describedBy,
    };
    const control = html`<input${moreAttrs(own, options.attributes)}>`;
    if (!options.javascript) return control;
    const messages = i18n({
      'choose-files-button': options.chooseFilesButtonText,
      'no-file-chosen': options.noFileChosenText,
      'multiple-files-chosen': options.multipleFilesChosenText,
      'drop-instruction': options.dropInstructionText,
      'entered-drop-zone': options.enteredDropZoneText,
      'left-drop-zone': options.leftDropZoneText,
    });
    return html`<div class="${cls('govuk-file-upload-wrapper', options.wrapperClasses)}" data-module="govuk-file-upload"${messages}${attrs(options.wrapperAttributes)}>${control}</div>`;
  });
}
