/** What a reply means. In doubt it is a message for the worker: nothing is cancelled that somebody did not plainly say. Pure. */

export const meanings = ['cannot come', 'stop', 'message'] as const;
export type Meaning = (typeof meanings)[number];

const sorry =
  '(?:(?:hi|hello|hey|kia ora|morena|ata marie)(?: \\p{L}+)? )?(?:(?:so |very |really )?sorry(?: but)? )?(?:i am afraid )?';
const when =
  '(?: (?:today|tomorrow|this (?:morning|afternoon|week)|(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday)))?';
const thanks = '(?: (?:sorry|thanks|thank you|nga mihi))?';
const cannot =
  '(?:cant|can not|cannot|wont be able to|will not be able to|am unable to|am not able to|unable to|not able to|not going to be able to|am not going to be able to)';
const come =
  '(?:come|come in|make it|attend|get there|be there|come to (?:my|the|our) (?:appointment|meeting|interview)|make (?:my|the|our) (?:appointment|meeting|interview)|attend (?:my|the|our) (?:appointment|meeting|interview))';
const cancel = '(?:please )?cancel(?: (?:my|the|our|this))?(?: (?:appointment|meeting|interview))?(?: please)?';
// 'kāore e taea e au te …': I am not able to …; haere mai, tae mai: come, arrive here. In Te Aka Māori Dictionary under taea.
const maori = 'kaore e taea e (?:au|ahau) te (?:haere|tae) (?:mai|atu)';

const says = (words: string): RegExp => new RegExp(`^${sorry}(?:${words})${when}${thanks}$`, 'u');
const cannotCome: readonly RegExp[] = [says(`(?:i )?${cannot} ${come}`), says(cancel), says(maori)];
const stop = /^(?:please )?(?:stop|stop all|unsubscribe|stop texting(?: me)?|stop texts)(?: please)?$/;

/** A reply as its words are compared: lower case, no marks, no apostrophes, single spaces. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’'`‘]/g, '')
    .replace(/\bim\b/g, 'i am')
    .replace(/[.,!;:\-–—()\n\r\t]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * 'cannot come' when the whole reply says just that; 'stop' when it asks for no more texts; else 'message'. A question, a time, a
 * reason or a wish for another day makes it a message: somebody reads it.
 */
export function meaningOf(reply: string): Meaning {
  if (reply.length > 200 || reply.includes('?')) return 'message';
  const text = folded(reply);
  if (stop.test(text)) return 'stop';
  return cannotCome.some((pattern) => pattern.test(text)) ? 'cannot come' : 'message';
}
