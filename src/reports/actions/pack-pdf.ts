/** The joint pack as a tagged PDF: a heading and a table for each part, on pages that lie on their side. */
import { showDay } from '../../kit/clock.ts';
import { letterDocument } from '../../messages/actions/letter-page.ts';
import { lastDayOf } from '../rules/asked.ts';
import type { Pack, PackTable } from '../rules/pack.ts';

const margin = 42;
const page = { size: 'A4', layout: 'landscape', margin } as const;
const size = 8.5;
const gap = 4;
/** The widest that the first column, and the narrowest that another one may be, in points. */
const widestLabel = 210;
const narrowest = 44;

/** What stands on the first page. Days are 'YYYY-MM-DD'; `tablesMade` is the moment of the oldest table, in words, where it is known. */
export type PackHead = {
  programme: string;
  month: string;
  asOf: string;
  madeOn: string;
  tablesMade?: string | null;
};

/** Columns that fit beside the label; a table with more is set in parts, each with the labels again. */
function parts(columns: readonly string[], width: number): number[][] {
  const most = Math.max(1, Math.floor((width - widestLabel) / narrowest));
  const list: number[][] = [];
  for (let at = 0; at < columns.length; at += most) list.push(columns.slice(at, at + most).map((_, n) => at + n));
  return list;
}

const monthText = (month: string): string =>
  Temporal.PlainDate.from(`${month}-01`).toLocaleString('en-GB', { month: 'long', year: 'numeric' });

/** Sets the pack. The same pack of the same day gives the same bytes. */
export function packPdf(pack: Pack, head: PackHead): Promise<Buffer> {
  const title = `${head.programme}: joint pack of ${monthText(head.month)}`;
  const { doc, tagged, end } = letterDocument(title, Temporal.Instant.from(`${head.madeOn}T00:00:00Z`), true);
  doc.addPage(page);
  const width = doc.page.width - 2 * margin;
  const bottom = () => doc.page.height - margin;
  const heading = (level: 'H1' | 'H2', text: string) => {
    if (doc.y + 90 > bottom()) doc.addPage(page);
    tagged(level, () =>
      doc
        .moveDown(level === 'H1' ? 0 : 0.8)
        .font('strong')
        .fontSize(level === 'H1' ? 18 : 13)
        .text(text, margin, doc.y, { width }),
    );
  };
  const line = (text: string, points = 10) =>
    tagged('P', () => doc.moveDown(0.2).font('text').fontSize(points).text(text, margin, doc.y, { width }));

  const draw = ({ columns, rows }: PackTable, places: readonly number[]) => {
    const each = Math.min(90, (width - widestLabel) / places.length);
    const cells = (label: string, given: readonly string[]) => [
      { text: label, x: margin, width: widestLabel, align: 'left' as const },
      ...places.map((at, n) => ({
        text: given[at] ?? '',
        x: margin + widestLabel + n * each,
        width: each,
        align: 'right' as const,
      })),
    ];
    const element = doc.struct('Table');
    doc.addStructure(element);
    const write = (row: ReturnType<typeof cells>, strong: boolean, tag: (at: number) => string, y: number) =>
      element.add(
        doc.struct(
          'TR',
          {},
          row.map((cell, at) =>
            doc.struct(tag(at), {}, [
              () =>
                doc
                  .font(strong || at === 0 ? 'strong' : 'text')
                  .fontSize(size)
                  .text(cell.text, cell.x, y, { width: cell.width - gap, align: cell.align }),
            ]),
          ),
        ),
      );
    const height = (row: ReturnType<typeof cells>, strong: boolean) =>
      Math.max(
        ...row.map((cell, at) =>
          doc
            .font(strong || at === 0 ? 'strong' : 'text')
            .fontSize(size)
            .heightOfString(cell.text || ' ', { width: cell.width - gap }),
        ),
      ) + gap;
    const put = (row: ReturnType<typeof cells>, strong: boolean, tag: (at: number) => string) => {
      const tall = height(row, strong);
      if (doc.y + tall > bottom()) {
        doc.addPage(page);
        if (!strong) again();
      }
      const y = doc.y;
      write(row, strong, tag, y);
      doc.x = margin;
      doc.y = y + tall;
    };
    // For eyes alone: whoever listens has the headings of the table already.
    const again = () => {
      const heads = cells('', columns);
      const y = doc.y;
      doc.markContent('Artifact', { type: 'Layout' });
      for (const { text, x, width: own, align } of heads)
        doc
          .font('strong')
          .fontSize(size)
          .text(text, x, y, { width: own - gap, align });
      doc.endMarkedContent();
      doc.y = y + height(heads, true);
    };
    doc.moveDown(0.4);
    put(cells('', columns), true, () => 'TH');
    for (const { label, cells: given } of rows) put(cells(label, given), false, (at) => (at === 0 ? 'TH' : 'TD'));
    element.end();
  };

  heading('H1', title);
  line(
    `Figures as of ${showDay(head.asOf)}. Made on ${showDay(head.madeOn)}${head.tablesMade == null ? '' : `, from tables of ${head.tablesMade}`}. Every figure is that of the tables of the same day.`,
  );
  if (head.asOf < (lastDayOf(head.month) ?? ''))
    line('The month is not over: what the rest of it brings is not in the figures.');
  heading('H2', 'What is to be done');
  if (pack.actions.length === 0) line('The figures ask for nothing.');
  else {
    const list = doc.struct('L');
    doc.addStructure(list);
    for (const action of pack.actions) {
      const write = () => doc.moveDown(0.2).font('text').fontSize(10).text(`• ${action}`, margin, doc.y, { width });
      list.add(doc.struct('LI', {}, [doc.struct('LBody', {}, [write])]));
    }
    list.end();
  }
  for (const table of pack.tables) {
    // A table that fits on a page stands on one.
    const tall = 110 + table.rows.length * (size + gap + 2);
    if (doc.y + tall > bottom() && tall < bottom() - margin) doc.addPage(page);
    heading('H2', `${table.name}. ${table.question}`);
    line(table.sentence);
    line(`Base: ${table.base}`, 8.5);
    if (table.rows.length === 0) line('There is nothing to show.');
    else for (const places of parts(table.columns, width)) draw(table, places);
  }
  return end();
}
