/** Which records are compared at all: those that share one of these. */
import type { Traits } from './linkage.ts';

/** A block's name: its rule and value. */
export type Block = string;

/**
 * The blocks by which the model is learned: what is a person's own. People of one household share the rest, and there are more
 * of them than of second records; learned from their pairs, 'the same person' would mean 'the same house'.
 */
export function ownBlocksOf({ identifier, dateOfBirth, given, family, email }: Traits): Block[] {
  const blocks: (string | false)[] = [
    identifier !== '' && `i ${identifier}`,
    dateOfBirth !== '' && `d ${dateOfBirth}`,
    // The same whichever name stands first.
    family !== '' && given !== '' && `w ${[given, family].sort().join(' ')}`,
    email !== '' && `e ${email}`,
  ];
  return blocks.filter((block) => block !== false);
}

/** The blocks that a record lies in. What is not known makes no block. */
export function blocksOf(traits: Traits): Block[] {
  const { given, family, address, postcode, phone } = traits;
  const blocks: (string | false)[] = [
    ...ownBlocksOf(traits),
    family !== '' && given !== '' && `n ${family} ${given.slice(0, 1)}`,
    family !== '' && given !== '' && `n ${given} ${family.slice(0, 1)}`,
    postcode !== '' && family !== '' && `f ${postcode} ${family.slice(0, 3)}`,
    postcode !== '' && given !== '' && `g ${postcode} ${given.slice(0, 3)}`,
    address.length > 7 && `a ${address}`,
    phone !== '' && `p ${phone}`,
  ];
  return blocks.filter((block) => block !== false);
}
