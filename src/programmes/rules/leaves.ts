import { type TProperties, Type } from 'typebox';

/** Leaves that every part of the programme document's schema is made of; `description` is what a message says. Pure. */

/** An object that has these properties and no others. */
export const closed = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
/** 'no_contact'. */
export const code = () =>
  Type.String({
    pattern: '^[a-z0-9]+(?:_[a-z0-9]+)*$',
    maxLength: 60,
    description: 'a code of lower-case letters, digits and underscores',
  });
/** 'working-well-pilot'. */
export const key = () =>
  Type.String({
    pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
    maxLength: 80,
    description: 'a key of lower-case letters, digits and hyphens',
  });

/** A code with the words that stand for it on screen and in files. */
export type CodeLabel = { code: string; label: string };
