/** Letters as a tagged PDF: each on pages of its own, behind a list of what is in it. */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { rightToLeft } from '../rules/channel.ts';
import { kindLabel } from '../rules/library.ts';
import type { LetterRow } from '../store/letters.ts';

const { resolve } = createRequire(import.meta.url);
const font = (weight: string, name: string) =>
  resolve(`@expo-google-fonts/atkinson-hyperlegible-next/${weight}/AtkinsonHyperlegibleNext_${name}.ttf`);
const margin = 62;
/** Where the address shows through the window of a DL envelope: 20 mm from the left, 50 mm from the top of A4. */
const window = { x: 57, y: 142 };

/** The font as fontkit has it. */
type Opened = { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } };

/**
 * Letters of a batch as PDF: A4, tagged, with the font of Newel. A letter whose script the font does not have, or that is written
 * from right to left, is left out and told in `left`: it is printed from its page, where the browser sets it. `day` is the day of
 * the letters, 'YYYY-MM-DD'.
 */
export async function lettersPdf(
  letters: readonly LetterRow[],
  about: { programme: string; day: string },
): Promise<{ pdf: Buffer; left: LetterRow[] }> {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    tagged: true,
    pdfVersion: '1.7',
    lang: 'en-GB',
    displayTitle: true,
    autoFirstPage: false,
    info: { Title: `Letters of ${about.programme}, ${showDay(about.day)}`, Producer: 'Newel', Creator: 'Newel' },
  });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((done, failed) => {
    doc.on('end', done);
    doc.on('error', failed);
  });
  doc.registerFont('text', font('400Regular', '400Regular')).registerFont('strong', font('700Bold', '700Bold'));
  doc.font('text');
  const { font: opened } = (doc as unknown as Opened)._font;
  const prints = ({ language, sent_to, subject, body }: LetterRow): boolean =>
    !rightToLeft.has(language) &&
    [...`${sent_to}${subject ?? ''}${body}`].every(
      (one) => one === '\n' || opened.hasGlyphForCodePoint(one.codePointAt(0) as number),
    );
  const printed = letters.filter(prints);
  const left = letters.filter((letter) => !prints(letter));

  const tagged = (type: string, write: () => void) => {
    const element = doc.struct(type, {}, [write]);
    doc.addStructure(element);
    element.end();
  };
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
  for (const letter of printed) {
    doc.addPage();
    tagged('P', () => doc.font('text').fontSize(12).text(letter.sent_to, window.x, window.y));
    tagged('P', () => doc.text(showDay(about.day), margin, window.y + 110));
    if (letter.subject !== null)
      tagged('H1', () =>
        doc
          .moveDown()
          .font('strong')
          .fontSize(14)
          .text(letter.subject ?? ''),
      );
    doc.font('text').fontSize(13);
    for (const paragraph of letter.body.split(/\n{2,}/))
      tagged('P', () => doc.moveDown(0.7).text(paragraph, { lineGap: 3 }));
  }
  doc.end();
  await ended;
  return { pdf: Buffer.concat(parts), left };
}
