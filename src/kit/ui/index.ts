/** The components, one door for all. */
export * from './button.ts';
export * from './choices.ts';
export type { Content, Items, Styled, Text } from './common.ts';
export * from './date-input.ts';
export {
  type ErrorMessageOptions,
  errorMessage,
  type FieldOptions,
  type FieldsetOptions,
  type FormGroupOptions,
  fieldset,
  type HintOptions,
  hint,
  type LabelOptions,
  type LegendOptions,
  label,
} from './form-parts.ts';
export * from './inputs.ts';
export * from './layout.ts';
export * from './lists.ts';
export * from './messages.ts';
export * from './moj.ts';
export * from './navigation.ts';
export * from './sections.ts';
