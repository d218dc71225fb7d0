/** Employers: the list, and one of them with the people to talk to and the jobs there. */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, input, pagination, select, summaryList, table } from '../../kit/ui/index.ts';
import type { ContactRow, EmployerLine, EmployerRow, JobThere } from '../actions/employers.ts';
import { employerQuestions } from '../rules/employers.ts';

/** What the list is narrowed to. */
export type EmployerFilter = { programme: string; name: string; area: string };

const jobsText = ({ jobs, holding }: { jobs: number; holding: number }): string =>
  jobs === 0 ? 'None yet' : `${counted(jobs, 'job')}, ${holding} held now`;

/** Employers of a programme by name, a page at a time. */
export function employersHtml(view: {
  programmes: readonly { id: string; name: string }[];
  areas: readonly string[];
  filter: EmployerFilter;
  employers: readonly EmployerLine[];
  next: string | null;
  mayWrite: boolean;
}): Html {
  const { programmes, areas, filter, employers, next, mayWrite } = view;
  return html`<h1 class="govuk-heading-l">Employers</h1>
${mayWrite ? button({ text: 'Add an employer', href: `/employers/new?programme=${filter.programme}` }) : noHtml}
<form method="get" action="/employers" class="newel-bar newel-no-print" role="search" aria-label="Find employers">
${
  programmes.length > 1
    ? select({
        id: 'programme',
        name: 'programme',
        label: { text: 'Programme' },
        value: filter.programme,
        items: programmes.map(({ id, name }) => ({ value: id, text: name })),
      })
    : noHtml
}
${input({ id: 'name', name: 'name', label: { text: 'A part of the name' }, value: filter.name, classes: 'govuk-input--width-20' })}
${select({
  id: 'area',
  name: 'area',
  label: { text: 'Where' },
  value: filter.area,
  items: [{ value: '', text: 'Everywhere' }, ...areas.map((area) => ({ value: area, text: area }))],
})}
<div class="govuk-button-group">${button({ text: 'Show', classes: 'govuk-button--secondary' })}</div></form>
${
  employers.length === 0
    ? html`<p class="govuk-body">${filter.name === '' && filter.area === '' ? 'No employer is on file yet. Jobs are tied to an employer by its name.' : 'No employer fits. Try a shorter part of the name.'}</p>`
    : table({
        caption: 'Employers by name',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [{ text: 'Name' }, { text: 'Where' }, { text: 'Sector' }, { text: 'Jobs on file' }],
        rows: employers.map((one) => [
          { html: html`<a class="govuk-link" href="/employers/${one.id}">${one.name}</a>` },
          { text: one.area ?? 'Not known' },
          { text: one.sector ?? 'Not known' },
          { text: jobsText(one) },
        ]),
      })
}
${next === null ? noHtml : pagination({ landmarkLabel: 'Pages of employers', next: { href: next } })}`;
}

/** One employer. */
export function employerHtml(view: {
  employer: EmployerRow;
  contacts: readonly ContactRow[];
  jobs: readonly JobThere[];
  counts: { jobs: number; holding: number };
  mayWrite: boolean;
}): Html {
  const { employer, contacts, jobs, counts, mayWrite } = view;
  const path = `/employers/${employer.id}`;
  const values = employer as unknown as Record<string, string | null>;
  const rows = employerQuestions([])
    .filter(({ name }) => name !== 'name' && values[name] !== null)
    .map(({ name, label }) => ({
      key: { text: label },
      value: { html: html`<span class="newel-written">${values[name]}</span>` },
    }));
  return html`<h1 class="govuk-heading-l">${employer.name}</h1>
${rows.length === 0 ? html`<p class="govuk-body">Nothing more is known yet.</p>` : summaryList({ rows })}
${mayWrite ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${path}/edit">Change the employer</a></p>` : noHtml}
<h2 class="govuk-heading-m">Who to talk to</h2>
${contactsHtml(contacts, path, mayWrite)}
<h2 class="govuk-heading-m">Jobs there</h2>
<p class="govuk-body">${counts.jobs === 0 ? 'No job on file is with this employer.' : `${counted(counts.jobs, 'job')} on file, ${counts.holding} held now.`}${counts.jobs === 0 ? '' : jobs.length === 0 ? ' None is of somebody whose record you may open.' : ' Beneath are those of people whose records you may open, the latest first.'}</p>
${
  jobs.length === 0
    ? noHtml
    : table({
        caption: 'Jobs of people whose records you may open',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [{ text: 'Who' }, { text: 'First day' }, { text: 'Last day' }],
        rows: jobs.map((job) => [
          { html: html`<a class="govuk-link" href="/cases/${job.case_id}/jobs">${shownName(job)}</a>` },
          { text: job.started_on === null ? 'Not known' : showDay(job.started_on) },
          { text: job.ended_on === null ? 'Still in the job' : showDay(job.ended_on) },
        ]),
      })
}`;
}

function contactsHtml(contacts: readonly ContactRow[], path: string, mayWrite: boolean): Html {
  const add = mayWrite
    ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${path}/contacts/new">Add somebody to talk to</a></p>`
    : noHtml;
  if (contacts.length === 0) return html`<p class="govuk-body">Nobody is known yet.</p>${add}`;
  return html`${table({
    caption: 'People to talk to',
    captionClasses: 'govuk-visually-hidden',
    stack: true,
    head: [
      { text: 'Name' },
      { text: 'Job title' },
      { text: 'Phone' },
      { text: 'Email' },
      ...(mayWrite ? [{ text: 'Action' }] : []),
    ],
    rows: contacts.map((one) => [
      { text: one.endedOn === null ? one.name : `${one.name} (until ${showDay(one.endedOn)})` },
      { text: one.jobTitle ?? '' },
      { text: one.phone ?? '' },
      { text: one.email ?? '' },
      ...(mayWrite
        ? [
            {
              html: html`<a class="govuk-link" href="${path}/contacts/${one.id}">Change<span class="govuk-visually-hidden"> ${one.name}</span></a>`,
            },
          ]
        : []),
    ]),
  })}${add}`;
}
