import { type Html, html } from '../../kit/html.ts';
import { details, summaryList, type TableCell, table } from '../../kit/ui/index.ts';
import type { CodeLabel, ProgrammeDocument } from '../rules.ts';

const text = (value: string): TableCell => ({ text: value });
const rows = (list: readonly (readonly [string, string])[]): Html =>
  summaryList({ rows: list.map(([key, value]) => ({ key: { text: key }, value: { text: value } })) });

const WORD_NAMES: Record<keyof ProgrammeDocument['words'], string> = {
  client: 'A person who takes part',
  keyWorker: 'The one worker who stays with them',
  site: 'Where staff work',
  area: 'A part of the place that the programme covers',
  provider: 'Who delivers the programme',
  localLead: 'Who links services in an area',
  programmeOffice: 'Who runs the programme',
  integrationBoard: 'Where services meet about a person',
  presentingIssue: 'What stands between a person and work',
  navigator: 'Who helps beside the key worker',
};

/** The words of the programme. */
export function wordList(document: ProgrammeDocument): Html {
  const entries = Object.entries(WORD_NAMES) as [keyof typeof WORD_NAMES, string][];
  return rows(
    entries.flatMap(([key, what]) => {
      const word = document.words[key];
      return word === undefined ? [] : [[what, `${word.singular}, ${word.plural}`] as const];
    }),
  );
}

type ListName =
  | 'referralSources'
  | 'benefits'
  | 'sexes'
  | 'ethnicities'
  | 'preferredContacts'
  | 'lastWorkedBands'
  | 'housingTenures'
  | 'maritalStatuses'
  | 'activityKinds'
  | 'milestones';

/** Every list to choose from: its place in the document, its title and its entries. */
export function lists(document: ProgrammeDocument): [ListName, string, readonly CodeLabel[]][] {
  return [
    ['referralSources', 'Who refers', document.referralSources],
    ['benefits', 'Benefits', document.benefits],
    ['sexes', 'Sex', document.sexes],
    ['ethnicities', 'Ethnicity', document.ethnicities],
    ['preferredContacts', 'Preferred contact', document.preferredContacts],
    ['lastWorkedBands', 'Time since last worked', document.lastWorkedBands],
    ['housingTenures', 'Housing', document.housingTenures],
    ['maritalStatuses', 'Marital status', document.maritalStatuses],
    ['activityKinds', 'Activities', document.activityKinds],
    ['milestones', 'Milestones', document.milestones],
  ];
}

/** The lists, each folded away. */
export function listsHtml(document: ProgrammeDocument): Html {
  return html`${lists(document).map(([, title, list]) => codeTable(title, list))}`;
}

function codeTable(title: string, list: readonly CodeLabel[]): Html {
  return details({
    summaryText: `${title} (${list.length})`,
    html: table({
      caption: title,
      captionClasses: 'govuk-visually-hidden',
      head: [{ text: 'On screen and in files' }, { text: 'Code' }],
      rows: list.map((item) => [text(item.label), { html: html`<code>${item.code}</code>` }]),
    }),
  });
}

/** Reasons for leaving. */
export function exits(document: ProgrammeDocument): Html {
  return table({
    caption: 'Reasons for leaving',
    stack: true,
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Reason' }, { text: 'Named by the programme’s source' }],
    rows: document.exitReasons.map((reason) => [text(reason.label), text(reason.addition ? 'No, an addition' : 'Yes')]),
  });
}
