/** How a letter stands on its page: Newel's font, the address where a window shows it, tagged for those who listen. */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { showDay } from '../../kit/clock.ts';
import { rightToLeft } from '../rules/channel.ts';

const { resolve } = createRequire(import.meta.url);
const font = (weight: string, name: string) =>
  resolve(`@expo-google-fonts/atkinson-hyperlegible-next/${weight}/AtkinsonHyperlegibleNext_${name}.ttf`);
const margin = 62;

/** What a letter needs to be set. `sent_to` is name and address, each part on its line. */
export type Letter = { language: string; sent_to: string; subject: string | null; body: string };
/** Where the address stands, in points from the left and the top of A4, how wide and high it may be, and its largest size. */
export type Window = { x: number; y: number; width: number; height: number; size: number };

/** The window of a DL envelope: 20 mm from the left, 50 mm from the top. */
export const ownWindow: Window = { x: 57, y: 142, width: 255, height: 110, size: 12 };
/** The address area of a letter that GOV.UK Notify prints: 24.6 mm from the left, 39.5 mm from the top, 95.4 by 26.8 mm. */
export const notifyWindow: Window = { x: 70, y: 112, width: 270, height: 75, size: 10 };

/** The font as fontkit has it. */
type Opened = { _font: { font: { hasGlyphForCodePoint(point: number): boolean } } };
export type LetterDocument = {
  doc: PDFKit.PDFDocument;
  /** Writes something as an element of the document's structure. */
  tagged(type: string, write: () => void): void;
  /** Whether a letter can be set: its script is in the font, runs from left to right, and its address fits the window. */
  prints(letter: Letter, window: Window): boolean;
  /** Sets a letter on pages of its own. `day` is the day of the letter, 'YYYY-MM-DD'. */
  set(letter: Letter, window: Window, day: string): void;
  /** Ends the document. */
  end(): Promise<Buffer>;
};

const smallest = 8;

/**
 * Opens a document for letters, or for a paper of many pages. `made` is the moment that it says it was made; with it the same words
 * give the same bytes. With `numbered` each page says at its foot which one of how many it is, and of what.
 */
export function letterDocument(title: string, made?: Temporal.Instant, numbered = false): LetterDocument {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    tagged: true,
    pdfVersion: '1.7',
    lang: 'en-GB',
    displayTitle: true,
    autoFirstPage: false,
    bufferPages: numbered,
    info: {
      ...{ Title: title, Producer: 'Newel', Creator: 'Newel' },
      ...(made === undefined ? {} : { CreationDate: new Date(made.epochMilliseconds) }),
    },
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
  const tagged = (type: string, write: () => void) => {
    const element = doc.struct(type, {}, [write]);
    doc.addStructure(element);
    element.end();
  };
  /** The largest size at which an address fits, or null. */
  const sizeOf = (address: string, { width, height, size }: Window): number | null => {
    for (let points = size; points >= smallest; points--)
      if (doc.font('text').fontSize(points).heightOfString(address, { width }) <= height) return points;
    return null;
  };
  return {
    doc,
    tagged,
    prints: (letter, window) =>
      !rightToLeft.has(letter.language) &&
      [...`${letter.sent_to}${letter.subject ?? ''}${letter.body}`].every(
        (one) => one === '\n' || opened.hasGlyphForCodePoint(one.codePointAt(0) as number),
      ) &&
      sizeOf(letter.sent_to, window) !== null,
    set(letter, window, day) {
      doc.addPage();
      const points = sizeOf(letter.sent_to, window) ?? smallest;
      tagged('P', () =>
        doc.font('text').fontSize(points).text(letter.sent_to, window.x, window.y, { width: window.width }),
      );
      tagged('P', () => doc.fontSize(12).text(showDay(day), margin, ownWindow.y + ownWindow.height));
      const { subject } = letter;
      if (subject !== null) tagged('H1', () => doc.moveDown().font('strong').fontSize(14).text(subject));
      doc.font('text').fontSize(13);
      for (const paragraph of letter.body.split(/\n{2,}/))
        tagged('P', () => doc.moveDown(0.7).text(paragraph, { lineGap: 3 }));
    },
    async end() {
      if (numbered) numberPages(doc, title);
      doc.end();
      await ended;
      return Buffer.concat(parts);
    },
  };
}

/** For eyes alone: whoever listens has the title and their place already. */
function numberPages(doc: PDFKit.PDFDocument, title: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let at = start; at < start + count; at++) {
    doc.switchToPage(at);
    // Below the margin a line would begin another page.
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc
      .font('text')
      .fontSize(8)
      .text(`${title}, page ${at - start + 1} of ${count}`, doc.page.margins.left, doc.page.height - 28, {
        lineBreak: false,
      });
    doc.endMarkedContent();
  }
}

/** One letter as PDF for GOV.UK Notify; null where it cannot be set. */
export async function notifyLetterPdf(letter: Letter, day: string): Promise<Buffer | null> {
  const pages = letterDocument(letter.subject ?? 'Letter');
  if (!pages.prints(letter, notifyWindow)) return null;
  pages.set(letter, notifyWindow, day);
  return pages.end();
}
