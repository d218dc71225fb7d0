/**
 * The frame of every page about a case: whose it is, and where one can go from here. Pure HTML. It stands among the actions
 * because the pages of other rooms (assessments, work, claims) hang in the same frame, and a room's door is its rules and
 * actions; it needs the head that `record.ts` loads, so it is no rule.
 */
import { type Page, page } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { completedYears, type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { insetText, subNavigation, tag, warningText } from '../../kit/ui/index.ts';
import { type ContactRules, forbiddenText } from '../../people/rules/contact.ts';
import { labelOf, type Support } from '../../programmes/rules.ts';
import { type Status, statuses, transitions } from '../rules.ts';
import { type CaseHead, documentOf, supportOf } from './record.ts';

/** The pages of a case, in the order of its navigation. */
export const casePages = {
  overview: { text: 'Overview', path: '' },
  person: { text: 'Person', path: '/person' },
  start: { text: 'First steps', path: '/start' },
  plan: { text: 'Plan', path: '/plan' },
  interviews: { text: 'Interviews', path: '/interviews' },
  appointments: { text: 'Appointments', path: '/appointments' },
  meetings: { text: 'Meetings', path: '/meetings' },
  services: { text: 'Services', path: '/referrals' },
  messages: { text: 'Messages', path: '/messages' },
  timeline: { text: 'Timeline', path: '/timeline' },
  assessments: { text: 'Assessments', path: '/assessments' },
  activities: { text: 'Activities', path: '/activities' },
  jobs: { text: 'Jobs', path: '/jobs' },
  inWork: { text: 'In work', path: '/in-work' },
  part: { text: 'Taking part', path: '/taking-part' },
  keyWorker: { text: 'Key worker', path: '/key-worker' },
  evidence: { text: 'Evidence', path: '/evidence' },
  claims: { text: 'Claims', path: '/claims' },
  handover: { text: 'Handover', path: '/handover' },
  history: { text: 'History', path: '/history' },
} as const;
export type CasePageName = keyof typeof casePages;

const names = Object.keys(casePages) as CasePageName[];
/** What is looked at now and then: in one row with the others it would not fit. */
const folded: readonly CasePageName[] = [
  'start',
  'inWork',
  'part',
  'keyWorker',
  'evidence',
  'claims',
  'handover',
  'history',
];

/** The path of a page of a case. */
export const casePath = (caseId: string, name: CasePageName = 'overview'): string =>
  `/cases/${caseId}${casePages[name].path}`;

/** The navigation between the pages of a case. A programme without a series of interviews has no page of them. */
export function caseNavigation(caseId: string, current: CasePageName | null, interviews: boolean): Html {
  const item = (name: CasePageName) => ({
    text: casePages[name].text,
    href: casePath(caseId, name),
    active: name === current,
  });
  return subNavigation({
    label: 'This case',
    items: names
      .filter((name) => !folded.includes(name))
      .filter((name) => interviews || name !== 'interviews')
      .map(item),
    more: { text: 'More', items: folded.map(item) },
    narrow: current === null ? 'This case' : `This case: ${casePages[current].text}`,
  });
}

const statusTags = Object.fromEntries(
  statuses.map((status) => [status, tag({ text: transitions[status].text, classes: transitions[status].colour })]),
) as Record<Status, Html>;

/** A case's status as a tag. */
export const statusTag = (status: Status): Html => statusTags[status];

/** 'Month 5 of 24', 'Month 3 of 12 in work', 'Support ended 31 Mar 2016'. */
export function supportWords(support: Support<DayNumber>): string {
  if (support.state === 'not started') return `Support starts ${showDay(formatDay(support.startedOn))}`;
  if (support.state === 'ended') return `Support ended ${showDay(formatDay(support.endsOn))}`;
  return `Month ${support.month} of ${support.of}${support.phase === 'in work' ? ' in work' : ''}`;
}

/** Where a case stands in its support, in words; null before attachment. */
export function supportText(
  head: Pick<CaseHead, 'attachment' | 'programme' | 'pauses'>,
  today: Temporal.PlainDate,
): string | null {
  const support = supportOf(head, today);
  return support === null ? null : supportWords(support);
}

/** A telephone number in groups that can be read aloud: '07700 900123'. */
export function showPhone(phone: string): string {
  return phone.replace(/^(0\d{4})(\d{5,6})$/, '$1 $2');
}

function bornText(dateOfBirth: string | null, today: Temporal.PlainDate): string {
  const born = dateOfBirth === null ? null : parseDay(dateOfBirth);
  const now = parseDay(today.toString());
  if (dateOfBirth === null || born === null || now === null) return 'Date of birth not known';
  return `Born ${showDay(dateOfBirth)}, ${completedYears(born, now)} years old`;
}

function contactText(head: CaseHead, today: Temporal.PlainDate): string {
  const list = documentOf(head, today.toString())?.preferredContacts ?? [];
  const how = head.preferredContact === null ? null : labelOf(list, head.preferredContact);
  const phone = head.phone === null ? null : showPhone(head.phone);
  if (how === null && phone === null) return 'No contact details';
  return how === null ? `Phone ${phone}` : `Prefers ${how.toLowerCase()}${phone === null ? '' : `, ${phone}`}`;
}

/** How somebody must not be reached, and when and how they may be: on every page, in words. */
function safeContact(rules: ContactRules): Html {
  const forbidden = forbiddenText(rules);
  if (forbidden === null && rules.how === undefined) return noHtml;
  return html`<p class="newel-identity__contact"><span class="govuk-visually-hidden">Safe contact: </span>${joinHtml(
    [forbidden !== null && html`<strong>${forbidden}</strong>`, rules.how],
    '. ',
  )}</p>`;
}

/** Who the case is about, above every page of it. */
export function identityBar(head: CaseHead, today: Temporal.PlainDate): Html {
  const support = supportText(head, today);
  const facts: (Html | string)[] = [
    bornText(head.dateOfBirth, today),
    contactText(head, today),
    head.keyWorkerName === null ? 'No key worker' : `Key worker ${head.keyWorkerName}`,
    [head.programme.name, head.areaName].filter(Boolean).join(', '),
    html`<span class="newel-reference">${head.reference}</span>${head.sourceRef === null ? noHtml : ` (${head.sourceRef})`}`,
  ];
  return html`<div class="moj-identity-bar newel-identity"><div class="moj-identity-bar__container">
<div class="moj-identity-bar__details"><p class="moj-identity-bar__title newel-identity__name">${head.name}</p>
<p class="newel-identity__state">${joinHtml(
    [
      statusTag(head.status),
      support !== null && head.status !== 'closed' && html`<span>${support}</span>`,
      head.attachment?.evidenced === false && tag({ text: 'Conditions not evidenced', classes: 'govuk-tag--yellow' }),
    ],
    ' ',
  )}</p>
${safeContact(head.contactRules)}
<ul class="newel-identity__facts">${facts.map((fact) => html`<li>${fact}</li>`)}</ul></div>
</div></div>`;
}

/** Above every page of a restricted record, so that nobody reads it unaware. */
const restrictedBanner = warningText({
  iconFallbackText: 'Warning',
  text: 'This record is restricted. Every page of it that you open is written down with your name, and whoever answers for it can see who opened it.',
});

/** For whoever gave the case away, while they may still read it. */
const givenAway = ({ keyWorkerName, readUntil }: CaseHead): Html =>
  readUntil === undefined
    ? noHtml
    : insetText({
        text: `You gave this case away${keyWorkerName === null ? '' : ` to ${keyWorkerName}`}. You can read it until ${showDay(readUntil)}, and change nothing.`,
      });

/**
 * A page of a case: identity bar, navigation, and `main`, which begins with the page's own heading.
 * `current` is null for a form that is no page of the navigation; give it `back` then.
 */
export function casePage(parts: {
  head: CaseHead;
  today: Temporal.PlainDate;
  current: CasePageName | null;
  /** What the page is; the person's name follows it in the browser's title. */
  title: string;
  main: Html;
  status?: number;
  error?: boolean;
  back?: { href: string; text: string };
  wide?: boolean;
  /** Further browser modules of this page, by file name. */
  modules?: readonly string[];
}): Page {
  const { head, today, current, title, main, ...rest } = parts;
  return page({
    ...rest,
    title: `${title} – ${head.name}`,
    identity: identityBar(head, today),
    main: html`${head.case.restricted === null ? noHtml : restrictedBanner}${givenAway(head)}${caseNavigation(head.caseId, current, documentOf(head, today.toString())?.interviews !== undefined)}${main}`,
  });
}
