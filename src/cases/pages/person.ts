import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { type SummaryListRow, summaryList } from '../../kit/ui/index.ts';
import type { KeptName, KeptSupporter } from '../../people/actions/around.ts';
import type { Person } from '../../people/actions/people.ts';
import { type Block, blocks } from '../../people/rules/about.ts';
import { type FurtherName, nameUseText, supporterKindText, toldText } from '../../people/rules/around.ts';
import { allowedText, forbiddenText, notAskedText } from '../../people/rules/contact.ts';
import { casePath, showPhone } from '../actions/frame.ts';

/** A name in full, with what it is used for. */
export const nameText = (name: FurtherName): string =>
  `${nameUseText[name.use] ?? name.use}: ${[name.givenName, name.familyName].filter(Boolean).join(' ')}`;

const written = (text: string | null, empty = 'Not known'): Html =>
  text === null ? html`${empty}` : html`<span class="newel-written">${text}</span>`;
/** A question and its answer as it was written. */
export const row = (key: string, value: string | null, empty?: string): SummaryListRow => ({
  key: { text: key },
  value: { html: written(value, empty) },
});

/** Who somebody is: their own words first, then a block for each thing one may want to know or change. */
export function personHtml(view: {
  caseId: string;
  person: Person;
  names: readonly KeptName[];
  supporters: readonly KeptSupporter[];
  /** Whether the country of the programme has National Insurance numbers. */
  nationalInsurance: boolean;
}): Html {
  const { caseId, person, names, supporters } = view;
  const path = casePath(caseId, 'person');
  const card = (block: Block, rows: SummaryListRow[]) =>
    summaryList({
      card: { title: { text: blocks[block] }, actions: { items: [{ href: `${path}/${block}`, text: 'Change' }] } },
      rows,
    });
  return html`<h1 class="govuk-heading-l">Person</h1>
${ownWordsHtml(person, path)}
${card('contact', contactRows(person))}
${card('reach', [
  row('Phone', person.phone === null ? null : showPhone(person.phone)),
  row('Email', person.email),
  row('Address', [person.address, person.locality, person.postcode].filter(Boolean).join('\n') || null),
  row('Prefers', person.preferredContact),
])}
${supportersHtml(supporters, path)}
${card('needs', [
  row('First language', person.firstLanguage),
  row('Interpreter', person.interpreter),
  row('Taking part is easier with', person.accessNeeds),
  row('Culture, faith, family life', person.culturalNeeds),
])}
${card('details', [
  row('Name', [person.givenName, person.familyName].filter(Boolean).join(' ') || null),
  row('Date of birth', person.dateOfBirth === null ? null : showDay(person.dateOfBirth)),
  ...(view.nationalInsurance || person.niNumber !== null ? [row('National Insurance number', person.niNumber)] : []),
  row('Sex', person.sex),
  row('Ethnicity', person.ethnicity),
  row('Reference', person.reference),
])}
${namesHtml(names, path)}
<p class="govuk-body"><a class="govuk-link" href="${casePath(caseId, 'history')}">Who saw or changed this</a></p>`;
}

/** The person's own words for who they are, first of all. */
export function ownWordsHtml(person: Person, path: string): Html {
  const change = html`<a class="govuk-link" href="${path}/words">${person.ownWords === null ? 'Write down how they say who they are' : html`Change<span class="govuk-visually-hidden"> their own words</span>`}</a>`;
  if (person.ownWords === null)
    return html`<p class="govuk-body">Nobody has asked yet how they say who they are. ${change}</p>${pronouns(person)}`;
  return html`<figure class="newel-own-words"><blockquote class="newel-written">${person.ownWords}</blockquote>
<figcaption>In their own words${person.pronouns === null ? noHtml : html` · ${person.pronouns}`} <span class="newel-no-print">· ${change}</span></figcaption></figure>`;
}

const pronouns = ({ pronouns: words }: Person): Html =>
  words === null ? noHtml : html`<p class="govuk-body">Pronouns: ${words}</p>`;

/** Safe contact in words. */
export function contactRows({ contactRules }: Person): SummaryListRow[] {
  const [forbidden, allowed, open] = [
    forbiddenText(contactRules),
    allowedText(contactRules),
    notAskedText(contactRules),
  ];
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return [
    ...(forbidden === null
      ? []
      : [{ key: { text: 'Not safe' }, value: { html: html`<strong>${forbidden}</strong>` } }]),
    ...(allowed === null ? [] : [row('Safe', capital(allowed))]),
    ...(open === null ? [] : [row('Not asked yet', capital(open))]),
    ...(contactRules.how === undefined ? [] : [row('When and how', contactRules.how)]),
  ];
}

const links = (path: string, about: string) => ({
  items: [
    { href: path, text: 'Change', visuallyHiddenText: about },
    { href: `${path}/remove`, text: 'Remove', visuallyHiddenText: about },
  ],
});

function namesHtml(names: readonly KeptName[], path: string): Html {
  const add = { href: `${path}/names/new`, text: 'Add', visuallyHiddenText: 'a name' };
  return summaryList({
    card: { title: { text: 'Other names' }, actions: { items: [add] } },
    rows:
      names.length === 0
        ? [{ key: { text: 'Other names' }, value: { text: 'None on file' } }]
        : names.map((name) => {
            const full = [name.givenName, name.familyName].filter(Boolean).join(' ');
            return {
              ...row(nameUseText[name.use] ?? name.use, full),
              actions: links(`${path}/names/${name.id}`, full),
            };
          }),
  });
}

/** What may be told to somebody close, with how to reach them. */
export function supporterHtml(one: KeptSupporter): Html {
  const reach = [one.phone === null ? null : showPhone(one.phone), one.email].filter(Boolean).join(', ');
  return html`${supporterKindText[one.kind] ?? one.kind}${one.relationship === null ? noHtml : html`, ${one.relationship}`}${
    reach === '' ? noHtml : html`<br>${reach}`
  }<br>May be told: <strong>${toldText[one.mayBeTold] ?? one.mayBeTold}</strong>${one.note === null ? noHtml : html`<br>${one.note}`}`;
}

function supportersHtml(supporters: readonly KeptSupporter[], path: string): Html {
  const add = { href: `${path}/supporters/new`, text: 'Add', visuallyHiddenText: 'somebody' };
  return summaryList({
    card: { title: { text: 'Family and supporters' }, actions: { items: [add] } },
    rows:
      supporters.length === 0
        ? [{ key: { text: 'Supporters' }, value: { text: 'Nobody on file: nobody may be told anything' } }]
        : supporters.map((one) => ({
            key: { text: one.name },
            value: { html: supporterHtml(one) },
            actions: links(`${path}/supporters/${one.id}`, one.name),
          })),
  });
}
