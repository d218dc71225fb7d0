import { showDay, showMoment } from '../../kit/clock.ts';
import { type Html, html } from '../../kit/html.ts';
import { scrollRegion, table, tag } from '../../kit/ui/index.ts';
import type { Change } from '../rules.ts';

/** A version as its table shows it. `by` is a user's name, null for the command line. */
export type VersionLine = { version: number; validFrom: string; loadedAt: string; by: string | null };

/** Whether a version holds, and if not, why. */
type Standing = 'in force' | 'from a later day' | 'replaced';
const STANDINGS: Record<Standing, { text: string; classes: string }> = {
  'in force': { text: 'In force', classes: 'govuk-tag--green' },
  'from a later day': { text: 'From a later day', classes: 'govuk-tag--blue' },
  replaced: { text: 'Replaced', classes: 'govuk-tag--grey' },
};

/** Every version, newest first, with links to see it and what it changed. */
export function versionsHtml(options: {
  programme: { key: string; name: string };
  versions: readonly VersionLine[];
  inForce: number | null;
  today: string;
  timeZone: string;
}): Html {
  const { programme, versions, inForce, today, timeZone } = options;
  const base = `/programmes/${encodeURIComponent(programme.key)}`;
  const standing = (line: VersionLine): Standing =>
    line.version === inForce ? 'in force' : line.validFrom > today ? 'from a later day' : 'replaced';
  const numbers = versions.map((line) => line.version);
  const rows = [...versions].reverse().map((line) => {
    const before = Math.max(0, ...numbers.filter((number) => number < line.version));
    const changed =
      before > 0
        ? html`<a class="govuk-link" href="${base}/changes?from=${before}&amp;to=${line.version}">What changed<span class="govuk-visually-hidden"> in version ${line.version}</span></a>`
        : html`The first version`;
    return [
      { html: html`<a class="govuk-link" href="${base}?version=${line.version}">Version ${line.version}</a>` },
      { text: showDay(line.validFrom) },
      { html: tag(STANDINGS[standing(line)]) },
      { text: `${showMoment(line.loadedAt, timeZone)} by ${line.by ?? 'the command line'}` },
      { html: changed },
    ];
  });
  return html`<span class="govuk-caption-l">${programme.name}</span>
<h1 class="govuk-heading-l">Versions</h1>
<p class="govuk-body">A version holds from its day until the next one’s. Nothing is overwritten.</p>
${scrollRegion({
  label: 'Versions',
  html: table({
    caption: 'Versions of the programme document',
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Version' }, { text: 'Holds from' }, { text: 'State' }, { text: 'Loaded' }, { text: 'Changes' }],
    rows,
  }),
})}`;
}

/** What changed between two versions, place by place. */
export function changesHtml(options: {
  programme: { key: string; name: string };
  from: number;
  to: number;
  changes: readonly Change[];
}): Html {
  const { programme, from, to, changes } = options;
  const body =
    changes.length === 0
      ? html`<p class="govuk-body">Nothing changed.</p>`
      : scrollRegion({
          label: 'Changes',
          html: table({
            caption: `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`,
            captionClasses: 'govuk-table__caption--s',
            head: [{ text: 'Place' }, { text: `Version ${from}` }, { text: `Version ${to}` }],
            rows: changes.map((change) => [
              { html: html`<code>${change.path}</code>` },
              { text: change.before ?? 'Not there' },
              { text: change.after ?? 'Taken out' },
            ]),
          }),
        });
  return html`<span class="govuk-caption-l">${programme.name}</span>
<h1 class="govuk-heading-l">What changed from version ${from} to version ${to}</h1>
${body}`;
}
