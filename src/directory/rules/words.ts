/** Words of the directory as they are searched. Pure. */
import { fold } from '../../people/rules.ts';

/**
 * Texts as one text to search in or to search for: small letters, without accents and apostrophes, hyphens and strokes as
 * spaces ('Mental-health' is found by 'mental health').
 */
export const searchWords = (texts: readonly (string | null | undefined)[]): string =>
  fold(
    texts
      .filter(Boolean)
      .join(' ')
      .replace(/[-–—/]/g, ' '),
  );
