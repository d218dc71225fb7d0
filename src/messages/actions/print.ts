/** Letters as a tagged PDF: each on pages of its own, behind a list of what is in it. */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { kindLabel } from '../rules/library.ts';
import type { LetterRow } from '../store/letters.ts';
import { letterDocument, ownWindow } from './letter-page.ts';

/**
 * Letters of a batch as PDF: A4, tagged, with the font of Newel. A letter whose script the font does not have, that is written
 * from right to left, or whose address is too long, is left out and told in `left`: it is printed from its page, where the browser
 * sets it. `day` is the day of the letters, 'YYYY-MM-DD'.
 */
export async function lettersPdf(
  letters: readonly LetterRow[],
  about: { programme: string; day: string },
): Promise<{ pdf: Buffer; left: LetterRow[] }> {
  const pages = letterDocument(`Letters of ${about.programme}, ${showDay(about.day)}`);
  const { doc, tagged } = pages;
  const printed = letters.filter((letter) => pages.prints(letter, ownWindow));
  const left = letters.filter((letter) => !pages.prints(letter, ownWindow));
  doc.addPage();
  tagged('H1', () => doc.font('strong').fontSize(18).text(`Letters of ${about.programme}`));
  tagged('P', () =>
    doc
      .font('text')
      .fontSize(12)
      .moveDown(0.5)
      .text(
        `${showDay(about.day)}. ${counted(printed.length, 'letter')} in this file, in this order. This page is not posted.`,
      ),
  );
  doc.moveDown();
  for (const [at, letter] of printed.entries())
    tagged('P', () => doc.text(`${at + 1}. ${letter.reference}: ${kindLabel(letter.kind)}`));
  if (left.length > 0) {
    doc.moveDown();
    tagged('P', () =>
      doc.text(
        `Not in this file, to be printed from their own pages: ${left.map(({ reference }) => reference).join(', ')}`,
      ),
    );
  }
  for (const letter of printed) pages.set(letter, ownWindow, about.day);
  return { pdf: await pages.end(), left };
}
