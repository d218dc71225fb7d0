/** The PDF of a bundle: what the contract asks, clause by clause, and the evidence that was held, each file with its digest. */
import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { letterDocument } from '../../messages/actions/letter-page.ts';
import { coversText, type Evidence, evidenceSources, evidenceTitle, sizeText } from '../rules/evidence.ts';
import type { Clause } from '../rules/explain.ts';

/** What the PDF says. Days are 'YYYY-MM-DD', money whole pence. */
export type BundlePage = {
  reference: string;
  attempt: number;
  contract: string;
  milestone: string;
  person: { name: string; reference: string };
  reachedOn: string | null;
  pence: number | null;
  frozenOn: string;
  clauses: readonly Clause[];
  evidence: readonly Evidence[];
  /** What a piece proves, in words, by its key. */
  labels: Readonly<Record<string, string>>;
  /** The path of each file in the zip, by its id. */
  paths: Readonly<Record<string, string>>;
};

const metText: Record<Clause['met'], string> = { yes: 'Holds', no: 'Missing', 'not yet': 'Not yet' };

/** Sets it. The same page gives the same bytes. */
export function bundlePdf(view: BundlePage): Promise<Buffer> {
  const title = `Claim ${view.reference}: ${view.milestone}`;
  const { doc, tagged, end } = letterDocument(title, Temporal.Instant.from(`${view.frozenOn}T00:00:00Z`), true);
  doc.addPage();
  const heading = (level: 'H1' | 'H2' | 'H3', text: string) =>
    tagged(level, () =>
      doc
        .moveDown(level === 'H1' ? 0 : 0.8)
        .font('strong')
        .fontSize({ H1: 18, H2: 14, H3: 11.5 }[level])
        .text(text),
    );
  const line = (text: string) => tagged('P', () => doc.font('text').fontSize(11).text(text, { lineGap: 2 }));
  const list = (items: readonly string[]) => {
    const element = doc.struct('L');
    doc.addStructure(element);
    for (const item of items) {
      const write = () => doc.font('text').fontSize(11).moveDown(0.25).text(`• ${item}`, { indent: 0, lineGap: 2 });
      element.add(doc.struct('LI', {}, [doc.struct('LBody', {}, [write])]));
    }
    element.end();
  };

  heading('H1', title);
  doc.moveDown(0.5);
  line(`Contract: ${view.contract}`);
  line(`Person: ${view.person.name}, ${view.person.reference}`);
  line(`Reached on: ${view.reachedOn === null ? 'not known' : showDay(view.reachedOn)}`);
  line(`Worth: ${view.pence === null ? 'not known' : poundsText(view.pence)}`);
  line(`Submitted on ${showDay(view.frozenOn)}, attempt ${view.attempt}`);

  heading('H2', 'What the contract asks');
  list(
    view.clauses.map(
      ({ met, text, note }) => `${metText[met]}: ${text}${note === undefined ? '' : ` (${note.replace(/\.$/, '')})`}`,
    ),
  );

  heading('H2', `Evidence: ${counted(view.evidence.length, 'piece')}`);
  if (view.evidence.length === 0) line('No evidence was recorded for this milestone.');
  for (const one of view.evidence) {
    heading('H3', evidenceTitle(one));
    const covers = coversText(one);
    const proves = one.needs.map(([, , key]) => view.labels[key] ?? key).join('; ');
    line(
      [
        `From: ${evidenceSources[one.source].toLowerCase()}`,
        ...(covers === null ? [] : [`covers ${covers}`]),
        `recorded on ${showDay(one.recordedOn)}${one.recordedBy === null ? '' : ` by ${one.recordedBy}`}`,
        `proves: ${proves}`,
      ].join(', '),
    );
    if (one.words !== null) line(one.words);
    if (one.files.length === 0) line('Seen and given back: there is no file.');
    else
      list(
        one.files.map(
          ({ id, name, size, sha256 }) => `${view.paths[id] ?? name} (${sizeText(size)})\nSHA-256 ${sha256}`,
        ),
      );
  }

  heading('H2', 'How to check it');
  line(
    'The files stand in the zip of the same claim, with a list of all of them (manifest.csv) and their digests (SHA256SUMS.txt). Anybody can work the digests out again: a file that was changed by a single character has another.',
  );
  return end();
}
